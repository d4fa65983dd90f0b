"""One's own desk: signing keys, sessions, receipts."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.errors import Invalid
from congress.i18n import say
from congress.identity import service as identity
from congress.polls import service as polls
from congress.roster import service as roster
from congress.visit import Visit, page


@page
def show(visit: Visit) -> Response:
    """Who one is here, what one has signed, where one is signed in."""
    person_id = visit.viewer.person_id
    receipts = polls.receipts(visit.session, person_id)
    return visit.render(
        "me/show.html",
        units=roster.units(visit.session),
        keys=[key for key in identity.keys(visit.session, person_id) if key.revoked_at is None],
        sessions=identity.sessions(visit.session, person_id),
        here_id=visit.sign_in.id if visit.sign_in else None,
        has_password=identity.has_account(visit.session, person_id),
        receipts=receipts,
        titles={r.poll_id: polls.poll(visit.session, r.poll_id).title for r in receipts},
    )


@page
def keys(visit: Visit) -> Response:
    """Make and register this device's signing key; see the others."""
    person_id = visit.viewer.person_id
    return visit.render(
        "me/keys.html",
        keys=identity.keys(visit.session, person_id),
        statement={"act": "key", "person": person_id, "site": visit.site},
        home=visit.home,
    )


@page(again=keys)
def register(visit: Visit) -> Response:
    """Take the public half of this device's key."""
    person_id, site, signed = visit.viewer.person_id, visit.site, visit.signed()
    public, method, device = visit.form.raw("public"), visit.form.raw("method"), visit.device
    if not public:
        raise Invalid(say("没有收到签名公钥"))
    visit.write(
        lambda s: identity.register_key(
            s, person_id=person_id, site=site, public=public, method=method, device=device, signed=signed
        )
    )
    return visit.goto(visit.home, flash="key")


@page
def revoke_key(visit: Visit) -> Response:
    """Stop one of one's own keys."""
    person_id, key_id = visit.viewer.person_id, visit.request.path_params["key"]
    visit.write(lambda s: identity.revoke_own_key(s, key_id=key_id, person_id=person_id))
    return visit.redirect("me.keys", flash="done")


@page
def end_session(visit: Visit) -> Response:
    """Sign out somewhere else."""
    person_id, sign_in_id = visit.viewer.person_id, visit.number()
    visit.write(lambda s: identity.end(s, sign_in_id=sign_in_id, person_id=person_id))
    return visit.redirect("me", flash="done")


@page(again=show)
def change_password(visit: Visit) -> Response:
    """A new password, after the old one."""
    form, person_id = visit.form, visit.viewer.person_id
    old, new = form.raw("old"), form.raw("new")
    visit.house.slow_down("password", str(person_id), per_minute=10)
    visit.write(lambda s: identity.change_password(s, person_id=person_id, old=old, new=new))
    return visit.redirect("me", flash="saved")


ROUTES: list[BaseRoute] = [
    Route("/me", show, name="me"),
    Route("/me/keys", keys, name="me.keys"),
    Route("/me/keys", register, methods=["POST"], name="me.keys.register"),
    Route("/me/keys/{key}/revocation", revoke_key, methods=["POST"], name="me.keys.revoke"),
    Route("/me/sessions/{id:int}/ending", end_session, methods=["POST"], name="me.sessions.end"),
    Route("/me/password", change_password, methods=["POST"], name="me.password"),
]
