"""What the sitting before decided, from its motions to what became of its resolutions."""

import re
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from congress.bylaws.terms import Verb
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind, ProgressKind
from congress.committee.rules.orders import FIELDS
from congress.committee.rules.wording import Letter
from congress.demo.content.past import DemoHistory, PastAssignment, PastDecision
from congress.demo.desk import Desk
from congress.demo.motions import place, second
from congress.demo.play import Play
from congress.demo.sitting import hand_poll, raise_hands
from congress.documents.content import COUNTS_MARK
from congress.motions import service as motions
from congress.motions.rules import Content, Outcome
from congress.motions.service import Decision
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Signatory
from congress.sittings import service as sittings

COUNTED = re.compile(r"会议应到代表\d+名，实到\d+名。")  # the counts are written by the software
CLOSINGS = ("集团党委：", "特此报告。", "妥否，请批示。")


class Past:
    """One motion of the previous sitting and all that followed."""

    def __init__(self, play: Play, story: DemoHistory, cast: dict[str, str]) -> None:
        self.play, self.story, self.cast = play, story, cast
        self.key = f"past:{story.key}"
        self.item, self.poll = f"{self.key}:item", f"{self.key}:poll"

    def plan_motion(self) -> None:
        """Written, seconded, submitted, filed, placed, before the sitting."""
        play, motion = self.play, self.story.motion
        play.at(play.time(motion.created), self.draft)
        for n, number in enumerate(motion.seconders):
            play.at(play.time(motion.created, later=600 + 60 * n), partial(self._second, number))
        play.at(play.time(motion.submitted), self.submit)
        play.at(play.time(motion.filed), self.file)
        play.at(play.time(motion.filed, later=1440), self.place)

    def plan_vote(self, start: datetime) -> None:
        """Taken, put, counted, declared on the day of the sitting."""
        play, past = self.play, self.story.resolution
        wish = (past.title, past.text, past.matter, past.title_en)
        tellers = (self.cast["chief_teller"], self.cast["teller"])
        figures = (past.counts.favour, past.counts.against, past.counts.abstain)
        play.at(start, self.take)
        play.at(start, partial(hand_poll, play, self.poll, self.item, wish))
        raise_hands(play, self.poll, tellers, figures, start + timedelta(minutes=5))
        play.at(start + timedelta(minutes=10), self.finish)

    def plan_aftermath(self) -> None:
        """Signed, published, sent, received, decided, carried out, rated."""
        play, past, sent = self.play, self.story.resolution, self.story.dispatch
        sealed = play.time(past.sealed)
        play.at(sealed, self.write_resolution)
        play.at(sealed, partial(self._sign, Signatory.EXECUTIVE_CHAIR, "executive_chair"))
        play.at(sealed, partial(self._sign, Signatory.CHIEF_TELLER, "chief_teller"))
        play.at(play.time(past.published), self.publish)
        play.at(play.time(sent.sent), self.send)
        play.at(play.time(sent.received), self.receive)
        for decision in self.story.decisions:
            play.at(play.time(decision.at), partial(self._decide, decision))
        for n, task in enumerate(self.story.assignments):
            self._plan_task(n, task)
        if opinion := self.story.opinion:
            play.at(play.time(opinion.at), self.rate)
        Desk(play, self.story, self.cast).plan()

    # --- the motion ---

    def draft(self, session: Session) -> None:
        motion, play = self.story.motion, self.play
        content = Content(
            motion.title,
            motion.category.value,
            motion.grounds,
            motion.proposal,
            play.units[motion.department],
        )
        lead = play.viewer(session, motion.lead)
        made = motions.draft(
            session, lead, sitting_id=play.ids["sitting:past"], content=content, title_en=motion.title_en
        )
        made.title_en = motion.title_en
        session.add(made)
        play.ids[self.key] = made.id or 0
        motions.invite(session, lead, made.id or 0, [play.people[n] for n in motion.seconders])

    def _second(self, number: str, session: Session) -> None:
        second(self.play, session, self.key, number)

    def submit(self, session: Session) -> None:
        motions.submit(session, self.play.viewer(session, self.story.motion.lead), self.play.ids[self.key])

    def file(self, session: Session) -> None:
        reviewer = self.play.viewer(session, self.cast["motion_committee"])
        decision = Decision(Outcome.FILE, "情况属实，建议可行，予以立案，并提请大会审议。")
        motions.review(session, reviewer, self.play.ids[self.key], decision)

    def place(self, session: Session) -> None:
        clerk = self.cast["clerk"]
        self.play.ids[self.item] = place(self.play, self.key, clerk, session, verb=Verb.PASS)

    # --- the vote ---

    def take(self, session: Session) -> None:
        sittings.take_item(session, item_id=self.play.ids[self.item], by=self.play.ids["clerk"])

    def finish(self, session: Session) -> None:
        sittings.finish_item(session, item_id=self.play.ids[self.item], by=self.play.ids["clerk"])

    # --- the resolution ---

    def write_resolution(self, session: Session) -> None:
        play, past = self.play, self.story.resolution
        clerk = play.viewer(session, self.cast["clerk"])
        made = resolutions.create(session, clerk, poll_id=play.ids[self.poll], template=Template.MOTION)
        first, _, rest = COUNTED.sub("", past.text).partition("\n")
        body = f"{first}\n{COUNTS_MARK}\n{rest}"
        made = resolutions.edit(
            session, clerk, made.id or 0, title=past.title, body=body, seen=resolutions.stamp_of(made)
        )
        play.ids[f"{self.key}:resolution"] = made.id or 0
        resolutions.start(session, clerk, made.id or 0, seen=resolutions.stamp_of(made))

    def _sign(self, role: Signatory, cast: str, session: Session) -> None:
        play = self.play
        viewer, resolution_id = play.viewer(session, self.cast[cast]), play.ids[f"{self.key}:resolution"]
        found = resolutions.load(session, resolution_id)
        signed = play.sign(viewer.person_id, resolutions.statement_for(found, site=play.site, role=role))
        resolutions.approve(session, viewer, resolution_id, site=play.site, role=role, signed=signed)

    def publish(self, session: Session) -> None:
        clerk = self.play.viewer(session, self.cast["clerk"])
        resolutions.publish(session, clerk, self.play.ids[f"{self.key}:resolution"])

    # --- the committee ---

    def send(self, session: Session) -> None:
        play, sent = self.play, self.story.dispatch
        lines = [line for line in sent.body.split("\n") if line not in CLOSINGS]
        request = lines.pop() if sent.kind is DispatchKind.REQUEST else ""
        clerk, resolution = play.viewer(session, self.cast["clerk"]), play.ids[f"{self.key}:resolution"]
        signer = committee.propose(session, clerk, resolution).signer
        letter = Letter(sent.kind, sent.title, "\n".join(lines), request, [resolution], signer)
        made = committee.send(session, clerk, letter, due_on=play.day(sent.due_day))
        play.ids[f"{self.key}:dispatch"] = made.id or 0

    def receive(self, session: Session) -> None:
        play, dispatch_id = self.play, self.play.ids[f"{self.key}:dispatch"]
        viewer = play.viewer(session, self.story.dispatch.received_by)
        found = committee.visible_to(session, viewer, dispatch_id)
        signed = play.sign(viewer.person_id, committee.statement_for_receipt(found, site=play.site))
        committee.receive(session, viewer, dispatch_id, site=play.site, signed=signed)

    def _decide(self, decision: PastDecision, session: Session) -> None:
        play, dispatch_id = self.play, self.play.ids[f"{self.key}:dispatch"]
        viewer = play.viewer(session, decision.by)
        found = committee.visible_to(session, viewer, dispatch_id)
        said = dict.fromkeys(FIELDS[decision.kind], "") | {"body": decision.body}
        if decision.kind is DecisionKind.REPLY:
            said["grants"] = "yes" if decision.grants else "no"
        if decision.kind is not DecisionKind.ANSWER:
            said |= self._tasks()
        statement = {**committee.statement_for_decision(found, decision.kind, site=play.site), **said}
        signed = play.sign(viewer.person_id, statement)
        committee.decide(
            session, viewer, dispatch_id, decision.kind, site=play.site, said=said, signed=signed
        )

    def _tasks(self) -> dict[str, str]:
        rows: dict[str, str] = {}
        for n, task in enumerate(self.story.assignments, 1):
            rows |= {
                f"unit_{n}": str(self.play.units[task.department]),
                f"task_{n}": task.task,
                f"due_{n}": self.play.day(task.due_day).isoformat(),
            }
        return rows

    def _plan_task(self, n: int, task: PastAssignment) -> None:
        for step in task.progress:
            done = step.kind is ProgressKind.DONE
            self.play.at(self.play.time(step.at), partial(self._report, n, step.by, step.body, done))
        if task.accepted:
            self.play.at(self.play.time(task.accepted), partial(self._accept, n))

    def _assignment(self, session: Session, n: int) -> int:
        play = self.play
        secretary = play.viewer(session, self.cast["party_secretary"])
        found = committee.visible_to(session, secretary, play.ids[f"{self.key}:dispatch"])
        return committee.sheet(session, found, play.house.zone).tasks[n].assignment.id or 0

    def _report(self, n: int, number: str, body: str, done: bool, session: Session) -> None:
        head = self.play.viewer(session, number)
        committee.report(session, head, self._assignment(session, n), body=body, done=done)

    def _accept(self, n: int, session: Session) -> None:
        secretary = self.play.viewer(session, self.cast["party_secretary"])
        committee.accept(session, secretary, self._assignment(session, n))

    def rate(self, session: Session) -> None:
        opinion, play = self.story.opinion, self.play
        if opinion is None:
            return
        viewer, dispatch_id = play.viewer(session, opinion.by), play.ids[f"{self.key}:dispatch"]
        found = committee.visible_to(session, viewer, dispatch_id)
        said = {"rating": opinion.rating.value, "body": opinion.body}
        signed = play.sign(
            viewer.person_id, {**committee.statement_for_rating(found, site=play.site), **said}
        )
        committee.rate(session, viewer, dispatch_id, site=play.site, said=said, signed=signed)
