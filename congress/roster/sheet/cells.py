"""One cell at a time: what it says, tidied (full-width digits, stray spaces, dates as numbers), or why it will not do."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from congress.i18n import Message, render, say
from congress.roster.rules import (
    CATEGORY_WORDS,
    DELEGATE_WORDS,
    OFFICE_WORDS,
    SEX_WORDS,
    Category,
    DelegateKind,
    OfficeKind,
    Sex,
)
from congress.roster.sheet.columns import Column, fold

Raw = str | int | float | bool | date | time | timedelta | None
T = TypeVar("T")
EXACT: Final = 10**15  # above this a spreadsheet has already rounded the number
SERIALS: Final = range(7306, 54789)  # days since 1899-12-30: the years 1920 to 2049
INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f\x7f]")
ERRORS: Final = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


class Bad(ValueError):
    """Why a cell will not do, and what would be right."""

    def __init__(self, why: Message, remedy: Message | None = None) -> None:
        super().__init__(why.text)
        self.why = why
        self.remedy = remedy


def shown(raw: Raw) -> str:
    """What the cell says, for people."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < EXACT:
        return str(int(raw))
    return "" if raw is None else str(raw)


def tidy(raw: Raw) -> str:
    """Text without stray spaces, invisible signs, or the spaces that line up two-character names."""
    if isinstance(raw, str) and raw.isalnum():
        return raw
    words = INVISIBLE.sub(" ", shown(raw))
    words = re.sub(r"\s+", " ", words).strip()
    return re.sub(r"(?<=[一-鿿㐀-䶿]) (?=[一-鿿㐀-䶿])", "", words)


def narrow(raw: Raw) -> str:
    """Tidied, with full-width letters and digits made plain, and no spaces at all."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", tidy(raw)))


def text(most: int) -> Callable[[Raw], str]:
    """Free text of bounded length."""

    def read(raw: Raw) -> str:
        words = tidy(raw)
        if words in ERRORS:
            raise Bad(say("这一格是公式的出错结果"), say("请直接填写文字"))
        if isinstance(raw, date | time):
            raise Bad(say("这里应为文字，不是日期"), say("请把单元格设为文本格式后重新填写"))
        if len(words) > most:
            raise Bad(say("太长：最多 {n} 个字，现有 {m} 个", n=most, m=len(words)))
        return words

    return read


def number(raw: Raw) -> str:
    """工号."""
    if isinstance(raw, bool | date | time | timedelta):
        raise Bad(say("工号应为数字或文字"), say("请把这一列设为文本格式后重新填写"))
    rounded = isinstance(raw, float) and (abs(raw) >= EXACT or not raw.is_integer())
    words = narrow(raw)
    if rounded or re.fullmatch(r"\d(\.\d+)?[Ee]\+?\d+", words):
        raise Bad(say("工号太长，表格软件已经丢失了末尾几位"), say("请把这一列设为文本格式后重新填写"))
    if words and not re.fullmatch(r"[\w./-]{1,30}", words):
        raise Bad(say("工号只能由文字、数字和 - . / 组成，最多 30 个"), say("请核对工号"))
    return words


def name(raw: Raw) -> str:
    """姓名."""
    words = text(60)(raw)
    if isinstance(raw, float | int) or re.fullmatch(r"[\d.\s-]+", words):
        raise Bad(say("姓名不能是数字"), say("请核对列的顺序"))
    return words


def year(raw: Raw) -> int | None:
    """出生年份: a year; a whole date is understood, a date's serial number is explained."""
    if isinstance(raw, date):
        found = raw.year
    elif isinstance(raw, float) and not raw.is_integer():
        raise _no_year("")
    else:
        words = narrow(raw)
        if not words:
            return None
        match = re.fullmatch(r"(\d{4})(年|[-/.]\d{1,2}([-/.]\d{1,2})?|年\d{1,2}月(\d{1,2}日)?)?", words)
        if match is None:
            raise _no_year(words)
        found = int(match[1])
    if not 1920 <= found <= 2020:
        raise Bad(say("{year} 年不像出生年份", year=found), say("请填写四位年份，如 1986"))
    return found


