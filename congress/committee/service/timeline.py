"""Every step of a dispatch, for the congress, the public and the proposer: what, when, who, and its place in the record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import TypeVar

from sqlmodel import Session

from congress.committee import store
from congress.committee.rules import (
    KINDS,
    RATINGS,
    ROUNDS,
    DecisionKind,
    DispatchStage,
    ProgressKind,
    Rating,
)
from congress.committee.service.proxies import behalf
from congress.committee.store import (
    Advice,
    Assignment,
    Circulation,
    Decision,
    Dispatch,
    Opinion,
    Progress,
    Remand,
    Transfer,
)
from congress.i18n import Message, say
from congress.roster import service as roster


class State(StrEnum):
    """As the steps of the pages know them."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Step:
    """One step. ``seq`` is its entry in the record; what is still to come has neither time nor entry."""

    label: Message
    state: State
    at: datetime | None = None
    who: Message | str = ""
    body: str = ""
    seq: int | None = None


@dataclass(frozen=True)
class Story:
    """Rows of one dispatch, loaded together, with the names of all who appear in them."""

    dispatch: Dispatch
    decisions: list[Decision]
    assignments: list[Assignment]
    progress: list[Progress]
    opinions: list[Opinion]
    advice: list[Advice]
    circulations: list[tuple[Circulation, int, int]]  # with how many readers, and how many have read
    remand: Remand | None
    transfers: list[Transfer]
    names: dict[int, str]
    behalf: dict[int, str]  # in whose name, by the authority
    units: dict[int, str]


def stories(session: Session, dispatches: list[Dispatch]) -> list[Story]:
    """The stories of several dispatches, in as many queries as for one."""
    ids = [found.id or 0 for found in dispatches]
    decided, given, rated = (
        store.decisions(session, ids),
        store.assignments(session, ids),
        store.opinions(session, ids),
    )
    reported = store.progress(session, [task.id or 0 for task in given])
    moved = store.transfers(session, [task.id or 0 for task in given]) if given else []
    proposed, remands = store.advice(session, ids), store.remands(session, ids)
    circulated = _circulated(session, ids)
    people = {d.sent_by for d in dispatches} | {d.received_by for d in dispatches if d.received_by}
    people |= {d.decided_by for d in decided} | {p.person_id for p in reported} | {o.person_id for o in rated}
    people |= {a.person_id for a in proposed} | {a.reviewed_by for a in proposed if a.reviewed_by}
    people |= {c.started_by for c, _, _ in circulated} | {r.person_id for r in remands.values()}
    people |= {r.placed_by for r in remands.values() if r.placed_by}
    people |= {d.archived_by for d in dispatches if d.archived_by}
    names = roster.names(session, people)
    people |= {one.person_id for one in moved}
    authority = (
        {one.proxy_id for one in moved}
        | {d.proxy_id for d in decided}
        | {r.proxy_id for r in remands.values()}
    )
    in_name_of = behalf(session, {one for one in authority if one})
    units = {key: unit.name for key, unit in roster.units(session).items()} if given else {}
    of_dispatch: Callable[[Decision | Assignment | Opinion], int] = attrgetter("dispatch_id")
    decisions, tasks = grouped(decided, of_dispatch), grouped(given, of_dispatch)
    opinions, notes = grouped(rated, of_dispatch), grouped(reported, attrgetter("assignment_id"))
    return [
        Story(
            found,
            decisions.get(found.id, []),
            tasks.get(found.id, []),
            [note for task in tasks.get(found.id, []) for note in notes.get(task.id, [])],
            opinions.get(found.id, []),
            [one for one in proposed if one.dispatch_id == found.id],
            [one for one in circulated if one[0].dispatch_id == found.id],
            remands.get(found.id or 0),
            [one for one in moved if one.assignment_id in {t.id for t in tasks.get(found.id, [])}],
            names,
            in_name_of,
            units,
        )
        for found in dispatches
    ]


def _circulated(session: Session, ids: list[int]) -> list[tuple[Circulation, int, int]]:
    found = store.circulations_of(session, ids)
    asked = store.readings(session, [one.id or 0 for one in found]) if found else []
    readers = grouped(asked, attrgetter("circulation_id"))
    return [
        (one, len(readers[one.id]), sum(who.read_at is not None for who in readers[one.id])) for one in found
    ]


Row = TypeVar("Row")


