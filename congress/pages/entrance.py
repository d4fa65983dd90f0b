"""Coming in and going out: invitation cards, passwords, signing out."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.identity import service as identity
from congress.visit import COOKIE, Visit, own_address, page, public


@public
def front(visit: Visit) -> Response:
    """``/``: everyone's way to where they usually want to go."""
    if visit.enterprise is None:
        return visit.redirect("welcome")
    if visit.anyone:
        return visit.goto(visit.home)
    if visit.enterprise.demo:
        return visit.redirect("demo")
    return visit.render("entrance/front.html")


@public
def sign_in(visit: Visit) -> Response:
    """Name and password, for organisers, the committee and departments."""
    wanted = own_address(visit.form.raw("next") or visit.request.query_params.get("next", ""))
    if visit.anyone and visit.request.method == "GET":
        return visit.goto(wanted or visit.home)
    return visit.render("entrance/sign_in.html", next=wanted)


@public(again=sign_in)
def check(visit: Visit) -> Response:
    """Check name and password; one answer for every mistake, and not too many tries."""
    login = visit.form.text("login", most=100)
    password = visit.form.raw("password")
    visit.form.insist()
    visit.house.slow_down("sign-in", visit.address, per_minute=30)
    visit.house.slow_down("sign-in", login.lower(), per_minute=10)
    person_id = identity.check_password(visit.session, login=login, password=password)
    return let_in(visit, visit.write(lambda s: identity.begin(s, person_id=person_id, device=visit.device)))


@public
def card(visit: Visit) -> Response:
    """Where the QR code of a card leads; the token stays behind ``#`` until it is posted."""
    return visit.render("entrance/card.html")


@public
def use_card(visit: Visit) -> Response:
    """Exchange a card's token for a session."""
    visit.house.slow_down("card", visit.address, per_minute=60)  # a hall may share one address
    token = visit.form.raw("token").strip()
    entered = visit.write(lambda s: identity.enter(s, token=token, device=visit.device))
    return visit.enter(visit.redirect("me.keys", flash="welcome"), entered)


def let_in(visit: Visit, entered: identity.Entered) -> Response:
    """Send them where they wanted to go, with their session."""
    wanted = own_address(visit.form.raw("next"))
    return visit.enter(visit.goto(wanted or "/", flash="welcome"), entered)


@page
def sign_out(visit: Visit) -> Response:
    """End this session, here and on the server."""
    if found := visit.sign_in:
        visit.write(lambda s: identity.end(s, sign_in_id=found.id or 0, person_id=found.person_id))
    response = visit.goto("/", flash="goodbye")
    response.delete_cookie(COOKIE)
    return response


ROUTES: list[BaseRoute] = [
    Route("/", front, name="front"),
    Route("/sign-in", sign_in, name="sign_in"),
    Route("/sign-in", check, methods=["POST"], name="sign_in.check"),
    Route("/enter", card, name="card"),
    Route("/enter", use_card, methods=["POST"], name="card.use"),
    Route("/sign-out", sign_out, methods=["POST"], name="sign_out"),
]
