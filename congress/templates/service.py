"""Reading and rewording templates: every wording is kept, the original can always be had back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel import Session

from congress.clock import now
from congress.errors import Invalid, Missing, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.templates import rules, store
from congress.templates.rules import Original, Wording
from congress.templates.store import TemplateVersion


@dataclass(frozen=True)
class Version:
    """One wording; number 0 is the original, and has neither author nor time."""

    number: int
    wording: Wording
    by: str = ""
    at: datetime | None = None
    restores: int | None = None


@dataclass(frozen=True)
class Line:
    """A template in the list, and the version that holds."""

    original: Original
    version: Version


# --- reading -----------------------------------------------------------------------------------------------------


def current(session: Session, original: Original) -> Wording:
    """What the template says now."""
    found = store.versions(session, original.key)
    return _wording(found[0]) if found else original.wording


def versions(session: Session, original: Original) -> list[Version]:
    """Every wording, newest first, the original last."""
    found = store.versions(session, original.key)
    names = roster.names(session, {row.changed_by for row in found})
    return [*(_version(row, names) for row in found), Version(0, original.wording)]


class Numbered(Protocol):
    """Anything that has versions."""

    @property
    def number(self) -> int: ...


N = TypeVar("N", bound=Numbered)


def chosen(every: Sequence[N], number: int) -> N:
    """The version with this number, or Missing."""
    found = next((each for each in every if each.number == number), None)
    if found is None:
        raise Missing(say("没有这一版"))
    return found


def listed(session: Session, originals: Iterable[Original]) -> list[Line]:
    """Templates with the version that holds."""
    found = store.newest(session)
    names = roster.names(session, {row.changed_by for row in found.values()})
    return [
        Line(each, _version(row, names) if (row := found.get(each.key)) else Version(0, each.wording))
        for each in originals
    ]


def _version(row: TemplateVersion, names: dict[int, str]) -> Version:
    return Version(row.number, _wording(row), names.get(row.changed_by, ""), row.changed_at, row.restores)


def _wording(row: TemplateVersion) -> Wording:
    return Wording(row.title, row.body, row.addressee)


# --- changing ----------------------------------------------------------------------------------------------------


def reword(session: Session, viewer: Viewer, original: Original, wording: Wording, *, seen: int) -> Version:
    """Keep new words as the next version. The same words again change nothing.

    Raises Invalid with ``seen`` where somebody else has kept a version since.
    """
    roster.organiser(viewer)
    known = versions(session, original)[0]
    if known.wording == wording:
        return known
    if seen != known.number:
        told = say("{name}在您打开之后保存了第 {n} 版", name=known.by, n=known.number)
        raise Invalid(told, {"seen": told})
    insist(rules.may_keep(original, wording))
    return _keep(session, viewer, original, wording, known.number + 1)


def restore(session: Session, viewer: Viewer, original: Original, number: int) -> Version:
    """The words of an earlier version, or of the original (0), as the next version."""
    roster.organiser(viewer)
    every = versions(session, original)
    wanted = chosen(every, number)
    if every[0].wording == wanted.wording:
        return every[0]
    return _keep(session, viewer, original, wanted.wording, every[0].number + 1, restores=number)


def _keep(
    session: Session,
    viewer: Viewer,
    original: Original,
    wording: Wording,
    number: int,
    restores: int | None = None,
) -> Version:
    moment = now()
    facts = {"template": original.key, "version": number, "sha256": wording.sha256, "restores": restores}
    seq = record.append(session, Kind.TEMPLATE_CHANGED, actor=viewer.person_id, at=moment, facts=facts)
    row = TemplateVersion(
        template=original.key,
        number=number,
        **vars(wording),
        restores=restores,
        changed_by=viewer.person_id,
        changed_at=moment,
        seq=seq,
    )
    session.add(row)
    session.flush()
    return _version(row, {viewer.person_id: viewer.name})
