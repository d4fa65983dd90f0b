"""One cell at a time: tidied, understood, or explained."""

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.roster.rules import Category, DelegateKind, OfficeKind, Sex
from congress.roster.sheet import cells
from congress.roster.sheet.cells import Bad
from congress.roster.sheet.columns import Column, fold, fold_header, letter


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1001", "1001"),
        (1001.0, "1001"),
        (1001, "1001"),
        ("  ０１２３　", "0123"),
        ("Ａ-12", "A-12"),
        ("\ufeff00 123\u200b", "00123"),
        ("临001", "临001"),
        ("", ""),
        (None, ""),
    ],
)
def test_numbers(raw, number):
    assert cells.number(raw) == number


@pytest.mark.parametrize(
    "raw",
    [
        1.2345678901234567e17,
        1234567890123456.0,
        "1.23457E+17",
        1001.5,
        True,
        date(2020, 1, 1),
        time(9),
        "1001;1002",
        "<script>",
        "=1+1",
        "x" * 31,
    ],
)
def test_what_is_no_number(raw):
    with pytest.raises(Bad) as bad:
        cells.number(raw)
    assert bad.value.remedy


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("王　秀", "王秀"),
        (" 欧阳  兰 ", "欧阳兰"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("Anna  Maria Li", "Anna Maria Li"),
        ("珺\u00a0玥", "珺玥"),
        ("𠮷田", "𠮷田"),
        ("", ""),
    ],
)
def test_names(raw, name):
    assert cells.name(raw) == name


@pytest.mark.parametrize("raw", [1001.0, "1001", "#N/A", "王" * 61, datetime(2020, 1, 1, tzinfo=UTC)])
def test_what_is_no_name(raw):
    with pytest.raises(Bad):
        cells.name(raw)


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        (1986.0, 1986),
        ("1986", 1986),
        ("１９８６年", 1986),
        ("1986-05-01", 1986),
        ("1986/5/1", 1986),
        ("1986.05", 1986),
        ("1986年5月1日", 1986),
        (date(1986, 5, 1), 1986),
        (datetime(1986, 5, 1, 8, tzinfo=UTC), 1986),
        ("", None),
        (None, None),
        ("　", None),
    ],
)
def test_years(raw, year):
    assert cells.year(raw) == year


def test_a_serial_number_of_a_date_is_told_as_what_it_is():
    with pytest.raises(Bad) as bad:
        cells.year(31533.0)
    assert dict(bad.value.remedy.values) == {"year": 1986}


@pytest.mark.parametrize("raw", ["八六年", "86", 12.0, "1886", "2031", 1986.5, True, date(2024, 1, 1)])
def test_what_is_no_year_of_birth(raw):
    with pytest.raises(Bad):
        cells.year(raw)


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        (13800000000.0, "13800000000"),
        ("１３８ 0000 0000", "13800000000"),
        ("(010)6666-8888", "0106666-8888"),
        ("+86 138-0000-0000", "+86138-0000-0000"),
        ("", ""),
    ],
)
def test_phones(raw, phone):
    assert cells.phone(raw) == phone


@pytest.mark.parametrize("raw", ["无手机", "1234", "=cmd|' /C calc'!A0"])
def test_what_is_no_phone(raw):
    with pytest.raises(Bad):
        cells.phone(raw)


@pytest.mark.parametrize("raw", ["是", "√", "Ｙ", "yes", "TRUE", True, 1.0, "1"])
def test_yes(raw):
    assert cells.yes(raw) is True


@pytest.mark.parametrize("raw", ["否", "", None, "no", "FALSE", False, 0.0, "×", " 无 "])
def test_no(raw):
    assert cells.yes(raw) is False


def test_neither_yes_nor_no():
    with pytest.raises(Bad):
        cells.yes("也许")


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (cells.sex, " 女 ", Sex.FEMALE),
        (cells.sex, "Male", Sex.MALE),
        (cells.category, "一线", Category.FRONTLINE),
        (cells.category, "Middle management", Category.MANAGER),
        (cells.category, "企业领导", Category.LEADER),
        (cells.seat, "正式", DelegateKind.VOTING),
        (cells.seat, "列席代表", DelegateKind.NONVOTING),
        (cells.seat, "Invited delegate", DelegateKind.INVITED),
        (cells.seat, "", None),
    ],
)
def test_choices_by_either_language_or_habit(read, raw, value):
    assert read(raw) is value


def test_a_choice_that_there_is_not_names_those_that_there_are():
    with pytest.raises(Bad) as bad:
        cells.sex("女人")
    assert bad.value.remedy


def test_several_offices():
    held = cells.offices("主席团、执行主席；提案审查委员会主任\nTeller")
    assert held == {
        OfficeKind.PRESIDIUM,
        OfficeKind.EXECUTIVE_CHAIR,
        OfficeKind.MOTION_COMMITTEE,
        OfficeKind.TELLER,
    }
    assert cells.offices("、 ，") == frozenset()
    with pytest.raises(Bad):
        cells.offices("主席团、皇帝")


@pytest.mark.parametrize("column", list(Column))
@given(raw=st.one_of(st.text(max_size=80), st.floats(), st.integers(), st.booleans(), st.none(), st.dates()))
def test_any_cell_is_read_or_explained(column, raw):
    with suppress(Bad):
        cells.READERS[column](raw)


@pytest.mark.parametrize(
    "words", ["一车间（东区）", "一车间(东区)", " 一 车间（东区)\u200b", "一车间\u3000（东区）"]
)
def test_width_case_and_spaces_do_not_tell_names_apart(words):
    assert fold(words) == "一车间(东区)"
    assert fold("３-1 Line") == "3-1line" != fold("31line")


@pytest.mark.parametrize("words", ["工号*", "工 号（必填）", "工号：", " 工号\u200b"])
def test_a_decorated_header_is_the_header(words):
    assert fold_header(words) == "工号"


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters(index, name):
    assert letter(index) == name
