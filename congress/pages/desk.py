"""The organiser's cockpit: the agenda, the one next act, and what is live."""

from dataclasses import dataclass
from enum import StrEnum

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.delivery import service as delivery
from congress.errors import Missing, Refusal
from congress.i18n import Message, say
from congress.polls import service as polls
from congress.polls.rules import WAYS, PollStage
from congress.polls.store import Poll
from congress.resolutions import service as resolutions
from congress.seals import service as seals
from congress.sittings import rules as order
from congress.sittings import service as sittings
from congress.sittings.rules import ItemStage, SittingStage, Tally
from congress.sittings.store import AgendaItem
from congress.visit import Visit, page


class Step(StrEnum):
    """What the organiser does next."""

    OPEN_SITTING = "open_sitting"
    CONDUCT_POLL = "conduct_poll"
    OPEN_POLL = "open_poll"
    DRAFT_RESOLUTION = "draft_resolution"
    ADVANCE = "advance"
    CLOSE_SITTING = "close_sitting"
    REST = "rest"


@dataclass(frozen=True)
class Cockpit:
    """The desk at this moment. ``poll`` is what the step is about, if it is about a vote."""

    step: Step
    poll: Poll | None
    now: AgendaItem | None
    next: AgendaItem | None
    refusal: Refusal | None


PLACES: tuple[tuple[Message, tuple[tuple[Message, str], ...]], ...] = (
    (say("会前"), (
        (say("名册"), "roster"), (say("导入名册"), "imports"), (say("资格审查"), "roster.composition"),
        (say("邀请卡"), "cards"), (say("计票密钥"), "tellers"), (say("规则方案"), "bylaws"), (say("印章"), "seal"), (say("工作日历"), "calendar"),
        (say("议程和文件"), "agenda"), (say("公文"), "letters"), (say("模板"), "templates"),
    )),
    (say("会中"), (
        (say("签到"), "attendance"), (say("签到台"), "attendance.desk"), (say("大屏幕"), "projector"),
        (say("全部表决"), "polls"), (say("提案审查"), "reviews"),
    )),
    (say("会后"), (
        (say("决议"), "resolutions"), (say("公示"), "notices"), (say("送达"), "deliveries"), (say("意见建议"), "suggestions"), (say("会议记录"), "record"),
        (say("决议落实情况"), "outcomes"), (say("备案"), "filings"), (say("档案"), "archive"),
    )),
)  # fmt: skip


@page
def show(visit: Visit) -> Response:
    """The whole cockpit, or its live part when something has happened."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    sitting = visit.here.sitting
    agenda = sittings.items(visit.session, sitting.id or 0)
    tally = sittings.tally(visit.session, sitting.id or 0)
    poll = polls.open_now(visit.session, sitting.id or 0)
    template = "desk/_cockpit.html" if visit.wants_fragment else "desk/show.html"
    return visit.render(
        template,
        sitting=sitting,
        sitting_words=order.SITTING_WORDS,
        agenda=agenda,
        attendance=tally,
        cockpit=cockpit(visit, agenda, tally, poll),
        open_poll=poll,
        cast=polls.turnout_numbers(visit.session, sitting.id or 0)["cast"],
        listeners=visit.house.hub.listeners,
        ways=WAYS,
        moment=now(),
        places=PLACES,
        seal=seals.warning(visit.session, now()),
        undelivered=delivery.troubled(visit.session),
    )


def cockpit(visit: Visit, agenda: list[AgendaItem], tally: Tally, poll: Poll | None) -> Cockpit:
    """Which one act comes next."""
    sitting = visit.here.sitting
    current = next((item for item in agenda if item.stage is ItemStage.NOW), None)
    coming = next((item for item in agenda if item.stage is ItemStage.WAITING), None)
    if sitting.stage is SittingStage.PREPARING:
        refusal = order.may_open(sitting.stage, tally, sittings.rule(visit.session, sitting.id or 0))
        return Cockpit(Step.OPEN_SITTING, None, current, coming, refusal)
    if sitting.stage is SittingStage.OVER:
        return Cockpit(Step.REST, None, current, coming, None)
    if poll:
        return Cockpit(Step.CONDUCT_POLL, poll, current, coming, None)
    if current and (step := _about(visit, current)):
        return Cockpit(step[0], step[1], current, coming, None)
    if current or coming:
        return Cockpit(Step.ADVANCE, None, current, coming, None)
    return Cockpit(
        Step.CLOSE_SITTING, None, None, None, order.may_close(sitting.stage, [i.stage for i in agenda])
    )


def _about(visit: Visit, item: AgendaItem) -> tuple[Step, Poll] | None:
    """A vote of the item that waits to be opened, or whose resolution waits to be drafted."""
    for poll in polls.of_item(visit.session, item.id or 0):
        if poll.stage is PollStage.DRAFT:
            return Step.OPEN_POLL, poll
        if poll.passed and resolutions.of_poll(visit.session, visit.viewer, poll.id or 0) is None:
            return Step.DRAFT_RESOLUTION, poll
    return None


ROUTES: list[BaseRoute] = [Route("/desk", show, name="desk")]
