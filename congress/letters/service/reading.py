"""Formal letters as pages read them: who may load one, lists, versions, the document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.documents import text
from congress.documents.content import Document, Imprint, Layout, Signoff
from congress.errors import Missing
from congress.i18n import say
from congress.letters import rules, store
from congress.letters.rules import AUDIENCES, Audience, LetterKind, LetterStage, Text
from congress.letters.store import Letter
from congress.roster import service as roster
from congress.roster.rules import Viewer

NONE = Missing(say("没有这份公文"), say("它可能还没有印发，或者不对您开放"))
LAYOUTS = {LetterKind.LETTER: Layout.LETTER, LetterKind.MINUTES: Layout.MINUTES}
OUT = (LetterStage.ISSUED, LetterStage.WITHDRAWN)


@dataclass(frozen=True)
class Line:
    """A letter in a list."""

    letter: Letter
    number: str


@dataclass(frozen=True)
class Version:
    """One text of a letter."""

    number: int
    text: Text
    by: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """A letter with its number, its document, and who issued it."""

    letter: Letter
    number: str
    document: Document
    issued_by: str


# --- who may load ------------------------------------------------------------------------------------------------


def reads(viewer: Viewer | None, audience: Audience) -> bool:
    """Is this person among those who read what is issued?"""
    if audience is Audience.PUBLIC:
        return True
    if viewer is None:
        return False
    if audience is Audience.MEMBERS:
        return viewer.takes_part
    return viewer.organises or viewer.is_committee


def visible_to(session: Session, viewer: Viewer | None, letter_id: int) -> Letter:
    """Drafts for the secretariat; what is issued for those it is meant for."""
    found = session.get(Letter, letter_id)
    if found is None:
        raise NONE
    drafts = viewer is not None and viewer.organises
    if not drafts and (found.stage is LetterStage.DRAFT or not reads(viewer, AUDIENCES[found.kind])):
        raise NONE
    return found


def kept_by(session: Session, viewer: Viewer, letter_id: int) -> Letter:
    """For the secretariat, which drafts, issues and withdraws."""
    if not viewer.organises:
        raise NONE
    return visible_to(session, viewer, letter_id)


# --- lists -------------------------------------------------------------------------------------------------------


def drafts(session: Session, viewer: Viewer | None) -> list[Line]:
    """What the secretariat is writing."""
    if viewer is None or not viewer.organises:
        return []
    return [Line(found, "") for found in store.in_stages(session, [LetterStage.DRAFT])]


def issued(session: Session, viewer: Viewer | None) -> list[Line]:
    """What this person may read, withdrawn ones too."""
    kinds = [kind for kind, audience in AUDIENCES.items() if reads(viewer, audience)]
    return [Line(found, number_of(found)) for found in store.in_stages(session, OUT, kinds)]


def kept(session: Session, sitting_ids: Iterable[int]) -> list[Letter]:
    """Everything that was issued for these sittings, withdrawn ones too, in its order: for the archive."""
    wanted = set(sitting_ids)
    found = [one for one in store.in_stages(session, OUT) if one.sitting_id in wanted]
    return sorted(found, key=lambda one: one.issued_seq or 0)


def versions(session: Session, found: Letter) -> list[Version]:
    """Every text that the letter had, newest first."""
    rows = store.versions(session, found.id or 0)
    names = roster.names(session, {row.changed_by for row in rows})
    return [Version(row.number, written(row), names.get(row.changed_by, ""), row.changed_at) for row in rows]


# --- one letter --------------------------------------------------------------------------------------------------


def written(found: Letter | store.LetterVersion) -> Text:
    """What is typed in it."""
    return Text(found.title, found.body, found.addressee, found.copies)


def current_hash(found: Letter) -> str:
    """What would be signed now."""
    return rules.frozen_hash(found.kind, found.issuer, written(found))


def number_of(found: Letter) -> str:
    """职代会通〔2026〕3号; empty until it is issued."""
    if found.year is None or found.number is None:
        return ""
    return text.formal_number(rules.CODES[found.kind], found.year, found.number)


def sheet(session: Session, found: Letter, zone: str) -> Sheet:
    """The letter as it stands."""
    by = roster.names(session, [found.issued_by]).get(found.issued_by, "") if found.issued_by else ""
    day = (found.issued_at or found.changed_at).astimezone(ZoneInfo(zone)).date()
    return Sheet(found, number_of(found), document(found, written(found), day), by)


def document(found: Letter, said: Text, day: date) -> Document:
    """The letter as a formal document with this text: of this day, where it is not issued yet."""
    parts = rules.parts(found.kind, said.body)
    minutes = found.kind is LetterKind.MINUTES
    formal = text.formal_date(day)
    return Document(
        mark=mark_of(found),
        number=number_of(found),
        title=said.title,
        addressee=f"{said.addressee.strip().rstrip('：:')}：" if said.addressee.strip() else "",
        body=parts.blocks,
        annexes=parts.annexes,
        lists=parts.lists,
        signer=parts.signer,
        signoff=None if minutes else Signoff(found.issuer, formal),
        imprint=Imprint(found.issuer, formal, said.copies.strip()),
        note=parts.note,
        layout=LAYOUTS.get(found.kind, Layout.USUAL),
        draft=found.number is None,
    )


def mark_of(found: Letter) -> str:
    """发文机关标志: a letter has the issuer alone (10.1), minutes end in 纪要 (10.3)."""
    if found.kind is LetterKind.LETTER:
        return found.issuer
    return f"{found.issuer}{'会议纪要' if found.kind is LetterKind.MINUTES else '文件'}"
