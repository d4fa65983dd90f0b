"""The roster as a list: delegates, employees, and the whole of it as a spreadsheet."""

from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.pages.roster.words import LABELS
from congress.roster import service as roster
from congress.roster import sheet
from congress.roster.rules import DelegateKind
from congress.roster.service import Search
from congress.visit import Visit, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def term(visit: Visit) -> int:
    """The term whose roster this is, for organisers only."""
    roster.organiser(visit.viewer)
    return visit.here.term.id or 0


@page
def delegates(visit: Visit) -> Response:
    """Every mandate of the term, searched and filtered."""
    term_id, asked = term(visit), visit.request.query_params
    kind = asked.get("kind", "")
    wish = Search(
        words=asked.get("q", "")[:100],
        kind=DelegateKind(kind) if kind in set(DelegateKind) else None,
        delegation_id=whole(asked.get("delegation", "")),
        delegates=True,
        gone=asked.get("state") == "ended",
    )
    return visit.render(
        "roster/delegates.html",
        found=roster.search(visit.session, term_id, wish, whole(asked.get("page", "")) or 1),
        wish=wish,
        groups=roster.groups(visit.session, term_id),
        more=turning(visit),
        **LABELS,
    )


@page
def people(visit: Visit) -> Response:
    """Every employee that the roster knows."""
    term_id, asked = term(visit), visit.request.query_params
    wish = Search(
        words=asked.get("q", "")[:100],
        unit_id=whole(asked.get("unit", "")),
        gone=asked.get("state") == "left",
    )
    return visit.render(
        "roster/people.html",
        found=roster.search(visit.session, term_id, wish, whole(asked.get("page", "")) or 1),
        wish=wish,
        tree=roster.tree(visit.session, term_id),
        more=turning(visit),
        **LABELS,
    )


@page
def export(visit: Visit) -> Response:
    """The roster as a spreadsheet that can be corrected and imported again."""
    known = roster.known(visit.session, term(visit), visit.viewer.person_id)
    present = [facts for facts in known.people.values() if not facts.left]
    content = sheet.workbook(present, known.delegations, visit.lang)
    return Response(
        content, media_type=XLSX, headers={"Content-Disposition": "attachment; filename=roster.xlsx"}
    )


def whole(words: str) -> int | None:
    """A number from the address, if it is one."""
    return int(words) if words.isdecimal() and len(words) < 10 else None


def turning(visit: Visit) -> str:
    """The address of this list without its page, so that pages turn within the search."""
    kept = [(k, v) for k, v in visit.request.query_params.multi_items() if k != "page" and v]
    return f"?{urlencode([*kept, ('page', '')])}"


ROUTES: list[BaseRoute] = [
    Route("/roster", delegates, name="roster"),
    Route("/roster/people", people, name="roster.people"),
    Route("/roster/export.xlsx", export, name="roster.export"),
]
