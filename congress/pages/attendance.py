"""Who is in the hall: the numbers, check-in at the desk and by phone, corrections, the sheet to sign."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.documents.qr import qr
from congress.errors import Missing
from congress.i18n import say
from congress.roster.rules import DELEGATE_WORDS
from congress.sittings import rules
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from congress.sittings.service import Group, Line
from congress.visit import Visit, page

SOURCE = "attendance"
ACTS = {
    Presence.ARRIVED: say("签到"),
    Presence.LEFT: say("离会"),
    Presence.RETURNED: say("返会"),
}
WORDS = {
    "presences": rules.PRESENCE_WORDS,
    "channels": rules.CHANNEL_WORDS,
    "kinds": DELEGATE_WORDS,
    "acts": ACTS,
}


@dataclass(frozen=True)
class Code:
    """What the projector shows for check-in by phone; ``picture`` is the address as a QR code."""

    digits: str
    address: str
    picture: str


def organiser(visit: Visit) -> int:
    """Only the secretariat sees and keeps the roll. The sitting it is about."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    return visit.here.sitting.id or 0


def code_for(visit: Visit) -> Code | None:
    """The code, if phones may check in now."""
    digits = visit.here.sitting.checkin_code
    if not digits:
        return None
    address = str(visit.request.url_for("attendance.phone"))
    return Code(digits, address, qr(f"{address}#{digits}"))


# --- the organiser's page --------------------------------------------------------------------------------------


@page
def index(visit: Visit) -> Response:
    """Numbers, check-in by phone, and the roll by delegation."""
    sitting_id = organiser(visit)
    visit.house.hub.touch(
        SOURCE
    )  # the roster may have changed since: what is live should not be older than the page
    return visit.render(
        "attendance/index.html",
        sitting=visit.here.sitting,
        attendance=sittings.tally(visit.session, sitting_id),
        groups=sittings.roll(visit.session, sitting_id),
        code=code_for(visit),
        refusal=rules.may_open_check_in(visit.here.sitting.stage),
        **WORDS,
    )


@page
def sheet(visit: Visit) -> Response:
    """签到表: to print and sign, one delegation to a page."""
    sitting_id = organiser(visit)
    return visit.render(
        "attendance/sheet.html", meeting=visit.here, groups=sittings.roll(visit.session, sitting_id), **WORDS
    )


@page
def screen(visit: Visit) -> Response:
    """The code, large, for the projector."""
    tally = sittings.tally(visit.session, organiser(visit))
    template = "attendance/_screen.html" if visit.wants_fragment else "attendance/screen.html"
    return visit.render(template, code=code_for(visit), attendance=tally, occasion=visit.here.sitting.place)


@page
def open_code(visit: Visit) -> Response:
    """Let phones check in, or give them a new code."""
    sitting_id, by, renew = organiser(visit), visit.viewer.person_id, visit.form.tick("renew")
    visit.write(lambda s: sittings.open_check_in(s, sitting_id=sitting_id, by=by, renew=renew))
    visit.house.hub.news("now", "desk", "projector")
    return visit.redirect("attendance")


@page
def close_code(visit: Visit) -> Response:
    """Phones check in no longer."""
    sitting_id, by = organiser(visit), visit.viewer.person_id
    visit.write(lambda s: sittings.close_check_in(s, sitting_id=sitting_id, by=by))
    visit.house.hub.news("now", "desk", "projector")
    return visit.redirect("attendance")


# --- the desk --------------------------------------------------------------------------------------------------


@page
def desk(visit: Visit) -> Response:
    """One delegation, or those whose name or number was looked for: one tap each."""
    groups = sittings.roll(visit.session, organiser(visit))
    visit.house.hub.touch(SOURCE)
    wanted, word = (
        visit.request.query_params.get("delegation", ""),
        visit.request.query_params.get("q", "").strip(),
    )
    shown = found(groups, word) if word else chosen(groups, wanted)
    return visit.render(
        "attendance/desk.html",
        sitting=visit.here.sitting,
        attendance=sittings.tally(visit.session, visit.here.sitting.id or 0),
        groups=groups,
        shown=shown,
        word=word,
        refusal=rules.may_open_check_in(visit.here.sitting.stage),
        **WORDS,
    )


def chosen(groups: list[Group], wanted: str) -> list[Group]:
    """The delegation of the address, or the first."""
    return [group for group in groups if str(group.id or 0) == wanted] or groups[:1]


