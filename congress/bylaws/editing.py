"""Editing a copy of a profile, one rule at a time: what may be changed, and where a changed value comes from.

A value that an enterprise sets itself is sourced to its own rules, and counts as read: it blocks
like a law whose text was seen.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from congress.bylaws.codec import Json
from congress.bylaws.profile import from_json, to_json
from congress.bylaws.shapes import Measure, Profile
from congress.bylaws.terms import Confidence, Form
from congress.bylaws.wording import BASES, FORMS
from congress.errors import Invalid, Missing
from congress.i18n import Message, say

Typed = Mapping[str, Sequence[str]]  # what a form brought, by field
OWN_RULE: Final = say("本单位规定")
LONGEST_NOTE: Final = 200


class Input(StrEnum):
    """How a value is typed."""

    SHARE = "share"
    COUNT = "count"
    CHOICE = "choice"
    MANY = "many"
    TICK = "tick"


@dataclass(frozen=True)
class Editable:
    """One value of a rule. ``sources`` is where its origin stands; ``optional`` may be left empty."""

    name: str
    label: Message
    input: Input
    sources: str = "sources"
    optional: bool = False
    options: tuple[tuple[str, Message], ...] = ()


MEASURES: Final = {
    Measure.MOST: say("不超过一个比例"),
    Measure.LEAST: say("不少于一个比例"),
    Measure.MIRROR: say("不低于其占职工的比例"),
    Measure.SOME: say("有适当比例"),
    Measure.NONE: say("列席，没有表决权"),
}
MATTER: Final = (
    Editable("quorum", say("到会人数至少占应到的"), Input.SHARE, "quorum_sources"),
    Editable("threshold", say("通过线"), Input.SHARE, "threshold_sources", optional=True),
    Editable("strict", say("须超过通过线（不勾选为达到即可）"), Input.TICK, "threshold_sources"),
    Editable(
        "base",
        say("赞成票与什么相比"),
        Input.CHOICE,
        "threshold_sources",
        options=tuple((base.value, word) for base, word in BASES.items()),
    ),
    Editable(
        "forms",
        say("允许的表决方式"),
        Input.MANY,
        "form_sources",
        options=tuple((form.value, FORMS[form]) for form in (Form.SECRET, Form.NAMED, Form.HAND)),
    ),
    Editable("itemised", say("分项表决"), Input.TICK, "itemised_sources"),
    Editable("proposers", say("提出须有代表的"), Input.SHARE, "proposers_sources", optional=True),
)
PARTS: Final[dict[str, tuple[Editable, ...]]] = {
    "matters": MATTER,
    "congress_from": (
        Editable("congress_from", say("职工不足多少人可开职工大会"), Input.COUNT, "congress_from_sources"),
    ),
    "delegates": (
        Editable("fixed", say("代表至少"), Input.COUNT),
        Editable("beyond", say("职工超过多少人后增加"), Input.COUNT),
        Editable("per", say("每满多少人"), Input.COUNT),
        Editable("each", say("增加代表"), Input.COUNT),
        Editable("low", say("代表至少占职工的"), Input.SHARE, optional=True),
        Editable("high", say("代表一般不超过职工的"), Input.SHARE, optional=True),
        Editable("most", say("代表一般不超过"), Input.COUNT, optional=True),
        Editable("negotiable", say("超过多少名的部分可以协商"), Input.COUNT, optional=True),
    ),
    "presidium": (
        Editable("least", say("主席团至少"), Input.COUNT),
        Editable("most", say("主席团至多"), Input.COUNT, optional=True),
    ),
    "limits": (
        Editable(
            "measure", say("怎样衡量"), Input.CHOICE, options=tuple((m.value, w) for m, w in MEASURES.items())
        ),
        Editable("share", say("比例"), Input.SHARE, optional=True),
        Editable("soft", say("只提醒，不阻止"), Input.TICK),
    ),
    "deadlines": (
        Editable("days", say("天数"), Input.COUNT),
        Editable("working", say("按工作日计算"), Input.TICK),
    ),
    "motions": (
        Editable("seconders", say("附议至少"), Input.COUNT),
        Editable("first_answer", say("首次答复天数"), Input.COUNT),
        Editable("finish", say("办结天数"), Input.COUNT),
    ),
    "extraordinary": (
        Editable("extraordinary", say("临时召开须有代表的"), Input.SHARE, "extraordinary_sources"),
    ),
}


def editables(path: str) -> tuple[Editable, ...]:
    """What may be changed at a path, or Missing."""
    kind = path.partition(".")[0]
    if kind not in PARTS:
        raise Missing(say("没有这条规则"))
    return PARTS[kind]


def values(profile: Profile, path: str) -> dict[str, list[str]]:
    """What stands there now, as a form shows it."""
    part = _part(to_json(profile), path)
    return {item.name: _typed(part[item.name]) for item in editables(path)}


def edit(profile: Profile, path: str, typed: Typed, note: str) -> Profile:
    """The profile with this rule as typed; changed values are sourced to the enterprise's own rules.

    Raises Invalid that names each bad field.
    """
    whole = copy.deepcopy(to_json(profile))
    part = _part(whole, path)
    complaints: dict[str, Message] = {}
    changed = set()
    for item in editables(path):
        try:
            value = _read(item, typed.get(item.name, ()), part[item.name])
        except ValueError as error:
            complaints[item.name] = error.args[0]
            continue
        if value != part[item.name]:
            part[item.name] = value
            changed.add(item.sources)
    if changed and not note.strip():
        complaints["note"] = say("请写明依据，如本单位哪个办法的哪一条")
    if len(note) > LONGEST_NOTE:
        complaints["note"] = say("最多 {n} 个字，现有 {m} 个", n=LONGEST_NOTE, m=len(note))
    if complaints:
        raise Invalid(say("请检查标出的各项"), complaints)
    for sources in changed:
        part[sources] = [_own_source(note.strip())]
    return _checked(whole, path)


def _checked(whole: dict[str, Json], path: str) -> Profile:
    """Read back; complaints about this rule are named by its fields, others by the form."""
    try:
        return from_json(whole)
    except Invalid as error:
        fields = {_field(where, path): why for where, why in reversed(error.fields.items())}
        raise Invalid(error.refusal.reason, fields) from error


def _field(where: str, path: str) -> str:
    """``matters.custom.threshold`` is ``threshold`` to the form of ``matters.custom``; bands complain as a whole."""
    if where == path:
        return path.partition(".")[0]
    return where.removeprefix(f"{path}.") if where.startswith(f"{path}.") else "form"


def _own_source(note: str) -> dict[str, Json]:
    english = "Rules of this enterprise"
    return {
        "text": f"{OWN_RULE.text}：{note}",
        "en": f"{english}: {note}",
        "article": "",
        "confidence": Confidence.SEEN.value,
    }


def _part(whole: dict[str, Json], path: str) -> dict[str, Any]:
    """The JSON object that holds the values of a path."""
    kind, _, key = path.partition(".")
    if kind in {"congress_from", "extraordinary"} and not key:
        return whole
    held = whole.get(kind) if kind in PARTS else None
    if kind == "motions" and not key and isinstance(held, dict):
        return held
    if isinstance(held, dict) and key in held:
        return dict_of(held[key])
    if isinstance(held, list) and re.fullmatch(r"\d{1,3}", key) and int(key) < len(held):
        return dict_of(held[int(key)])
    raise Missing(say("没有这条规则"))


def dict_of(value: Json) -> dict[str, Any]:
    """The object itself, so that what is changed in it is changed in the whole."""
    if isinstance(value, dict):
        return value
    raise Missing(say("没有这条规则"))


# --- values as they are typed --------------------------------------------------------------------------------------


def _typed(value: Json) -> list[str]:
    match value:
        case None:
            return [""]
        case bool():
            return ["1"] if value else []
        case [int(part), int(whole)]:
            return [f"{part}/{whole}"]
        case list():
            return [str(item) for item in value]
        case _:
            return [str(value)]


def _read(item: Editable, typed: Sequence[str], current: Json) -> Json:
    """The value, or ValueError with a Message. Of several, those there were keep their order of preference."""
    if item.input is Input.TICK:
        return bool(typed and typed[0])
    if item.input is Input.MANY:
        ordered = dict.fromkeys([*current, *(key for key, _ in item.options)])
        return [key for key in ordered if key in typed]
    words = typed[0].strip() if typed else ""
    if item.optional and not words:
        return None
    match item.input:
        case Input.SHARE:
            return share(words)
        case Input.COUNT:
            if not re.fullmatch(r"\d{1,6}", words):
                raise ValueError(say("请填写整数"))
            return int(words)
        case _:
            if words not in {key for key, _ in item.options}:
                raise ValueError(say("请选择一项"))
            return words


def share(words: str) -> list[int]:
    """2/3, 20%, 7.5% or 1, as parts of a whole. Raises ValueError with a Message."""
    plain = words.replace("％", "%").replace("／", "/").replace(" ", "")
    if match := re.fullmatch(r"(\d{1,4})/(\d{1,4})", plain):
        part, whole = int(match[1]), int(match[2])
    elif match := re.fullmatch(r"(\d{1,3})(?:\.(\d{1,2}))?%", plain):
        decimals = match[2] or ""
        part, whole = int(match[1] + decimals), 100 * 10 ** len(decimals)
    elif plain in {"0", "1"}:
        part, whole = int(plain), 1
    else:
        raise ValueError(say("请写成分数或百分数，如 2/3 或 20%"))
    if not whole > 0 or part > whole:
        raise ValueError(say("不能大于全部"))
    simple = Fraction(part, whole)
    return [simple.numerator, simple.denominator]
