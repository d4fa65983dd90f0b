"""Papers of the agenda: their bytes lie in a folder under their SHA-256, what they are in the table."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session, col, select

from congress.clock import now
from congress.errors import Missing, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.sittings import rules
from congress.sittings.service import meetings
from congress.sittings.store import AgendaItem, Paper


def keep(folder: Path, content: bytes) -> str:
    """Put the bytes into the folder under their hash, durably and all at once; readable by us only."""
    name = sha256(content).hexdigest()
    if (folder / name).exists():
        return name
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".new-")  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(folder / name)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _settle(folder)
    return name


def _settle(folder: Path) -> None:
    """Make the new name durable too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def add_paper(
    session: Session, *, item_id: int, name: str, media_type: str, size: int, sha256: str, by: int
) -> Paper:
    """Attach kept bytes to an item. The same bytes stand on an item once."""
    item = session.get(AgendaItem, item_id)
    if item is None:
        raise Missing(say("没有这项议程"))
    insist(rules.may_add(meetings.sitting(session, item.sitting_id).stage))
    known = session.exec(
        select(Paper).where(
            Paper.item_id == item_id, Paper.sha256 == sha256, col(Paper.withdrawn_at).is_(None)
        )
    ).first()
    if known:
        return known
    added = Paper(
        item_id=item_id,
        name=name,
        media_type=media_type,
        size=size,
        sha256=sha256,
        added_at=now(),
        added_by=by,
    )
    session.add(added)
    session.flush()
    facts = {"item": item_id, "name": name, "paper": added.id, "sha256": sha256, "size": size}
    record.append(session, Kind.PAPER_ADDED, actor=by, facts=facts, at=added.added_at)
    return added


def withdraw_paper(session: Session, *, paper_id: int, by: int, why: str) -> Paper:
    """Take a paper back; why is recorded, and shown to those who come for it."""
    found = paper(session, paper_id)
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = now(), by, why
        session.add(found)
        facts = {"item": found.item_id, "paper": found.id, "sha256": found.sha256, "why": why}
        record.append(session, Kind.PAPER_WITHDRAWN, actor=by, facts=facts, at=found.withdrawn_at)
    return found


def drop_papers(session: Session, *, item_id: int, by: int) -> None:
    """The papers of an item that is removed go with it."""
    for found in session.exec(select(Paper).where(Paper.item_id == item_id)).all():
        withdraw_paper(session, paper_id=found.id or 0, by=by, why="")
        session.flush()
        session.delete(found)
    session.flush()


def paper(session: Session, paper_id: int) -> Paper:
    """A paper by its id, withdrawn or not."""
    found = session.get(Paper, paper_id)
    if found is None:
        raise Missing(say("没有这份文件"))
    return found


def papers_of(session: Session, sitting_id: int) -> dict[int, list[Paper]]:
    """The live papers of a sitting, by item, in the order they came."""
    query = (
        select(Paper)
        .join(AgendaItem, col(AgendaItem.id) == Paper.item_id)
        .where(AgendaItem.sitting_id == sitting_id, col(Paper.withdrawn_at).is_(None))
        .order_by(col(Paper.id))
    )
    found: dict[int, list[Paper]] = {}
    for one in session.exec(query):
        found.setdefault(one.item_id, []).append(one)
    return found
