"""Names and passwords of those who work for the congress."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.visit import Visit, page
from congress.web import addresses


@page
def index(visit: Visit) -> Response:
    """Who needs an account, who has one."""
    lines = roster.account_lines(visit.session, term(visit))
    return visit.render("roster/accounts.html", lines=lines, **LABELS)


@page(again=index)
def issue(visit: Visit) -> Response:
    """Open an account or give it a new password, shown on this one page only."""
    term(visit)
    person_id, by, seen = visit.number(), visit.viewer.person_id, visit.form.raw("seen")
    login = visit.form.text("login", most=60)
    visit.form.insist()
    opened = visit.write(
        lambda s: roster.issue_password(s, person_id=person_id, login=login, seen=seen, by=by)
    )
    remembered = visit.enterprise.address if visit.enterprise else ""
    where = addresses.origin(visit.request, remembered, visit.house.settings.public_url)
    return visit.render("roster/account_opened.html", opened=opened, address=f"{where}/sign-in")


@page
def close(visit: Visit) -> Response:
    """Stop an account."""
    term(visit)
    person_id, by = visit.number(), visit.viewer.person_id
    visit.write(lambda s: roster.close_account(s, person_id=person_id, by=by))
    return visit.redirect("roster.accounts", flash="done")


ROUTES: list[BaseRoute] = [
    Route("/roster/accounts", index, name="roster.accounts"),
    Route("/roster/people/{id:int}/account", issue, methods=["POST"], name="roster.account.issue"),
    Route("/roster/people/{id:int}/account/closing", close, methods=["POST"], name="roster.account.close"),
]
