"""The columns of a roster sheet: their headers in either language, what belongs in them, and an example."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from congress.i18n import LANGUAGES, Message, render, say


class Column(StrEnum):
    """One column; the value is the name of the fact that it holds."""

    NUMBER = "number"
    NAME = "name"
    SEX = "sex"
    UNIT = "unit"
    PARENT = "parent"
    POST = "post"
    CATEGORY = "category"
    DISPATCHED = "dispatched"
    BIRTH_YEAR = "birth_year"
    PHONE = "phone"
    SEAT = "seat"
    DELEGATION = "delegation"
    HEADS = "heads"
    OFFICES = "offices"


REQUIRED: Final = (Column.NUMBER, Column.NAME)  # without these no row means anybody
EVERYBODY: Final = (Column.NAME, Column.SEX, Column.UNIT, Column.CATEGORY)  # a new person needs them all


@dataclass(frozen=True)
class Header:
    """``width`` in characters; ``aliases`` are other headers that people write."""

    word: Message
    hint: Message
    example: Message | str
    aliases: tuple[str, ...] = ()
    width: int = 12


HEADERS: Final[dict[Column, Header]] = {
    Column.NUMBER: Header(
        say("工号"),
        say("必填。每人唯一，再次导入时按工号更新。以 0 开头的请用文本格式"),
        "A0123",
        (
            "员工编号",
            "职工编号",
            "人员编号",
            "员工号",
            "number",
            "id",
            "employee number",
            "employee no.",
            "staff no.",
        ),
    ),
    Column.NAME: Header(say("姓名"), say("必填。同名的人以工号区分"), say("王秀兰"), ("名字", "full name")),
    Column.SEX: Header(say("性别"), say("必填。男或女"), say("女"), ("gender",), 8),
    Column.UNIT: Header(
        say("单位"),
        say("必填。写最基层的单位名称；系统里还没有的，导入时会询问是否新建"),
        say("一号铸造车间"),
        ("所属单位", "部门", "车间", "department"),
        20,
    ),
    Column.PARENT: Header(
        say("上级单位"),
        say("选填。只在新建单位时使用，不填则直属企业"),
        say("铸锻分公司"),
        ("上级部门", "parent"),
        16,
    ),
    Column.POST: Header(
        say("岗位"), say("选填。岗位或职务名称"), say("砂型工"), ("职务名称", "岗位名称", "job")
    ),
    Column.CATEGORY: Header(
        say("人员类别"),
        say("必填。一线职工、专业技术人员、中层管理人员、领导人员之一，用于资格审查"),
        say("一线职工"),
        ("类别", "category"),
        16,
    ),
    Column.DISPATCHED: Header(
        say("劳务派遣"), say("选填。是或否，不填为否"), say("否"), ("派遣", "是否派遣", "dispatched"), 10
    ),
    Column.BIRTH_YEAR: Header(
        say("出生年份"), say("选填。四位年份，不写月日"), "1986", ("出生年", "year of birth"), 10
    ),
    Column.PHONE: Header(
        say("手机"), say("选填。只供会务组联系"), "13800000000", ("手机号", "电话", "mobile"), 14
    ),
    Column.SEAT: Header(
        say("代表类别"),
        say("选填。正式、列席或特邀；不是代表的留空。有这一列而留空的，现有代表资格终止"),
        say("正式"),
        ("代表身份", "seat", "delegate"),
    ),
    Column.DELEGATION: Header(
        say("代表团"),
        say("选填。代表团名称或序号；系统里还没有的会新建"),
        say("第一代表团"),
        ("代表组", "所属代表团"),
        18,
    ),
    Column.HEADS: Header(
        say("团长"), say("选填。是或否；每个代表团一名"), say("是"), ("代表团团长", "head"), 8
    ),
    Column.OFFICES: Header(
        say("大会职务"),
        say("选填。多个职务用顿号分开；承办部门负责人指其所在单位的负责人"),
        say("主席团成员、执行主席"),
        ("职务", "offices", "office"),
        24,
    ),
}


@lru_cache(8192)
def fold(words: str) -> str:
    """How two spellings are told to be the same: width, case and spaces do not matter."""
    return re.sub("[\\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", words).casefold())


def fold_header(words: str) -> str:
    """A header without its decoration: 工号*, 工号（必填）, Employee_no."""
    plain = re.sub(r"\((必填|选填|required|optional)\)", "", fold(words))
    return re.sub("[*:_.-]", "", plain)


def by_header() -> dict[str, Column]:
    """The column behind every header that is understood."""
    known: dict[str, Column] = {}
    for column, header in HEADERS.items():
        words = [render(header.word, language) for language in LANGUAGES]
        known |= {fold_header(word): column for word in (*words, *header.aliases)}
    return known


def letter(index: int) -> str:
    """The letter of a column: 0 A, 25 Z, 26 AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
