"""备案: filed with the higher union and the labour authority, a branch of its own that holds up nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.bylaws.calendar import WorkCalendar
from congress.clock import now
from congress.committee import store
from congress.committee.rules import filings as rules
from congress.committee.rules.filings import Filed, FilingKind, Outcome, Standing
from congress.committee.rules.lights import Light
from congress.committee.service.sending import today
from congress.committee.store import Filing
from congress.errors import Invalid, Missing, insist
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.polls import service as polls
from congress.publication import service as publication
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import service as resolutions
from congress.resolutions.service import Resolution
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings import service as sittings


@dataclass(frozen=True)
class Branch:
    """One filing of a resolution, due or done; ``earlier`` were filed before and replaced."""

    resolution: Resolution
    number: str
    kind: FilingKind
    due_on: date | None
    effective_on: date | None
    standing: Standing
    lamp: Light | None
    filing: Filing | None
    earlier: tuple[Filing, ...]

    @property
    def pending(self) -> bool:
        """Whether an answer is still to be noted."""
        return self.filing is not None and self.filing.outcome is Outcome.PENDING


# --- reading -------------------------------------------------------------------------------------------------


def branches(session: Session, found: Iterable[Resolution]) -> list[Branch]:
    """All filings of these resolutions, by the profile that was in force for their sittings."""
    rows = [one for one in found if one.sealed_at]
    lines = resolutions.certificates(session, {one.id or 0 for one in rows})
    filed: dict[tuple[int, FilingKind], list[Filing]] = {}
    for one in store.filings(session, list(lines)):
        filed.setdefault((one.resolution_id, one.kind), []).append(one)
    profiles = {one.sitting_id: polls.profile(session, one.sitting_id) for one in rows}
    return [
        _branch(session, one, lines[one.id or 0], kind, filed.get((one.id or 0, kind), []))
        for one in rows
        for kind in rules.kinds(profiles[one.sitting_id], lines[one.id or 0].certificate.matter)
    ]


def _branch(
    session: Session, found: Resolution, line: resolutions.Line, kind: FilingKind, made: list[Filing]
) -> Branch:
    profile, day = polls.profile(session, found.sitting_id), today(session)
    calendar = publication.calendar(session)
    last = made[-1] if made else None
    facts = facts_of(last)
    due_on = last.due_on if last else deadline(session, found, kind, calendar)
    return Branch(
        resolution=found,
        number=line.number,
        kind=kind,
        due_on=due_on,
        effective_on=rules.effective_on(profile, kind, facts, calendar) if facts else None,
        standing=rules.standing(profile, kind, facts, day, calendar),
        lamp=rules.lamp(due_on, day, facts),
        filing=last,
        earlier=tuple(made[:-1]),
    )


def facts_of(found: Filing | None) -> Filed | None:
    """What the rules ask."""
    return Filed(found.filed_on, found.outcome) if found else None


def deadline(session: Session, found: Resolution, kind: FilingKind, calendar: WorkCalendar) -> date | None:
    """When it is due; None while the clock has not started."""
    sitting, sealed = sittings.sitting(session, found.sitting_id), _day(session, found.sealed_at)
    if sealed is None:
        return None
    profile = polls.profile(session, found.sitting_id)
    closed = _day(session, sitting.closed_at)
    return rules.due_on(profile, kind, sealed=sealed, closed=closed, calendar=calendar)


def _day(session: Session, moment: datetime | None) -> date | None:
    enterprise = roster.enterprise(session)
    zone = ZoneInfo(enterprise.timezone if enterprise else "Asia/Shanghai")
    return moment.astimezone(zone).date() if moment else None


def branch(session: Session, resolution_id: int, kind: FilingKind) -> Branch:
    """One of them, or Missing when the profile does not ask for it."""
    found = resolutions.load(session, resolution_id)
    made = [one for one in branches(session, [found]) if one.kind is kind]
    if not made:
        raise Missing(say("没有这项备案"))
    return made[0]


def filing_register(session: Session, viewer: Viewer) -> list[Branch]:
    """Every filing there is, those due first on top, for the secretariat and the committee."""
    if not (viewer.organises or viewer.is_committee):
        raise Missing(say("没有这个页面"))
    found = branches(session, resolutions.sealed(session))
    waiting = {Standing.DUE: 0, Standing.OBJECTED: 0, Standing.FILED: 1, Standing.EFFECTIVE: 2}
    return sorted(found, key=lambda one: (waiting[one.standing], one.due_on or date.max))


# --- filing --------------------------------------------------------------------------------------------------


def statement_for_filing(found: Branch, *, site: str) -> dict[str, Any]:
    """What the device signs, before it adds the fields. ``attempt``: the second filing is not the first again."""
    return {
        "act": "file",
        "attempt": len(found.earlier) + (found.filing is not None) + 1,
        "kind": found.kind.value,
        "resolution": found.resolution.id,
        "sha256": found.resolution.sha256,
        "site": site,
    }


def file(
    session: Session,
    viewer: Viewer,
    resolution_id: int,
    kind: FilingKind,
    *,
    site: str,
    said: Mapping[str, str],
    signed: Signed,
) -> Filing:
    """Note what was filed. Filed again (a mistake, an objection) it takes the place of the earlier one."""
    if not viewer.organises:
        raise Missing(say("没有这项备案"))
    digest = sha256(signed.statement.encode()).hexdigest()
    if made := store.filing_by_digest(session, digest):
        return made
    about = branch(session, resolution_id, kind)
    filed_on = _read(said)
    sealed = _day(session, about.resolution.sealed_at)
    insist(rules.may_file(sealed=sealed, filed_on=filed_on, today=today(session)))
    template = statement_for_filing(about, site=site)
    expected = template | {name: said[name] for name in rules.FIELDS}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    made = Filing(
        resolution_id=resolution_id,
        kind=kind,
        attempt=template["attempt"],
        due_on=about.due_on or filed_on,
        authority=said["authority"].strip(),
        number=said["number"].strip(),
        proof=said["proof"].strip(),
        filed_on=filed_on,
        person_id=viewer.person_id,
        at=now(),
        seq=0,
        digest=digest,
    )
    session.add(made)
    session.flush()
    facts = {
        "filing": made.id,
        "resolution": resolution_id,
        "sha256": about.resolution.sha256,
        "kind": kind.value,
        "attempt": made.attempt,
        "due_on": made.due_on.isoformat(),
        "filed_on": filed_on.isoformat(),
    }
    made.seq = record.append(
        session, Kind.FILING_MADE, actor=viewer.person_id, at=made.at, facts=facts, signed=proof
    )
    session.add(made)
    return made


def _read(said: Mapping[str, str]) -> date:
    complaints: dict[str, Message] = {}
    for name, most, least in (
        ("authority", rules.AUTHORITY_MOST, 1),
        ("number", rules.NUMBER_MOST, 1),
        ("proof", rules.NUMBER_MOST, 0),
    ):
        value = said[name].strip()
        if len(value) < least:
            complaints[name] = say("请填写这一项")
        elif len(value) > most:
            complaints[name] = say("最多 {n} 个字，现有 {m} 个", n=most, m=len(value))
    day = _date(said["filed_on"], "filed_on", complaints)
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)
    return day


def _date(typed: str, name: str, complaints: dict[str, Message]) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        complaints[name] = say("请填写日期")
        return date.min


def statement_for_outcome(found: Filing, *, site: str) -> dict[str, Any]:
    """What the device signs, before it adds the fields."""
    return {"act": "conclude-filing", "filing": found.id, "site": site}


def conclude(
    session: Session, viewer: Viewer, filing_id: int, *, site: str, said: Mapping[str, str], signed: Signed
) -> Filing:
    """Note what they said. The same again changes nothing."""
    found = session.get(Filing, filing_id)
    if found is None or not viewer.organises:
        raise Missing(say("没有这项备案"))
    complaints: dict[str, Message] = {}
    outcome_on, body = _date(said["outcome_on"], "outcome_on", complaints), said["body"].strip()
    if said["outcome"] not in {Outcome.OBJECTED.value, Outcome.CLEARED.value}:
        complaints["outcome"] = say("请选择一项")
    elif said["outcome"] == Outcome.OBJECTED.value and not body:
        complaints["body"] = say("请写明异议的内容")
    if len(body) > rules.BODY_MOST:
        complaints["body"] = say("最多 {n} 个字，现有 {m} 个", n=rules.BODY_MOST, m=len(body))
    if complaints:
        raise Invalid(next(iter(complaints.values())), complaints)
    same = (found.outcome.value, found.outcome_on, found.outcome_body)
    if same == (said["outcome"], outcome_on, body):
        return found
    insist(rules.may_conclude(facts_of(found), outcome_on=outcome_on, today=today(session)))
    expected = statement_for_outcome(found, site=site) | {name: said[name] for name in rules.OUTCOME_FIELDS}
    proof = identity.verify(session, person_id=viewer.person_id, signed=signed, expected=expected)
    found.outcome, found.outcome_on, found.outcome_body = Outcome(said["outcome"]), outcome_on, body
    found.outcome_by = viewer.person_id
    facts = {
        "filing": found.id,
        "resolution": found.resolution_id,
        "outcome": found.outcome.value,
        "outcome_on": outcome_on.isoformat(),
        "body": said["body"],  # as it was signed, with every space
    }
    found.outcome_seq = record.append(
        session, Kind.FILING_CONCLUDED, actor=viewer.person_id, facts=facts, signed=proof
    )
    session.add(found)
    return found