def grouped(rows: Iterable[Row], key: Callable[[Row], int]) -> dict[int | None, list[Row]]:
    """Rows by what they belong to."""
    groups: dict[int | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def steps(story: Story) -> tuple[Step, ...]:
    """What has happened in its order, then what comes next."""
    happened = sorted(_happened(story), key=lambda step: (step.at or story.dispatch.sent_at, step.seq or 0))
    return (*happened, *_to_come(story))


def _happened(story: Story) -> Iterator[Step]:
    found, names = story.dispatch, story.names
    yield Step(
        say("报送党委（{kind}）", kind=KINDS[found.kind]),
        State.DONE,
        found.sent_at,
        names.get(found.sent_by, ""),
        seq=found.sent_seq,
    )
    if found.received_at and found.received_by:
        yield Step(
            say("党委签收"),
            State.DONE,
            found.received_at,
            names.get(found.received_by, ""),
            seq=found.received_seq,
        )
    for advice in story.advice:
        yield from _advised(advice, names)
    for circulation, readers, read in story.circulations:
        words = say("传阅 {n} 人，已阅 {m} 人", n=readers, m=read)
        yield Step(
            words, State.DONE, circulation.at, names.get(circulation.started_by, ""), seq=circulation.seq
        )
    for decision in story.decisions:
        yield _decided(decision, story)
    yield from _given(story)
    for note in story.progress:
        yield _reported(note, story)
    for opinion in story.opinions:
        yield _rated(opinion, names)
    yield from _sent_back(story)
    if found.archived_at and found.archived_by:
        yield Step(
            say("归档"),
            State.DONE,
            found.archived_at,
            names.get(found.archived_by, ""),
            seq=found.archived_seq,
        )


PROPOSED = {
    DecisionKind.INSTRUCTION: say("拟办：批示"),
    DecisionKind.REPLY: say("拟办：批复"),
    DecisionKind.ANSWER: say("拟办：答复办结"),
}


def _advised(advice: Advice, names: dict[int, str]) -> Iterator[Step]:
    """That it was proposed and read over; the words themselves are the committee's own until they are decided."""
    yield Step(PROPOSED[advice.kind], State.DONE, advice.at, names.get(advice.person_id, ""), seq=advice.seq)
    if advice.reviewed_at and advice.reviewed_by:
        yield Step(
            say("核稿"),
            State.DONE,
            advice.reviewed_at,
            names.get(advice.reviewed_by, ""),
            seq=advice.reviewed_seq,
        )


def _sent_back(story: Story) -> Iterator[Step]:
    if story.remand is None:
        return
    made = story.remand
    who = _signer(made.person_id, made.proxy_id, story)
    yield Step(say("党委退回大会复议"), State.DONE, made.at, who, made.body, made.seq)
    if made.placed_at and made.placed_by:
        who = story.names.get(made.placed_by, "")
        yield Step(say("列入下一次会议议程"), State.DONE, made.placed_at, who, seq=made.placed_seq)


def _signer(person: int, proxy: int | None, story: Story) -> Message | str:
    """Who signed; under authority also in whose name."""
    name = story.names.get(person, "")
    return say("{deputy}（受{grantor}委托）", deputy=name, grantor=story.behalf[proxy]) if proxy else name


def _decided(decision: Decision, story: Story) -> Step:
    return Step(
        _decision_words(decision),
        State.DONE,
        decision.at,
        _signer(decision.decided_by, decision.proxy_id, story),
        decision.body,
        decision.seq,
    )


def _decision_words(decision: Decision) -> Message:
    match decision.kind:
        case DecisionKind.INSTRUCTION:
            return say("党委批示")
        case DecisionKind.ANSWER:
            return say("党委答复办结")
        case DecisionKind.REPLY:
            return say("党委批复：同意") if decision.grants else say("党委批复：不同意")


def _given(story: Story) -> Iterator[Step]:
    for task in story.assignments:
        first = next((one.from_unit for one in story.transfers if one.assignment_id == task.id), task.unit_id)
        words = say("交办{unit}，{due}前办结", unit=story.units[first], due=task.due_on)
        yield Step(words, State.DONE, task.given_at, body=task.task, seq=task.given_seq)
    for one in story.transfers:
        words = say(
            "任务由{before}改派{after}", before=story.units[one.from_unit], after=story.units[one.to_unit]
        )
        who = _signer(one.person_id, one.proxy_id, story)
        yield Step(words, State.DONE, one.at, who, one.body, one.seq)


def _reported(note: Progress, story: Story) -> Step:
    task = next(task for task in story.assignments if task.id == note.assignment_id)
    later = [one for one in story.transfers if one.assignment_id == task.id and one.seq > note.seq]
    unit = story.units[later[0].from_unit if later else task.unit_id]
    return Step(
        _progress_words(note.kind, unit),
        State.DONE,
        note.at,
        story.names.get(note.person_id, ""),
        note.body,
        note.seq,
    )


def _progress_words(kind: ProgressKind, unit: str) -> Message:
    match kind:
        case ProgressKind.STEP:
            return say("{unit}报告进展", unit=unit)
        case ProgressKind.DONE:
            return say("{unit}报告完成", unit=unit)
        case ProgressKind.ACCEPTED:
            return say("党委验收{unit}的办理结果", unit=unit)
        case ProgressKind.SENT_BACK:
            return say("党委退回{unit}继续办理", unit=unit)


def _rated(opinion: Opinion, names: dict[int, str]) -> Step:
    word = RATINGS[opinion.rating]
    again = opinion.rating is Rating.UNSATISFIED and opinion.round < ROUNDS
    label = say("评价：{rating}，重新办理", rating=word) if again else say("评价：{rating}", rating=word)
    return Step(label, State.DONE, opinion.at, names.get(opinion.person_id, ""), opinion.body, opinion.seq)


COMING = {
    DispatchStage.SENT: (say("等待党委签收"), say("研究批示"), say("答复职工代表大会"), say("提案人评价")),
    DispatchStage.STUDIED: (say("党委研究中"), say("答复职工代表大会"), say("提案人评价")),
    DispatchStage.DECIDED: (say("等待交办或答复"), say("答复职工代表大会"), say("提案人评价")),
    DispatchStage.CARRIED_OUT: (say("承办部门落实中"), say("答复职工代表大会"), say("提案人评价")),
}


def _to_come(story: Story) -> Iterator[Step]:
    found = story.dispatch
    if found.archived_at:
        return
    if story.remand is not None:
        if story.remand.placed_at is None:
            yield Step(say("等待列入下一次会议议程"), State.CURRENT)
        return
    if found.stage is DispatchStage.ANSWERED:
        if not any(opinion.round == found.round for opinion in story.opinions):
            yield Step(say("等待提案人评价"), State.CURRENT)
        return
    for number, label in enumerate(COMING[found.stage]):
        yield Step(label, State.TODO if number else State.CURRENT)
