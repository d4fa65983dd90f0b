"""Importing a sheet: kept until it is confirmed, compared with the roster as it is, and carried out as one act."""

import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from congress.errors import Conflict, Invalid
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Act, Kind
from congress.record.entries import read as read_entry
from congress.roster import sheet
from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex
from congress.roster.service.carrying import carry_out
from congress.roster.service.employment import person
from congress.roster.sheet import Facts, Known, Plan
from congress.roster.store import Delegate, Delegation, Office, Person, Unit

WAITS: Final = 24 * 3600  # seconds that an unconfirmed sheet is kept


@dataclass(frozen=True)
class Confirmed:
    """What the organiser saw and agrees to. ``complete``: mandates that the sheet leaves out end."""

    digest: str
    complete: bool
    units: bool


# --- the file ------------------------------------------------------------------------------------------------------


def keep_sheet(folder: Path, content: bytes, filename: str) -> str:
    """Keep an uploaded sheet under its SHA-256, for its confirmation; forget those that nobody confirmed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > WAITS:
            old.unlink(missing_ok=True)
    suffix = ".csv" if filename.lower().endswith((".csv", ".txt")) else ".xlsx"
    name = sha256(content).hexdigest() + suffix
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return name


def kept_sheet(folder: Path, name: str) -> bytes:
    """The sheet that was previewed. Raises Conflict when it is there no more."""
    path = folder / name
    if not re.fullmatch(r"[0-9a-f]{64}\.(csv|xlsx)", name) or not path.is_file():
        raise Conflict(say("预览过的文件已经不在了"), say("请重新上传"))
    content = path.read_bytes()
    if sha256(content).hexdigest() != name[:64]:
        raise Conflict(say("预览过的文件已经不在了"), say("请重新上传"))
    return content


def forget_sheet(folder: Path, name: str) -> None:
    """It has been imported."""
    (folder / name).unlink(missing_ok=True)


# --- the plan ------------------------------------------------------------------------------------------------------


def preview(session: Session, *, term_id: int, table: sheet.Table, complete: bool, by: int) -> Plan:
    """What the import would do to the roster as it is now."""
    return sheet.plan(table, known(session, term_id, by), complete=complete)


def import_sheet(
    session: Session, *, term_id: int, table: sheet.Table, file: str, confirmed: Confirmed, by: int
) -> Plan:
    """Carry out what was confirmed, all or nothing. Raises Conflict when the roster has changed since."""
    plan = preview(session, term_id=term_id, table=table, complete=confirmed.complete, by=by)
    if plan.digest != confirmed.digest:
        raise Conflict(say("预览之后名册有了改动"), say("请重新上传，核对新的预览后再确认"))
    if not plan.clean:
        raise Invalid(say("文件里还有 {n} 处需要改正，没有导入任何内容", n=len(plan.troubles)))
    if plan.units and not confirmed.units:
        raise Invalid(say("请确认新建单位"), {"units": say("请确认新建单位，或在文件里改正单位名称")})
    if not plan.idle:
        facts = {
            "added": len(plan.added),
            "changed": len(plan.changed),
            "ended": len(plan.ended),
            "file": file[:64],
            "term": term_id,
            "unchanged": plan.unchanged,
            "units": [unit.name for unit in plan.units],
        }
        record.append(session, Kind.ROSTER_IMPORTED, actor=by, facts=facts)
        carry_out(session, plan, term_id=term_id, by=by)
    return plan


def imports(session: Session) -> list[Act]:
    """The imports so far, newest first."""
    found = record.entries(session, kinds=[Kind.ROSTER_IMPORTED], limit=1000)
    return [read_entry(entry.body.encode()) for entry in reversed(found)]


# --- the roster as facts -------------------------------------------------------------------------------------------


def known(session: Session, term_id: int, by: int) -> Known:
    """Everybody, as a sheet would describe them."""
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    groups = session.exec(select(Delegation).where(Delegation.term_id == term_id)).all()
    people = _people(session, term_id, units, groups)
    return Known(
        people={facts.number: facts for facts in people},
        units=tuple(units.values()),
        delegations={group.number: group.name for group in sorted(groups, key=lambda g: g.number)},
        importer=person(session, by).number,
    )


def _people(
    session: Session, term_id: int, units: dict[int | None, str], groups: Sequence[Delegation]
) -> list[Facts]:
    seated = select(Delegate).where(Delegate.term_id == term_id, col(Delegate.ended_at).is_(None))
    seats = {seat.person_id: seat for seat in session.exec(seated)}
    held = select(Office).where(Office.term_id == term_id, col(Office.ended_at).is_(None))
    offices: dict[int, set[OfficeKind]] = {}
    for office in session.exec(held):
        offices.setdefault(office.person_id, set()).add(OfficeKind(office.kind))
    numbers = {group.id: group.number for group in groups}
    heads = {group.head_id for group in groups}
    return [
        _facts(found, units[found.unit_id], seats.get(found.id or 0), numbers, found.id in heads, offices)
        for found in session.exec(select(Person).order_by(Person.number))
    ]


def _facts(
    found: Person,
    unit: str,
    seat: Delegate | None,
    numbers: dict[int | None, int],
    heads: bool,
    offices: dict[int, set[OfficeKind]],
) -> Facts:
    return Facts(
        number=found.number,
        name=found.name,
        sex=Sex(found.sex),
        unit=unit,
        post=found.post,
        category=Category(found.category),
        dispatched=found.dispatched,
        birth_year=found.birth_year,
        phone=found.phone,
        seat=DelegateKind(seat.kind) if seat else None,
        delegation=numbers.get(seat.delegation_id) if seat else None,
        heads=heads,
        offices=frozenset(offices.get(found.id or 0, ())),
        left=found.left_at is not None,
    )
