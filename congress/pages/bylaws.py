"""Rule profiles: read with their sources, copied and edited rule by rule, put in force for the term."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws import differences, editing
from congress.bylaws.outline import entry_at, outline
from congress.bylaws.profile import Profile, builtin, from_json, to_json
from congress.errors import Missing
from congress.i18n import say
from congress.polls.service import quiet
from congress.roster import service as roster
from congress.visit import Visit, page


def in_force(visit: Visit) -> Profile:
    """The rules of the term."""
    return from_json(visit.here.term.profile)


def named(visit: Visit) -> Profile:
    """The profile in the address. Copies are the organisers' business until they are in force."""
    name = visit.request.path_params["name"]
    if roster.is_own(name):
        roster.organiser(visit.viewer)
    return roster.profile_named(visit.session, name)


def own(visit: Visit) -> Profile:
    """A copy that may be edited."""
    roster.organiser(visit.viewer)
    name = visit.request.path_params["name"]
    if not roster.is_own(name):
        raise Missing(say("没有这个规则方案"), say("内置的规则方案不能修改，请先复制一份"))
    return roster.profile_named(visit.session, name)


@page
def index(visit: Visit) -> Response:
    """What is in force, the built-in profiles, and one's own."""
    force = in_force(visit)
    own_profiles = roster.own_profiles(visit.session) if visit.viewer.organises else []
    return visit.render("bylaws/index.html", force=force, builtin=builtin(), own=own_profiles)


@page
def force(visit: Visit) -> Response:
    """The rules in force, for everybody."""
    return sheet(visit, in_force(visit), now=True)


@page
def show(visit: Visit) -> Response:
    """A profile with its sources."""
    found = named(visit)
    return sheet(visit, found, now=to_json(found) == visit.here.term.profile)


def sheet(visit: Visit, profile: Profile, *, now: bool) -> Response:
    """A profile in tables; a copy also with what it changed."""
    base = builtin().get(profile.copied_from)
    organises = visit.viewer.organises
    return visit.render(
        "bylaws/show.html",
        profile=profile,
        outline=outline(profile),
        now=now,
        base=base,
        differences=differences.differences(profile, base) if base else (),
        eased=differences.eased(profile, base) if base else (),
        editable=organises
        and roster.is_own(profile.id)
        and visit.request.path_params.get("name") == profile.id,
        ground=quiet.may_change_ground(visit.session, visit.here.sitting.id or 0) if organises else None,
        force=in_force(visit),
    )


@page(again=show)
def copy(visit: Visit) -> Response:
    """A copy to edit."""
    roster.organiser(visit.viewer)
    by, name = visit.viewer.person_id, visit.request.path_params["name"]
    zh = visit.form.text("zh", most=60)
    en = visit.form.text("en", most=100, least=0)
    visit.form.insist()
    made = visit.write(lambda s: roster.copy_profile(s, name=name, zh=zh, en=en, by=by))
    return visit.goto(str(visit.path("bylaws.show", name=made.id)), flash="saved")


@page
def edit(visit: Visit) -> Response:
    """One rule as a form, with where its value comes from."""
    profile, part = own(visit), visit.request.path_params["part"]
    values = editing.values(profile, part)
    if visit.form.sent:
        values = {name: visit.form.many(name) for name in values}
    base = builtin().get(profile.copied_from)
    return visit.render(
        "bylaws/edit.html",
        profile=profile,
        part=part,
        entry=entry_at(profile, part),
        original=entry_at(base, part) if base else None,
        editables=editing.editables(part),
        values=values,
    )


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep the rule as typed; what differs is sourced to the enterprise's own rules."""
    profile, part, by = own(visit), visit.request.path_params["part"], visit.viewer.person_id
    typed = {item.name: visit.form.many(item.name) for item in editing.editables(part)}
    note = visit.form.raw("note")
    visit.write(lambda s: roster.edit_rule(s, name=profile.id, part=part, typed=typed, note=note, by=by))
    return visit.goto(f"{visit.path('bylaws.show', name=profile.id)}#{part}", flash="saved")


@page
def choose(visit: Visit) -> Response:
    """Put a profile in force for the term."""
    roster.organiser(visit.viewer)
    profile, by, sitting_id = named(visit), visit.viewer.person_id, visit.here.sitting.id or 0
    visit.write(lambda s: quiet.adopt_profile(s, sitting_id=sitting_id, profile=profile, by=by))
    return visit.redirect("bylaws.force", flash="done")


@page
def remove(visit: Visit) -> Response:
    """Throw a copy away."""
    profile = own(visit)
    visit.write(lambda s: roster.remove_profile(s, name=profile.id))
    return visit.redirect("bylaws", flash="removed")


ROUTES: list[BaseRoute] = [
    Route("/rules", index, name="bylaws"),
    Route("/rules/in-force", force, name="bylaws.force"),
    Route("/rules/{name}", show, name="bylaws.show"),
    Route("/rules/{name}/copying", copy, methods=["POST"], name="bylaws.copy"),
    Route("/rules/{name}/parts/{part}", edit, name="bylaws.edit"),
    Route("/rules/{name}/parts/{part}", save, methods=["POST"], name="bylaws.save"),
    Route("/rules/{name}/choosing", choose, methods=["POST"], name="bylaws.choose"),
    Route("/rules/{name}/removal", remove, methods=["POST"], name="bylaws.remove"),
]
