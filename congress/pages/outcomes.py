"""What became of the resolutions and motions of a year: page, print, table for a spreadsheet, draft of a report."""

import csv
import io

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.committee import service as committee
from congress.committee.service import Outcome
from congress.committee.service.outcomes import Year
from congress.i18n import say
from congress.typesetting.pdf import pdf
from congress.typesetting.word import docx
from congress.visit import Visit, page
from congress.web.files import disposition, pdf_file, word_file

COLUMNS = (
    say("编号"),
    say("标题"),
    say("签署日期"),
    say("报送编号"),
    say("状态"),
    say("承办部门"),
    say("部门期限"),
    say("答复期限"),
    say("答复日期"),
    say("用时（天）"),
    say("期限情况"),
    say("评价"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@page
def newest(visit: Visit) -> Response:
    """The list of the newest year that has one."""
    years = committee.years(visit.session, visit.viewer)
    if not years:
        return visit.render("outcomes/none.html")
    found = committee.outcomes(visit.session, visit.viewer, years[0], visit.zone)
    return visit.render("outcomes/show.html", list=found, years=years)


def here(visit: Visit) -> Year:
    """The list of the address."""
    return committee.outcomes(visit.session, visit.viewer, visit.number("year"), visit.zone)


@page
def year(visit: Visit) -> Response:
    """Every resolution and filed motion of the year."""
    years = committee.years(visit.session, visit.viewer)
    return visit.render("outcomes/show.html", list=here(visit), years=years)


@page
def table(visit: Visit) -> Response:
    """The same as comma-separated values (RFC 4180), with a mark that tells spreadsheets it is UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([visit.say(word) for word in COLUMNS])
    found = here(visit)
    for one in found.outcomes:
        writer.writerow([safe(cell) for cell in cells(visit, one)])
    headers = {
        "Content-Disposition": disposition(
            "attachment", f"resolutions-{found.year}.csv", f"{found.year}年决议落实情况.csv"
        )
    }
    return Response("\ufeff" + target.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def cells(visit: Visit, one: Outcome) -> list[str]:
    """One line of the table."""
    return [
        one.number,
        one.resolution.title,
        one.sealed_on.isoformat(),
        one.dispatch_number,
        visit.say(one.status),
        "；".join(duty.unit for duty in one.duties),
        "；".join(duty.due_on.isoformat() for duty in one.duties),
        one.dispatch.due_on.isoformat() if one.dispatch else "",
        one.answered_on.isoformat() if one.answered_on else "",
        "" if one.days is None else str(one.days),
        visit.say(one.light.word) if one.light else "",
        visit.say(one.rating) if one.rating else "",
    ]


def safe(cell: str) -> str:
    """A spreadsheet takes no title for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


@page
def report(visit: Visit) -> Response:
    """The draft of the report to the congress."""
    found = here(visit)
    made = committee.outcome_report(visit.session, found)
    return visit.render("outcomes/report.html", list=found, document=made)


@page
def report_pdf(visit: Visit) -> Response:
    """The same as a file."""
    found = here(visit)
    made = committee.outcome_report(visit.session, found)
    return pdf_file(pdf(made, now()), f"report-{found.year}", made.title)


@page
def report_word(visit: Visit) -> Response:
    """The same to be worked on."""
    found = here(visit)
    made = committee.outcome_report(visit.session, found)
    return word_file(docx(made, now()), f"report-{found.year}", made.title)


ROUTES: list[BaseRoute] = [
    Route("/outcomes", newest, name="outcomes"),
    Route("/outcomes/{year:int}", year, name="outcomes.year"),
    Route("/outcomes/{year:int}/table.csv", table, name="outcomes.table"),
    Route("/outcomes/{year:int}/report", report, name="outcomes.report"),
    Route("/outcomes/{year:int}/report.pdf", report_pdf, name="outcomes.pdf"),
    Route("/outcomes/{year:int}/report.docx", report_word, name="outcomes.word"),
]
