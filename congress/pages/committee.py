"""What comes to the Party committee: the inbox, receipt, decisions, the rating."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import rules
from congress.committee import service as committee
from congress.committee.rules import Rating, dispatches, filings
from congress.committee.rules.assignments import Move as TaskMove
from congress.committee.rules.assignments import may_move as may_task
from congress.committee.rules.dispatches import Move
from congress.committee.rules.proxies import OF_KIND, POWERS, Power
from congress.committee.service import Sheet, TaskLine
from congress.committee.store import Dispatch
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.typesetting.pdf import pdf
from congress.typesetting.word import docx
from congress.visit import Visit, page, public
from congress.web.files import pdf_file, word_file

NEWS = ("committee", "tasks", "resolutions")
NOTE_MOST = 2_000
WORDS = {
    "kinds": rules.KINDS,
    "stages": rules.STAGES,
    "task_stages": rules.TASK_STAGES,
    "ratings": rules.RATINGS,
    "filing_kinds": filings.KINDS,
    "filing_standings": filings.STANDINGS,
    "decision_kinds": POWERS,
}


def told(visit: Visit, name: str, flash: str, **params: int) -> Response:
    """A change that others look at is told to their pages."""
    visit.house.hub.news(*NEWS)
    return visit.redirect(name, flash=flash, **params)


def mine(visit: Visit) -> Dispatch:
    """The dispatch of the address, if this person may see it."""
    return committee.visible_to(visit.session, visit.anyone, visit.number())


# --- the inbox -------------------------------------------------------------------------------------------------


@page
def inbox(visit: Visit) -> Response:
    """Everything in its column; fetched again when something has changed."""
    columns = committee.inbox(visit.session, visit.viewer, visit.zone)
    return visit.render(
        "committee/_inbox.html" if visit.wants_fragment else "committee/inbox.html",
        columns=columns,
        to_read=committee.to_read(visit.session, visit.viewer),
        statement_for=lambda found: committee.statement_for_receipt(found, site=visit.site),
        **WORDS,
    )


@public
def show(visit: Visit) -> Response:
    """One dispatch: the letter, its annex, every step; for the committee and the proposer what comes next."""
    sheet = committee.sheet(visit.session, mine(visit), visit.zone)
    viewer = visit.anyone
    person = viewer.person_id if viewer else 0
    return visit.render(
        "committee/show.html",
        sheet=sheet,
        document=sheet.document,
        refusals={move.value: dispatches.may_move(sheet.facts, move) for move in Move},
        replies=[
            (one.round, committee.reply_number(visit.session, one, visit.zone))
            for one in committee.replies(visit.session, sheet.dispatch)
        ],
        receipt=committee.statement_for_receipt(sheet.dispatch, site=visit.site),
        rating=committee.statement_for_rating(sheet.dispatch, site=visit.site),
        rates=person in sheet.raters,
        may_rate=dispatches.may_rate(sheet.facts, person=person, raters=sheet.raters),
        may_accept={
            task.assignment.id: may_task(task.assignment.stage, TaskMove.ACCEPT) for task in sheet.tasks
        },
        sent_to=delivery.about(visit.session, viewer, Matter.DISPATCH, sheet.dispatch.id or 0),
        **delivery.words(),
        **(desk(visit, sheet) if viewer and viewer.is_committee else {}),
        **(placing(visit, sheet) if viewer and viewer.organises else {}),
        **WORDS,
    )


def desk(visit: Visit, sheet: Sheet) -> dict[str, object]:
    """What the committee alone sees of a dispatch: what is proposed, who reads it, in whose name one may sign."""
    found, site = sheet.dispatch, visit.site
    return {
        "proposed": [
            (
                line,
                committee.statement_for_decision(found, line.advice.kind, site=site) | line.advice.said,
                committee.statement_for_review(line.advice, site=site),
                committee.may_review(line.advice, person=visit.viewer.person_id),
                committee.usable(visit.session, visit.viewer, found, OF_KIND[line.advice.kind]),
            )
            for line in committee.open_advice(visit.session, found)
        ],
        "circulations": committee.circulations_of(visit.session, found),
        "archiving": committee.statement_for_archiving(found, site=site),
        "leads": visit.viewer.leads_committee,
        "signs": signs(visit, found),
        "moves": committee.MOVES,
    }


def signs(visit: Visit, found: Dispatch) -> dict[str, bool]:
    """Which decisions about it this person may sign now: a secretary all, others those they have authority for."""
    leads = visit.viewer.leads_committee
    return {
        power.value: leads or bool(committee.usable(visit.session, visit.viewer, found, power))
        for power in Power
    }


def placing(visit: Visit, sheet: Sheet) -> dict[str, object]:
    """What the secretariat does with what came back: a place on the next agenda, or why not yet."""
    made = sheet.remand
    return {"may_place": committee.may_place(visit.session, made)} if made and not made.item_id else {}


@public
def document(visit: Visit) -> Response:
    """The letter with its annex, to be printed."""
    sheet = committee.sheet(visit.session, mine(visit), visit.zone)
    return visit.render("committee/document.html", sheet=sheet, document=sheet.document)


@public
def document_pdf(visit: Visit) -> Response:
    """The same as a file."""
    sheet = committee.sheet(visit.session, mine(visit), visit.zone)
    made = pdf(sheet.document, sheet.dispatch.sent_at)
    return pdf_file(made, f"dispatch-{sheet.dispatch.id}", sheet.number)


@public
def document_word(visit: Visit) -> Response:
    """The same to be worked on."""
    sheet = committee.sheet(visit.session, mine(visit), visit.zone)
    made = docx(sheet.document, sheet.dispatch.sent_at)
    return word_file(made, f"dispatch-{sheet.dispatch.id}", sheet.number)


@public
def reply(visit: Visit) -> Response:
    """批复, to be printed."""
    found = mine(visit)
    decision = committee.reply(visit.session, found, visit.number("round"))
    made = committee.reply_document(visit.session, found, decision, visit.zone)
    return visit.render("committee/reply.html", found=found, round=decision.round, document=made)


@public
def reply_pdf(visit: Visit) -> Response:
    """The same as a file."""
    found = mine(visit)
    decision = committee.reply(visit.session, found, visit.number("round"))
    made = committee.reply_document(visit.session, found, decision, visit.zone)
    return pdf_file(pdf(made, decision.at), f"reply-{found.id}-{decision.round}", made.number)


@public
def reply_word(visit: Visit) -> Response:
    """The same to be worked on."""
    found = mine(visit)
    decision = committee.reply(visit.session, found, visit.number("round"))
    made = committee.reply_document(visit.session, found, decision, visit.zone)
    return word_file(docx(made, decision.at), f"reply-{found.id}-{decision.round}", made.number)


@page
def receive(visit: Visit) -> Response:
    """签收."""
    viewer, number, signed = visit.viewer, visit.number(), visit.signed()
    visit.write(lambda s: committee.receive(s, viewer, number, site=visit.site, signed=signed))
    return told(visit, "dispatches.show", "signed", id=number)


# --- tasks and rating ------------------------------------------------------------------------------------------


@page
def accept(visit: Visit) -> Response:
    """验收."""
    viewer, number = visit.viewer, visit.number()
    task = visit.write(lambda s: committee.accept(s, viewer, number))
    return told(visit, "dispatches.show", "done", id=task.dispatch_id)


@page
def returning(visit: Visit) -> Response:
    """Why a task is sent back."""
    return visit.render("committee/return.html", task=reported(visit), **WORDS)


def reported(visit: Visit) -> TaskLine:
    """The task of the address, for the committee."""
    return committee.task_line_for_committee(visit.session, visit.viewer, visit.number(), visit.zone)


@page(again=returning)
def send_back(visit: Visit) -> Response:
    """退回."""
    viewer, number = visit.viewer, visit.number()
    body = visit.form.text("body", most=NOTE_MOST)
    visit.form.insist()
    task = visit.write(lambda s: committee.send_back(s, viewer, number, body=body))
    return told(visit, "dispatches.show", "done", id=task.dispatch_id)


@page(again=show)
def rate(visit: Visit) -> Response:
    """评价."""
    found, viewer, signed = mine(visit), visit.viewer, visit.signed()
    visit.form.choice("rating", Rating)
    visit.form.text("body", most=NOTE_MOST, least=0)
    visit.form.insist()
    said = {name: visit.form.raw(name) for name in ("rating", "body")}
    visit.write(lambda s: committee.rate(s, viewer, found.id or 0, site=visit.site, said=said, signed=signed))
    return told(visit, "dispatches.show", "signed", id=found.id or 0)


ROUTES: list[BaseRoute] = [
    Route("/committee", inbox, name="committee"),
    Route("/dispatches/{id:int}", show, name="dispatches.show"),
    Route("/dispatches/{id:int}/document", document, name="dispatches.document"),
    Route("/dispatches/{id:int}/document.pdf", document_pdf, name="dispatches.pdf"),
    Route("/dispatches/{id:int}/document.docx", document_word, name="dispatches.word"),
    Route("/dispatches/{id:int}/replies/{round:int}", reply, name="dispatches.reply"),
    Route("/dispatches/{id:int}/replies/{round:int}/document.pdf", reply_pdf, name="dispatches.reply_pdf"),
    Route("/dispatches/{id:int}/replies/{round:int}/document.docx", reply_word, name="dispatches.reply_word"),
    Route("/dispatches/{id:int}/receipt", receive, methods=["POST"], name="dispatches.receive"),
    Route("/dispatches/{id:int}/rating", rate, methods=["POST"], name="dispatches.rate"),
    Route("/assignments/{id:int}/acceptance", accept, methods=["POST"], name="assignments.accept"),
    Route("/assignments/{id:int}/return", returning, name="assignments.returning"),
    Route("/assignments/{id:int}/return", send_back, methods=["POST"], name="assignments.send_back"),
]
