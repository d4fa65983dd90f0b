"""Several dispatches with one press: received, circulated, assigned, or what was proposed released together.

One press signs one statement for each; each is kept or refused by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.committee import rules
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchStage, orders
from congress.committee.rules.circulation import FIELDS, NOTE_MOST, READER
from congress.committee.rules.proxies import OF_KIND, POWERS, Power, may_decide
from congress.committee.store import Dispatch
from congress.errors import Missing, Refusal
from congress.i18n import Message, say
from congress.roster import service as roster
from congress.visit import Job, Visit, page

NEWS = ("committee", "tasks", "resolutions")
DAYS = 7
MOST = 50  # signatures with one press


class What(StrEnum):
    """What is done with several."""

    RECEIVE = "receive"
    CIRCULATE = "circulate"
    ASSIGN = "assign"
    RELEASE = "release"


TITLES = {
    What.RECEIVE: say("批量签收"),
    What.CIRCULATE: say("批量传阅"),
    What.ASSIGN: say("批量批示交办"),
    What.RELEASE: say("一并签发"),
}


DECIDING = frozenset({What.ASSIGN, What.RELEASE})


@dataclass(frozen=True)
class Item:
    """A line to tick, with the statement that a tick signs."""

    id: int
    dispatch: Dispatch
    number: str
    note: Message | str
    body: str
    statement: dict[str, Any]
    authorities: list[committee.ProxyLine]


def what_here(visit: Visit) -> What:
    """From the address."""
    name = visit.request.path_params["what"]
    if name not in set(What) or not visit.viewer.is_committee:
        raise Missing(say("没有这个页面"))
    return What(name)


def items(visit: Visit, what: What) -> list[Item]:
    """What may be ticked: of decisions those that this person may sign."""
    found = offered(visit, what)
    if what not in DECIDING or visit.viewer.leads_committee:
        return found
    return [one for one in found if one.authorities]


def offered(visit: Visit, what: What) -> list[Item]:
    """What waits for such a press, whoever may make it."""
    if what is What.RELEASE:
        return [_released(visit, line) for line in committee.releasable(visit.session, visit.viewer)]
    columns = committee.inbox(visit.session, visit.viewer, visit.zone)
    stages = {
        What.RECEIVE: {DispatchStage.SENT},
        What.CIRCULATE: set(DispatchStage),
        What.ASSIGN: {DispatchStage.STUDIED, DispatchStage.DECIDED, DispatchStage.CARRIED_OUT},
    }[what]
    return [
        _item(visit, what, card.dispatch)
        for column in columns
        if column.stage in stages
        for card in column.cards
    ]


def item(visit: Visit, what: What, number: int) -> Item:
    """One that was ticked, though it may have been dealt with since: the same press again is harmless."""
    if what is What.RELEASE:
        found = committee.load_advice(visit.session, visit.viewer, number)
        return _released(visit, committee.advice_line(visit.session, found))
    return _item(visit, what, committee.visible_to(visit.session, visit.viewer, number))


def _item(visit: Visit, what: What, found: Dispatch) -> Item:
    site, number = visit.site, found.id or 0
    statement = {
        What.RECEIVE: lambda: committee.statement_for_receipt(found, site=site),
        What.CIRCULATE: lambda: committee.statement_for_circulation(
            committee.subject(visit.session, visit.viewer, dispatch_id=number), site=site
        ),
        What.ASSIGN: lambda: committee.statement_for_decision(found, DecisionKind.INSTRUCTION, site=site),
    }[what]()
    authorities = (
        committee.usable(visit.session, visit.viewer, found, Power.INSTRUCTION) if what is What.ASSIGN else []
    )
    note = rules.STAGES[found.stage]
    return Item(number, found, committee.number_of(found), note, "", statement, authorities)


def _released(visit: Visit, line: committee.AdviceLine) -> Item:
    kind = line.advice.kind
    return Item(
        id=line.advice.id or 0,
        dispatch=line.dispatch,
        number=line.number,
        note=POWERS[OF_KIND[kind]],
        body=line.order.body,
        statement=committee.statement_for_decision(line.dispatch, kind, site=visit.site) | line.advice.said,
        authorities=committee.usable(visit.session, visit.viewer, line.dispatch, OF_KIND[kind]),
    )


@page
def show(visit: Visit) -> Response:
    """What may be ticked, and what is said of all that are."""
    return render(visit, what_here(visit), {})


def render(visit: Visit, what: What, answers: Mapping[str, Refusal | None]) -> Response:
    """The page, with what became of each where something was refused."""
    found, today = items(visit, what), committee.today(visit.session)
    authorities = {line.proxy.id: line for item in found for line in item.authorities}
    return visit.render(
        "several/show.html",
        what=what.value,
        title=TITLES[what],
        titles=TITLES,
        items=found,
        answers=answers,
        refusal=may_decide(leads=visit.viewer.leads_committee) if what in DECIDING else None,
        authorities=list(authorities.values()),
        leads=visit.viewer.leads_committee,
        people=committee.offered(visit.session, visit.viewer) if what is What.CIRCULATE else [],
        departments=[(str(unit.id), unit.name) for unit in roster.handling_units(visit.session)],
        rows=orders.ROWS if what is What.ASSIGN else (),
        kind="instruction",
        kinds=rules.KINDS,
        due_on=(today + timedelta(days=DAYS)).isoformat(),
        first_day=(today + timedelta(days=1)).isoformat(),
        phrases=committee.phrases(visit.session, DecisionKind.INSTRUCTION) if what is What.ASSIGN else [],
        most=NOTE_MOST if what is What.CIRCULATE else orders.BODY_MOST,
    )


@page(again=show)
def act(visit: Visit) -> Response:
    """Each ticked one by itself; when all went well, back to the inbox."""
    what = what_here(visit)
    ticked = [int(one) for one in visit.form.many("which") if one.isascii() and one.isdecimal()]
    if not ticked or len(ticked) > MOST:
        visit.form.complain("which", say("请选择一件到 {n} 件", n=MOST))
    visit.form.insist()
    chosen = [item(visit, what, number) for number in dict.fromkeys(ticked)]
    answers = visit.write_each({one.id: job(visit, what, one) for one in chosen})
    visit.house.hub.news(*NEWS)
    if not any(answers.values()):
        return visit.redirect("committee", flash="signed")
    visit.status = 422
    return render(visit, what, {f"{one.number}《{one.dispatch.title}》": answers[one.id] for one in chosen})


def job(visit: Visit, what: What, one: Item) -> Job:
    """What to do with one of them: its own words, its own signature."""
    viewer, site, signed, form = visit.viewer, visit.site, visit.signed(str(one.id)), visit.form
    number = one.dispatch.id or 0
    if what is What.RECEIVE:
        return lambda s: committee.receive(s, viewer, number, site=site, signed=signed)
    if what is What.CIRCULATE:
        names = [*FIELDS, *(name for name in form.sent if name.startswith(READER))]
        about, said = (
            committee.subject(visit.session, viewer, dispatch_id=number),
            {n: form.raw(n) for n in names},
        )
        return lambda s: committee.circulate(s, viewer, about, site=site, said=said, signed=signed)
    kind, words = _words(visit, what, one)
    return lambda s: committee.decide(s, viewer, number, kind, site=site, said=words, signed=signed)


def _words(visit: Visit, what: What, one: Item) -> tuple[DecisionKind, dict[str, str]]:
    """The words of a decision: those typed for all, or those proposed for this one, which the form cannot change."""
    if what is What.ASSIGN:
        kind = DecisionKind.INSTRUCTION
        return kind, {name: visit.form.raw(name) for name in orders.FIELDS[kind]}
    kind = DecisionKind(one.statement["kind"])
    said = {name: str(one.statement[name]) for name in orders.advice_fields(kind)}
    return kind, said | {"proxy": visit.form.raw("proxy")}


ROUTES: list[BaseRoute] = [
    Route("/committee/several/{what}", show, name="several"),
    Route("/committee/several/{what}", act, methods=["POST"], name="several.act"),
]
