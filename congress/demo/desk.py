"""The committee's desk in the demo: what its office proposed, who read, what was filed, what is closed."""

from datetime import timedelta
from functools import partial

from sqlmodel import Session

from congress.committee import service as committee
from congress.committee.rules import DecisionKind, orders
from congress.committee.rules.filings import FilingKind, Outcome
from congress.demo.content.past import DemoHistory
from congress.demo.play import Play

AUTHORITY = "朔州市总工会"
HOUR, DAY = 60, 24 * 60  # minutes


class Desk:
    """What surrounds one dispatch of the past."""

    def __init__(self, play: Play, story: DemoHistory, cast: dict[str, str]) -> None:
        self.play, self.story, self.cast = play, story, cast
        self.key = f"past:{story.key}"

    def plan(self) -> None:
        """Proposed the day after receipt, read over by a colleague, taken over; filed within the week."""
        play, received = self.play, self.story.dispatch.received
        play.at(play.time(received, later=DAY), self.advise)
        play.at(play.time(self.story.resolution.published, later=5 * HOUR), self.file)
        play.at(play.time(self.story.resolution.published, later=9 * DAY), self.clear)
        if self.story.opinion:  # the loop is closed
            play.at(play.time(self.story.opinion.at, later=3 * DAY), self.archive)
        else:  # work goes on: two of three have read where it stands
            start = play.time(self.story.assignments[0].progress[-1].at, later=DAY)
            readers = (
                self.cast["executive_chair"],
                self.cast["party_secretary"],
                self.cast["motion_committee"],
            )
            play.at(start, partial(self.circulate, readers))
            for number, body in zip(readers, ("", "请后勤保障部说明延期原因。"), strict=False):
                play.at(start + timedelta(hours=5), partial(self.read, number, body))

    def advise(self, session: Session) -> None:
        """The words of the first decision, as the office wrote them."""
        play, first = self.play, self.story.decisions[0]
        office = play.viewer(session, self.story.dispatch.received_by)
        dispatch = committee.visible_to(session, office, play.ids[f"{self.key}:dispatch"])
        said = dict.fromkeys(orders.advice_fields(first.kind), "") | {"body": first.body}
        if first.kind is DecisionKind.REPLY:
            said["grants"] = "yes" if first.grants else "no"
        for n, task in enumerate(self.story.assignments, 1):
            said |= {
                f"unit_{n}": str(play.units[task.department]),
                f"task_{n}": task.task,
                f"due_{n}": play.day(task.due_day).isoformat(),
            }
        statement = committee.statement_for_advice(dispatch, first.kind, site=play.site) | said
        committee.advise(
            session,
            office,
            dispatch.id or 0,
            first.kind,
            site=play.site,
            said=said,
            signed=play.sign(office.person_id, statement),
        )

    def circulate(self, readers: tuple[str, ...], session: Session) -> None:
        play = self.play
        office = play.viewer(session, self.story.dispatch.received_by)
        about = committee.subject(session, office, dispatch_id=play.ids[f"{self.key}:dispatch"])
        ticks = {f"reader_{play.people[number]}": "yes" for number in readers}
        due_on = committee.today(session) + timedelta(days=60)
        said = {"note": "照明改造进度附后，请阅示。", "due_on": due_on.isoformat()} | ticks
        statement = committee.statement_for_circulation(about, site=play.site) | said
        signed = play.sign(office.person_id, statement)
        made = committee.circulate(session, office, about, site=play.site, said=said, signed=signed)
        play.ids[f"{self.key}:circulation"] = made.id or 0

    def read(self, number: str, body: str, session: Session) -> None:
        play, reader = self.play, self.play.viewer(session, number)
        line = committee.circulation(session, reader, play.ids[f"{self.key}:circulation"])
        statement = committee.statement_for_reading(line, site=play.site) | {"body": body}
        signed = play.sign(reader.person_id, statement)
        committee.note_read(
            session, reader, line.circulation.id or 0, site=play.site, body=body, signed=signed
        )

    def file(self, session: Session) -> None:
        """With the higher union; the numbers follow those of the resolutions."""
        play, clerk = self.play, self.play.viewer(session, self.cast["clerk"])
        branch = committee.branch(session, play.ids[f"{self.key}:resolution"], FilingKind.UNION)
        said = {
            "authority": AUTHORITY,
            "number": f"备案{branch.resolution.number}号",
            "filed_on": committee.today(session).isoformat(),
            "proof": f"回执{branch.resolution.number}",
        }
        statement = committee.statement_for_filing(branch, site=play.site) | said
        signed = play.sign(clerk.person_id, statement)
        made = committee.file(
            session, clerk, branch.resolution.id or 0, branch.kind, site=play.site, said=said, signed=signed
        )
        play.ids[f"{self.key}:filing"] = made.id or 0

    def clear(self, session: Session) -> None:
        play, clerk = self.play, self.play.viewer(session, self.cast["clerk"])
        branch = committee.branch(session, play.ids[f"{self.key}:resolution"], FilingKind.UNION)
        if branch.filing is None:
            return
        day = committee.today(session).isoformat()
        said = {"outcome": Outcome.CLEARED.value, "outcome_on": day, "body": ""}
        statement = committee.statement_for_outcome(branch.filing, site=play.site) | said
        signed = play.sign(clerk.person_id, statement)
        committee.conclude(session, clerk, branch.filing.id or 0, site=play.site, said=said, signed=signed)

    def archive(self, session: Session) -> None:
        play = self.play
        office = play.viewer(session, self.story.dispatch.received_by)
        found = committee.visible_to(session, office, play.ids[f"{self.key}:dispatch"])
        signed = play.sign(office.person_id, committee.statement_for_archiving(found, site=play.site))
        committee.archive(session, office, found.id or 0, site=play.site, signed=signed)
