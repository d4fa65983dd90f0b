"""The record: every official act, appended in the transaction of the change it records.

The tree of leaf hashes is kept in memory by the :class:`Keeper`, which signs its
head inside every commit that made it grow (RFC 9162 section 2.1; the head is a
canonical statement signed with Ed25519).
"""

import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, insert, or_, select

from congress.clock import now, stamp
from congress.crypto.merkle import Tree
from congress.crypto.signatures import Signer
from congress.database import Prepared
from congress.record.entries import NOTHING, Act, Kind, head_statement, read, write
from congress.record.store import Entry, Head

__all__ = [
    "Head",
    "Keeper",
    "Proof",
    "about",
    "act",
    "acts",
    "acts_on",
    "append",
    "bodies",
    "entries",
    "head_after",
    "heads",
    "latest_head",
    "lines",
    "load_signer",
]
log = logging.getLogger(__name__)
TAIL = "record.tail"
LEAVES = "record.leaves"
ADD_ENTRY = Prepared(insert(Entry), ["seq", "kind", "leaf", "body"])


def append(
    session: Session,
    kind: Kind,
    *,
    actor: int,
    facts: dict[str, Any],
    signed: dict[str, str] | None = None,
    at: datetime | None = None,
) -> int:
    """Add one act; returns its place in the record. Only inside ``database.write``."""
    seq, prev = session.info.get(TAIL) or _tail(session)
    body, leaf = write(
        seq=seq, prev=prev, at=stamp(at or now()), kind=kind, actor=actor, facts=facts, signed=signed
    )
    ADD_ENTRY.run(session, seq=seq, kind=kind.value, leaf=leaf, body=body.decode())
    session.info[TAIL] = (seq + 1, leaf)
    session.info.setdefault(LEAVES, []).append(leaf)
    return int(seq)


def _tail(session: Session) -> tuple[int, bytes]:
    last = session.exec(select(Entry.seq, Entry.leaf).order_by(col(Entry.seq).desc()).limit(1)).first()
    return (last[0] + 1, last[1]) if last else (0, NOTHING)


@dataclass(frozen=True)
class Proof:
    """That an entry stands in the record: RFC 9162 inclusion proof under a signed head."""

    seq: int
    body: str
    size: int
    root: str
    path: list[str]
    head_at: str
    head_key: str
    head_signature: str


class Keeper:
    """Holds the record's key and the tree, and signs the head inside each commit that made it grow."""

    def __init__(self, signer: Signer, site: str = "") -> None:
        self.signer = signer
        self.site = site
        self.tree = Tree()

    def before_commit(self, session: Session) -> None:
        """Hook for :class:`congress.database.Database`. Adds the new leaves, signs and stores the head."""
        leaves = session.info.get(LEAVES)
        if not leaves:
            return
        seq, _ = session.info[TAIL]
        self._catch_up(session, seq - len(leaves))
        for leaf in leaves:
            self.tree.append(leaf)
        at = stamp(now())
        statement = head_statement(site=self.site, size=seq, root=self.tree.root(), at=at)
        session.connection().execute(
            insert(Head),
            {
                "size": seq,
                "root": self.tree.root(),
                "at": at,
                "key": self.signer.id,
                "signature": self.signer.sign(statement),
            },
        )

    def _catch_up(self, session: Session, size: int) -> None:
        """Make the tree hold exactly the first ``size`` entries, whatever happened before."""
        self.tree.truncate(min(size, self.tree.size))
        for leaf in _leaves(session, self.tree.size, size):
            self.tree.append(leaf)

    def prove(self, session: Session, seq: int) -> Proof | None:
        """The inclusion proof of an entry under the newest signed head."""
        entry = session.get(Entry, seq)
        head = latest_head(session)
        if entry is None or head is None or head.size <= seq:
            return None
        if self.tree.size < head.size:
            self._catch_up(session, head.size)
        return Proof(
            seq=seq,
            body=entry.body,
            size=head.size,
            root=head.root.hex(),
            path=[node.hex() for node in self.tree.inclusion(seq, head.size)],
            head_at=head.at,
            head_key=head.key,
            head_signature=head.signature.hex(),
        )

    def path(self, session: Session, seq: int, size: int) -> list[str]:
        """The inclusion proof of an entry under the root of the first ``size`` entries, in hex."""
        if self.tree.size < size:
            self._catch_up(session, size)
        return [node.hex() for node in self.tree.inclusion(seq, size)]


