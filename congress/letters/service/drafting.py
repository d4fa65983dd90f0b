"""Drafting: from a template to a text, its versions, and throwing a draft away."""

from dataclasses import asdict

from sqlmodel import Session

from congress.clock import now
from congress.documents.content import Document
from congress.errors import Invalid, Missing, insist
from congress.i18n import say
from congress.letters import originals, rules, store
from congress.letters.rules import LetterKind, Move, Text
from congress.letters.service import filling
from congress.letters.service.reading import NONE, document, kept_by, versions, written
from congress.letters.store import Letter, LetterVersion
from congress.roster.rules import Viewer
from congress.templates import rules as template_rules
from congress.templates import service as templates
from congress.templates.rules import Wording


def begin(session: Session, viewer: Viewer, *, sitting_id: int, template: str) -> Letter:
    """A draft from a template, its slots filled. A second press finds the draft of the first."""
    if not viewer.organises:
        raise NONE
    original = originals.ORIGINALS.get(template)
    if original is None:
        raise Missing(say("没有这个模板"))
    begun = store.untouched(session, sitting_id=sitting_id, template=template, by=viewer.person_id)
    if begun:
        return begun
    known = filling.values(session, sitting_id)
    wording = template_rules.filled(templates.current(session, original), known)
    kind, moment = originals.kind_of(template), now()
    found = Letter(
        sitting_id=sitting_id,
        kind=kind,
        template=template,
        issuer=issuer_of(kind, known["单位"]),
        title=wording.title,
        addressee=wording.addressee,
        body=wording.body,
        drafted_by=viewer.person_id,
        drafted_at=moment,
        changed_at=moment,
    )
    session.add(found)
    session.flush()
    _keep_version(session, viewer, found)
    return found


def sample(session: Session, sitting_id: int, template: str, wording: Wording) -> Document:
    """The document that a letter begun now from this wording would be."""
    known = filling.values(session, sitting_id)
    said = template_rules.filled(wording, known)
    kind, moment = originals.kind_of(template), now()
    found = Letter(
        sitting_id=sitting_id,
        kind=kind,
        template=template,
        issuer=issuer_of(kind, known["单位"]),
        drafted_by=0,
        drafted_at=moment,
        changed_at=moment,
    )
    day = moment.astimezone(filling.known(session).zone).date()
    return document(found, Text(said.title, said.body, said.addressee), day)


def issuer_of(kind: LetterKind, company: str) -> str:
    """Minutes are the congress's; the rest is sent by the union's committee, its working body."""
    return f"{company}职工代表大会" if kind is LetterKind.MINUTES else f"{company}工会委员会"


def edit(session: Session, viewer: Viewer, letter_id: int, said: Text, *, seen: int) -> Letter:
    """Keep a text as the next version. The same text again changes nothing.

    Raises Invalid with ``seen`` where somebody else has saved since: both texts are then kept, one after
    the other, when the later one is sent again.
    """
    found = kept_by(session, viewer, letter_id)
    insist(rules.may_move(found.stage, Move.EDIT))
    if written(found) == said:
        return found
    if seen != found.revision:
        newest = versions(session, found)[0]
        told = say("{name}在您打开之后保存了第 {n} 稿", name=newest.by, n=newest.number)
        raise Invalid(told, {"seen": told})
    return _change(session, viewer, found, said)


def fill(session: Session, viewer: Viewer, letter_id: int) -> Letter:
    """Fill the slots that are still marked with what is known now."""
    found = kept_by(session, viewer, letter_id)
    insist(rules.may_move(found.stage, Move.EDIT))
    known = filling.values(session, found.sitting_id)
    said = {name: template_rules.fill(words, known) for name, words in asdict(written(found)).items()}
    filled = Text(**said)
    return found if filled == written(found) else _change(session, viewer, found, filled)


def restore(session: Session, viewer: Viewer, letter_id: int, number: int) -> Letter:
    """The text of an earlier version, as the next version."""
    found = kept_by(session, viewer, letter_id)
    insist(rules.may_move(found.stage, Move.EDIT))
    wanted = templates.chosen(versions(session, found), number)
    return found if written(found) == wanted.text else _change(session, viewer, found, wanted.text)


def remove(session: Session, viewer: Viewer, letter_id: int) -> None:
    """Throw a draft away with its versions."""
    found = kept_by(session, viewer, letter_id)
    insist(rules.may_move(found.stage, Move.REMOVE))
    store.remove(session, found)


def _change(session: Session, viewer: Viewer, found: Letter, said: Text) -> Letter:
    for name, words in asdict(said).items():
        setattr(found, name, words)
    found.revision, found.changed_at = found.revision + 1, now()
    session.add(found)
    _keep_version(session, viewer, found)
    return found


def _keep_version(session: Session, viewer: Viewer, found: Letter) -> None:
    session.add(
        LetterVersion(
            letter_id=found.id or 0,
            number=found.revision,
            **asdict(written(found)),
            changed_by=viewer.person_id,
            changed_at=found.changed_at,
        )
    )
    session.flush()
