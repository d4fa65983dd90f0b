"""办理单: every step of a dispatch on one sheet, as its page shows them; on paper in Chinese, like every form."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from congress.committee.rules import KINDS, STAGES
from congress.committee.service.motion_form import moment, said
from congress.committee.service.reading import Sheet
from congress.committee.service.timeline import Step
from congress.documents.forms import Fact, Facts, Form, Grid, Words
from congress.documents.text import formal_date
from congress.i18n import render, say
from congress.resolutions.service.forms import issuer

TITLE: Final = "来文办理单"
HEAD: Final = ("步骤", "时间", "经办人", "内容", "会议记录")
WIDTHS: Final = (9, 10, 5, 18, 7)  # a day and 第12345条 fit in their lines
TO_DO, NOTHING = "待办", "—"


def handling_sheet(session: Session, found: Sheet, zone: str) -> Form:
    """The sheet of a dispatch that somebody has loaded; who may read its page may have it."""
    return Form(
        issuer=issuer(session, found.annex.resolution.sitting_id),
        title=TITLE,
        note=f"（{found.number}）",
        parts=(
            top(found),
            Grid(HEAD, tuple(row(step, zone) for step in found.steps), WIDTHS, "办理步骤", texts=len(HEAD)),
            Words((said(say("每一步都在会议记录里，可以用导出包核验。")),)),
        ),
        foot=f"来文 SHA-256 {found.dispatch.sha256}",
    )


def last_step(found: Sheet) -> datetime:
    """When the last thing happened that the sheet tells."""
    return max((step.at for step in found.steps if step.at), default=found.dispatch.sent_at)


def top(found: Sheet) -> Facts:
    """What came in, and how it stands."""
    dispatch = found.dispatch
    stage = say("已归档") if dispatch.archived_at else STAGES[dispatch.stage]
    return Facts(
        (
            (Fact("来文", dispatch.title),),
            (Fact("编号", found.number), Fact("文种", said(KINDS[dispatch.kind]))),
            (Fact("所附决议", found.annex.number), Fact("状态", said(stage))),
            (Fact("答复期限", formal_date(dispatch.due_on)), Fact("期限", said(found.light.word))),
        )
    )


def row(step: Step, zone: str) -> tuple[str, ...]:
    """One step; what is still to come has no time."""
    return (
        said(step.label),
        moment(step.at, zone).replace(" ", "\n") or TO_DO,  # the day on a line, the time under it
        render(step.who, "zh") or NOTHING,
        step.body or NOTHING,
        NOTHING if step.seq is None else f"第{step.seq}条",
    )