def found(groups: list[Group], word: str) -> list[Group]:
    """Whose name has the word in it, or whose number begins with it."""
    parts = []
    for group in groups:
        lines = tuple(a for a in group.lines if word in a.seat.name or a.seat.number.startswith(word))
        if lines:
            parts.append(Group(group.id, group.number, group.name, group.head, lines))
    return parts


@page
def note(visit: Visit) -> Response:
    """A delegate came, left or returned."""
    sitting_id, delegate_id, by = organiser(visit), visit.number(), visit.viewer.person_id
    presence = visit.form.choice("presence", Presence)
    visit.form.insist()
    visit.write(
        lambda s: sittings.note(s, sitting_id=sitting_id, delegate_id=delegate_id, presence=presence, by=by)
    )
    visit.house.hub.touch(SOURCE)
    line = sittings.line_of(visit.session, sitting_id, delegate_id)
    if visit.wants_fragment:
        tally = sittings.tally(visit.session, sitting_id)
        return visit.render("attendance/on_note.html", line=line, attendance=tally, **WORDS)
    return visit.goto(back_to_desk(visit, line), flash="saved")


def back_to_desk(visit: Visit, line: Line) -> str:
    """The delegation of the one who was noted, at their line."""
    place = visit.path("attendance.desk")
    return f"{place}?delegation={line.seat.delegation_id or 0}#seat-{line.seat.delegate_id}"


@page
def history(visit: Visit) -> Response:
    """Everything noted of one delegate, and the way to correct the newest entry."""
    sitting_id = organiser(visit)
    line = sittings.line_of(visit.session, sitting_id, visit.number("delegate"))
    return visit.render(
        "attendance/history.html",
        line=line,
        entries=sittings.signed_entries(visit.session, sitting_id, line.seat.delegate_id),
        refusal=rules.may_open_check_in(visit.here.sitting.stage),
        **WORDS,
    )


@page(again=history)
def correct(visit: Visit) -> Response:
    """The newest entry was a mistake."""
    organiser(visit)
    entry_id, by, why = visit.number(), visit.viewer.person_id, visit.form.text("why")
    visit.form.insist()
    visit.write(lambda s: sittings.correct(s, entry_id=entry_id, by=by, why=why))
    visit.house.hub.touch(SOURCE)
    return visit.redirect("attendance.history", delegate=visit.number("delegate"), flash="saved")


# --- the delegate's phone --------------------------------------------------------------------------------------


@page
def phone(visit: Visit) -> Response:
    """A delegate checks in, or sees since when they are here."""
    if visit.viewer.delegate_id is None:
        raise Missing(say("没有这个页面"))
    sitting_id = visit.here.sitting.id or 0
    line = sittings.line_of(visit.session, sitting_id, visit.viewer.delegate_id)
    return visit.render(
        "attendance/phone.html",
        line=line,
        attendance=sittings.tally(visit.session, sitting_id),
        refusal=rules.may_check_in(
            visit.here.sitting.stage, open_to_phones=bool(visit.here.sitting.checkin_code)
        ),
        **WORDS,
    )


@page(again=phone)
def check_in(visit: Visit) -> Response:
    """The code from the projector. Wrong codes are slowed down."""
    person_id, sitting_id, code = (
        visit.viewer.person_id,
        visit.here.sitting.id or 0,
        visit.form.text("code", most=20),
    )
    visit.form.insist()
    visit.house.slow_down("check-in", str(person_id))
    visit.write(lambda s: sittings.check_in(s, sitting_id=sitting_id, person_id=person_id, code=code))
    visit.house.hub.touch(SOURCE)
    return visit.redirect("attendance.phone")


ROUTES: list[BaseRoute] = [
    Route("/attendance", index, name="attendance"),
    Route("/attendance/sheet", sheet, name="attendance.sheet"),
    Route("/attendance/screen", screen, name="attendance.screen"),
    Route("/attendance/code", open_code, methods=["POST"], name="attendance.open"),
    Route("/attendance/code/closing", close_code, methods=["POST"], name="attendance.close"),
    Route("/attendance/desk", desk, name="attendance.desk"),
    Route("/attendance/delegates/{id:int}", note, methods=["POST"], name="attendance.note"),
    Route("/attendance/delegates/{delegate:int}", history, name="attendance.history"),
    Route(
        "/attendance/delegates/{delegate:int}/entries/{id:int}/correction",
        correct,
        methods=["POST"],
        name="attendance.correct",
    ),
    Route("/attendance/phone", phone, name="attendance.phone"),
    Route("/attendance/phone", check_in, methods=["POST"], name="attendance.check_in"),
]
