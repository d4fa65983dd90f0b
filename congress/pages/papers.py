"""Papers of the agenda: attached by the secretariat, read by everybody who has signed in.

A file is served as what its bytes were found to be, in a sandbox of its own (CSP
``sandbox``), under a name of RFC 6266 and RFC 8187.
"""

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from congress.errors import Invalid, Missing, Refusal
from congress.i18n import say
from congress.sittings import rules
from congress.sittings import service as sittings
from congress.sittings.store import Paper
from congress.visit import Visit, page
from congress.web.files import disposition


def organiser(visit: Visit) -> int:
    """Only the secretariat attaches and withdraws. Who does it."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    return visit.viewer.person_id


@page
def show(visit: Visit) -> Response:
    """The file, or why it is gone."""
    paper = sittings.paper(visit.session, visit.number())
    if paper.withdrawn_at:
        visit.status = 410
        item = sittings.item(visit.session, paper.item_id)
        return visit.render("agenda/withdrawn.html", paper=paper, item=item)
    file = visit.house.settings.papers / paper.sha256
    if not file.is_file():
        raise Missing(say("这份文件不在服务器上"), say("请告诉会务组"))
    return FileResponse(file, media_type=paper.media_type, headers=headers(paper))


def headers(paper: Paper) -> dict[str, str]:
    """What keeps a file from being anything but a file."""
    shown = "inline" if rules.is_shown(paper.media_type) else "attachment"
    plain = f"paper-{paper.id}.{paper.name.rpartition('.')[2].lower()}"
    return {
        "Content-Disposition": disposition(shown, plain, paper.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }


@page
def new(visit: Visit) -> Response:
    """The form for a file."""
    organiser(visit)
    item = sittings.item(visit.session, visit.number())
    refusal = rules.may_add(sittings.sitting(visit.session, item.sitting_id).stage)
    return visit.render(
        "agenda/paper.html", item=item, refusal=refusal, accept=rules.ACCEPT, taken=rules.TAKEN
    )


@page(again=new)
def create(visit: Visit) -> Response:
    """Attach a file to an item."""
    by, item_id = organiser(visit), sittings.item(visit.session, visit.number()).id or 0
    name, content = sent(visit)
    kind = rules.recognise(name, content)
    if isinstance(kind, Refusal):
        raise Invalid(kind.reason, {"paper": kind.reason, "remedy": kind.remedy or rules.TAKEN})
    sha256 = sittings.keep(visit.house.settings.papers, content)
    visit.write(
        lambda s: sittings.add_paper(
            s, item_id=item_id, name=name, media_type=kind.media_type, size=len(content), sha256=sha256, by=by
        )
    )
    visit.house.hub.news("agenda")
    return visit.redirect("agenda.show", id=item_id, flash="saved")


def sent(visit: Visit) -> tuple[str, bytes]:
    """The name and the bytes of the file, within the limit."""
    name, content = visit.form.content("paper", limit=visit.house.settings.upload_limit)
    return rules.file_name(name), content


@page
def withdraw(visit: Visit) -> Response:
    """Take a file back, saying why."""
    by, paper, why = organiser(visit), sittings.paper(visit.session, visit.number()), visit.form.text("why")
    visit.form.insist()
    visit.write(lambda s: sittings.withdraw_paper(s, paper_id=visit.number(), by=by, why=why))
    visit.house.hub.news("agenda")
    return visit.redirect("agenda.show", id=paper.item_id, flash="saved")


ROUTES: list[BaseRoute] = [
    Route("/agenda/{id:int}/papers/new", new, name="papers.new"),
    Route("/agenda/{id:int}/papers", create, methods=["POST"], name="papers.create"),
    Route("/papers/{id:int}", show, name="papers.show"),
    Route("/papers/{id:int}/withdrawal", withdraw, methods=["POST"], name="papers.withdraw"),
]
