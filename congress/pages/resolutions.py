"""Resolutions: signing, the published text with its proof and its seal."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import parse
from congress.committee import rules as committee_rules
from congress.committee import service as committee
from congress.committee.rules import filings as filing_rules
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.errors import Missing, Refusal
from congress.i18n import Message, say
from congress.publication import service as publication
from congress.publication.rules import Outcome, Subject
from congress.resolutions import rules
from congress.resolutions import service as resolutions
from congress.resolutions.rules import ResolutionStage, Signatory
from congress.resolutions.service import Sheet
from congress.resolutions.store import Resolution
from congress.roster.rules import OFFICE_WORDS, OfficeKind
from congress.seals import rules as seal_rules
from congress.seals import service as seals
from congress.seals.service import Impression, Sm2Key
from congress.visit import Visit, page, public

NEWS = ("resolutions", "desk", "now", "seal")


def mine(visit: Visit) -> Resolution:
    """The resolution of the address, if this person may see it."""
    return resolutions.visible_to(visit.session, visit.anyone, visit.number())


def told(visit: Visit, name: str, flash: str, **params: int) -> Response:
    """A change that others look at is told to their pages."""
    visit.house.hub.news(*NEWS)
    return visit.redirect(name, flash=flash, **params)


# --- reading ---------------------------------------------------------------------------------------------------


@public
def index(visit: Visit) -> Response:
    """What the congress has resolved; for insiders also what is under way."""
    lines = resolutions.listed(visit.session, visit.anyone)
    organises = visit.anyone is not None and visit.anyone.organises
    sitting_id = visit.meeting.sitting.id if visit.meeting else None
    return visit.render(
        "resolutions/index.html",
        published=[line for line in lines if line.resolution.stage is ResolutionStage.PUBLISHED],
        under_way=[line for line in lines if line.resolution.stage is not ResolutionStage.PUBLISHED],
        waiting=resolutions.waiting(visit.session, sitting_id) if organises and sitting_id else [],
        sent=committee.standing(visit.session, [line.resolution.id or 0 for line in lines]),
        to_seal=seals.waits_for(visit.session, visit.anyone) if visit.anyone else [],
        to_read=committee.to_read(visit.session, visit.anyone) if visit.anyone else [],
        returned=committee.unplaced(visit.session, visit.anyone) if visit.anyone else [],
        to_rate=committee.waits_for_rating(visit.session, visit.anyone) if visit.anyone else [],
        stages=rules.STAGES,
        dispatch_stages=committee_rules.STAGES,
        kinds=committee_rules.KINDS,
    )


@public
def show(visit: Visit) -> Response:
    """The text, the result it rests on, its signatures and hashes, and what became of it."""
    found = mine(visit)
    sheet = resolutions.sheet(visit.session, found, visit.zone)
    card = seal(visit, found)
    if visit.wants_fragment:
        if card is None:
            raise Missing(say("没有这个页面"))
        return visit.render("resolutions/_seal.html", sheet=sheet, seal=card, back=back(visit))
    return visit.render(
        "resolutions/show.html",
        sheet=sheet,
        document=resolutions.shown(sheet, visit.zone),
        journeys=committee.journeys(visit.session, found.id or 0),
        desk=desk(visit, sheet),
        seal=card,
        back=back(visit),
        stages=rules.STAGES,
        kinds=committee_rules.KINDS,
        **shown(visit, found),
        sent_to=delivery.about(visit.session, visit.anyone, Matter.RESOLUTION, found.id or 0),
        **delivery.words(),
        filings=filed(visit, found),
        filing_kinds=filing_rules.KINDS,
        filing_standings=filing_rules.STANDINGS,
    )


def back(visit: Visit) -> str:
    """The page of the resolution, for what is done from it."""
    return visit.path("resolutions.show", id=visit.number())


def shown(visit: Visit, found: Resolution) -> dict[str, object]:
    """Where it is on notice; for the secretariat otherwise for how long it would be."""
    notice = publication.of_resolution(visit.session, found.id or 0)
    hangs = notice is not None and notice.outcome is not Outcome.WITHDRAWN
    visible = hangs and notice is not None and (notice.open or visit.anyone is not None)
    may = visit.anyone is not None and visit.anyone.organises and rules.may_be_shown(found.stage) is None
    span, _ = publication.least(visit.session, found.sitting_id, Subject.RESOLUTION)
    return {"notice": notice if visible else None, "offer": span if may and not hangs else None}


def filed(visit: Visit, found: Resolution) -> list[committee.Branch]:
    """Where it is filed, for the secretariat and the committee."""
    viewer = visit.anyone
    inside = viewer is not None and (viewer.organises or viewer.is_committee)
    return committee.branches(visit.session, [found]) if inside else []


@public
def document(visit: Visit) -> Response:
    """The formal document alone, to be printed."""
    sheet = resolutions.sheet(visit.session, mine(visit), visit.zone)
    shown = resolutions.shown(sheet, visit.zone)
    return visit.render("resolutions/document.html", sheet=sheet, document=shown)


@dataclass(frozen=True)
class Place:
    """A line for a signature: who may sign here and has not, and what their device signs."""

    role: Signatory
    word: Message
    signed: bool
    mine: bool
    refusal: Refusal | None
    statement: dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """What an insider may do with a resolution now, or why not."""

    organises: bool
    places: tuple[Place, ...]
    may_start: Refusal | None
    stamp: str


def desk(visit: Visit, sheet: Sheet) -> Desk | None:
    """Nothing for the public."""
    viewer, found = visit.anyone, sheet.resolution
    if viewer is None or not resolutions.is_insider(viewer):
        return None
    return Desk(
        organises=viewer.organises,
        places=places(visit, sheet),
        may_start=rules.may_start(found.title, found.body, sheet.certificate.figures),
        stamp=resolutions.stamp_of(found),
    )


def places(visit: Visit, sheet: Sheet) -> tuple[Place, ...]:
    """The two lines for signatures."""
    found, roles = sheet.resolution, resolutions.roles_of(visit.viewer)
    facts = resolutions.signing_facts(visit.session, found)
    person = visit.viewer.person_id
    return tuple(
        Place(
            role=role,
            word=word,
            signed=role in facts.signed,
            mine=role in roles,
            refusal=rules.may_sign(facts, role=role, roles=roles, person=person),
            statement=resolutions.statement_for(found, site=visit.site, role=role),
        )
        for role, word in rules.SIGNATORIES.items()
    )


# --- the seal --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leave:
    """An officer who has allowed the seal."""

    word: Message
    person: str
    at: datetime


@dataclass(frozen=True)
class SealCard:
    """The seal on a resolution, as far as it has come. ``missing`` are the offices that have yet to allow it.

    ``root`` is the seal whose root others trust, if it has one.
    """

    asked: Impression | None
    no: seals.Declined | None
    organises: bool
    mine: bool
    refusal: Refusal | None
    given: tuple[Leave, ...] = ()
    missing: tuple[str, ...] = ()
    holder: str = ""
    level: Message | None = None
    sm3: str = ""
    sm2: Sm2Key | None = None
    root: int | None = None
    imported: bool = False

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
        no=seals.declined(session, asked) if asked else None,
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
        sm2=seals.sm2_of(used),
        root=used.id if used.chain else None,
        imported=used.origin is seal_rules.Origin.IMPORTED,
    )


@page
def ask_for_seal(visit: Visit) -> Response:
    """Fix the PDF, and lay it before the officers."""
    house, number = visit.house, visit.number()
    resolutions.ask_for_seal(house.database, house.settings.seal, visit.viewer, number, zone=visit.zone)
    return told(visit, "resolutions.show", "done", id=number)


# --- signing and publishing ------------------------------------------------------------------------------------


@page
def start(visit: Visit) -> Response:
    """Freeze the text."""
    viewer, number, seen = visit.viewer, visit.number(), visit.form.raw("seen")
    visit.write(lambda s: resolutions.start(s, viewer, number, seen=seen))
    return told(visit, "resolutions.show", "done", id=number)


@page
def recall(visit: Visit) -> Response:
    """Back to drafting."""
    viewer, number = visit.viewer, visit.number()
    visit.write(lambda s: resolutions.recall(s, viewer, number))
    return told(visit, "resolutions.show", "done", id=number)


@page
def approve(visit: Visit) -> Response:
    """One signature."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    role = visit.form.choice("role", Signatory)
    visit.form.insist()
    visit.write(lambda s: resolutions.approve(s, viewer, number, site=visit.site, role=role, signed=signed))
    return told(visit, "resolutions.show", "signed", id=number)


@page
def publish(visit: Visit) -> Response:
    """Show it to everybody."""
    viewer, number = visit.viewer, visit.number()
    visit.write(lambda s: resolutions.publish(s, viewer, number))
    return told(visit, "resolutions.show", "done", id=number)


ROUTES: list[BaseRoute] = [
    Route("/resolutions", index, name="resolutions"),
    Route("/resolutions/{id:int}", show, name="resolutions.show"),
    Route("/resolutions/{id:int}/document", document, name="resolutions.document"),
    Route("/resolutions/{id:int}/sealing", ask_for_seal, methods=["POST"], name="resolutions.seal"),
    Route("/resolutions/{id:int}/signing", start, methods=["POST"], name="resolutions.start"),
    Route("/resolutions/{id:int}/drafting", recall, methods=["POST"], name="resolutions.recall"),
    Route("/resolutions/{id:int}/approvals", approve, methods=["POST"], name="resolutions.approve"),
    Route("/resolutions/{id:int}/publication", publish, methods=["POST"], name="resolutions.publish"),
]
