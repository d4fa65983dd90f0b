"""传阅: named people are asked to read, and sign that they have; the organiser sees who has not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules.circulation import FIELDS, NOTE_MOST, READER, REMARK_MOST, may_start
from congress.committee.rules.lights import Light, light
from congress.committee.service.loading import NONE, load
from congress.committee.service.papers import number_of
from congress.committee.service.sending import today
from congress.committee.store import Circulation, Dispatch, Reading
from congress.errors import Invalid, Missing, insist
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import rules as resolution_rules
from congress.resolutions import service as resolutions
from congress.resolutions.service import Resolution
from congress.roster import service as roster
from congress.roster.rules import OFFICE_WORDS, OfficeKind, Viewer
from congress.sittings import service as sittings

COMMITTEE = (OfficeKind.PARTY_SECRETARY, OfficeKind.PARTY_OFFICE)
USUAL = (*COMMITTEE, OfficeKind.DEPARTMENT_HEAD)
FROZEN = (resolution_rules.ResolutionStage.SEALED, resolution_rules.ResolutionStage.PUBLISHED)


@dataclass(frozen=True)
class Subject:
    """What is circulated: a dispatch, or a resolution alone."""

    resolution: Resolution
    dispatch: Dispatch | None

    @property
    def title(self) -> str:
        return self.dispatch.title if self.dispatch else self.resolution.title

    @property
    def sha256(self) -> str:
        return self.dispatch.sha256 if self.dispatch else self.resolution.sha256

    @property
    def number(self) -> str:
        return number_of(self.dispatch) if self.dispatch else resolutions.number_of(self.resolution)


@dataclass(frozen=True)
class ReaderLine:
    """One reader: ``gone`` when they hold no office and no seat any more, so that nobody waits for them.

    ``reminded`` is the day of the newest reminder.
    """

    reading: Reading
    name: str
    gone: bool
    light: Light
    reminded: date | None


@dataclass(frozen=True)
class CirculationLine:
    """A circulation with its readers."""

    circulation: Circulation
    subject: Subject
    organiser: str
    readers: tuple[ReaderLine, ...]

    @property
    def read(self) -> int:
        return sum(one.reading.read_at is not None for one in self.readers)

    @property
    def waiting(self) -> tuple[ReaderLine, ...]:
        return tuple(one for one in self.readers if one.reading.read_at is None and not one.gone)

    def reminded(self, person: int) -> date | None:
        """When this reader was reminded last."""
        return next((one.reminded for one in self.readers if one.reading.person_id == person), None)


# --- starting ------------------------------------------------------------------------------------------------


def subject(session: Session, viewer: Viewer, *, dispatch_id: int = 0, resolution_id: int = 0) -> Subject:
    """What this person may circulate: the committee anything that was sent, the secretariat its resolutions."""
    if dispatch_id:
        if not viewer.is_committee:
            raise NONE
        found = load(session, dispatch_id)
        return Subject(resolutions.load(session, found.resolution_id), found)
    if not (viewer.is_committee or viewer.organises):
        raise NONE
    resolution = resolutions.load(session, resolution_id)
    if resolution.stage not in FROZEN:
        raise NONE
    return Subject(resolution, None)


@dataclass
class Candidate:
    """Who may be asked to read. ``usual``: of the committee or the head of a department, whom most papers go to."""

    person: int
    name: str
    offices: list[Message]
    usual: bool = False


def offered(session: Session, viewer: Viewer) -> list[Candidate]:
    """Everybody else who holds an office in this term, the committee first."""
    meeting = sittings.current(session)
    held: dict[int, Candidate] = {}
    officers = roster.officers(session, meeting.term.id or 0) if meeting else []
    for one in sorted(officers, key=lambda holder: holder.kind not in COMMITTEE):
        if one.person_id == viewer.person_id:
            continue
        found = held.setdefault(one.person_id, Candidate(one.person_id, one.name, []))
        found.usual |= one.kind in USUAL
        if OFFICE_WORDS[one.kind] not in found.offices:
            found.offices.append(OFFICE_WORDS[one.kind])
    return list(held.values())


def statement_for_circulation(about: Subject, *, site: str) -> dict[str, Any]:
    """What the organiser's device signs, before it adds the fields and a tick for each reader."""
    return {
        "act": "circulate",
        "dispatch": (about.dispatch.id or 0) if about.dispatch else 0,
        "resolution": about.resolution.id,
        "sha256": about.sha256,
        "site": site,
    }


def circulate(
    session: Session, viewer: Viewer, about: Subject, *, site: str, said: Mapping[str, str], signed: Signed
) -> Circulation:
    """Ask these people to read it. The same signed words again are the same circulation."""
    digest = sha256(signed.statement.encode()).hexdigest()
    if made := store.circulation_by_digest(session, digest):
        return made
    readers, due_on = _read(said)
    people = frozenset(one.person for one in offered(session, viewer))
    insist(may_start(readers=frozenset(readers), offered=people, due_on=due_on, today=today(session)))
    ticks = {f"{READER}{person}": "yes" for person in readers}
    expected = (
        statement_for_circulation(about, site=site) | {name: said.get(name, "") for name in FIELDS} | ticks
    )
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    made = Circulation(
        resolution_id=about.resolution.id or 0,
        dispatch_id=about.dispatch.id if about.dispatch else None,
        note=said.get("note", "").strip(),
        due_on=due_on,
        started_by=viewer.person_id,
        at=now(),
        seq=0,
        digest=digest,
    )
    session.add(made)
    session.flush()
    facts = {
        "circulation": made.id,
        "dispatch": made.dispatch_id or 0,
        "resolution": made.resolution_id,
        "sha256": about.sha256,
        "readers": readers,
        "due_on": due_on.isoformat(),
    }
    made.seq = record.append(
        session, Kind.CIRCULATION_STARTED, actor=viewer.person_id, at=made.at, facts=facts, signed=proof
    )
    session.add_all([made, *(Reading(circulation_id=made.id or 0, person_id=person) for person in readers)])
    session.flush()
    return made


