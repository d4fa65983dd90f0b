"""The seal beside a resolution: who was asked, who approved, and how to check what was sealed."""

from dataclasses import dataclass, replace
from datetime import datetime

from congress.clock import parse
from congress.errors import Refusal
from congress.i18n import Message
from congress.resolutions import rules
from congress.resolutions import service as resolutions
from congress.resolutions.store import Resolution
from congress.roster.rules import OFFICE_WORDS, OfficeKind
from congress.seals import rules as seal_rules
from congress.seals import service as seals
from congress.seals.service import Impression
from congress.visit import Visit


@dataclass(frozen=True)
class Leave:
    """An officer who has allowed the seal."""

    word: Message
    person: str
    at: datetime


@dataclass(frozen=True)
class SealCard:
    """The seal on a resolution, as far as it has come. ``missing`` are the offices that have yet to allow it."""

    asked: Impression | None
    organises: bool
    mine: bool
    refusal: Refusal | None
    given: tuple[Leave, ...] = ()
    missing: tuple[str, ...] = ()
    holder: str = ""
    level: Message | None = None
    sm3: str = ""
    rooted: bool = False

    @property
    def pressed(self) -> bool:
        return self.asked is not None and self.asked.pressed_at is not None

    @property
    def waits(self) -> bool:
        return self.asked is not None and not self.pressed and self.asked.withdrawn_at is None


def seal(visit: Visit, found: Resolution) -> SealCard | None:
    """Everybody sees a seal that was pressed; what comes before is the insiders'."""
    viewer, session = visit.anyone, visit.session
    asked = resolutions.impression_of(session, found)
    pressed = asked is not None and asked.pressed_at is not None
    if not pressed and (rules.may_be_sealed(found.stage) or not resolutions.is_insider(viewer)):
        return None
    card = SealCard(
        asked=asked,
        organises=viewer is not None and viewer.organises,
        mine=viewer is not None and asked in seals.waits_for(session, viewer),
        refusal=seal_rules.may_ask(seals.current(session) is not None),
    )
    if asked is None or asked.withdrawn_at:
        return card
    approved = seals.facts_of(session, asked).approved
    card = replace(
        card,
        given=tuple(
            Leave(OFFICE_WORDS[OfficeKind(one.role)], one.person, parse(one.at))
            for one in seals.given(session, asked.id or 0)
        ),
        missing=tuple(visit.say(OFFICE_WORDS[o]) for o in seal_rules.OFFICES if o not in approved),
    )
    return with_proof(visit, card, asked) if pressed else card


def with_proof(visit: Visit, card: SealCard, asked: Impression) -> SealCard:
    """What somebody else needs to check it."""
    used = seals.seal_of(visit.session, asked)
    return replace(
        card,
        holder=used.subject,
        level=seal_rules.LEVELS[asked.level] if asked.level else None,
        sm3=seals.sm3_of(visit.session, asked),
        rooted=bool(used.chain),
    )
