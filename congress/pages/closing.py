"""How a dispatch ends: sent back to the congress, or archived; and the sheet with all its steps (办理单)."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import rules
from congress.committee import service as committee
from congress.committee.rules import dispatches, orders
from congress.committee.rules.proxies import Power, may_decide
from congress.committee.service.transferring import BODY_MOST, FIELDS
from congress.errors import Missing
from congress.i18n import say
from congress.roster import service as roster
from congress.typesetting.forms import form_pdf
from congress.visit import Visit, page, public
from congress.web.files import pdf_file

NEWS = ("committee", "resolutions", "desk")


@page
def remanding(visit: Visit) -> Response:
    """Why the congress should deliberate again; or why it cannot be sent back now."""
    if not visit.viewer.is_committee:
        raise Missing(say("没有这个页面"))
    found = committee.visible_to(visit.session, visit.viewer, visit.number())
    sheet = committee.sheet(visit.session, found, visit.zone)
    authorities = committee.usable(visit.session, visit.viewer, found, Power.REMAND)
    leads = visit.viewer.leads_committee
    return visit.render(
        "committee/remand.html",
        sheet=sheet,
        refusal=dispatches.may_move(sheet.facts, dispatches.Move.REMAND)
        or may_decide(leads=leads or bool(authorities)),
        statement=committee.statement_for_remand(found, site=visit.site),
        authorities=authorities,
        leads=leads,
        most=orders.BODY_MOST,
        kinds=rules.KINDS,
    )


@page(again=remanding)
def remand(visit: Visit) -> Response:
    """Keep what was signed."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in orders.REMAND_FIELDS}
    visit.write(lambda s: committee.remand(s, viewer, number, site=visit.site, said=said, signed=signed))
    return told(visit, "signed")


def told(visit: Visit, flash: str) -> Response:
    """A change that others look at is told to their pages."""
    visit.house.hub.news(*NEWS)
    return visit.redirect("dispatches.show", id=visit.number(), flash=flash)


@page
def place(visit: Visit) -> Response:
    """On the agenda of the next sitting."""
    viewer, number = visit.viewer, visit.number()
    visit.write(lambda s: committee.place(s, viewer, number))
    return told(visit, "done")


@page
def archive(visit: Visit) -> Response:
    """归档."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    visit.write(lambda s: committee.archive(s, viewer, number, site=visit.site, signed=signed))
    return told(visit, "signed")


@page
def archived(visit: Visit) -> Response:
    """What was archived."""
    found = committee.archived(visit.session, visit.viewer, visit.zone)
    return visit.render("committee/archived.html", cards=found, kinds=rules.KINDS)


@public
def steps(visit: Visit) -> Response:
    """办理单: every step with time, name and place in the record, on one sheet to be printed."""
    found = committee.visible_to(visit.session, visit.anyone, visit.number())
    sheet = committee.sheet(visit.session, found, visit.zone)
    return visit.render("committee/steps.html", sheet=sheet, kinds=rules.KINDS, stages=rules.STAGES)


@public
def steps_pdf(visit: Visit) -> Response:
    """The same as a file; it says how the dispatch stands now."""
    found = committee.visible_to(visit.session, visit.anyone, visit.number())
    sheet = committee.sheet(visit.session, found, visit.zone)
    made = form_pdf(committee.handling_sheet(visit.session, sheet, visit.zone), committee.last_step(sheet))
    return pdf_file(made, f"handling-{found.id}", f"办理单-{sheet.number}")


@page
def transferring(visit: Visit) -> Response:
    """Which department takes the task over, and why."""
    line = committee.task_line_for_committee(visit.session, visit.viewer, visit.number(), visit.zone)
    authorities = committee.usable(visit.session, visit.viewer, line.dispatch, Power.INSTRUCTION)
    leads = visit.viewer.leads_committee
    departments = [
        (str(unit.id), unit.name)
        for unit in roster.handling_units(visit.session)
        if unit.id != line.assignment.unit_id
    ]
    return visit.render(
        "committee/transfer.html",
        task=line,
        refusal=may_decide(leads=leads or bool(authorities)),
        statement=committee.statement_for_transfer(line.assignment, site=visit.site),
        departments=departments,
        authorities=authorities,
        leads=leads,
        most=BODY_MOST,
    )


@page(again=transferring)
def transfer(visit: Visit) -> Response:
    """Keep what was signed."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    said = {name: visit.form.raw(name) for name in FIELDS}
    task = visit.write(
        lambda s: committee.transfer(s, viewer, number, site=visit.site, said=said, signed=signed)
    )
    visit.house.hub.news(*NEWS, "tasks")
    return visit.redirect("dispatches.show", id=task.dispatch_id, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/committee/archive", archived, name="committee.archived"),
    Route("/dispatches/{id:int}/remand", remanding, name="dispatches.remanding"),
    Route("/dispatches/{id:int}/remand", remand, methods=["POST"], name="dispatches.remand"),
    Route("/dispatches/{id:int}/agenda", place, methods=["POST"], name="dispatches.place"),
    Route("/dispatches/{id:int}/archive", archive, methods=["POST"], name="dispatches.archive"),
    Route("/assignments/{id:int}/transfer", transferring, name="assignments.transferring"),
    Route("/assignments/{id:int}/transfer", transfer, methods=["POST"], name="assignments.transfer"),
    Route("/dispatches/{id:int}/steps", steps, name="dispatches.steps"),
    Route("/dispatches/{id:int}/steps.pdf", steps_pdf, name="dispatches.steps_pdf"),
]
