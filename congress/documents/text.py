"""Plain text as people type it, read as the blocks of a formal document (GB/T 9704-2012, 7.3.3)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from congress.documents.content import COUNTS_MARK, Block, Tally

HAN: Final = "[一二三四五六七八九十百]{1,4}"
LEVELS: Final = tuple(
    re.compile(pattern)
    for pattern in (rf"{HAN}、", rf"[（(]{HAN}[）)]", r"\d{1,2}(?:[.．](?!\d)|、)", r"[（(]\d{1,2}[）)]")
)
ROUND: Final = re.compile(r"[①-⑳]")
BLANK: Final = re.compile(r"【[^【】\n]{0,40}】")
SENTENCE_ENDS: Final = "。；！？;!?"
Part = TypeVar("Part", bound=Block | Tally)
LONGEST_HEAD: Final = 40  # characters; what is longer is no heading, whatever number opens it


def blocks(text: str) -> tuple[Block, ...]:
    """Every line that says something, with the level that its number gives it."""
    return alike(block(line) for line in lines(text))


def lines(text: str) -> list[str]:
    """The lines of a text without the spaces that people indent them with."""
    return [line for raw in text.splitlines() if (line := raw.strip())]


def block(line: str) -> Block:
    """One line. A numbered line that is one whole sentence is text and not a heading."""
    level = level_of(line)
    if not level:
        return Block(0, "", line)
    end = next((at for at, sign in enumerate(line) if sign in SENTENCE_ENDS), -1)
    if end < 0:
        return Block(level, line, "") if len(line) <= LONGEST_HEAD else Block(level, "", line)
    head, rest = line[: end + 1], line[end + 1 :].strip()
    return Block(level, head, rest) if rest and len(head) <= LONGEST_HEAD else Block(level, "", line)


def level_of(line: str) -> int:
    """1 一、 2 （一） 3 1. 4 （1）; 0 where no number opens the line."""
    return next((level for level, opening in enumerate(LEVELS, 1) if opening.match(line)), 0)


def body(text: str, tally: Tally | None) -> tuple[Block | Tally, ...]:
    """The text with the counts where their mark stands, or at its end; they stand there once, however often it is marked."""
    parts: list[Block | Tally] = []
    placed = tally is None
    for line in lines(text):
        if COUNTS_MARK not in line:
            parts.append(block(line))
        elif not placed and tally is not None:
            parts.append(tally)
            placed = True
    return alike(parts if placed or tally is None else (*parts, tally))


def alike(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts of a text, where the sentences of one list look alike: if one of them is all text, none has a heading."""
    made = list(parts)
    for places in _lists(made):
        items = [(at, one) for at in places if isinstance(one := made[at], Block)]
        if all(one.head for _, one in items):
            continue
        for at, one in items:
            made[at] = replace(one, head="", text=one.head + one.text) if one.text else one
    return tuple(made)


def _lists(parts: Iterable[Block | Tally]) -> Iterator[list[int]]:
    """Where the items of each list stand: lines of one level, until one of a higher level."""
    under_way: dict[int, list[int]] = {}
    for at, part in enumerate(parts):
        if not isinstance(part, Block) or not part.level:
            continue
        for level in [level for level in under_way if level > part.level]:
            yield under_way.pop(level)
        under_way.setdefault(part.level, []).append(at)
    yield from under_way.values()


def blanks(text: str) -> tuple[str, ...]:
    """What a template left to be filled in: 【…】, except the mark of the counts."""
    return tuple(dict.fromkeys(found for found in BLANK.findall(text) if found != COUNTS_MARK))


def numbered_items(text: str) -> int:
    """How many numbered items the text has on the level that has most of them (（一）…（二）… count wherever they stand)."""
    per_level = [
        sum(1 for piece in re.split(r"[\n。；;]", text) if opening.match(piece.strip())) for opening in LEVELS
    ]
    return max(*per_level, len(ROUND.findall(text)))


def formal_number(code: str, year: int, number: int) -> str:
    """发文字号: 职代会〔2026〕3号, without 第 and without leading zeros (7.2.5)."""
    return f"{code}〔{year}〕{number}号"


def open_number(code: str, year: int) -> str:
    """The same before it has one, with the place open: 职代会〔2026〕　号."""
    return f"{code}〔{year}〕　号"


def formal_date(day: date) -> str:
    """成文日期: 2026年3月8日 (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


LOOSE: Final = re.compile(r"(?<=[^\x00-\x7f]) (?=[\d“《])|(?<=\d) (?=[^\x00-\x7f])")


def tight(text: str) -> str:
    """Chinese as documents set it: no spaces between characters and figures."""
    return LOOSE.sub("", text)


TITLE_MARKS: Final = ("《》", "〈〉")
NESTED: Final = re.compile("《[^》]*《")


def nested(text: str) -> str:
    """A title named inside a title takes 〈〉, and one inside that 《》 again (GB/T 15834-2011, 4.15)."""
    if not NESTED.search(text):
        return text
    depth, set_ = 0, []
    for char in text:
        if char in "《〈":
            set_.append(TITLE_MARKS[depth % 2][0])
            depth += 1
        elif char in "》〉":
            depth -= 1
            set_.append(TITLE_MARKS[depth % 2][1])
        else:
            set_.append(char)
        if depth < 0:
            return text
    return "".join(set_) if not depth else text


MEETING_TITLE: Final = re.compile(r"(.+?)(第.{1,3}届.{2,12}第.{1,3}次会议)(关于.+)")


def title_lines(title: str) -> tuple[str, ...]:
    """A long title as it is set: the enterprise, the meeting, and what it is about, each on a line of its own (7.3.1)."""
    found = MEETING_TITLE.fullmatch(title)
    return found.groups() if found else (title,)
