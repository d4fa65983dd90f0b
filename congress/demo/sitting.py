"""A sitting of the demo: agenda, papers, check-in, a vote by raised hands."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlmodel import Session

from congress.bylaws.terms import Form
from congress.demo.content import DemoContent
from congress.demo.content.business import DemoPaper, DemoPoll
from congress.demo.motions import place
from congress.demo.play import Play
from congress.polls import service as polls
from congress.polls.service import Draft, HandFigures
from congress.roster import service as roster
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from congress.sittings.service import Wish

ABSENT = 11  # of 312
SEED = 20


def add_items(play: Play, content: DemoContent, clerk: str, names: dict[str, str], session: Session) -> None:
    """The agenda in order; a motion's item is placed through the motion."""
    for item in content.sitting.items:
        planned = datetime.combine(play.opening, item.starts, play.zone)
        wish = Wish(item.title, item.verb, item.title_en, names[item.presenter], planned, item.minutes)
        if item.motion:
            added = place(play, item.motion, clerk, session, verb=item.verb)
            sittings.change_item(session, item_id=added, wish=wish)
        else:
            added = _add(play, wish, clerk, session)
        play.ids[f"item:{item.key}"] = added


def _add(play: Play, wish: Wish, clerk: str, session: Session) -> int:
    made = sittings.add_item(session, sitting_id=play.ids["sitting"], by=play.people[clerk], **vars(wish))
    return made.id or 0


def add_paper(play: Play, paper: DemoPaper, clerk: str, session: Session) -> None:
    """A paper as a text file on its item."""
    body = paper.text.encode()
    sha256 = sittings.keep(play.house.settings.papers, body)
    sittings.add_paper(
        session,
        item_id=play.ids[f"item:{paper.item}"],
        name=f"{paper.file}.md",
        media_type="text/markdown",
        size=len(body),
        sha256=sha256,
        by=play.people[clerk],
    )


def draft_poll(play: Play, poll: DemoPoll, session: Session) -> None:
    """A question, ready to be put."""
    wish = Draft(
        poll.title,
        poll.text.strip(),
        poll.matter,
        poll.form,
        title_en=poll.title_en,
        paper=poll.paper,
        kind=poll.kind,
        lines=poll.lines,
        seats=poll.seats,
    )
    made = polls.draft(session, item_id=play.ids[f"item:{poll.item}"], wish=wish)
    play.ids[f"poll:{poll.key}"] = made.id or 0


def check_in(play: Play, sitting: str, *, day: datetime, keep: set[int], absent: int = ABSENT) -> None:
    """Everybody arrives at the desk in the half hour before the opening, but for a few."""
    clerk = play.ids["clerk"]

    def arrive(delegate: int, session: Session) -> None:
        sittings.note(
            session,
            sitting_id=play.ids[sitting],
            delegate_id=delegate,
            presence=Presence.ARRIVED,
            by=clerk,
        )

    with play.house.database.read() as session:
        seats = roster.mandates(session, play.ids["term"])
    rng = Random(SEED)  # noqa: S311 who is late, not a secret
    free = [seat.person_id for seat in seats if seat.votes and seat.person_id not in keep]
    away = set(rng.sample(free, absent))
    for seat in seats:
        if seat.person_id not in away:
            moment = day - timedelta(seconds=rng.randrange(300, 2400))
            play.at(moment, partial(arrive, seat.delegate_id))


def raise_hands(
    play: Play, poll: str, tellers: tuple[str, str], figures: tuple[int, int, int], start: datetime
) -> None:
    """A vote by raised hands: opened, counted by a teller, confirmed by the chief teller, declared."""
    clerk = play.ids["clerk"]

    def put(session: Session) -> None:
        seen = polls.preflight(session, play.ids[poll]).text_sha256
        polls.open_poll(session, poll_id=play.ids[poll], by=clerk, text_sha256=seen)

    def count(session: Session) -> None:
        favour, against, abstain = figures
        teller = play.people[tellers[1]]
        said = {"favour": str(favour), "against": str(against), "abstain": str(abstain)}
        statement = {**polls.count_statement(play.site, play.ids[poll], "count"), **said}
        made = polls.enter_count(
            session,
            site=play.site,
            poll_id=play.ids[poll],
            by=teller,
            figures=HandFigures(favour, against, abstain),
            signed=play.sign(teller, statement),
        )
        play.ids[f"count:{poll}"] = made.id or 0

    def confirm(session: Session) -> None:
        chief, count_id = play.people[tellers[0]], play.ids[f"count:{poll}"]
        statement = {**polls.count_statement(play.site, play.ids[poll], "confirm-count"), "count": count_id}
        polls.confirm_count(
            session,
            site=play.site,
            poll_id=play.ids[poll],
            count_id=count_id,
            by=chief,
            signed=play.sign(chief, statement),
        )

    def declare(session: Session) -> None:
        polls.close(session, poll_id=play.ids[poll], by=clerk)

    for minute, act in enumerate((put, count, confirm, declare)):
        play.at(start + timedelta(minutes=minute), act)


def hand_poll(play: Play, key: str, item: str, wish: tuple[str, str, str, str], session: Session) -> None:
    """A question of the past: title, text, matter, English title."""
    title, words, matter, title_en = wish
    made = polls.draft(
        session, item_id=play.ids[item], wish=Draft(title, words, matter, Form.HAND, title_en=title_en)
    )
    play.ids[key] = made.id or 0
