"""One person: seat, offices, keys, sessions, cards; and what was done about them."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.identity import service as identity
from congress.pages.roster.listing import term
from congress.pages.roster.words import LABELS
from congress.polls.service import quiet
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, OfficeKind
from congress.visit import Visit, page

NUMBERS = ("attendance", "turnout")  # 应到 may have changed


@page
def show(visit: Visit) -> Response:
    """Everything that organisers may know of a person."""
    term_id = term(visit)
    found = roster.dossier(visit.session, term_id, visit.number())
    actors = {act.actor for act in found.history} | {key.revoked_by for key in found.keys if key.revoked_by}
    return visit.render(
        "roster/person.html",
        found=found,
        groups=roster.groups(visit.session, term_id),
        units=roster.units(visit.session),
        names=roster.names(visit.session, actors),
        moment=now(),
        seen=identity.newest_invitation(visit.session),
        ground=quiet.may_change_ground(visit.session, visit.here.sitting.id or 0),
        **LABELS,
    )


@page(again=show)
def seat(visit: Visit) -> Response:
    """Give a seat, or change it."""
    term_id, person_id, by = term(visit), visit.number(), visit.viewer.person_id
    sitting_id = visit.here.sitting.id or 0
    kind = visit.form.choice("kind", DelegateKind)
    group = visit.form.optional_integer("delegation_id")
    visit.form.insist()
    visit.write(
        lambda s: quiet.when_quiet(
            s,
            sitting_id,
            lambda: roster.seat(
                s, term_id=term_id, person_id=person_id, kind=kind, delegation_id=group, by=by
            ),
        )
    )
    visit.house.hub.touch(*NUMBERS)
    return visit.redirect("roster.person", id=person_id, flash="saved")


@page(again=show)
def end_seat(visit: Visit) -> Response:
    """End a mandate, with the reason."""
    term_id, person_id, by = term(visit), visit.number(), visit.viewer.person_id
    sitting_id = visit.here.sitting.id or 0
    why = visit.form.text("why", most=200)
    visit.form.insist()
    visit.write(
        lambda s: quiet.when_quiet(
            s,
            sitting_id,
            lambda: roster.end_seat(s, term_id=term_id, person_id=person_id, why=why, by=by),
        )
    )
    visit.house.hub.touch(*NUMBERS)
    return visit.redirect("roster.person", id=person_id, flash="done")


@page(again=show)
def appoint(visit: Visit) -> Response:
    """Give an office."""
    term_id, person_id, by = term(visit), visit.number(), visit.viewer.person_id
    kind = visit.form.choice("office", OfficeKind)
    unit_id = visit.form.optional_integer("unit")
    visit.form.insist()
    visit.write(
        lambda s: roster.appoint(s, term_id=term_id, person_id=person_id, kind=kind, unit_id=unit_id, by=by)
    )
    return visit.redirect("roster.person", id=person_id, flash="saved")


@page(again=show)
def depart(visit: Visit) -> Response:
    """A person has left the enterprise."""
    term(visit)
    person_id, by, sitting_id = visit.number(), visit.viewer.person_id, visit.here.sitting.id or 0
    why = visit.form.text("left_why", most=200)
    visit.form.insist()
    visit.write(
        lambda s: quiet.when_quiet(
            s, sitting_id, lambda: roster.depart(s, person_id=person_id, by=by, why=why)
        )
    )
    visit.house.hub.touch(*NUMBERS)
    return visit.redirect("roster.person", id=person_id, flash="done")


@page
def take_back(visit: Visit) -> Response:
    """A person has come back."""
    term(visit)
    person_id, by = visit.number(), visit.viewer.person_id
    visit.write(lambda s: roster.take_back(s, person_id=person_id, by=by))
    return visit.redirect("roster.person", id=person_id, flash="done")


@page
def revoke_key(visit: Visit) -> Response:
    """Stop one of a person's keys."""
    term(visit)
    person_id, by, key_id = visit.number(), visit.viewer.person_id, visit.request.path_params["key"]
    visit.write(lambda s: identity.revoke_persons_key(s, key_id=key_id, person_id=person_id, by=by))
    return visit.redirect("roster.person", id=person_id, flash="done")


@page
def end_session(visit: Visit) -> Response:
    """Sign a person out somewhere."""
    term(visit)
    person_id, sign_in_id = visit.number(), visit.number("session")
    visit.write(lambda s: identity.end(s, sign_in_id=sign_in_id, person_id=person_id))
    return visit.redirect("roster.person", id=person_id, flash="done")


@page
def revoke_cards(visit: Visit) -> Response:
    """Stop a person's unused cards without making a new one."""
    term(visit)
    person_id, by = visit.number(), visit.viewer.person_id
    visit.write(lambda s: identity.revoke_invitations(s, person_id=person_id, by=by, at=now()))
    return visit.redirect("roster.person", id=person_id, flash="done")


AT = "/roster/people/{id:int}"
ROUTES: list[BaseRoute] = [
    Route(AT, show, name="roster.person"),
    Route(f"{AT}/seat", seat, methods=["POST"], name="roster.seat"),
    Route(f"{AT}/seat/ending", end_seat, methods=["POST"], name="roster.seat.end"),
    Route(f"{AT}/offices", appoint, methods=["POST"], name="roster.appoint"),
    Route(f"{AT}/departure", depart, methods=["POST"], name="roster.depart"),
    Route(f"{AT}/return", take_back, methods=["POST"], name="roster.take_back"),
    Route(f"{AT}/keys/{{key}}/revocation", revoke_key, methods=["POST"], name="roster.key.revoke"),
    Route(f"{AT}/sessions/{{session:int}}/ending", end_session, methods=["POST"], name="roster.session.end"),
    Route(f"{AT}/cards/revocation", revoke_cards, methods=["POST"], name="roster.cards.revoke"),
]
