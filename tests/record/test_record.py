"""The record: entries, signed heads, receipts that prove inclusion, and what happens when a commit fails."""

import json
from pathlib import Path

import pytest
from sqlmodel import Session, select

from congress.crypto import signatures
from congress.crypto.merkle import EMPTY, Tree, leaf_hash, verify_inclusion
from congress.database import Database
from congress.record import service as record
from congress.record.entries import Kind, head_statement, read, write
from congress.record.service import Keeper
from congress.record.store import Head
from congress.record.words import KINDS


@pytest.fixture
def keeper(database: Database) -> Keeper:
    keeper = Keeper(signatures.Signer.generate(), "site")
    database.before_commit.append(keeper.before_commit)
    return keeper


class TakenBackError(Exception):
    pass


def act(n: int, *, fail: bool = False):
    def job(session: Session) -> int:
        seq = record.append(session, Kind.ATTENDANCE_NOTED, actor=n, facts={"n": n})
        if fail:
            raise TakenBackError
        return seq

    return job


def test_every_entry_can_be_proved_under_a_signed_head(database: Database, keeper: Keeper) -> None:
    for n in range(13):
        database.write(act(n))
    with database.read() as session:
        for seq in range(13):
            proof = keeper.prove(session, seq)
            leaf, path = leaf_hash(proof.body.encode()), [bytes.fromhex(node) for node in proof.path]
            assert verify_inclusion(seq, proof.size, leaf, path, bytes.fromhex(proof.root))
            statement = head_statement(
                site="site", size=proof.size, root=bytes.fromhex(proof.root), at=proof.head_at
            )
            assert signatures.verify(keeper.signer.public, statement, bytes.fromhex(proof.head_signature))
        assert keeper.prove(session, 13) is None


def test_each_head_begins_with_the_one_before(database: Database, keeper: Keeper) -> None:
    for n in range(9):
        database.write(act(n))
    with database.read() as session:
        heads = session.exec(select(Head).order_by(Head.size)).all()
        bodies = record.bodies(session, 9)
    tree = Tree(leaf_hash(body.encode()) for body in bodies)
    assert [head.root for head in heads] == [tree.root(head.size) for head in heads]


def test_what_was_taken_back_leaves_no_trace(database: Database, keeper: Keeper) -> None:
    database.write(act(1))
    with pytest.raises(TakenBackError):
        database.write(act(2, fail=True))
    assert database.write(act(3)) == 1
    assert keeper.tree.size == 2


def test_a_commit_that_fails_leaves_the_tree_as_it_was(database: Database, keeper: Keeper) -> None:
    database.write(act(1))

    def explode(_session: Session) -> None:
        raise OSError("disk full")

    database.before_commit.append(explode)
    with pytest.raises(OSError, match="disk full"):
        database.write(act(2))
    database.before_commit.remove(explode)
    assert database.write(act(3)) == 1
    with database.read() as session:
        assert keeper.prove(session, 1) is not None


def test_a_new_keeper_goes_on_where_the_last_one_stopped(database: Database, keeper: Keeper) -> None:
    for n in range(5):
        database.write(act(n))
    again = Keeper(keeper.signer, "site")
    database.before_commit[:] = [again.before_commit]
    database.write(act(5))
    with database.read() as session:
        assert record.latest_head(session).root == again.tree.root() != EMPTY
        assert again.prove(session, 0) is not None


@pytest.mark.parametrize("change", [{"seq": 1.5}, {"extra": 1}, {"kind": "nonsense"}])
def test_what_is_not_an_entry_is_not_read(change: dict[str, object]) -> None:
    body, _ = write(
        seq=0,
        prev=bytes(32),
        at="2026-11-22T10:00:00.000Z",
        kind=Kind.FOUNDED,
        actor=1,
        facts={},
        signed=None,
    )
    changed = json.dumps({**json.loads(body), **change}, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises((ValueError, TypeError)):
        read(changed)
    assert read(body).kind is Kind.FOUNDED


def test_the_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "record.key"
    first = record.load_signer(path)
    assert record.load_signer(path).id == first.id
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_kind_of_act_has_a_name() -> None:
    assert set(KINDS) == set(Kind)