def _read(said: Mapping[str, str]) -> tuple[list[int], date]:
    complaints: dict[str, Message] = {}
    if len(said.get("note", "")) > NOTE_MOST:
        complaints["note"] = say("最多 {n} 个字，现有 {m} 个", n=NOTE_MOST, m=len(said["note"]))
    try:
        due_on = date.fromisoformat(said.get("due_on", ""))
    except ValueError:
        due_on, complaints["due_on"] = date.min, say("请填写日期")
    ids = [name.removeprefix(READER) for name, value in said.items() if name.startswith(READER) and value]
    readers = sorted(int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) < 10)
    if not readers:
        complaints["readers"] = say("请至少选择一位传阅人")
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)
    return readers, due_on


# --- reading -------------------------------------------------------------------------------------------------


def statement_for_reading(line: CirculationLine, *, site: str) -> dict[str, Any]:
    """What a reader's device signs, before it adds the remark."""
    return {
        "act": "read",
        "circulation": line.circulation.id,
        "sha256": line.subject.sha256,
        "site": site,
    }


def note_read(
    session: Session, viewer: Viewer, circulation_id: int, *, site: str, body: str, signed: Signed
) -> Reading:
    """已阅, with or without a remark. Noting it again is harmless: the first stands."""
    line = circulation(session, viewer, circulation_id)
    mine = next((one.reading for one in line.readers if one.reading.person_id == viewer.person_id), None)
    if mine is None:
        raise Missing(say("没有这件传阅"))
    if mine.read_at:
        return mine
    if len(body) > REMARK_MOST:
        complaint = say("最多 {n} 个字，现有 {m} 个", n=REMARK_MOST, m=len(body))
        raise Invalid(complaint, {"body": complaint})
    expected = statement_for_reading(line, site=site) | {"body": body}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    mine.read_at, mine.remark = now(), body.strip()
    facts = {"circulation": circulation_id, "sha256": line.subject.sha256}
    mine.seq = record.append(
        session, Kind.CIRCULATION_READ, actor=viewer.person_id, at=mine.read_at, facts=facts, signed=proof
    )
    session.add(mine)
    return mine


def circulation(session: Session, viewer: Viewer, circulation_id: int) -> CirculationLine:
    """One circulation, for its readers, its organiser and the committee."""
    found = store.circulations_by_id(session, [circulation_id])
    made = lines(session, found)
    if not made or not _concerns(made[0], viewer):
        raise Missing(say("没有这件传阅"))
    return made[0]


def _concerns(line: CirculationLine, viewer: Viewer) -> bool:
    named = any(one.reading.person_id == viewer.person_id for one in line.readers)
    return named or line.circulation.started_by == viewer.person_id or viewer.is_committee


def circulations_of(session: Session, found: Dispatch) -> list[CirculationLine]:
    """The circulations of a dispatch, oldest first. Ask first whether the viewer is of the committee."""
    return lines(session, store.circulations_of(session, [found.id or 0]))


def to_read(session: Session, viewer: Viewer) -> list[CirculationLine]:
    """What waits for this person's 已阅: on top what they were reminded of, the newest reminder first."""
    asked = [one.circulation_id for one in store.readings_of(session, viewer.person_id) if not one.read_at]
    found = lines(session, store.circulations_by_id(session, asked))
    return sorted(found, key=lambda one: one.reminded(viewer.person_id) or date.min, reverse=True)


def concerning(session: Session, viewer: Viewer) -> list[CirculationLine]:
    """Everything this person reads or organises; for the committee all."""
    asked = {one.circulation_id for one in store.readings_of(session, viewer.person_id)}
    return lines(
        session,
        [
            one
            for one in store.circulations(session)
            if viewer.is_committee or one.id in asked or one.started_by == viewer.person_id
        ],
    )


def lines(session: Session, found: list[Circulation]) -> list[CirculationLine]:
    """Circulations with what they are about, and their readers."""
    readings = store.readings(session, [one.id or 0 for one in found])
    reminded = store.reminded(session, [one.id or 0 for one in readings])
    people = {one.person_id for one in readings} | {one.started_by for one in found}
    names, zone, day = roster.names(session, people), _zone(session), today(session)
    here = {person for person in people if (who := roster.viewer(session, person)) and who.takes_part}
    heads = {person for person in people if (who := roster.viewer(session, person)) and who.offices}
    annexes = resolutions.certificates(session, {one.resolution_id for one in found})
    dispatches = store.several(session, {one.dispatch_id or 0 for one in found})
    return [
        CirculationLine(
            one,
            Subject(annexes[one.resolution_id].resolution, dispatches.get(one.dispatch_id or 0)),
            names[one.started_by],
            tuple(
                ReaderLine(
                    reading,
                    names[reading.person_id],
                    reading.person_id not in here | heads,
                    light(
                        one.due_on,
                        day,
                        reading.read_at.astimezone(zone).date() if reading.read_at else None,
                    ),
                    reminded.get(reading.id or 0),
                )
                for reading in readings
                if reading.circulation_id == one.id
            ),
        )
        for one in found
    ]


def _zone(session: Session) -> ZoneInfo:
    enterprise = roster.enterprise(session)
    return ZoneInfo(enterprise.timezone if enterprise else "Asia/Shanghai")
