"""The addresses of those outside: the Party committee's, the higher union's, the office system's, our own."""

import secrets

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.courier import courier_of
from congress.delivery import rules, signing
from congress.delivery import service as delivery
from congress.delivery.rules import Way, Who
from congress.delivery.service import PROVING, Receiver, Wish
from congress.i18n import render, say
from congress.roster import service as roster
from congress.visit import Visit, page

NEWS = "deliveries"
TEST_TITLE = say("送达测试")
OUTSIDE = [way for way in Way if way is not Way.INBOX]
WORDS = {"parties": rules.PARTIES, "ways": rules.WAYS, "outside": OUTSIDE, "matters": rules.MATTERS}


@page
def index(visit: Visit) -> Response:
    """Who is sent what, and the form for another."""
    roster.organiser(visit.viewer)
    means = courier_of(visit.house).means
    return visit.render(
        "receivers/index.html",
        receivers=delivery.receivers(visit.session),
        wants=rules.WANTS,
        mailer=means.mailer,
        drops=means.drops,
        **WORDS,
    )


def wish(visit: Visit) -> Wish:
    """What the form says."""
    return Wish(
        who=visit.form.choice("who", Who),
        way=visit.form.choice("way", Way),
        name=visit.form.text("name", most=rules.NAME_MOST),
        address=visit.form.text("address", most=rules.ADDRESS_MOST),
        key=visit.form.text("key", most=100, least=0),
    )


@page(again=index)
def add(visit: Visit) -> Response:
    """Another address."""
    viewer, moment = roster.organiser(visit.viewer), now()
    wanted = wish(visit)
    visit.form.insist()
    found = visit.write(lambda s: delivery.add(s, viewer, wanted, at=moment))
    return visit.redirect("receivers.show", id=found.id or 0, flash="saved")


def mine(visit: Visit) -> Receiver:
    """The receiver of the address, for organisers."""
    return delivery.receiver(visit.session, visit.viewer, visit.number())


@page
def show(visit: Visit) -> Response:
    """One address: what it needs to know of us, a test, and its settings."""
    found = mine(visit)
    signer = courier_of(visit.house).means.signer
    shared = signing.secret(signer, found.id or 0, found.generation)
    return visit.render(
        "receivers/show.html",
        found=found,
        secret=signing.secret_text(shared) if found.way is Way.WEBHOOK else "",
        public=signing.public_text(signer),
        proving=found.way in PROVING,
        wants=rules.WANTS[found.who],
        once=secrets.token_hex(8),
        **WORDS,
    )


@page(again=show)
def change(visit: Visit) -> Response:
    """Name, address, key. Whose it is and which way stay: for that there is another receiver."""
    found, viewer, moment = mine(visit), visit.viewer, now()
    wanted = Wish(
        who=found.who,
        way=found.way,
        name=visit.form.text("name", most=rules.NAME_MOST),
        address=visit.form.text("address", most=rules.ADDRESS_MOST),
        key=visit.form.text("key", most=100, least=0),
    )
    visit.form.insist()
    visit.write(lambda s: delivery.change(s, viewer, found.id or 0, wanted, at=moment))
    return visit.redirect("receivers.show", id=found.id, flash="saved")


@page
def renew(visit: Visit) -> Response:
    """A new secret."""
    viewer, number, moment = visit.viewer, visit.number(), now()
    seen = int(visit.form.raw("seen")) if visit.form.raw("seen").isdecimal() else 0
    visit.write(lambda s: delivery.renew_secret(s, viewer, number, seen=seen, at=moment))
    return visit.redirect("receivers.show", id=number, flash="done")


@page
def retire(visit: Visit) -> Response:
    """Nothing goes there any more."""
    viewer, number, moment = visit.viewer, visit.number(), now()
    visit.write(lambda s: delivery.retire(s, viewer, number, at=moment))
    visit.house.hub.news(NEWS)
    return visit.redirect("receivers", flash="removed")


@page
def test(visit: Visit) -> Response:
    """Send something that says it is a test."""
    viewer, number, once, moment = visit.viewer, visit.number(), visit.form.raw("once")[:32], now()
    title = render(TEST_TITLE, "zh")
    made = visit.write(lambda s: delivery.send_test(s, viewer, number, title=title, once=once, at=moment))
    visit.house.hub.news(NEWS)
    return visit.redirect("deliveries.show", id=made.id, flash="sent")


ROUTES: list[BaseRoute] = [
    Route("/receivers", index, name="receivers"),
    Route("/receivers", add, methods=["POST"], name="receivers.add"),
    Route("/receivers/{id:int}", show, name="receivers.show"),
    Route("/receivers/{id:int}", change, methods=["POST"], name="receivers.change"),
    Route("/receivers/{id:int}/secret", renew, methods=["POST"], name="receivers.renew"),
    Route("/receivers/{id:int}/retirement", retire, methods=["POST"], name="receivers.retire"),
    Route("/receivers/{id:int}/tests", test, methods=["POST"], name="receivers.test"),
]
