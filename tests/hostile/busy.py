"""A small congress in the middle of everything, for those who mean harm; and every address of the software in it."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paperwork
import passed
import shown
from hall import Hall, open_hall
from passed import Task
from sqlmodel import Session
from starlette.routing import Route

from congress.app import routes
from congress.clock import now
from congress.committee.rules import DecisionKind
from congress.delivery import service as delivery
from congress.delivery.rules import Way, Who
from congress.delivery.service import Wish
from congress.motions.store import Comment, Suggestion
from congress.record import service as record
from congress.record.entries import Kind
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from congress.sittings.store import Paper

PARTS = {
    "file": "0" * 64, "sha256": "0" * 64, "name": "national", "part": "motions", "kind": "instruction",
    "key": "0" * 16, "role": "organiser", "step": "1", "session": "999",
    "subject": "dispatches", "what": "assign", "branch": "union", "year": str(passed.today().year),
}  # fmt: skip
STREAM = "live"


@contextmanager
def busy_hall(migrated: Path, folder: Path) -> Iterator[Hall]:
    """The cast with one of everything: each has the id 1."""
    with open_hall(Path(shutil.copy(migrated, folder / "congress.db"))) as hall:
        hall.house.database.write(lambda session: _fill(session, hall))
        yield hall


def _fill(session: Session, hall: Hall) -> None:
    cast, moment = hall.cast, now()
    olga = passed.viewer(session, cast, "olga")
    union = Wish(Who.UNION, Way.WEBHOOK, "上级工会", "http://127.0.0.1:9/")
    delivery.add(session, olga, union, at=moment)
    found = passed.received(session, cast)
    for kind in (Kind.POLL_OPENED, Kind.POLL_CLOSED):  # the vote was made without the services
        record.append(session, kind, actor=cast["olga"].person_id, facts={"poll": 1})
    task = Task(cast.units["canteen"])
    passed.decide(
        session,
        cast,
        found,
        DecisionKind.INSTRUCTION,
        passed.said(DecisionKind.INSTRUCTION, "抓紧办理", task),
    )
    paperwork.fill(session, cast, found)
    clerk = cast["olga"].person_id
    sittings.note(
        session,
        sitting_id=cast.sitting_id,
        delegate_id=cast["bob"].delegate_id or 0,
        presence=Presence.ARRIVED,
        by=clerk,
    )
    notice = shown.posted(session, cast, open=True, nameless=True)
    shown.commented(session, cast, notice, "carol")
    session.add(Comment(motion_id=1, person_id=cast["carol"].person_id, body="赞同。", at=moment))
    session.add(
        Suggestion(
            sitting_id=cast.sitting_id, author="王某", unit="铸造车间", body="建议增加座椅。", at=moment,
            answer="已采纳。", answered_at=moment, answered_by=clerk,
        )
    )  # fmt: skip
    session.add(
        Paper(
            item_id=1,
            name="说明.md",
            media_type="text/markdown",
            size=3,
            sha256="0" * 64,
            added_by=clerk,
            added_at=moment,
        )
    )


def addresses(method: str) -> dict[str, str]:
    """Every route's name and address, with 1 for each id; the stream, which never ends, is left out."""
    found = [route for route in routes() if isinstance(route, Route) and route.name != STREAM]
    return {r.name: filled(r.path) for r in found if method in (r.methods or ())}


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: PARTS.get(part[1], "1"), path)
