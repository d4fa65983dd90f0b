"""Invitation cards: made in batches, printed from the one page that shows them."""

from dataclasses import dataclass

import segno
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.i18n import say
from congress.identity import service as identity
from congress.roster import service as roster
from congress.roster.rules import DELEGATE_WORDS
from congress.roster.service import Card, CardScope
from congress.visit import Visit, page
from congress.web import addresses

SHEET = 10  # cards on a page of A4


@dataclass(frozen=True)
class Printed:
    """A card with its QR code, drawn as an image address so that the page needs no markup from elsewhere."""

    card: Card
    picture: str


def term(visit: Visit) -> int:
    """The term whose delegates are invited, for organisers only."""
    roster.organiser(visit.viewer)
    return visit.here.term.id or 0


def address(visit: Visit) -> str:
    """Where phones find us, as far as we know."""
    remembered = visit.enterprise.address if visit.enterprise else ""
    return addresses.origin(visit.request, remembered, visit.house.settings.public_url)


@page
def index(visit: Visit) -> Response:
    """How far the cards have come, and the form that makes them."""
    needs = roster.needs(visit.session, term(visit))
    found = visit.form.shown("address", address(visit))
    return visit.render(
        "cards/index.html",
        needs=needs,
        total=sum(need.seats for need in needs),
        ready=sum(need.devices for need in needs),
        nothing=sum(need.nothing for need in needs),
        scopes=roster.SCOPE_WORDS,
        address=found,
        warning=addresses.warning(found),
        seen=identity.newest_invitation(visit.session),
    )


@page(again=index)
def make(visit: Visit) -> Response:
    """A batch of cards in one write; shown here and never again."""
    term_id, by, form = term(visit), visit.viewer.person_id, visit.form
    scope = form.choice("scope", CardScope)
    group = form.optional_integer("delegation")
    seen = form.integer("seen")
    try:
        where = addresses.tidy_origin(form.text("address", most=200))
    except ValueError:
        where = ""
        form.complain("address", say("请填写完整的地址，如 https://192.168.1.10:8000，不带路径"))
    people = roster.invitees(visit.session, term_id, scope, group)
    if not people:
        form.complain("scope", say("没有需要制作的邀请卡"))
    form.insist()
    cards = visit.write(
        lambda s: roster.make_cards(s, term_id=term_id, people=people, by=by, seen=seen, address=where)
    )
    return sheet(visit, cards, where)


@page
def one(visit: Visit) -> Response:
    """One person's card."""
    term_id, by, person_id, seen = term(visit), visit.viewer.person_id, visit.number(), known(visit)
    cards = visit.write(lambda s: roster.make_cards(s, term_id=term_id, people=[person_id], by=by, seen=seen))
    return sheet(visit, cards, address(visit))


@page
def replace(visit: Visit) -> Response:
    """A lost phone: everything stops, and there is a new card."""
    term_id, by, person_id, seen = term(visit), visit.viewer.person_id, visit.number(), known(visit)
    card = visit.write(
        lambda s: roster.replace_phone(s, term_id=term_id, person_id=person_id, by=by, seen=seen)
    )
    return sheet(visit, [card], address(visit))


def known(visit: Visit) -> int:
    """The last card that the form knew of."""
    seen = visit.form.integer("seen")
    visit.form.insist()
    return seen


def sheet(visit: Visit, cards: list[Card], where: str) -> Response:
    """The cards on sheets of A4."""
    printed = [Printed(card, picture(f"{where}{visit.path('card')}#{card.token}")) for card in cards]
    return visit.render(
        "cards/sheet.html",
        sheets=[printed[start : start + SHEET] for start in range(0, len(printed), SHEET)],
        number=len(cards),
        where=where,
        warning=addresses.warning(where),
        delegate_words=DELEGATE_WORDS,
        back=cards[0].person_id if len(cards) == 1 else None,
    )


def picture(text: str) -> str:
    """A QR code as an SVG in a data address; error correction M survives a fold."""
    return str(segno.make_qr(text, error="m").svg_data_uri(scale=4, border=2, dark="#000", light="#fff"))


ROUTES: list[BaseRoute] = [
    Route("/roster/cards", index, name="cards"),
    Route("/roster/cards", make, methods=["POST"], name="cards.make"),
    Route("/roster/people/{id:int}/card", one, methods=["POST"], name="cards.one"),
    Route("/roster/people/{id:int}/replacement", replace, methods=["POST"], name="cards.replace"),
]
