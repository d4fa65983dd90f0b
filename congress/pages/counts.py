"""Hand and paper counts entered by tellers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.terms import Form
from congress.errors import Missing
from congress.i18n import Message, say
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.polls.service import HandFigures, Poll
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.visit import Visit, page

T = TypeVar("T")
MOST = 100_000  # votes
CONFIRMING = frozenset({OfficeKind.CHIEF_TELLER, OfficeKind.SCRUTINEER})


@dataclass(frozen=True)
class CountRow:
    """The numbers to be entered for one row of the ballot paper: name of the field, and its word."""

    title: str
    fields: tuple[tuple[str, Message | str], ...]
    empty: bool

    def said(self, numbers: list[int]) -> list[tuple[Message | str, int]]:
        """Each number with its word."""
        return [(word, number) for (_, word), number in zip(self.fields, numbers, strict=True)]

    def shown(self, pairs: Sequence[T]) -> Sequence[T]:
        """As people read them: the papers left empty come last."""
        return [*pairs[1:], pairs[0]] if self.empty else pairs


def rows_of(poll: Poll) -> tuple[CountRow, ...]:
    """What tellers fill in, in the order of the ballot paper."""
    paper = poll.ballot_paper
    names = iter(rules.said_votes(paper, tuple((0,) * row.width for row in paper.rows(""))))
    return tuple(
        CountRow(
            "" if paper.is_single else row.text,
            tuple((name, word) for word, name in zip(row.labels, names, strict=False)),
            row.empty,
        )
        for row in paper.rows(poll.title)
    )


def teller(visit: Visit) -> None:
    """Only those elected to count may enter and confirm."""
    if not visit.viewer.counts:
        raise Missing(say("没有这个页面"))


@page
def show(visit: Visit) -> Response:
    """The count of one vote: enter it, or confirm what another entered."""
    teller(visit)
    poll = polls.poll(visit.session, visit.number())
    if poll.cast_by_phone or poll.stage is PollStage.DRAFT:
        raise Missing(say("没有这个页面"))
    count = polls.latest_count(visit.session, visit.number())
    own = count is not None and count.entered_by == visit.viewer.person_id
    return visit.render(
        "counts/show.html",
        poll=poll,
        count=count,
        entered_by=roster.names(visit.session, [count.entered_by]).get(count.entered_by, "") if count else "",
        may_confirm=count is not None
        and not count.confirmed_at
        and bool(visit.viewer.offices & CONFIRMING)
        and rules.may_confirm(poll.stage, own=own) is None,
        may_enter=rules.may_count(poll.stage) is None and not (count and count.confirmed_at),
        entering=polls.count_statement(visit.site, visit.number(), "count"),
        confirming={
            **polls.count_statement(visit.site, visit.number(), "confirm-count"),
            "count": count.id if count else 0,
        },
        rows=rows_of(poll),
        ways=rules.WAYS,
    )


@page(again=show)
def enter(visit: Visit) -> Response:
    """Keep what was counted."""
    teller(visit)
    form, poll_id, by, site = visit.form, visit.number(), visit.viewer.person_id, visit.site
    poll = polls.poll(visit.session, poll_id)
    paper = poll.form is Form.SECRET
    names = rows_of(poll)
    numbers = tuple(tuple(form.integer(name, most=MOST) for name, _ in row.fields) for row in names)
    single = poll.ballot_paper.is_single
    favour, against, abstain = numbers[0] if single else (0, 0, 0)
    figures = HandFigures(
        favour=favour,
        against=against,
        abstain=abstain,
        lines=() if single else numbers,
        invalid=form.integer("invalid", most=MOST) if paper else 0,
        issued=form.integer("issued", most=MOST) if paper else None,
        returned=form.integer("returned", most=MOST) if paper else None,
    )
    form.insist()
    signed = visit.signed()
    visit.write(
        lambda s: polls.enter_count(s, site=site, poll_id=poll_id, by=by, figures=figures, signed=signed)
    )
    visit.house.hub.news("desk")
    return visit.redirect("counts.show", id=poll_id, flash="signed")


@page
def confirm(visit: Visit) -> Response:
    """Confirm the figures another entered."""
    if not visit.viewer.offices & CONFIRMING:
        raise Missing(say("没有这个页面"))
    poll_id, count_id, by = visit.number(), visit.number("count"), visit.viewer.person_id
    site, signed = visit.site, visit.signed()
    visit.write(
        lambda s: polls.confirm_count(s, site=site, poll_id=poll_id, count_id=count_id, by=by, signed=signed)
    )
    visit.house.hub.news("desk")
    return visit.redirect("counts.show", id=poll_id, flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/polls/{id:int}/count", show, name="counts.show"),
    Route("/polls/{id:int}/count", enter, methods=["POST"], name="counts.enter"),
    Route("/polls/{id:int}/count/{count:int}/confirmation", confirm, methods=["POST"], name="counts.confirm"),
]
