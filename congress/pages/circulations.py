"""传阅: asking people to read, reading, and seeing who has not."""

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import service as committee
from congress.committee.rules.circulation import FIELDS, NOTE_MOST, READER, REMARK_MOST
from congress.committee.service import Subject
from congress.errors import Missing
from congress.i18n import say
from congress.resolutions import service as resolutions
from congress.visit import Visit, page
from congress.web.files import pdf_file

NEWS = ("committee", "resolutions")
DAYS = 7  # until it should be read, unless another day is chosen


def subject(visit: Visit) -> Subject:
    """What is circulated, from the address."""
    what, number = visit.request.path_params["subject"], visit.number()
    if what == "dispatches":
        return committee.subject(visit.session, visit.viewer, dispatch_id=number)
    if what == "resolutions":
        return committee.subject(visit.session, visit.viewer, resolution_id=number)
    raise Missing(say("没有这个页面"))


@page
def new(visit: Visit) -> Response:
    """Who is to read it, and by when."""
    about = subject(visit)
    today = committee.today(visit.session)
    return visit.render(
        "circulations/new.html",
        about=about,
        what=visit.request.path_params["subject"],
        number=visit.number(),
        people=committee.offered(visit.session, visit.viewer),
        statement=committee.statement_for_circulation(about, site=visit.site),
        due_on=(today + timedelta(days=DAYS)).isoformat(),
        first_day=(today + timedelta(days=1)).isoformat(),
        most=NOTE_MOST,
    )


@page(again=new)
def create(visit: Visit) -> Response:
    """Keep what was signed."""
    about, viewer, signed = subject(visit), visit.viewer, visit.signed()
    ticked = {name: visit.form.raw(name) for name in visit.form.sent if name.startswith(READER)}
    said = {name: visit.form.raw(name) for name in FIELDS} | ticked
    made = visit.write(
        lambda s: committee.circulate(s, viewer, about, site=visit.site, said=said, signed=signed)
    )
    visit.house.hub.news(*NEWS)
    return visit.redirect("circulations.show", id=made.id, flash="signed")


@page
def index(visit: Visit) -> Response:
    """What this person is to read, and what they organise."""
    found = committee.concerning(visit.session, visit.viewer)
    if not found and not visit.viewer.offices:
        raise Missing(say("没有这个页面"))
    waiting = {line.circulation.id for line in committee.to_read(visit.session, visit.viewer)}
    unread = [
        (line, bool(committee.to_remind(visit.session, line)))
        for line in committee.unread(visit.session, visit.viewer)
    ]
    return visit.render("circulations/index.html", lines=found, waiting=waiting, unread=unread)


@page
def show(visit: Visit) -> Response:
    """One circulation: what is to be read, who has, and one's own 已阅."""
    line = committee.circulation(visit.session, visit.viewer, visit.number())
    mine = next((r for r in line.readers if r.reading.person_id == visit.viewer.person_id), None)
    organises = committee.organises(line, visit.viewer)
    return visit.render(
        "circulations/show.html",
        line=line,
        mine=mine,
        organises=organises,
        to_remind={one.reading.person_id for one in committee.to_remind(visit.session, line)},
        statement=committee.statement_for_reading(line, site=visit.site),
        most=REMARK_MOST,
    )


@page
def document(visit: Visit) -> Response:
    """The resolution that is circulated, as a file: its readers may not see its page before it is published."""
    line = committee.circulation(visit.session, visit.viewer, visit.number())
    found = line.subject.resolution
    made = resolutions.file_of(visit.session, visit.house.settings.seal, found, visit.zone)
    return pdf_file(made, f"resolution-{found.id}", resolutions.number_of(found))


@page(again=show)
def read(visit: Visit) -> Response:
    """已阅."""
    viewer, number, signed, body = visit.viewer, visit.number(), visit.signed(), visit.form.raw("body")
    visit.write(lambda s: committee.note_read(s, viewer, number, site=visit.site, body=body, signed=signed))
    visit.house.hub.news(*NEWS)
    return visit.redirect("circulations.show", id=number, flash="signed")


@page
def remind(visit: Visit) -> Response:
    """催阅: all who have not read, or the one whose button it was."""
    viewer, number = visit.viewer, visit.number()
    people = frozenset(
        int(one) for one in visit.form.many("person") if one.isascii() and one.isdecimal() and len(one) < 10
    )
    visit.write(lambda s: committee.remind(s, viewer, number, people=people))
    visit.house.hub.news(*NEWS, "tasks")
    if visit.form.raw("back"):
        return visit.redirect("circulations", flash="done")
    return visit.redirect("circulations.show", id=number, flash="done")


ROUTES: list[BaseRoute] = [
    Route("/circulations", index, name="circulations"),
    Route("/circulations/{id:int}", show, name="circulations.show"),
    Route("/circulations/{id:int}/document.pdf", document, name="circulations.pdf"),
    Route("/circulations/{id:int}/reading", read, methods=["POST"], name="circulations.read"),
    Route("/circulations/{id:int}/reminders", remind, methods=["POST"], name="circulations.remind"),
    Route("/circulations/{subject}/{id:int}/new", new, name="circulations.new"),
    Route("/circulations/{subject}/{id:int}/new", create, methods=["POST"], name="circulations.create"),
]
