"""What was written by hand for the demo congress, read from the files beside this one."""

from csv import DictReader
from dataclasses import dataclass
from functools import cache
from json import loads
from operator import attrgetter
from pathlib import Path
from typing import Any

from congress.demo.content.business import DemoMotion, DemoSitting, DemoSuggestion
from congress.demo.content.past import DemoHistory
from congress.demo.content.reading import Reader
from congress.demo.content.shapes import DemoEnterprise, DemoOffices, DemoPerson
from congress.demo.content.showing import DemoNotice
from congress.roster.rules import Category, DelegateKind, Sex

HERE = Path(__file__).parent


@dataclass(frozen=True)
class DemoContent:
    """All that was written by hand. ``cast`` are the people the texts name; motions come in order of their making."""

    enterprise: DemoEnterprise
    cast: tuple[DemoPerson, ...]
    offices: DemoOffices
    sitting: DemoSitting
    motions: tuple[DemoMotion, ...]
    history: tuple[DemoHistory, ...]
    suggestions: tuple[DemoSuggestion, ...]
    notices: tuple[DemoNotice, ...]


@cache
def content() -> DemoContent:
    """The whole of it, with every name looked up; raises ValueError on a file that does not hold together."""
    people = cast()
    reader = Reader(HERE, people)
    motions = (motion for path in sorted(HERE.glob("motions/*.json")) for motion in json(path))
    return DemoContent(
        enterprise=reader.read(DemoEnterprise, json(HERE / "enterprise.json")),
        cast=people,
        offices=reader.read(DemoOffices, json(HERE / "offices.json")),
        sitting=reader.read(DemoSitting, json(HERE / "sitting.json")),
        motions=tuple(
            sorted((reader.read(DemoMotion, motion) for motion in motions), key=attrgetter("created"))
        ),
        history=reader.read(tuple[DemoHistory, ...], json(HERE / "history.json")),
        notices=reader.read(tuple[DemoNotice, ...], json(HERE / "notices.json")),
        suggestions=reader.read(tuple[DemoSuggestion, ...], json(HERE / "suggestions.json")),
    )


def cast() -> tuple[DemoPerson, ...]:
    """The people that offices, motions and comments are written for."""
    return tuple(person(row) for row in table("cast"))


def person(row: dict[str, str]) -> DemoPerson:
    return DemoPerson(
        number=row["number"],
        name=row["name"],
        pinyin=row["pinyin"],
        sex=Sex(row["sex"]),
        born=int(row["born"]),
        unit=row["unit"],
        post=row["post"],
        category=Category(row["category"]),
        kind=DelegateKind(row["kind"]) if row["kind"] else None,
        dispatched=row["dispatched"] == "yes",
    )


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the .csv files."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def json(path: Path) -> Any:
    return loads(path.read_text("utf-8"))
