"""Who is in the hall: check-in by phone and desk, leaving and coming back, corrections."""

import secrets
from datetime import datetime

from sqlmodel import Session

from congress.clock import now
from congress.errors import Conflict, Invalid, Missing, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Mandate
from congress.sittings import rules
from congress.sittings.rules import CODE_DIGITS, PRESENT, Channel, Presence
from congress.sittings.service import meetings
from congress.sittings.service.rollcall import entries, last_entry
from congress.sittings.store import Attendance, Sitting

# --- the code on the projector ---------------------------------------------------------------------------------


def open_check_in(session: Session, *, sitting_id: int, by: int, renew: bool = False) -> Sitting:
    """Let phones check in with a code; an open check-in keeps its code unless a new one is wanted."""
    sitting = meetings.sitting(session, sitting_id)
    insist(rules.may_open_check_in(sitting.stage))
    if not sitting.checkin_code:
        record.append(session, Kind.CHECKIN_OPENED, actor=by, facts={"sitting": sitting_id})
    if renew or not sitting.checkin_code:
        sitting.checkin_code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        session.add(sitting)
    return sitting


def close_check_in(session: Session, *, sitting_id: int, by: int) -> Sitting:
    """No phone checks in from now on; the desk still does."""
    sitting = meetings.sitting(session, sitting_id)
    if sitting.checkin_code:
        sitting.checkin_code = ""
        session.add(sitting)
        record.append(session, Kind.CHECKIN_CLOSED, actor=by, facts={"sitting": sitting_id})
    return sitting


# --- entries ---------------------------------------------------------------------------------------------------


def check_in(session: Session, *, sitting_id: int, person_id: int, code: str) -> Attendance:
    """A delegate's own phone says that they are here. Who is here already is told since when."""
    sitting = meetings.sitting(session, sitting_id)
    seat = seat_of(session, sitting, person_id=person_id)
    last = last_entry(session, sitting_id, seat.delegate_id)
    if last and last.presence in PRESENT:
        return last
    insist(rules.may_check_in(sitting.stage, open_to_phones=bool(sitting.checkin_code)))
    if not rules.is_code(code, sitting.checkin_code):
        raise Invalid(say("签到码不对"), {"code": say("签到码不对，请看会场屏幕上的六位数字")})
    presence = rules.follows(last.presence if last else Presence.ABSENT)
    return _write(session, sitting_id, seat, presence, channel=Channel.PHONE, by=person_id)


def note(session: Session, *, sitting_id: int, delegate_id: int, presence: Presence, by: int) -> Attendance:
    """The desk says that a delegate came, left or returned. Saying the same again changes nothing."""
    sitting = meetings.sitting(session, sitting_id)
    seat = seat_of(session, sitting, delegate_id=delegate_id)
    last = last_entry(session, sitting_id, delegate_id)
    if last and last.presence is presence:
        return last
    insist(rules.may_note(sitting.stage, last.presence if last else Presence.ABSENT, presence))
    return _write(session, sitting_id, seat, presence, channel=Channel.DESK, by=by)


def correct(session: Session, *, entry_id: int, by: int, why: str) -> Attendance:
    """The newest entry of a delegate was a mistake: a new entry says what holds instead. Nothing is deleted."""
    wrong = session.get(Attendance, entry_id)
    if wrong is None:
        raise Missing(say("没有这条签到记录"))
    sitting = meetings.sitting(session, wrong.sitting_id)
    insist(rules.may_open_check_in(sitting.stage))
    history = entries(session, wrong.sitting_id, wrong.delegate_id)
    newest = history[-1]
    if newest.corrects_id == entry_id:
        return newest
    if newest.id != entry_id:
        raise Conflict(say("这位代表已有更新的签到记录"), say("请刷新后再更正"))
    seat = seat_of(session, sitting, delegate_id=wrong.delegate_id)
    presence = rules.undone([entry.presence for entry in history])
    return _write(
        session, sitting.id or 0, seat, presence, channel=Channel.DESK, by=by, corrects=entry_id, why=why
    )


def seat_of(
    session: Session, sitting: Sitting, *, person_id: int | None = None, delegate_id: int | None = None
) -> Mandate:
    """The live mandate of a person or a delegate in the sitting's term."""
    seat = roster.mandate(session, sitting.term_id, person_id=person_id, delegate_id=delegate_id)
    if seat is None:
        raise Missing(say("名册上没有这位代表"))
    return seat


def _write(  # noqa: PLR0913 -- an entry says who, what, how, by whom and why
    session: Session,
    sitting_id: int,
    seat: Mandate,
    presence: Presence,
    *,
    channel: Channel,
    by: int,
    corrects: int | None = None,
    why: str = "",
) -> Attendance:
    moment: datetime = now()
    entry = Attendance(
        sitting_id=sitting_id,
        delegate_id=seat.delegate_id,
        presence=presence,
        channel=channel,
        noted_by=by,
        at=moment,
        note=why,
        corrects_id=corrects,
    )
    session.add(entry)
    session.flush()
    facts = {
        "channel": channel.value,
        "delegate": seat.delegate_id,
        "entry": entry.id,
        "person": seat.person_id,
        "presence": presence.value,
        "sitting": sitting_id,
    }
    if corrects:
        facts |= {"corrects": corrects, "why": why}
    record.append(session, Kind.ATTENDANCE_NOTED, actor=by, facts=facts, at=moment)
    return entry
