"""What the committee's desk does: proposing, reading over, circulating, authorising, sending back, filing, archiving."""

from datetime import date, timedelta

import passed
from cast import SITE, Cast
from sqlmodel import Session

from congress.committee import service as committee
from congress.committee.rules import DecisionKind
from congress.committee.rules.filings import FilingKind
from congress.committee.rules.orders import advice_fields
from congress.committee.store import Advice, Assignment, Circulation, Dispatch, Filing, Proxy, Reading, Remand
from congress.roster.rules import OfficeKind
from congress.roster.store import Office

INSTRUCTION = DecisionKind.INSTRUCTION


def join(
    session: Session, cast: Cast, name: str = "frank", kind: OfficeKind = OfficeKind.PARTY_OFFICE
) -> int:
    """Somebody comes to work for the committee; the id of the office."""
    office = Office(term_id=cast.term_id, person_id=cast[name].person_id, kind=kind)
    session.add(office)
    session.flush()
    return office.id or 0


def proposal(
    kind: DecisionKind = INSTRUCTION, body: str = "拟请后勤保障部办理。", *tasks: passed.Task
) -> dict[str, str]:
    """The fields of a proposal."""
    fields = passed.said(kind, body, *tasks)
    return {name: fields[name] for name in advice_fields(kind)}


def advise(
    session: Session,
    cast: Cast,
    found: Dispatch,
    kind: DecisionKind = INSTRUCTION,
    fields: dict[str, str] | None = None,
    name: str = "frank",
) -> Advice:
    fields = fields or proposal(kind)
    template = committee.statement_for_advice(found, kind, site=SITE)
    return committee.advise(
        session,
        passed.viewer(session, cast, name),
        found.id or 0,
        kind,
        site=SITE,
        said=fields,
        signed=cast[name].sign(**template, **fields),
    )


def review(session: Session, cast: Cast, made: Advice, name: str = "peter") -> Advice:
    said = committee.statement_for_review(made, site=SITE)
    return committee.review(
        session, passed.viewer(session, cast, name), made.id or 0, site=SITE, signed=cast[name].sign(**said)
    )


def authority(
    cast: Cast, deputy: str = "frank", *powers: str, days: tuple[int, int] = (0, 6), matter: str = ""
) -> dict[str, str]:
    """The fields of an authority: from so many days after today to so many."""
    first, last = (passed.today() + timedelta(days=n) for n in days)
    fields = {
        "deputy": str(cast[deputy].person_id),
        "begins_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "matter": matter,
    }
    return fields | dict.fromkeys(powers or ("instruction", "reply", "answer", "remand"), "yes")


def give(session: Session, cast: Cast, fields: dict[str, str] | None = None, name: str = "peter") -> Proxy:
    fields = fields or authority(cast)
    template = committee.statement_for_proxy(session, site=SITE)
    return committee.give(
        session,
        passed.viewer(session, cast, name),
        site=SITE,
        said=fields,
        signed=cast[name].sign(**template, **fields),
    )


def revoke(session: Session, cast: Cast, found: Proxy, name: str = "peter") -> Proxy:
    said = committee.statement_for_revocation(found, site=SITE)
    return committee.revoke(
        session, passed.viewer(session, cast, name), found.id or 0, site=SITE, signed=cast[name].sign(**said)
    )


def readers(cast: Cast, *names: str, days: int = 7, note: str = "请阅。") -> dict[str, str]:
    """The fields of a circulation."""
    ticks = {f"reader_{cast[name].person_id}": "yes" for name in names}
    return {"note": note, "due_on": (passed.today() + timedelta(days=days)).isoformat()} | ticks


def circulate(
    session: Session, cast: Cast, fields: dict[str, str], name: str = "peter", **subject: int
) -> Circulation:
    viewer = passed.viewer(session, cast, name)
    about = committee.subject(session, viewer, **subject)
    template = committee.statement_for_circulation(about, site=SITE)
    return committee.circulate(
        session, viewer, about, site=SITE, said=fields, signed=cast[name].sign(**template, **fields)
    )


def read(session: Session, cast: Cast, found: Circulation, name: str, body: str = "") -> Reading:
    viewer = passed.viewer(session, cast, name)
    line = committee.circulation(session, viewer, found.id or 0)
    said = committee.statement_for_reading(line, site=SITE) | {"body": body}
    return committee.note_read(
        session, viewer, found.id or 0, site=SITE, body=body, signed=cast[name].sign(**said)
    )


def remand(
    session: Session,
    cast: Cast,
    found: Dispatch,
    body: str = "请补充经费来源后重新审议。",
    name: str = "peter",
    proxy: str = "",
) -> Remand:
    fields = {"proxy": proxy, "body": body}
    template = committee.statement_for_remand(found, site=SITE)
    return committee.remand(
        session,
        passed.viewer(session, cast, name),
        found.id or 0,
        site=SITE,
        said=fields,
        signed=cast[name].sign(**template, **fields),
    )


def transfer(
    session: Session,
    cast: Cast,
    task_id: int,
    unit: int,
    name: str = "peter",
    body: str = "部门合并。\n",
    proxy: str = "",
) -> Assignment:
    fields = {"proxy": proxy, "unit": str(unit), "body": body}
    template = committee.statement_for_transfer(session.get_one(Assignment, task_id), site=SITE)
    return committee.transfer(
        session,
        passed.viewer(session, cast, name),
        task_id,
        site=SITE,
        said=fields,
        signed=cast[name].sign(**template, **fields),
    )


def archive(session: Session, cast: Cast, found: Dispatch, name: str = "peter") -> Dispatch:
    said = committee.statement_for_archiving(found, site=SITE)
    return committee.archive(
        session, passed.viewer(session, cast, name), found.id or 0, site=SITE, signed=cast[name].sign(**said)
    )


def filed(on: date | None = None, **changes: str) -> dict[str, str]:
    """The fields of a filing."""
    day = (on or passed.today()).isoformat()
    return {"authority": "市总工会", "number": "备〔2026〕12号", "filed_on": day, "proof": "档-7"} | changes


def file(
    session: Session,
    cast: Cast,
    resolution_id: int,
    kind: FilingKind = FilingKind.UNION,
    fields: dict[str, str] | None = None,
    name: str = "olga",
) -> Filing:
    fields = fields or filed()
    template = committee.statement_for_filing(committee.branch(session, resolution_id, kind), site=SITE)
    return committee.file(
        session,
        passed.viewer(session, cast, name),
        resolution_id,
        kind,
        site=SITE,
        said=fields,
        signed=cast[name].sign(**template, **fields),
    )


def conclude(
    session: Session, cast: Cast, found: Filing, outcome: str, body: str = "", on: date | None = None
) -> Filing:
    fields = {"outcome": outcome, "outcome_on": (on or passed.today()).isoformat(), "body": body}
    template = committee.statement_for_outcome(found, site=SITE)
    return committee.conclude(
        session,
        passed.viewer(session, cast, "olga"),
        found.id or 0,
        site=SITE,
        said=fields,
        signed=cast["olga"].sign(**template, **fields),
    )


def fill(session: Session, cast: Cast, found: Dispatch) -> None:
    """One of everything."""
    join(session, cast)
    give(session, cast)
    advise(session, cast, found)
    circulate(session, cast, readers(cast, "alice"), dispatch_id=found.id or 0)
    file(session, cast, found.resolution_id)
    committee.begin_phrases(session, passed.viewer(session, cast, "peter"))
