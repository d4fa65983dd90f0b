"""Two tables of moves, the words that keep 报告 and 请示 apart, and the lights of deadlines."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congress.bylaws.calendar import WEEKDAYS
from congress.bylaws.profile import builtin
from congress.committee.rules import (
    AssignmentStage,
    DecisionKind,
    DispatchKind,
    DispatchStage,
    Rating,
    assignments,
    dispatches,
    lights,
    orders,
    wording,
)
from congress.committee.rules.dispatches import DispatchFacts
from congress.committee.rules.wording import Letter

CALM = settings(deadline=None)  # a machine that does other things is no defect

Move, S = dispatches.Move, DispatchStage
TODAY = date(2026, 11, 22)
FACTS = st.builds(
    DispatchFacts,
    kind=st.sampled_from(DispatchKind),
    stage=st.sampled_from(DispatchStage),
    round=st.integers(1, 2),
    replied=st.booleans(),
    ever_replied=st.booleans(),
    open_tasks=st.integers(0, 3),
    rated=st.booleans(),
)


# --- dispatches ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "move"), list(product(DispatchStage, Move)))
def test_what_the_table_has_not_is_refused_with_a_remedy(stage: DispatchStage, move: Move) -> None:
    if (stage, move) not in dispatches.MOVES:
        refusal = dispatches.may_move(DispatchFacts(DispatchKind.REPORT, stage), move)
        assert refusal
        assert refusal.reason
        assert refusal.remedy


@CALM
@given(FACTS, st.sampled_from(Move))
def test_a_move_is_allowed_only_by_the_table(facts: DispatchFacts, move: Move) -> None:
    if dispatches.may_move(facts, move) is None:
        assert dispatches.after(facts.stage, move) in DispatchStage


@CALM
@given(
    st.sampled_from(DispatchKind), st.lists(st.tuples(st.sampled_from(Move), st.integers(0, 2)), max_size=60)
)
def test_no_walk_breaks_the_order_of_business(kind: DispatchKind, walk: list[tuple[Move, int]]) -> None:
    """Received before anything; a 请示 answered only after its 批复; closed only without open tasks; reopened once."""
    facts, received, reopened = DispatchFacts(kind, S.SENT), False, 0
    for move, tasks in walk:
        if move is not Move.ASSIGN:
            facts = replace(facts, open_tasks=min(facts.open_tasks, tasks))  # some are accepted meanwhile
        if dispatches.may_move(facts, move):
            continue
        assert received or move is Move.RECEIVE
        received = True
        match move:
            case Move.REPLY:
                assert kind is DispatchKind.REQUEST
                assert not facts.replied
                facts = replace(facts, replied=True, ever_replied=True)
            case Move.ASSIGN:
                facts = replace(facts, open_tasks=facts.open_tasks + 1)
            case Move.ANSWER:
                assert not facts.open_tasks
                assert kind is DispatchKind.REPORT or facts.ever_replied
            case Move.RATE:
                assert not facts.rated
                facts = replace(facts, rated=True)
            case Move.REOPEN:
                reopened += 1
                facts = replace(facts, round=facts.round + 1, rated=False, replied=False)
            case _:
                pass
        facts = replace(facts, stage=dispatches.after(facts.stage, move))
    assert reopened <= 1


def test_every_stage_can_be_reached_and_left_but_the_end_only_by_a_rating() -> None:
    reached = {S.SENT}
    for _ in S:
        reached |= {after for (before, _), after in dispatches.MOVES.items() if before in reached}
    assert reached == set(S)
    assert {move for stage, move in dispatches.MOVES if stage is S.ANSWERED} == {
        Move.RATE,
        Move.REOPEN,
        Move.ARCHIVE,
    }


@pytest.mark.parametrize(
    ("rating", "round_", "again"),
    [
        (Rating.UNSATISFIED, 1, True),
        (Rating.UNSATISFIED, 2, False),
        (Rating.PARTLY, 1, False),
        (Rating.SATISFIED, 1, False),
    ],
)
def test_unsatisfied_reopens_once(rating: Rating, round_: int, again: bool) -> None:
    assert dispatches.reopens(rating, round_) == again


@pytest.mark.parametrize(
    ("person", "stage", "rated", "ok"),
    [
        (7, S.ANSWERED, False, True),
        (8, S.ANSWERED, False, False),
        (7, S.ANSWERED, True, False),
        (7, S.DECIDED, False, False),
    ],
)
def test_who_rates_and_when(person: int, stage: DispatchStage, rated: bool, ok: bool) -> None:
    facts = DispatchFacts(DispatchKind.REPORT, stage, rated=rated)
    assert (dispatches.may_rate(facts, person=person, raters=frozenset({7})) is None) == ok


@pytest.mark.parametrize(
    ("kind", "under_way", "granted", "frozen", "ok"),
    [
        (DispatchKind.REPORT, set(), False, True, True),
        (DispatchKind.REQUEST, {DispatchKind.REPORT}, False, True, True),
        (DispatchKind.REQUEST, set(), True, True, False),
        (DispatchKind.REPORT, {DispatchKind.REPORT}, False, True, False),
        (DispatchKind.REPORT, set(), False, False, False),
    ],
)
def test_what_may_go_up(
    kind: DispatchKind, under_way: set[DispatchKind], granted: bool, frozen: bool, ok: bool
) -> None:
    refusal = dispatches.may_send(open_kinds=frozenset(under_way), granted=granted, kind=kind, frozen=frozen)
    assert (refusal is None) == ok
    assert refusal is None or refusal.remedy


# --- tasks ---------------------------------------------------------------------------------------------------


@CALM
@given(st.lists(st.sampled_from(assignments.Move), max_size=40))
def test_a_task_is_accepted_only_after_it_was_reported_and_then_rests(walk: list[assignments.Move]) -> None:
    stage, reported = AssignmentStage.GIVEN, False
    for move in walk:
        if assignments.may_move(stage, move):
            continue
        assert stage is not AssignmentStage.ACCEPTED
        assert move is not assignments.Move.ACCEPT or reported
        reported = move is assignments.Move.FINISH or (reported and move is assignments.Move.ACCEPT)
        stage = assignments.after(stage, move)


@pytest.mark.parametrize(("stage", "move"), list(product(AssignmentStage, assignments.Move)))
def test_the_table_of_tasks_allows_exactly_what_it_says(
    stage: AssignmentStage, move: assignments.Move
) -> None:
    assert (assignments.may_move(stage, move) is None) == ((stage, move) in assignments.MOVES)


def test_tasks_go_to_handling_departments_with_a_day_to_come() -> None:
    assert assignments.may_give(handles=True, due_on=TODAY + timedelta(1), today=TODAY) is None
    assert assignments.may_give(handles=True, due_on=TODAY, today=TODAY)
    assert assignments.may_give(handles=False, due_on=TODAY + timedelta(1), today=TODAY)


# --- 报告 and 请示 ---------------------------------------------------------------------------------------------


def report(body: str, **changes: object) -> Letter:
    values = {
        "kind": DispatchKind.REPORT,
        "title": "关于决议情况的报告",
        "body": body,
        "request": "",
        "resolutions": (1,),
    }
    return Letter(**{**values, **changes})  # type: ignore[arg-type]


def request(asks: str, **changes: object) -> Letter:
    values = {
        "kind": DispatchKind.REQUEST,
        "title": "关于资金的请示",
        "request": asks,
        "body": "有关情况如下。",
    }
    return report(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "phrase",
    [
        "妥否，请批示。",
        "请予批准。",
        "请审批。",
        "恳请党委批准改造方案。",
        "敬请批复。",
        "请党委研究后予以批准。",
        "以上意见当否，请指示。",
        "请求公司党委批准增加预算。",
        "请公司党委同意列入明年计划。",
        "请予核准。",
        "请党委拨付改造资金。",
    ],
)
def test_a_report_carries_no_request(phrase: str) -> None:
    refusal = wording.may_say(report(f"现将情况报告如下。{phrase}"))
    assert refusal
    assert refusal.article is wording.ARTICLE
    assert refusal.remedy


@pytest.mark.parametrize(
    "sentence",
    [
        "特此报告，请审阅。",
        "主席团提请大会审议批准。",
        "公司已申请批准新建食堂。",
        "职工代表请假 3 人。",
        "上次请示已获批准。",
        "经邀请，上级工会同意派员指导。",
        "会议批准了工作报告，代表一致同意。",
        "职工对答复表示满意。",
    ],
)
def test_what_only_tells_is_no_request(sentence: str) -> None:
    assert wording.may_say(report(sentence)) is None


def test_a_report_asks_neither_in_its_title_nor_in_the_field_of_a_request() -> None:
    assert wording.may_say(report("情况如下。", title="请批准通风改造的报告"))
    assert wording.may_say(report("情况如下。", request="拨款"))


@pytest.mark.parametrize(
    "asks",
    [
        "恳请批准将改造资金列入2027年预算",
        "恳请批准将改造资金列入2027年预算。妥否，请批示。",
        "同意成立通风改造工作组",
        "请党委批准《集体合同》草案提交签署",
        "一、批准通风改造方案",
    ],
)
def test_a_request_asks_one_thing(asks: str) -> None:
    assert wording.may_say(request(asks)) is None


@pytest.mark.parametrize(
    "asks",
    [
        "",
        "妥否，请批示。",
        "一、批准通风改造\n二、增加食堂补贴",
        "（一）批准通风改造；（二）增加食堂补贴",
        "1. 批准改造。2. 增加编制。",
        "①批准改造②增加编制",
        "请批准通风改造，并请同意增加食堂补贴",
        "恳请批准改造资金；另请求增加编制",
    ],
)
def test_a_request_with_none_or_two_things_is_refused(asks: str) -> None:
    refusal = wording.may_say(request(asks))
    assert refusal
    assert refusal.article is wording.ARTICLE


def test_a_request_hides_no_second_one_in_its_grounds() -> None:
    assert wording.may_say(request("批准通风改造", body="理由如下。另请批准增加两名除尘工。"))


@pytest.mark.parametrize("kind", DispatchKind)
@pytest.mark.parametrize("annexed", [(), (1, 2), (1, 1)])
def test_one_letter_carries_one_resolution(kind: DispatchKind, annexed: tuple[int, ...]) -> None:
    letter = replace(
        report("情况如下。") if kind is DispatchKind.REPORT else request("批准改造"), resolutions=annexed
    )
    refusal = wording.may_say(letter)
    assert refusal
    assert (refusal.article is wording.ARTICLE) == (kind is DispatchKind.REQUEST)


@CALM
@given(st.text(max_size=60))
def test_the_closing_is_added_once(asks: str) -> None:
    once = wording.bare(asks)
    assert wording.bare(once) == once
    assert wording.bare(f"{once}。{wording.CLOSING}") == once
    assert not once.endswith("请批示")


# --- what the committee writes ---------------------------------------------------------------------------------


def fields(**changes: str) -> dict[str, str]:
    return dict.fromkeys(orders.FIELDS[DecisionKind.REPLY], "") | {"body": "同意", "grants": "yes"} | changes


def test_an_order_is_read_from_its_words() -> None:
    said = fields(unit_2="5", task_2=" 制定方案 ", due_2="2027-01-31", due_1="2027-01-31")
    order, complaints = orders.read(DecisionKind.REPLY, said)
    assert not complaints
    assert (order.body, order.grants) == ("同意", True)
    assert order.tasks == (orders.Task(2, 5, "制定方案", date(2027, 1, 31)),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "  "}, "body"),
        ({"body": "长" * 5001}, "body"),
        ({"grants": ""}, "grants"),
        ({"grants": "maybe"}, "grants"),
        ({"task_1": "办理"}, "unit_1"),
        ({"unit_1": "5", "due_1": "2027-01-31"}, "task_1"),
        ({"unit_1": "5", "task_1": "办理"}, "due_1"),
        ({"unit_1": "5", "task_1": "办理", "due_1": "明天"}, "due_1"),
        ({"unit_1": "五", "task_1": "办理", "due_1": "2027-01-31"}, "unit_1"),
        ({"unit_1": "5", "task_1": "长" * 501, "due_1": "2027-01-31"}, "task_1"),
        (
            {
                "unit_1": "5",
                "task_1": "甲",
                "due_1": "2027-01-31",
                "unit_2": "5",
                "task_2": "乙",
                "due_2": "2027-01-31",
            },
            "unit_2",
        ),
    ],
)
def test_each_bad_field_is_named(changes: dict[str, str], field: str) -> None:
    _, complaints = orders.read(DecisionKind.REPLY, fields(**changes))
    assert set(complaints) == {field}


@CALM
@given(
    st.dictionaries(st.sampled_from(orders.FIELDS[DecisionKind.REPLY]), st.text(max_size=12)),
    st.sampled_from(DecisionKind),
)
def test_no_words_break_the_reading(said: dict[str, str], kind: DecisionKind) -> None:
    order, complaints = orders.read(kind, said)
    assert complaints or order.body
    assert kind is not DecisionKind.ANSWER or not order.tasks


def test_no_decision_has_a_field_for_the_text_or_the_counts_of_a_resolution() -> None:
    names = {name.split("_")[0] for kind in DecisionKind for name in orders.FIELDS[kind]}
    assert names == {"proxy", "body", "grants", "unit", "task", "due"}


# --- lights --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "colour"), [(8, "green"), (7, "amber"), (1, "amber"), (0, "amber"), (-1, "red"), (-90, "red")]
)
def test_the_light_turns_with_the_days(days: int, colour: str) -> None:
    assert lights.light(TODAY + timedelta(days), TODAY).colour.value == colour


@CALM
@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_what_is_done_has_no_alarm(due_on: date, done_on: date) -> None:
    light = lights.light(due_on, date(2040, 1, 2), done_on)
    assert light.colour.value == "neutral"
    assert ("超期" in light.word.text) == (done_on > due_on)


@pytest.mark.parametrize("profile", builtin())
def test_the_profile_says_when_an_answer_is_due(profile: str) -> None:
    found = builtin()[profile]
    assert lights.is_sensible(lights.answer_due(found, TODAY, WEEKDAYS), TODAY)
    assert lights.is_sensible(lights.task_due(found, TODAY), TODAY)
    assert not lights.is_sensible(TODAY, TODAY)
    assert not lights.is_sensible(TODAY + timedelta(400), TODAY)
