"""Importing a roster: the template, the upload, the preview that names each bad cell, the confirmation."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import parse
from congress.errors import Invalid
from congress.i18n import Message, say
from congress.roster import service as roster
from congress.roster import sheet
from congress.roster.rules import DELEGATE_WORDS, UNIT_WORDS
from congress.roster.service import Confirmed
from congress.roster.sheet import Change, Plan, Table
from congress.visit import Visit, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200  # of each list; the numbers say how many there are


@dataclass(frozen=True)
class Shown:
    """A person whose facts change: each fact before and after, in words."""

    row: int
    number: str
    name: str
    lines: tuple[tuple[Message, Message | str, Message | str], ...]


def term(visit: Visit) -> int:
    """The term that is imported into, for organisers only."""
    roster.organiser(visit.viewer)
    return visit.here.term.id or 0


@page
def index(visit: Visit) -> Response:
    """The form, the template, and what was imported so far."""
    term(visit)
    done = roster.imports(visit.session)[:20]
    return visit.render(
        "imports/index.html",
        done=[(act, parse(act.at)) for act in done],
        names=roster.names(visit.session, {act.actor for act in done}),
        columns=sheet.HEADERS,
    )


@page
def template(visit: Visit) -> Response:
    """An empty sheet with its explanations."""
    term(visit)
    name = f"attachment; filename=roster-template-{visit.lang}.xlsx"
    content = sheet.workbook([], {}, visit.lang)
    return Response(content, media_type=XLSX, headers={"Content-Disposition": name})


@page(again=index)
def upload(visit: Visit) -> Response:
    """Keep the sheet, if it can be read at all, and show what it would do."""
    term(visit)
    sent = visit.form.upload("file")
    if sent is None:
        raise Invalid(say("请选择文件"), {"file": say("请选择文件")})
    content = sent.file.read(visit.house.settings.upload_limit + 1)
    if len(content) > visit.house.settings.upload_limit:
        raise Invalid(say("文件太大"), {"file": say("文件太大，最大 20 MB")})
    sheet.table(sheet.read(content, sent.filename or ""))
    kept = roster.keep_sheet(visit.house.settings.imports, content, sent.filename or "")
    whole = "?complete=1" if visit.form.raw("complete") else ""
    return visit.goto(f"{visit.path('imports.show', file=kept)}{whole}")


@page
def show(visit: Visit) -> Response:
    """The preview: every bad cell, and what would be added, changed, ended."""
    return preview(
        visit, complete=bool(visit.request.query_params.get("complete") or visit.form.raw("complete"))
    )


def preview(visit: Visit, *, complete: bool) -> Response:
    """The same after a confirmation that lacked something."""
    term_id, by = term(visit), visit.viewer.person_id
    table = read(visit)
    plan = roster.preview(visit.session, term_id=term_id, table=table, complete=complete, by=by)
    known = {group.number: group.name for group in roster.groups(visit.session, term_id)}
    known |= {new.number: new.name for new in plan.delegations}
    return visit.render(
        "imports/show.html",
        table=table,
        plan=plan,
        complete=complete,
        file=visit.request.path_params["file"],
        most=SHOWN,
        changed=[described(change, known) for change in plan.changed[:SHOWN]],
        ended=[described(change, known) for change in plan.ended],
        known=known,
        counts=counts(plan),
        delegate_words=DELEGATE_WORDS,
        unit_words=UNIT_WORDS,
    )


def read(visit: Visit) -> Table:
    """The kept sheet as a table."""
    name = visit.request.path_params["file"]
    return sheet.table(sheet.read(roster.kept_sheet(visit.house.settings.imports, name), name))


def counts(plan: Plan) -> list[tuple[Message, int]]:
    """The summary above the lists."""
    return [
        (say("新增"), len(plan.added)),
        (say("变更"), len(plan.changed)),
        (say("不变"), plan.unchanged),
        (say("终止"), len(plan.ended)),
    ]


def described(change: Change, delegations: dict[int, str]) -> Shown:
    """What differs, in words."""
    return Shown(
        change.row, change.after.number, change.after.name, tuple(sheet.differences(change, delegations))
    )


@page(again=show)
def confirm(visit: Visit) -> Response:
    """Import what was previewed, all or nothing."""
    term_id, by, form = term(visit), visit.viewer.person_id, visit.form
    name, table = visit.request.path_params["file"], read(visit)
    wanted = Confirmed(form.raw("digest"), complete=bool(form.raw("complete")), units=form.tick("units"))
    visit.write(
        lambda s: roster.import_sheet(s, term_id=term_id, table=table, file=name, confirmed=wanted, by=by)
    )
    roster.forget_sheet(visit.house.settings.imports, name)
    visit.house.hub.touch("attendance", "turnout")
    return visit.redirect("imports", flash="done")


ROUTES: list[BaseRoute] = [
    Route("/roster/imports", index, name="imports"),
    Route("/roster/imports", upload, methods=["POST"], name="imports.upload"),
    Route("/roster/imports/template.xlsx", template, name="imports.template"),
    Route("/roster/imports/{file}", show, name="imports.show"),
    Route("/roster/imports/{file}", confirm, methods=["POST"], name="imports.confirm"),
]
