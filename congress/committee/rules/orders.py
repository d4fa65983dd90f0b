"""What the committee writes down when it decides: read from exactly the words that were signed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from congress.committee.rules import DecisionKind
from congress.committee.rules.answering import contradiction
from congress.i18n import Message, say

BODY_MOST: Final = 5_000
TASK_MOST: Final = 500
ROWS: Final = tuple(range(1, 7))
"""As many departments can be given a task in one decision; further ones in the next."""
TASK_FIELDS: Final = tuple(f"{part}_{row}" for row in ROWS for part in ("unit", "task", "due"))
FIELDS: Final[dict[DecisionKind, tuple[str, ...]]] = {
    DecisionKind.INSTRUCTION: ("proxy", "body", *TASK_FIELDS),
    DecisionKind.REPLY: ("proxy", "grants", "body", *TASK_FIELDS),
    DecisionKind.ANSWER: ("proxy", "body"),
}
"""The fields of each form that the device signs with the statement. ``proxy``: in whose name, empty for one's own."""
REMAND_FIELDS: Final = ("proxy", "body")


def advice_fields(kind: DecisionKind) -> tuple[str, ...]:
    """The same without a name to sign in: who proposes decides nothing."""
    return tuple(name for name in FIELDS[kind] if name != "proxy")


@dataclass(frozen=True)
class Task:
    """One department, what it is to do, and by when. ``row`` is where it stood in the form."""

    row: int
    unit: int
    task: str
    due_on: date


@dataclass(frozen=True)
class Order:
    """A decision as it was written."""

    kind: DecisionKind
    body: str
    grants: bool | None = None
    tasks: tuple[Task, ...] = ()


Complaints = dict[str, Message]


def read(kind: DecisionKind, said: Mapping[str, str]) -> tuple[Order, Complaints]:
    """The order, and what is wrong with each field."""
    complaints: Complaints = {}
    body = said.get("body", "").strip()
    if not body:
        complaints["body"] = say("请填写这一项")
    elif len(body) > BODY_MOST:
        complaints["body"] = say("最多 {n} 个字，现有 {m} 个", n=BODY_MOST, m=len(body))
    grants = {"yes": True, "no": False}.get(said.get("grants", ""))
    if kind is DecisionKind.REPLY and grants is None:
        complaints["grants"] = say("请选择同意或不同意")
    if kind is DecisionKind.REPLY and (unlike := contradiction(grants, body)):
        complaints.setdefault("body", unlike)
    tasks = () if kind is DecisionKind.ANSWER else read_tasks(said, complaints)
    return Order(kind, body, grants if kind is DecisionKind.REPLY else None, tasks), complaints


def read_tasks(said: Mapping[str, str], complaints: Complaints) -> tuple[Task, ...]:
    """The rows that name a department; a department stands there once."""
    tasks: list[Task] = []
    for row in ROWS:
        unit, task, due = (said.get(f"{part}_{row}", "").strip() for part in ("unit", "task", "due"))
        if not unit:
            if task:
                complaints[f"unit_{row}"] = say("请选择承办部门")
            continue
        if unit in {str(earlier.unit) for earlier in tasks}:
            complaints[f"unit_{row}"] = say("这个部门已经写过，请合并为一项")
        elif found := read_task(row, unit, task, due, complaints):
            tasks.append(found)
    return tuple(tasks)


def read_task(row: int, unit: str, task: str, due: str, complaints: Complaints) -> Task | None:
    """One row."""
    if not task:
        complaints[f"task_{row}"] = say("请写明办理事项")
    elif len(task) > TASK_MOST:
        complaints[f"task_{row}"] = say("最多 {n} 个字，现有 {m} 个", n=TASK_MOST, m=len(task))
    try:
        day = date.fromisoformat(due)
    except ValueError:
        complaints[f"due_{row}"] = say("请填写日期")
        return None
    if not (unit.isdecimal() and unit.isascii() and len(unit) < 10):
        complaints[f"unit_{row}"] = say("请选择承办部门")
        return None
    return Task(row, int(unit), task, day)


def statement(
    *, kind: DecisionKind, dispatch: int, round_: int, sha256: str, site: str, act: str = "decide"
) -> dict[str, Any]:
    """What is signed before the fields are added."""
    return {
        "act": act,
        "dispatch": dispatch,
        "kind": kind.value,
        "round": round_,
        "sha256": sha256,
        "site": site,
    }
