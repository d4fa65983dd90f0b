"""What the Party committee decided, as a document; 批复 with a number of its own (GB/T 9704-2012, 7.2 and 7.3).

Everything in it was signed with the decision: whether it is granted, in which words, who is to do what by when.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.committee import store
from congress.committee.rules import DecisionKind
from congress.committee.rules.answering import CLOSING, Wording, decides, opening, title, wording
from congress.committee.rules.orders import Task
from congress.committee.service.loading import NONE, load
from congress.committee.service.papers import number_of
from congress.committee.store import Decision, Dispatch
from congress.documents import text
from congress.documents.content import Block, Document, Imprint, Signature, Signoff
from congress.errors import Missing
from congress.i18n import say
from congress.record import service as record
from congress.resolutions import service as resolutions
from congress.roster import service as roster

CODE = "党复"
UNSIGNED = "……"  # where the signature will stand


@dataclass(frozen=True)
class Draft:
    """A decision that nobody has signed: what stands in the form, under the names that a decision has for it."""

    kind: DecisionKind
    body: str
    grants: bool | None
    tasks: tuple[Task, ...]
    at: datetime
    seq: int = 0


def replies(session: Session, found: Dispatch) -> list[Decision]:
    """The replies to a 请示: one in each round of its handling."""
    return [d for d in store.decisions(session, [found.id or 0]) if d.kind is DecisionKind.REPLY]


def reply(session: Session, found: Dispatch, round_: int) -> Decision:
    """The reply of a round, or Missing."""
    for decision in replies(session, found):
        if decision.round == round_:
            return decision
    raise NONE


def reply_number(session: Session, decision: Decision, zone: str) -> str:
    """党复〔2026〕3号: the third reply of its year. Replies are never taken back, so the number stands."""
    year = _day(decision.at, zone).year
    earlier = [d for d in store.replies_until(session, decision.seq) if _day(d.at, zone).year == year]
    return text.formal_number(CODE, year, len(earlier))


def decision_document(session: Session, decision_id: int, zone: str) -> tuple[Document, Decision]:
    """What goes back to the sender: of a 请示 its 批复, or a plain page of what the committee wrote. Raises Missing."""
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise Missing(say("没有这项批示"))
    found = load(session, decision.dispatch_id)
    make = reply_document if decision.kind is DecisionKind.REPLY else note_document
    return make(session, found, decision, zone), decision


def decision_title(found: Dispatch, decision: Decision) -> str:
    """关于…的批复, 关于…的批示, 关于…的答复."""
    return title(found.title, decision.kind)


def decision_number(session: Session, found: Dispatch, decision: Decision) -> str:
    """Its own, or that of what it answers."""
    if decision.kind is not DecisionKind.REPLY:
        return number_of(found)
    enterprise = roster.enterprise(session)
    return reply_number(session, decision, enterprise.timezone if enterprise else "Asia/Shanghai")


def note_document(session: Session, found: Dispatch, decision: Decision, zone: str) -> Document:
    """批示 or 答复: the committee's words and tasks on a plain page.

    Neither is a kind of official document (党政机关公文处理工作条例, art. 8): no red head, no number, no imprint.
    """
    issuer = resolutions.load(session, found.resolution_id).issuer
    return Document(
        mark="",
        number="",
        title=decision_title(found, decision),
        addressee=f"{issuer}工会委员会：",
        body=tuple(_noted(session, found, decision)),
        signatures=(_signature(session, decision, zone),),
        signoff=Signoff(f"中共{issuer}委员会", text.formal_date(_day(decision.at, zone))),
    )


def reply_document(session: Session, found: Dispatch, decision: Decision, zone: str) -> Document:
    """The letter back to those who asked."""
    issuer = resolutions.load(session, found.resolution_id).issuer
    day = text.formal_date(_day(decision.at, zone))
    committee = f"中共{issuer}委员会"
    return Document(
        mark=f"{committee}文件",
        number=reply_number(session, decision, zone),
        title=decision_title(found, decision),
        addressee=f"{issuer}工会委员会：",
        body=tuple(_said(session, found, decision)),
        signatures=(_signature(session, decision, zone),),
        signoff=Signoff(committee, day),
        imprint=Imprint(committee, day),
    )


def _said(session: Session, found: Dispatch, decision: Decision) -> Iterable[Block]:
    """What it answers, the decision in the committee's words, the tasks, and 此复 at the end of it all."""
    asked = (found.title, number_of(found))
    words = wording(decision.body, asked=asked[0], number=asked[1])
    yield from text.blocks(
        words.body if words.cites else f"{opening(*asked)}{_granted(decision, words)}{words.body}"
    )
    yield from _tasks(session, found, decision)
    yield Block(0, "", CLOSING)


def _granted(decision: Decision, words: Wording) -> str:
    """The decision in the document's words, where the committee's own do not begin with it."""
    if decides(words.body):
        return ""
    granted = f"经研究，{'' if decision.grants else '不'}同意你会所请事项。"
    return granted if words.receives or not words.body else f"{granted}现批复如下：\n"


def _noted(session: Session, found: Dispatch, decision: Decision) -> Iterable[Block]:
    """What it is about, then the committee's words and the tasks."""
    words = wording(decision.body, asked=found.title, number=number_of(found))
    first = "" if words.cites else opening(found.title, number_of(found))
    yield from text.blocks(f"{first}{words.body}" if words.receives else f"{first}\n{words.body}")
    yield from _tasks(session, found, decision)


def _tasks(session: Session, found: Dispatch, decision: Decision | Draft) -> Iterable[Block]:
    units = roster.units(session)
    for unit, task, due_on in _given(session, found, decision):
        ended = task.rstrip("。；; ")
        yield Block(0, "", f"由{units[unit].name}办理：{ended}，于{text.formal_date(due_on)}前办结。")


def _given(session: Session, found: Dispatch, decision: Decision | Draft) -> list[tuple[int, str, date]]:
    """Who is to do what by when."""
    if isinstance(decision, Draft):
        return [(task.unit, task.task, task.due_on) for task in decision.tasks]
    every = store.assignments(session, [found.id or 0])
    return [(task.unit_id, task.task, task.due_on) for task in every if task.decision_id == decision.id]


def _signature(session: Session, decision: Decision | Draft, zone: str) -> Signature:
    """Who decided, on which key: the record has the signature."""
    if isinstance(decision, Draft):
        return Signature("签批", UNSIGNED, UNSIGNED, UNSIGNED)
    signed = record.act(session, decision.seq).signed or {}
    name = roster.names(session, [decision.decided_by])[decision.decided_by]
    local = decision.at.astimezone(ZoneInfo(zone))
    at = f"{text.formal_date(local.date())} {local:%H:%M}"
    return Signature("签批", name, at, signed.get("key", ""))


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def foreseen_document(session: Session, found: Dispatch, draft: Draft, zone: str) -> Document:
    """The document as it would be if this were signed now. A 批复 gets its number when it is signed."""
    decision = cast(Decision, draft)  # has what a page reads of a decision
    if draft.kind is not DecisionKind.REPLY:
        return note_document(session, found, decision, zone)
    made = reply_document(session, found, decision, zone)
    return replace(made, number=text.open_number(CODE, _day(draft.at, zone).year))
