"""What tests of sittings share: a sitting at a stage, items, and who comes and goes."""

import json
from collections.abc import Callable
from typing import Any

from cast import Cast

from congress.bylaws.terms import Verb
from congress.database import Database
from congress.record.entries import Kind
from congress.record.service import entries as record_entries
from congress.sittings import service as sittings
from congress.sittings.rules import Presence, SittingStage
from congress.sittings.store import AgendaItem, Sitting


def acts(database: Database, kind: Kind) -> list[dict[str, Any]]:
    """The facts of the record's entries of a kind."""
    with database.read() as session:
        return [json.loads(entry.body)["facts"] for entry in record_entries(session, kinds=[kind])]


def prepare(database: Database, cast: Cast, stage: SittingStage = SittingStage.PREPARING) -> None:
    def job(session: Any) -> None:
        sitting = session.get(Sitting, cast.sitting_id)
        sitting.stage = stage
        session.add(sitting)

    database.write(job)


def add(database: Database, cast: Cast, title: str = "审议《工会工作报告》", **more: Any) -> AgendaItem:
    wish: dict[str, Any] = {"verb": Verb.DELIBERATE, "by": cast["olga"].person_id, **more}
    return database.write(lambda s: sittings.add_item(s, sitting_id=cast.sitting_id, title=title, **wish))


def come(database: Database, cast: Cast, *names: str, presence: Presence = Presence.ARRIVED) -> None:
    for name in names:
        delegate, by = cast[name].delegate_id or 0, cast["olga"].person_id
        database.write(
            lambda s, delegate=delegate, by=by: sittings.note(
                s, sitting_id=cast.sitting_id, delegate_id=delegate, presence=presence, by=by
            )
        )


def read(database: Database, ask: Callable[[Any], Any]) -> Any:
    with database.read() as session:
        return ask(session)
