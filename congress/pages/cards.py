"""Invitation cards: made in batches, printed from the one page that shows them."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.documents.forms import Card as PaperCard
from congress.documents.forms import CardSheet
from congress.documents.qr import qr
from congress.errors import Missing
from congress.i18n import render, say
from congress.identity import service as identity
from congress.roster import service as roster
from congress.roster.rules import DELEGATE_WORDS
from congress.roster.service import Card, CardScope
from congress.typesetting.forms import cards_pdf
from congress.visit import Visit, page
from congress.web import addresses
from congress.web.files import pdf_file

NEWS = "cards"
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


@page
def index(visit: Visit) -> Response:
    """How far the cards have come, and the form that makes them."""
    needs = roster.needs(visit.session, term(visit))
    found = visit.form.shown("address", visit.origin)
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
    return sheet(visit, cards, visit.origin)


@page
def replace(visit: Visit) -> Response:
    """A lost phone: everything stops, and there is a new card."""
    term_id, by, person_id, seen = term(visit), visit.viewer.person_id, visit.number(), known(visit)
    card = visit.write(
        lambda s: roster.replace_phone(s, term_id=term_id, person_id=person_id, by=by, seen=seen)
    )
    return sheet(visit, [card], visit.origin)


def known(visit: Visit) -> int:
    """The last card that the form knew of."""
    seen = visit.form.integer("seen")
    visit.form.insist()
    return seen


def sheet(visit: Visit, cards: list[Card], where: str) -> Response:
    """The cards on sheets of A4. A file of earlier ones is forgotten."""
    visit.house.printing.take(visit.viewer.person_id)
    printed = [Printed(card, qr(f"{where}{visit.path('card')}#{card.token}")) for card in cards]
    return visit.render(
        "cards/sheet.html",
        sheets=[printed[start : start + SHEET] for start in range(0, len(printed), SHEET)],
        number=len(cards),
        where=where,
        warning=addresses.warning(where),
        delegate_words=DELEGATE_WORDS,
        tokens=" ".join(card.token for card in cards),
        per_page=[(per.value, word) for per, word in PER_PAGE.items()],
        back=cards[0].person_id if len(cards) == 1 else None,
        **printing(visit) | {"refused": None, "waiting": False},
    )


class PerPage(StrEnum):
    """How many cards stand on a page."""

    TEN = "10"
    EIGHT = "8"
    SIX = "6"


PER_PAGE: Final = {
    PerPage.TEN: say("每页 10 张"),
    PerPage.EIGHT: say("每页 8 张"),
    PerPage.SIX: say("每页 6 张"),
}


@page
def printed_pdf(visit: Visit) -> Response:
    """The cards that a page shows, as a file with lines to cut along; the page brings their tokens, which are not kept."""
    term_id, per = term(visit), visit.form.choice("per", PerPage)
    tokens = visit.form.raw("tokens").split()
    visit.form.insist()
    try:
        where = addresses.tidy_origin(visit.form.raw("address"))
    except ValueError:
        where = visit.origin
    cards = roster.cards_again(visit.session, term_id, tokens)
    entrance = f"{where}{visit.path('card')}"
    told = CardSheet(
        title="邀请卡",
        author=meeting_name(visit),
        cards=tuple(on_paper(card, entrance, meeting_name(visit)) for card in cards),
        columns=2,
        rows=int(per) // 2,
    )
    if visit.wants_fragment:
        work, person = visit.house.printing, visit.viewer.person_id
        begun = work.begin_for(
            person, partial(cards_pdf, told, today(visit)), visit.house.teller(NEWS, "drawn")
        )
        return visit.render("cards/_printing.html", **printing(visit), waiting=not begun)
    return as_file(visit, cards_pdf(told, today(visit)))


def as_file(visit: Visit, made: bytes) -> Response:
    """The cards, to be saved."""
    return pdf_file(made, f"cards-{today(visit):%Y-%m-%d}", f"邀请卡-{today(visit):%Y-%m-%d}")


def today(visit: Visit) -> datetime:
    """The beginning of the day, here."""
    zone = ZoneInfo(visit.zone)
    return datetime.combine(now().astimezone(zone).date(), time(), zone)


def printing(visit: Visit) -> dict[str, object]:
    """What is known of the file that this person asked for."""
    work, person = visit.house.printing, visit.viewer.person_id
    return {
        "work": work,
        "printing": work.subject == person,
        "printed": work.ready(person),
        "refused": work.refusal if work.last == person else None,
    }


@page
def progress(visit: Visit) -> Response:
    """How far the file is."""
    roster.organiser(visit.viewer)
    return visit.render("cards/_printing.html", **printing(visit), waiting=False)


@page
def stop(visit: Visit) -> Response:
    """Leave the file; the page with the cards stays."""
    roster.organiser(visit.viewer)
    visit.house.printing.stop(visit.viewer.person_id)
    return visit.render("cards/_printing.html", **printing(visit), waiting=False)


@page
def fetch(visit: Visit) -> Response:
    """The file, once: only for who asked for it."""
    roster.organiser(visit.viewer)
    made = visit.house.printing.take(visit.viewer.person_id)
    if made is None:
        raise Missing(say("这个 PDF 已经下载过，或者已经忘掉了"), say("请在显示邀请卡的那一页重新制作"))
    visit.house.hub.news(NEWS)
    return as_file(visit, made)


def meeting_name(visit: Visit) -> str:
    """长风精工职工代表大会 第三届第二次会议."""
    name = visit.enterprise.short_name if visit.enterprise else ""
    return f"{name}职工代表大会 {render(visit.here.label, 'zh')}"


def on_paper(card: Card, entrance: str, head: str) -> PaperCard:
    """One card in the language of documents."""
    kind = render(DELEGATE_WORDS[card.kind], "zh") if card.kind else ""
    return PaperCard(
        content=f"{entrance}#{card.token}",
        head=head,
        name=card.name,
        who=" ".join(word for word in (kind, card.delegation, card.number) if word),
        how=("用手机相机扫码登录，仅限本人，只能用一次。", f"扫不了时打开 {entrance}，输入卡号："),
        code=card.token,
    )


ROUTES: list[BaseRoute] = [
    Route("/roster/cards", index, name="cards"),
    Route("/roster/cards", make, methods=["POST"], name="cards.make"),
    Route("/roster/cards/sheet.pdf", printed_pdf, methods=["POST"], name="cards.pdf"),
    Route("/roster/cards/printing", progress, name="cards.printing"),
    Route("/roster/cards/printing/stop", stop, methods=["POST"], name="cards.stop"),
    Route("/roster/cards/printing.pdf", fetch, name="cards.fetch"),
    Route("/roster/people/{id:int}/card", one, methods=["POST"], name="cards.one"),
    Route("/roster/people/{id:int}/replacement", replace, methods=["POST"], name="cards.replace"),
]