def _no_year(words: str) -> Bad:
    if words.isdecimal() and int(words) in SERIALS:
        meant = (datetime(1899, 12, 30) + timedelta(days=int(words))).year  # noqa: DTZ001 spreadsheets count days, not time zones
        return Bad(say("这是日期在表格里的序号，不是年份"), say("应为 {year}", year=meant))
    return Bad(say("不是年份"), say("请填写四位年份，如 1986"))


def phone(raw: Raw) -> str:
    """手机."""
    words = re.sub(r"[()]", "", narrow(raw))
    if words and not re.fullmatch(r"\+?[\d-]{5,20}", words):
        raise Bad(say("不是电话号码"), say("请填写数字，如 13800000000"))
    return words


def yes(raw: Raw) -> bool:
    """是 or 否; empty is no."""
    words = fold(shown(raw))
    if words in {"", "否", "无", "0", "no", "n", "false", "×", "x"}:
        return False
    if words in {"是", "有", "1", "yes", "y", "true", "√", "✓", "✔"}:
        return True
    raise Bad(say("应为“是”或“否”"), say("是则写“是”，否则留空"))


def one_of(words: dict[T, Message], also: dict[str, T]) -> Callable[[Raw], T | None]:
    """One value of a list, by its label in either language or by another name for it; None when empty."""
    known = {fold(alias): value for alias, value in also.items()}
    for value, label in words.items():
        known |= {fold(render(label, language)): value for language in ("zh", "en")}

    def read(raw: Raw) -> T | None:
        said = fold(shown(raw))
        if not said:
            return None
        if said not in known:
            raise Bad(say("没有这一种"), say("可以填写：{choices}", choices=_choices(list(words.values()))))
        return known[said]

    return read


def _choices(labels: list[Message]) -> Message:
    said = labels[0]
    for label in labels[1:]:
        said = say("{first}、{rest}", first=said, rest=label)
    return said


sex = one_of(SEX_WORDS, {"m": Sex.MALE, "f": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE})
category = one_of(
    CATEGORY_WORDS,
    {
        "一线": Category.FRONTLINE,
        "一线员工": Category.FRONTLINE,
        "工人": Category.FRONTLINE,
        "技术": Category.TECHNICAL,
        "技术人员": Category.TECHNICAL,
        "管理": Category.MANAGER,
        "管理人员": Category.MANAGER,
        "中层": Category.MANAGER,
        "中层干部": Category.MANAGER,
        "领导": Category.LEADER,
        "企业领导": Category.LEADER,
    },
)
seat = one_of(
    DELEGATE_WORDS,
    {
        "正式": DelegateKind.VOTING,
        "列席": DelegateKind.NONVOTING,
        "特邀": DelegateKind.INVITED,
        "voting": DelegateKind.VOTING,
        "nonvoting": DelegateKind.NONVOTING,
        "invited": DelegateKind.INVITED,
    },
)
office = one_of(
    OFFICE_WORDS,
    {
        "主席团": OfficeKind.PRESIDIUM,
        "秘书处": OfficeKind.SECRETARIAT,
        "秘书长": OfficeKind.SECRETARIAT,
        "提案审查委员会": OfficeKind.MOTION_COMMITTEE,
        "提案审查委员会主任": OfficeKind.MOTION_COMMITTEE,
        "提案审查委员会委员": OfficeKind.MOTION_COMMITTEE,
        "党委": OfficeKind.PARTY_OFFICE,
        "承办部门": OfficeKind.DEPARTMENT_HEAD,
    },
)


def offices(raw: Raw) -> frozenset[OfficeKind]:
    """Several offices, apart by 、 or a comma."""
    parts = [part for part in re.split(r"[、,，;；/\n]", shown(raw)) if part.strip()]
    return frozenset(found for part in parts if (found := office(part)))


READERS: Final[dict[Column, Callable[[Raw], object]]] = {
    Column.NUMBER: number,
    Column.NAME: name,
    Column.SEX: sex,
    Column.UNIT: text(100),
    Column.PARENT: text(100),
    Column.POST: text(60),
    Column.CATEGORY: category,
    Column.DISPATCHED: yes,
    Column.BIRTH_YEAR: year,
    Column.PHONE: phone,
    Column.SEAT: seat,
    Column.DELEGATION: text(60),
    Column.HEADS: yes,
    Column.OFFICES: offices,
}
