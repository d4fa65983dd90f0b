"""The words rules are written in: forms of voting, what a share is counted of, and where a rule comes from.

Every quantity in a profile carries sources. A source whose text was read (``seen``)
blocks what breaks it; one known only from memory (``recalled``) warns.
"""

from dataclasses import dataclass
from enum import StrEnum

from congress.i18n import Message, say


class Form(StrEnum):
    """How a question is put: 举手, 记名, 无记名."""

    HAND = "hand"
    NAMED = "named"
    SECRET = "secret"


class Base(StrEnum):
    """What the votes in favour are measured against."""

    ALL = "all"  # all delegates: the absent and the abstaining count as not in favour
    PRESENT = "present"
    CAST = "cast"  # ballots returned


class Verb(StrEnum):
    """The five things a congress does with a matter (上海市职工代表大会条例, arts. 9-14)."""

    DELIBERATE = "deliberate"
    PASS = "pass"
    SUPERVISE = "supervise"
    ELECT = "elect"
    APPRAISE = "appraise"


class Confidence(StrEnum):
    """How well a rule's text is known."""

    SEEN = "seen"
    RECALLED = "recalled"


def bilingual(zh: str, en: str) -> Message:
    """A name that brings its own English along, such as a law's or that of a matter an organiser added."""
    return say("{zh}", zh=zh, en=en or zh)


@dataclass(frozen=True)
class Source:
    """The article that a rule rests on; ``article`` is empty where no statute speaks and practice decides."""

    text: str
    en: str
    article: str
    confidence: Confidence

    @property
    def cite(self) -> Message:
        """《企业民主管理规定》第二十条 · Provisions on the Democratic Management of Enterprises, art. 20."""
        name = bilingual(self.text, self.en)
        if not self.article:
            return name
        number = han(int(self.article)) if self.article.isdecimal() else self.article
        return say("《{law}》第{number}条", law=name, number=number, article=self.article)


Sources = tuple[Source, ...]


def firmest(sources: Sources) -> Source | None:
    """The source to cite: the first whose text was read, else the first."""
    return next((s for s in sources if s.confidence is Confidence.SEEN), sources[0] if sources else None)


def blocks(sources: Sources) -> bool:
    """Whether breaking this rule stops the act: some text that says so was read."""
    return any(s.confidence is Confidence.SEEN for s in sources)


def ordinal(number: int) -> Message:
    """The number of a term or a sitting: 三 in Chinese, 3 in English."""
    return bilingual(han(number), str(number))


def han(number: int) -> str:
    """A number from 0 to 9999 in Chinese: 20 二十, 1259 一千二百五十九, 105 一百零五."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    if number < 20:
        return "十" + (digits[number - 10] if number > 10 else "")
    unit, sign = next((u, s) for u, s in ((1000, "千"), (100, "百"), (10, "十")) if number >= u)
    head, rest = divmod(number, unit)
    if not rest:
        return digits[head] + sign
    gap = "零" if rest < unit // 10 else ""
    tail = "一" + han(rest) if 10 <= rest < 20 else han(rest)
    return digits[head] + sign + gap + tail
