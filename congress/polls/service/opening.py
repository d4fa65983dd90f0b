"""Putting the question: the pre-flight sheet, and the opening that seals roll, text and rule."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from congress import booth
from congress.bylaws.engine import Opening, may_open
from congress.bylaws.matter import Matter
from congress.bylaws.profile import matter_to_json
from congress.clock import now
from congress.errors import Missing, Refusal, Refused, insist
from congress.i18n import say
from congress.polls import rules
from congress.polls.rules import PollStage
from congress.polls.service.reading import matter_of, open_now, poll
from congress.polls.store import Poll, Seat
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.secrecy import service as secrecy
from congress.sittings import service as sittings


@dataclass(frozen=True)
class Preflight:
    """What the organiser checks before opening."""

    poll: Poll
    matter: Matter
    opening: Opening
    expected: int
    present: int
    text_sha256: str
    refusal: Refusal | None
    keyless: tuple[int, ...] = ()  # person ids of those present whose phone has no voting key


def preflight(session: Session, poll_id: int) -> Preflight:
    """Quorum, base, number needed in words, form, and the exact text with its hash."""
    found = poll(session, poll_id)
    matter = matter_of(session, found)
    numbers = sittings.tally(session, found.sitting_id)
    opening = may_open(matter, found.form, numbers.expected, numbers.present)
    keyless = _keyless(session, found) if found.sealed and found.stage is PollStage.DRAFT else ()
    return Preflight(
        poll=found,
        matter=matter,
        opening=opening,
        expected=numbers.expected,
        present=numbers.present,
        text_sha256=rules.text_hash(found.title, found.text, found.ballot_paper),
        refusal=_order(session, found) or opening.refusal,
        keyless=keyless,
    )


def _order(session: Session, found: Poll) -> Refusal | None:
    """What the order of the meeting asks, apart from the law."""
    if found.stage is not PollStage.DRAFT:
        return Refusal(say("这项表决已经开始过"))
    if not sittings.is_held(session, found.sitting_id):
        return Refusal(say("会议还没有开幕"), say("请先在会务台宣布开会"))
    if other := open_now(session, found.sitting_id):
        return Refusal(say("第 {n} 号表决正在进行", n=other.number), say("请先结束它，再开始下一项"))
    if found.sealed and secrecy.ready(session, found.sitting_id) is None:
        return Refusal(
            say("本次会议还没有计票密钥，不能开始手机无记名投票"),
            say("请先在「计票密钥」页请计票人完成密钥仪式"),
        )
    return None


def _keyless(session: Session, found: Poll) -> tuple[int, ...]:
    """Those with a vote who are here, but whose phone cannot make a secret ballot."""
    here = sittings.present(session, found.sitting_id)
    term_id = sittings.term_of(session, found.sitting_id)
    voters = [person for person, _ in roster.voting_delegates(session, term_id) if person in here]
    keys = secrecy.live_keys(session, voters)
    return tuple(person for person in voters if person not in keys)


def open_poll(
    session: Session, *, poll_id: int, by: int, text_sha256: str, minutes: int | None = None
) -> Poll:
    """Open the poll for those present now. Opening it twice is one opening.

    ``text_sha256`` is what the organiser saw on the pre-flight sheet.
    """
    sheet = preflight(session, poll_id)
    if sheet.poll.stage is PollStage.OPEN and text_sha256 == sheet.text_sha256:
        return sheet.poll
    insist(sheet.refusal)
    if text_sha256 != sheet.text_sha256:
        raise Refused(say("表决文本在您打开本页之后有改动"), say("请重新核对后再开始"))
    found, moment = sheet.poll, now()
    roll = _seal_roll(session, found)
    found.rule = matter_to_json(sheet.matter)
    found.text_sha256 = sheet.text_sha256
    found.expected, found.present = len(roll), sum(seat.present for seat in roll)
    found.stage, found.opened_at, found.opened_by = PollStage.OPEN, moment, by
    found.closes_at = moment + timedelta(minutes=minutes) if minutes else None
    session.add(found)
    facts = _sealed(found, roll)
    if found.sealed:
        facts["box"] = _box(session, found, roll)
        facts["booth"] = booth.read().fingerprint
    record.append(session, Kind.POLL_OPENED, actor=by, at=moment, facts=facts)
    return found


def _box(session: Session, found: Poll, roll: list[Seat]) -> str:
    """Freeze the sealed box; returns the head of its board, which binds election, tellers and roll."""
    key = secrecy.ready(session, found.sitting_id)
    if key is None:  # the pre-flight sheet said so before
        raise Missing(say("本次会议还没有计票密钥，不能开始手机无记名投票"))
    here = [seat.person_id for seat in roll if seat.present]
    about = f"congress/poll/{found.id}/{found.text_sha256}"
    box = secrecy.open_box(
        session,
        poll_id=found.id or 0,
        key=key,
        title=found.title,
        about=about,
        paper=found.ballot_paper,
        people=here,
    )
    return box.head


def _seal_roll(session: Session, found: Poll) -> list[Seat]:
    """One line for every delegate who has a vote; only those present now may cast one."""
    here = sittings.present(session, found.sitting_id)
    term_id = sittings.term_of(session, found.sitting_id)
    roll = [
        Seat(poll_id=found.id or 0, person_id=person, delegation_id=delegation, present=person in here)
        for person, delegation in roster.voting_delegates(session, term_id)
    ]
    session.add_all(roll)
    session.flush()
    return roll


def _sealed(found: Poll, roll: list[Seat]) -> dict[str, object]:
    """What the record keeps of an opening: enough to recompute the result without us."""
    return {
        "poll": found.id,
        "item": found.item_id,
        "sitting": found.sitting_id,
        "number": found.number,
        "title": found.title,
        "text": found.text,
        "text_sha256": found.text_sha256,
        "form": found.form.value,
        "paper": found.paper,
        "may_change": found.may_change,
        "kind": found.kind.value,
        "lines": found.lines,
        "seats": found.seats,
        "rule": found.rule,
        "expected": found.expected,
        "present": found.present,
        "roll": [[seat.person_id, seat.present] for seat in roll],
    }
