"""Loading the demo congress into an empty installation: its past, and its sitting up to this morning."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.clock import as_of, now
from congress.crypto.belenios.group import GROUPS
from congress.demo import founding, keys
from congress.demo.content import DemoContent, content
from congress.demo.devices import GROUP
from congress.demo.keys import BallotKeys
from congress.demo.letters import draft_minutes, issue_notice
from congress.demo.motions import plan_motion, plan_suggestion
from congress.demo.notices import plan_notice
from congress.demo.past import Past
from congress.demo.people import people
from congress.demo.play import Play
from congress.demo.seal import seal_resolution
from congress.demo.sitting import add_items, add_paper, check_in, draft_poll, raise_hands
from congress.errors import Conflict, Refused
from congress.house import House
from congress.i18n import say
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, OfficeKind
from congress.sittings import service as sittings

ZONE = "Asia/Shanghai"
MORNING = timedelta(hours=8, minutes=30)


def load(house: House, ballot_group: str = GROUP.name) -> None:
    """Load the demo, its secret ballots in this group. Raises Conflict when the installation is not empty."""
    if ballot_group not in GROUPS:
        raise Refused(
            say("不认识的群：{name}", name=ballot_group), say("可以用：{names}", names="、".join(GROUPS))
        )
    with house.database.read() as session:
        if roster.enterprise(session):
            raise Conflict(say("这里已经有数据，演示大会只能装入空的系统"))
    house.name_site(founding.new_site(), ZONE)
    play = _stage(house)
    written = content()
    ballot_keys = BallotKeys(group=GROUPS[ballot_group])
    _found(play, written, ballot_keys)
    cast = _cast(written)
    _previous(play, written, cast)
    _present(play, written, cast, ballot_keys)
    play.perform()
    seal_resolution(play, play.ids[f"past:{written.history[0].key}:resolution"], cast)
    house.database.write(lambda s: founding.free_faces(s, play, written))
    house.database.write(lambda s: founding.open_accounts(s, play, written))
    founding.keep_keys(play)
    keys.keep(house.settings.data, ballot_keys)


def _stage(house: House) -> Play:
    """The sitting is held today, or was held yesterday when it is not yet nine in the morning."""
    local = now().astimezone(ZoneInfo(ZONE))
    opening = local.date() if local.hour >= 9 else local.date() - timedelta(days=1)
    return Play(house, opening)


def _cast(written: DemoContent) -> dict[str, str]:
    """Employee number by part: the first holder of each office, and the clerk who runs the desk."""
    cast = {office.kind.value: office.holders[0] for office in reversed(written.offices.offices)}
    return {**cast, "clerk": written.offices.accounts[0].person}


def _found(play: Play, written: DemoContent, ballot_keys: BallotKeys) -> None:
    crowd = people()
    faces = {face.person for face in written.offices.faces}  # a visitor's browser makes its own key
    past = datetime.combine(play.day(written.sitting.previous.day - 60), datetime.min.time(), play.zone)

    def job(session: Session) -> None:
        with as_of(past + timedelta(hours=9)):
            play.ids["term"] = founding.found(session, play, written, crowd, ballot_keys.group.name)
            founding.register_keys(session, play, crowd, written)
            voting = [p.number for p in crowd if p.kind is DelegateKind.VOTING and p.number not in faces]
            keys.register(session, play, ballot_keys, [play.people[number] for number in voting])
        play.ids["clerk"] = play.people[written.offices.accounts[0].person]
        morning = (
            datetime.combine(play.day(written.sitting.previous.day), datetime.min.time(), play.zone) + MORNING
        )
        planned = sittings.plan(
            session,
            term_id=play.ids["term"],
            opens_at=morning,
            place=written.sitting.place,
            number=written.sitting.previous.number,
        )
        play.ids["sitting:past"] = planned.id or 0

    play.house.database.write(job)


def _previous(play: Play, written: DemoContent, cast: dict[str, str]) -> None:
    """The sitting before: two motions became resolutions, and went to the Party committee."""
    day = datetime.combine(play.day(written.sitting.previous.day), datetime.min.time(), play.zone)
    stories = [Past(play, story, cast) for story in written.history]
    for story in stories:
        story.plan_motion()
    absent = written.history[0].resolution.counts.expected - written.history[0].resolution.counts.present
    involved = {play.people[n] for n in _signers(written, cast)}
    check_in(play, "sitting:past", day=day + MORNING, keep=involved, absent=absent)
    clerk = play.ids["clerk"]
    play.at(day + MORNING, lambda s: _open(s, play, "sitting:past", clerk))
    for n, story in enumerate(stories):
        story.plan_vote(day + timedelta(hours=10 + n))
        story.plan_aftermath()
    play.at(day + timedelta(hours=17), lambda s: _close(s, play, "sitting:past", clerk))
    for notice in written.notices:
        plan_notice(play, notice, cast["clerk"])


def _signers(written: DemoContent, cast: dict[str, str]) -> set[str]:
    return {cast[part] for part in ("executive_chair", "chief_teller", "teller")} | {
        face.person for face in written.offices.faces
    }


def _open(session: Session, play: Play, sitting: str, clerk: int) -> None:
    sittings.open_sitting(session, sitting_id=play.ids[sitting], by=clerk)


def _close(session: Session, play: Play, sitting: str, clerk: int) -> None:
    sittings.close_sitting(session, sitting_id=play.ids[sitting], by=clerk)


def _present(play: Play, written: DemoContent, cast: dict[str, str], ballot_keys: BallotKeys) -> None:
    """The sitting of today: called, prepared, opened this morning, its first item dealt with."""
    clerk, sitting = play.ids["clerk"], written.sitting
    opening = datetime.combine(play.opening, datetime.min.time(), play.zone) + MORNING
    play.at(play.time(sitting.motions_called), partial(_plan, play, written, opening))
    for motion in written.motions:
        plan_motion(play, motion, "sitting")
    units = {person.number: person.unit for person in people()}
    names = {unit.key: unit.name for unit in written.enterprise.units}
    for suggestion in written.suggestions:
        plan_suggestion(
            play, suggestion, "sitting", {n: names[key] for n, key in units.items()}, cast["clerk"]
        )
    persons = {person.number: person.name for person in people()}
    placed = min(play.time(m.placed) for m in written.motions if m.placed)
    play.at(placed, partial(add_items, play, written, cast["clerk"], persons))
    for paper in sitting.papers:
        play.at(play.time(sitting.papers_delivered), partial(add_paper, play, paper, cast["clerk"]))
    for poll in sitting.polls:
        play.at(play.time(sitting.papers_delivered), partial(draft_poll, play, poll))
    play.at(play.time(sitting.papers_delivered, later=30), partial(issue_notice, play, cast["clerk"]))
    play.perform()  # the roll of this sitting is read below
    keys.plan_ceremony(play, ballot_keys, _key_holders(play, written), opening - timedelta(hours=1))
    _this_morning(play, written, cast, opening, clerk)


def _key_holders(play: Play, written: DemoContent) -> list[int]:
    """A scrutineer and two tellers hold the key to the sealed boxes."""
    holders = {office.kind: office.holders for office in written.offices.offices}
    return [play.people[n] for n in (*holders[OfficeKind.SCRUTINEER][:1], *holders[OfficeKind.TELLER][:2])]


def _plan(play: Play, written: DemoContent, opening: datetime, session: Session) -> None:
    planned = sittings.plan(
        session,
        term_id=play.ids["term"],
        opens_at=opening,
        place=written.sitting.place,
        number=written.sitting.number,
    )
    play.ids["sitting"] = planned.id or 0


def _this_morning(
    play: Play, written: DemoContent, cast: dict[str, str], opening: datetime, clerk: int
) -> None:
    faces = {play.people[n] for n in _signers(written, cast)}
    check_in(play, "sitting", day=opening, keep=faces | set(_key_holders(play, written)))
    play.at(opening, lambda s: _open(s, play, "sitting", clerk))
    first, second = written.sitting.items[0].key, written.sitting.items[1].key
    play.at(opening, lambda s: _take(s, play, first, clerk))
    tellers = (cast[OfficeKind.CHIEF_TELLER], cast[OfficeKind.TELLER])
    raise_hands(play, f"poll:{first}", tellers, (298, 1, 2), opening + timedelta(minutes=3))
    play.at(opening + timedelta(minutes=8), lambda s: _advance(s, play, first, clerk))
    play.at(opening + timedelta(minutes=9), lambda s: _is_on(s, play, second))
    play.at(opening + timedelta(minutes=10), partial(draft_minutes, play, cast["clerk"]))


def _take(session: Session, play: Play, item: str, clerk: int) -> None:
    sittings.take_item(session, item_id=play.ids[f"item:{item}"], by=clerk)


def _advance(session: Session, play: Play, item: str, clerk: int) -> None:
    sittings.advance(session, sitting_id=play.ids["sitting"], after=play.ids[f"item:{item}"], by=clerk)


def _is_on(session: Session, play: Play, item: str) -> None:
    """The second item is on, with a vote that the visitor may open."""
    found = sittings.now_item(session, play.ids["sitting"])
    if found is None or found.id != play.ids[f"item:{item}"]:
        raise ValueError("the demo did not come to its second item")