def _leaves(session: Session, start: int, end: int) -> Iterable[bytes]:
    query = select(Entry.leaf).where(col(Entry.seq) >= start, col(Entry.seq) < end).order_by(col(Entry.seq))
    return session.exec(query).all()


def latest_head(session: Session) -> Head | None:
    """The newest signed head, if anything has been recorded."""
    return session.exec(select(Head).order_by(col(Head.size).desc()).limit(1)).first()


def head_after(session: Session, seq: int) -> Head | None:
    """The head that was signed when this entry was written: the first that has it under it."""
    return session.exec(select(Head).where(col(Head.size) > seq).order_by(col(Head.size)).limit(1)).first()


def bodies(session: Session, size: int) -> list[str]:
    """The first ``size`` entries as they are written."""
    query = select(Entry.body).where(col(Entry.seq) < size).order_by(col(Entry.seq))
    return list(session.exec(query).all())


def lines(session: Session, size: int, *, piece: int = 1000) -> Iterator[bytes]:
    """The first ``size`` entries as lines, some at a time: a record outgrows memory, a piece of it does not."""
    for start in range(0, size, piece):
        end = min(start + piece, size)
        query = select(Entry.body).where(col(Entry.seq) >= start, col(Entry.seq) < end)
        found = session.exec(query.order_by(col(Entry.seq))).all()
        yield b"".join(body.encode() + b"\n" for body in found)


def heads(session: Session, size: int) -> list[Head]:
    """Every signed head up to this size, in order."""
    return list(session.exec(select(Head).where(col(Head.size) <= size).order_by(col(Head.size))).all())


def entries(session: Session, *, start: int = 0, limit: int = 200, kinds: Iterable[Kind] = ()) -> list[Entry]:
    """A page of the record, oldest first."""
    query = select(Entry).where(col(Entry.seq) >= start).order_by(col(Entry.seq)).limit(limit)
    if wanted := [k.value for k in kinds]:
        query = query.where(col(Entry.kind).in_(wanted))
    return list(session.exec(query).all())


def act(session: Session, seq: int) -> Act:
    """One act, by its place in the record. Raises NoResultFound when there is none."""
    return read(session.exec(select(Entry.body).where(Entry.seq == seq)).one().encode())


def acts(session: Session, seqs: Iterable[int]) -> list[Act]:
    """Several acts by their places in the record, in its order."""
    query = select(Entry.body).where(col(Entry.seq).in_(set(seqs))).order_by(col(Entry.seq))
    return [read(body.encode()) for body in session.exec(query)]


def about(session: Session, person: int, kinds: Iterable[Kind], *, limit: int = 100) -> list[Act]:
    """What was done about a person (``facts.person``), newest first."""
    return acts_on(session, "person", person, kinds, limit=limit)


def acts_on(session: Session, what: str, id: int, kinds: Iterable[Kind], *, limit: int = 100) -> list[Act]:
    """What was done about one thing, which the facts name by its id (``facts.poll``), newest first."""
    body = col(Entry.body)
    named = or_(body.contains(f'"{what}":{id},'), body.contains(f'"{what}":{id}}}'))
    query = select(Entry.body).where(col(Entry.kind).in_([k.value for k in kinds]), named)
    found = session.exec(query.order_by(col(Entry.seq).desc()).limit(limit)).all()
    return [act for act in map(read, map(str.encode, found)) if act.facts.get(what) == id]


def load_signer(path: Path) -> Signer:
    """The record's private key from its file; made on first use, readable by its owner only."""
    if path.exists():
        return Signer.from_bytes(path.read_bytes())
    path.parent.mkdir(parents=True, exist_ok=True)
    signer = Signer.generate()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(signer.to_bytes())
    return signer
