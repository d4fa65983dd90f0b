"""A sheet against the roster: who is added, changed, unchanged, ended, and what stands in the way."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets import HEAD, book, planned, roster, someone, text

from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex, UnitKind
from congress.roster.sheet import Known, Plan, differences, plan, read, table, workbook

VOTING = DelegateKind.VOTING
BOB = someone("1001", name="包建国", seat=VOTING, delegation=1)
CAROL = someone("1002", name="蔡秀英", sex=Sex.FEMALE, seat=VOTING, delegation=1, heads=True)
OLGA = someone("1016", name="欧阳兰", sex=Sex.FEMALE, offices=frozenset({OfficeKind.SECRETARIAT}))
KNOWN = roster(BOB, CAROL, OLGA, importer="1016")


def row(
    number="2001", name="王秀兰", sex="女", unit="铸造车间", category="一线职工", *more: str
) -> tuple[str, ...]:
    return (number, name, sex, unit, category, *more, *[""] * (4 - len(more)))


def same(facts, seat="正式", group="第一代表团", head="", offices="") -> tuple[str, ...]:
    """The row that says what is known."""
    sex = "女" if facts.sex is Sex.FEMALE else "男"
    return (facts.number, facts.name, sex, facts.unit, "一线职工", seat, group, head, offices)


def places(found: Plan) -> list[tuple[str, str]]:
    return [(trouble.place, trouble.header) for trouble in found.troubles]


# --- what changes --------------------------------------------------------------------------------------------------


def test_somebody_new():
    found = planned(
        [row("2001", "王秀兰", "女", "铸造车间", "技术人员", "正式", "第二代表团", "是", "监票人")], KNOWN
    )
    assert found.clean
    after = found.added[0].after
    assert (after.name, after.sex, after.category) == ("王秀兰", Sex.FEMALE, Category.TECHNICAL)
    assert (after.seat, after.delegation, after.heads) == (VOTING, 2, True)
    assert after.offices == {OfficeKind.SCRUTINEER}
    assert not found.changed
    assert not found.ended


def test_nothing_new():
    found = planned([same(BOB), same(CAROL, head="是"), same(OLGA, "", "", "", "秘书处")], KNOWN)
    assert (found.unchanged, found.idle, found.clean) == (3, True, True)


def test_a_number_is_a_person_and_a_name_is_not():
    found = planned([same(BOB), row("2001", "包建国", "男"), row("2002", "包建国", "男")], KNOWN)
    assert [change.after.number for change in found.added] == ["2001", "2002"]
    assert found.unchanged == 1


def test_a_change_is_told_before_and_after():
    found = planned([same(BOB, group="第二代表团")], KNOWN)
    lines = differences(found.changed[0], KNOWN.delegations)
    assert [(label.text, before, after) for label, before, after in lines] == [
        ("代表团", "第一代表团", "第二代表团")
    ]


def test_another_name_under_a_known_number_is_pointed_out():
    found = planned([("1001", "包建军", "男", "铸造车间", "一线职工", "正式", "第一代表团", "", "")], KNOWN)
    assert found.clean
    assert [warning.place for warning in found.warnings] == ["B2"]


def test_columns_that_are_not_there_change_nothing():
    sheet = table(read(text([("工号", "姓名", "岗位"), ("1002", "蔡秀英", "质检员")]), "a.csv"))
    found = plan(sheet, KNOWN, complete=False)
    assert found.changed[0].fields == ("post",)
    assert found.changed[0].after.heads


def test_an_empty_seat_ends_a_mandate():
    found = planned([same(BOB, "", "")], KNOWN)
    assert [change.after.number for change in found.ended] == ["1001"]
    assert found.ended[0].after.delegation is None


def test_a_complete_list_ends_the_mandates_that_it_leaves_out():
    rows = [same(BOB), same(OLGA, "", "", "", "秘书处")]
    assert not planned(rows, KNOWN).ended
    found = planned(rows, KNOWN, complete=True)
    assert [(change.after.number, change.row) for change in found.ended] == [("1002", 0)]
    assert not found.ended[0].after.heads


def test_a_slip_elsewhere_in_a_row_ends_nobody():
    found = planned(
        [same(BOB), ("1002", "蔡秀英", "？", "铸造车间", "一线", "正式", "", "", "")], KNOWN, complete=True
    )
    assert places(found) == [("C3", "性别")]
    assert not found.ended


def test_who_left_comes_back_with_a_row():
    found = planned([row("3001")], roster(someone("3001", name="王秀兰", sex=Sex.FEMALE, left=True)))
    assert found.changed[0].fields == ("left",)


def test_who_loses_the_vote_loses_the_offices_bound_to_it():
    chair = someone(
        "1", seat=VOTING, delegation=1, offices=frozenset({OfficeKind.PRESIDIUM, OfficeKind.TELLER})
    )
    sheet = table(read(text([("工号", "姓名", "代表类别"), ("1", "职工1", "列席")]), "a.csv"))
    assert plan(sheet, roster(chair), complete=False).changed[0].after.offices == {OfficeKind.TELLER}


def test_a_head_who_moves_heads_no_more_unless_the_sheet_says_so():
    rows = [("工号", "姓名", "代表团"), ("1002", "蔡秀英", "第二代表团")]
    found = plan(table(read(text(rows), "a.csv")), KNOWN, complete=False)
    assert found.changed[0].fields == ("delegation", "heads")


# --- units and delegations -----------------------------------------------------------------------------------------


def test_units_are_known_by_any_spelling_and_new_ones_are_offered():
    found = planned(
        [
            row("1", unit=" 铸造 车间"),
            row("2", unit="铸造车问"),
            row("3", unit="新材料分公司"),
            row("4", unit="新材料分公司"),
        ],
        KNOWN,
    )
    assert found.added[0].after.unit == "铸造车间"
    assert [(u.name, u.kind, u.people, u.like) for u in found.units] == [
        ("新材料分公司", UnitKind.BRANCH, 2, ""),
        ("铸造车问", UnitKind.DEPARTMENT, 1, "铸造车间"),
    ]


def test_parents_come_before_their_children():
    head = ("工号", "姓名", "性别", "单位", "上级单位", "人员类别")
    rows = [
        head,
        ("1", "王", "女", "甲工段", "乙车间", "一线"),
        ("2", "李", "女", "乙车间", "丙分公司", "一线"),
    ]
    found = plan(table(read(text(rows), "a.csv")), KNOWN, complete=False)
    assert [(unit.name, unit.parent) for unit in found.units] == [
        ("丙分公司", ""),
        ("乙车间", "丙分公司"),
        ("甲工段", "乙车间"),
    ]


def test_units_in_a_circle_do_not_hang():
    head = ("工号", "姓名", "性别", "单位", "上级单位", "人员类别")
    rows = [
        head,
        ("1", "王", "女", "甲", "乙", "一线"),
        ("2", "李", "女", "乙", "甲", "一线"),
        ("3", "赵", "女", "丁", "丁", "一线"),
    ]
    found = plan(table(read(text(rows), "a.csv")), KNOWN, complete=False)
    assert {unit.name for unit in found.units} == {"甲", "乙", "丁"}


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("第一代表团", 1),
        (" 第一 代表团", 1),
        ("2", 2),
        ("２", 2),
        ("第二代表团", 2),
        ("5", 5),
        ("第七代表团", 7),
        ("机关代表团", 3),
    ],
)
def test_delegations_by_name_by_number_or_new(said, number):
    found = planned([row("1", "王", "女", "铸造车间", "一线", "正式", said)], KNOWN)
    assert found.added[0].after.delegation == number
    assert [new.number for new in found.delegations] == ([number] if number > 2 else [])


def test_a_new_delegation_by_its_number_gets_a_name():
    found = planned([row("1", "王", "女", "铸造车间", "一线", "正式", "12")], KNOWN)
    assert [(new.number, new.name) for new in found.delegations] == [(12, "第十二代表团")]


# --- what stands in the way ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row("2001"), row("2001", "另一个")], [("A3", "工号")]),
        ([("", "合计", "", "", "", "", "", "", "")], [("A2", "工号")]),
        ([row("2001", "")], [("B2", "姓名")]),
        ([row("2001", "王", "女人")], [("C2", "性别")]),
        ([row("2001", "王", "", "", "")], [("C2", "性别"), ("D2", "单位"), ("E2", "人员类别")]),
        ([row("2001", "王", "女", "铸造车间", "一线", "主席")], [("F2", "代表类别")]),
        ([row("2001", "王", "女", "铸造车间", "一线", "", "第一代表团")], [("G2", "代表团")]),
        ([row("2001", "王", "女", "铸造车间", "一线", "正式", "", "是")], [("H2", "团长")]),
        ([row("2001", "王", "女", "铸造车间", "一线", "", "", "是")], [("H2", "团长")]),
        ([row("2001", "王", "女", "铸造车间", "一线", "列席", "", "", "执行主席")], [("I2", "大会职务")]),
        ([row("2001", "王", "女", "铸造车间", "一线", "正式", "", "", "皇帝")], [("I2", "大会职务")]),
        (
            [row(n, "王", "女", "铸造车间", "一线", "正式", "第二代表团", "是") for n in ("1", "2")],
            [("H3", "团长")],
        ),
        ([same(OLGA, "", "", "", "")], [("I2", "大会职务")]),
    ],
)
def test_each_bad_cell_is_named(rows, wrong):
    found = planned(rows, KNOWN)
    assert places(found) == wrong
    assert all(trouble.why for trouble in found.troubles)


def test_every_bad_cell_at_once_in_the_order_of_the_sheet():
    found = planned([row("1", "王", "？", "", "？"), row("1", "李", "x")], KNOWN)
    assert places(found) == [
        ("C2", "性别"),
        ("D2", "单位"),
        ("E2", "人员类别"),
        ("A3", "工号"),
        ("C3", "性别"),
    ]


def test_zeros_that_the_spreadsheet_dropped():
    known = roster(someone("00123", name="王"))
    found = planned([(123, "王", "男", "铸造车间", "一线", "", "", "", "")], known)
    assert places(found) == [("A2", "工号")]
    assert dict(found.troubles[0].remedy.values) == {"number": "00123"}
    assert planned([("123", "王", "男", "铸造车间", "一线", "", "", "", "")], known).clean, (
        "typed as text it is meant"
    )


def test_a_new_person_in_a_sheet_without_the_columns():
    found = plan(table(read(text([("工号", "姓名"), ("9", "王")]), "a.csv")), KNOWN, complete=False)
    assert [trouble.row for trouble in found.troubles] == [2, 2, 2]


def test_a_formula_is_never_taken_for_its_text():
    rows = [HEAD, row("1", '="王"&"秀"')]
    found = plan(table(read(text(rows), "a.csv")), KNOWN, complete=False)
    assert places(found) == [("B2", "姓名")]


def test_script_in_a_cell_is_text():
    evil = "<script>alert(1)</script>"
    found = planned([row("1", evil, "女", evil)], KNOWN)
    assert found.clean
    assert found.added[0].after.name == evil


# --- the same sheet, again and again -------------------------------------------------------------------------------


def test_the_digest_is_of_the_changes():
    rows = [same(BOB, group="第二代表团")]
    first = planned(rows, KNOWN)
    assert planned(rows, KNOWN).digest == first.digest
    moved = roster(someone("1001", name="包建国", seat=VOTING, delegation=None), CAROL, OLGA)
    assert planned(rows, moved).digest != first.digest
    assert planned([same(BOB)], KNOWN).digest != first.digest


names = st.text("王李张·（）=+@甲乙丙", min_size=1, max_size=8)
people = st.builds(
    someone,
    st.from_regex(r"[A-Z]?[0-9]{1,6}", fullmatch=True),
    name=names,
    sex=st.sampled_from(Sex),
    category=st.sampled_from(Category),
    dispatched=st.booleans(),
    birth_year=st.none() | st.integers(1920, 2020),
    phone=st.just("") | st.from_regex(r"1[0-9]{10}", fullmatch=True),
    post=st.sampled_from(["", "砂型工", "=SUM(A1)", "-1", "@x", "+86"]),
    seat=st.none() | st.sampled_from(DelegateKind),
    offices=st.frozensets(
        st.sampled_from([OfficeKind.TELLER, OfficeKind.SECRETARIAT, OfficeKind.PARTY_OFFICE])
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(people, min_size=1, max_size=12, unique_by=lambda facts: facts.number),
    st.sampled_from(["zh", "en"]),
)
def test_what_is_exported_imports_as_no_change_in_either_language(found, language):
    known = Known({f.number: f for f in found}, ("铸造车间",), {1: "第一代表团"}, "")
    sheet = table(read(workbook(found, known.delegations, language), "roster.xlsx"))
    again = plan(sheet, known, complete=True)
    assert again.troubles == ()
    assert again.idle, [(change.fields, change.after) for change in again.changed]
    assert again.unchanged == len(found)


def test_the_template_is_a_sheet_with_nobody_in_it_in_both_languages():
    for language in ("zh", "en"):
        grids = read(workbook([], {}, language), "template.xlsx")
        assert len(grids) == 2
        assert len(grids[0].rows[0]) == 14
        assert len(grids[1].rows) > 14


def test_what_looks_like_a_formula_is_written_as_text():
    evil = ['=HYPERLINK("http://evil","x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1"]
    content = workbook([someone(str(n), post=words) for n, words in enumerate(evil)], {}, "zh")
    grid = read(content, "a.xlsx")[0]
    assert grid.formulas == frozenset()
    assert [line[5] for line in grid.rows[1:]] == evil


def test_five_thousand_rows():
    rows = [
        row(
            f"W{n:05d}",
            f"王{n}",
            "女",
            f"{n % 40}号车间",
            "一线",
            "正式" if n < 312 else "",
            str(n % 14 + 1) if n < 312 else "",
        )
        for n in range(5000)
    ]
    found = plan(table(read(book([HEAD, *rows]), "a.xlsx")), KNOWN, complete=False)
    assert (len(found.added), len(found.units), len(found.delegations), found.clean) == (5000, 40, 12, True)
