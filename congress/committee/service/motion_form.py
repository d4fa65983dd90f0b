"""提案表: a motion from its grounds to the rating of what was done, on the form that offices file.

It stands here because the last of it, handling and rating, happens here. Who reads it sees what they may see on pages.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlmodel import Session

from congress.committee import store
from congress.committee.rules import RATINGS
from congress.committee.service.timeline import State, Story, steps, stories
from congress.documents.forms import Fact, Facts, Form, Grid, Hands
from congress.documents.text import tight
from congress.i18n import Message, render
from congress.motions import service as motions
from congress.motions.rules import CATEGORIES
from congress.motions.service import Shown
from congress.motions.service.timeline import Step as MotionStep
from congress.polls import service as polls
from congress.resolutions import service as resolutions
from congress.resolutions.service import Resolution
from congress.resolutions.service.forms import issuer
from congress.resolutions.service.reading import formal_moment
from congress.roster import service as roster
from congress.roster.rules import Viewer

PLACES: Final = (("提案人", ""), ("提案审查委员会", ""), ("承办部门", ""), ("提案人对答复的意见", ""))


def motion_form(session: Session, viewer: Viewer, shown: Shown, *, sitting_id: int, zone: str) -> Form:
    """The form of a motion that this person has loaded."""
    decided = resolved(session, viewer, shown)
    told = stories(session, store.dispatches_of(session, [found.id or 0 for found in decided]))
    return Form(
        issuer=issuer(session, sitting_id),
        title="提案表",
        note=said(shown.line.number) if shown.line.number else "（尚未立案）",
        parts=(
            top(session, shown),
            text_of(shown),
            seconders(shown, zone),
            review(shown, zone),
            outcome(shown, decided),
            Grid(
                ("时间", "步骤", "经办", "内容"),
                tuple(handled(told, zone)),
                (4, 5, 3, 11),
                "办理和答复",
                texts=4,
            ),
            ratings(told, zone),
            Hands(places(shown)),
        ),
        foot=f"第{shown.revision}稿  SHA-256 {shown.content.sha256}",
    )


def said(words: Message | str) -> str:
    """In Chinese, as documents set it."""
    return tight(render(words, "zh"))


def resolved(session: Session, viewer: Viewer, shown: Shown) -> list[Resolution]:
    """The resolutions that the motion became, where this person may see them."""
    voted = polls.of_item(session, shown.item_id) if shown.item_id else []
    found = [resolutions.of_poll(session, viewer, poll.id or 0) for poll in voted]
    return [each for each in found if each]


def top(session: Session, shown: Shown) -> Facts:
    """Who brings it, and of what kind it is."""
    person = roster.person(session, motions.lead(session, shown.line.id))
    unit = roster.units(session).get(person.unit_id)
    return Facts(
        (
            (Fact("领衔人", shown.line.lead), Fact("单位", unit.name if unit else "")),
            (Fact("代表团", shown.line.delegation), Fact("类别", said(CATEGORIES[shown.line.category]))),
            (Fact("案名", shown.line.title),),
        )
    )


def text_of(shown: Shown) -> Facts:
    """What it asks for, and why."""
    content = shown.content
    return Facts(
        (
            (Fact("案由", content.grounds, tall=True),),
            (Fact("建议措施", content.proposal, tall=True),),
            (Fact("建议承办部门", shown.unit),),
        )
    )


def seconders(shown: Shown, zone: str) -> Grid:
    """Those whose signature counts for the text as it stands; the record has it."""
    rows = tuple(
        (
            one.name,
            one.delegation,
            formal_moment(one.answered_at, zone) if one.answered_at else "",
            f"会议记录第{one.seq}条" if one.seq is not None else "",
        )
        for one in shown.counted
    )
    return Grid(("附议人", "代表团", "签名时间", "设备签名"), rows, (3, 4, 5, 4), "附议", texts=2)


def review(shown: Shown, zone: str) -> Facts:
    """What the motion committee decided, merging and suggestions included."""
    rows = [(Fact("审查意见", reviewed(shown.review, zone), tall=True),)]
    if shown.into:
        number = f"（{said(shown.into.number)}）" if shown.into.number else ""
        rows.append((Fact("并入", f"{shown.into.title}{number}"),))
    if shown.absorbed:
        rows.append((Fact("并案", "\n".join(line.title for line in shown.absorbed)),))
    if shown.suggestion and shown.suggestion.answer:
        rows.append((Fact("意见建议的答复", shown.suggestion.answer),))
    return Facts(tuple(rows), "审查")


def reviewed(step: MotionStep | None, zone: str) -> str:
    if step is None:
        return ""
    lines = (said(step.label), step.note, f"{step.who}  {formal_moment(step.at, zone)}")
    return "\n".join(line for line in lines if line.strip())


def outcome(shown: Shown, decided: list[Resolution]) -> Facts:
    """What the congress made of it."""
    numbers = "；".join(f"{found.title} {resolutions.number_of(found)}".strip() for found in decided)
    return Facts(((Fact("大会结果", shown.result),), (Fact("决议", numbers),)), "大会处理")


def handled(told: list[Story], zone: str) -> Iterable[tuple[str, str, str, str]]:
    """Every step at the Party committee and in the departments."""
    for story in told:
        for step in steps(story):
            if step.state is State.DONE:
                yield moment(step.at, zone), said(step.label), render(step.who, "zh"), step.body


def moment(at: datetime | None, zone: str) -> str:
    return formal_moment(at, zone) if at else ""


def ratings(told: list[Story], zone: str) -> Facts:
    """Whether the proposer was satisfied, once a round."""
    rows = [
        "\n".join(
            (
                said(RATINGS[one.rating]),
                one.body,
                f"{story.names.get(one.person_id, '')}  {moment(one.at, zone)}",
            )
        )
        for story in told
        for one in story.opinions
    ]
    return Facts(((Fact("提案人评价", "\n".join(rows), tall=True),),))


def places(shown: Shown) -> tuple[tuple[str, str], ...]:
    """Places to sign by hand, for offices that file the form on paper."""
    return ((PLACES[0][0], shown.line.lead), *PLACES[1:])
