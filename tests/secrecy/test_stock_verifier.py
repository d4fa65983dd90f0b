"""Whole votes in BELENIOS-2048 through the real services, exported on the command line: the stock verifier of Debian
and our own say the same of each, and of each that was changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from archive.test_commands import congress
from cast import Cast
from crypto.belenios.secretvote import faults
from crypto.belenios.stock import rebuilt, stock_verifier
from sealed import Secret
from voting import TITLE

from congress.bylaws.engine import PaperKind
from congress.crypto.belenios.archive import Archive, read_archive
from congress.crypto.belenios.group import GROUPS
from congress.database import Database
from congress.demo.devices import Voter
from congress.errors import Invalid
from congress.polls import service as polls
from congress.polls.rules import PollStage

GROUP = GROUPS["BELENIOS-2048"]


@dataclass(frozen=True)
class Story:
    """Who marks what in each row of which paper, how it ends, and what is counted; None where nothing is."""

    ballots: tuple[tuple[str, tuple[tuple[int, ...], ...]], ...]
    result: list[list[int]] | None
    void: bool = False
    paper: dict[str, object] = field(default_factory=dict)


FOR, AGAINST, ABSTAIN = ((1, 0, 0),), ((0, 1, 0),), ((0, 0, 1),)
ONE_EACH = (("alice", FOR), ("bob", AGAINST), ("carol", ABSTAIN))
ELECTION = {
    "matter": "elect_employee_director",
    "kind": PaperKind.ELECTION,
    "lines": ("汤志伟", "韩文博", "苏锦兰"),
    "seats": 2,
}
ITEMS = {"kind": PaperKind.ITEMS, "lines": ("工资", "工时")}
LEADERS = {"matter": "appraisal", "kind": PaperKind.APPRAISAL, "lines": ("赵甲", "钱乙")}
NOBODY = ((1, 0, 0, 0),)
STORIES = {
    "one each": Story(ONE_EACH, [[1, 1, 1]]),
    "a change of mind": Story((*ONE_EACH, ("bob", FOR), ("bob", ABSTAIN)), [[1, 0, 2]]),
    "an empty box": Story((), [[0, 0, 0]]),
    "void before it is opened": Story(ONE_EACH, None, void=True),
    "two of three, fewer, nobody, a change of mind": Story(
        (("alice", ((0, 1, 1, 0),)), ("bob", ((0, 0, 0, 1),)), ("carol", NOBODY), ("bob", ((0, 1, 0, 1),))),
        [[1, 2, 1, 1]],
        paper=ELECTION,
    ),
    "an election with an empty box": Story((), [[0, 0, 0, 0]], paper=ELECTION),
    "two items": Story(
        (("alice", (*FOR, *AGAINST)), ("bob", (*ABSTAIN, *AGAINST))), [[1, 0, 1], [0, 2, 0]], paper=ITEMS
    ),
    "four grades, one left out": Story(
        (("alice", ((0, 1, 0, 0, 0), (1, 0, 0, 0, 0))), ("bob", ((0, 0, 0, 0, 1), (0, 0, 0, 1, 0)))),
        [[0, 1, 0, 0, 1], [1, 0, 0, 1, 0]],
        paper=LEADERS,
    ),
}


@pytest.fixture
def vote(database: Database, cast: Cast) -> Secret:
    """The tellers have their key; who votes has one."""
    made = Secret(database, cast, group=GROUP)
    for name in ("alice", "bob", "carol"):
        made.register(name)
    made.hold_ceremony()
    return made


def live_through(vote: Secret, story: Story) -> None:
    vote.open(**story.paper)
    for name, rows in story.ballots:
        vote.mark(name, *rows)
    vote.seal()
    vote.turn("ruth")
    if story.void:
        by = vote.person("olga")
        vote.database.write(lambda s: polls.void(s, poll_id=vote.poll_id, by=by, why="计票人失联"))
    else:
        assert vote.turn("sam").stage is PollStage.CLOSED


def exported(vote: Secret, folder: Path) -> bytes:
    """By ``congress export --ballots``, from the folder with the database."""
    path = folder / "vote.bel"
    done = congress("export", path, "--ballots", vote.poll_id, "--data", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return path.read_bytes()


@pytest.mark.parametrize("name", STORIES)
def test_the_stock_verifier_accepts_what_we_export(vote: Secret, tmp_path: Path, name: str) -> None:
    story = STORIES[name]
    live_through(vote, story)
    whole = exported(vote, tmp_path)
    found = read_archive(whole)
    assert json.loads(found.election)["group"] == GROUP.name
    assert TITLE in found.election
    assert len(found.ballots) == len(story.ballots)
    assert (json.loads(found.result)["result"] if found.result else None) == story.result
    assert (stock_verifier(whole, tmp_path / "theirs"), faults(whole)) == ("", set())
    assert congress("verify", tmp_path / "vote.bel").returncode == 0


# --- what was changed --------------------------------------------------------------------------------------------


def with_another_number(ballot: str) -> str:
    """One digit of one proof."""
    start = ballot.index('"response":"') + len('"response":"')
    return f"{ballot[:start]}{int(ballot[start]) % 9 + 1}{ballot[start + 1 :]}"


def a_byte(whole: bytes) -> bytes:
    """Of a ballot in the file, and nothing else."""
    ballot = read_archive(whole).ballots[0]
    return whole.replace(ballot.encode(), with_another_number(ballot).encode(), 1)


def said(change: Callable[[Archive], Archive]) -> Callable[[bytes], bytes]:
    """Something else is said, and every hash fits it."""
    return lambda whole: rebuilt(change(read_archive(whole)))


def counted_otherwise(found: Archive) -> Archive:
    return replace(found, result='{"result":[[2,1,0]]}')


def a_ballot_dropped(found: Archive) -> Archive:
    return replace(found, ballots=found.ballots[1:])


def a_ballot_changed(found: Archive) -> Archive:
    return replace(found, ballots=(with_another_number(found.ballots[0]), *found.ballots[1:]))


def a_ballot_twice(found: Archive) -> Archive:
    return replace(found, ballots=(*found.ballots, found.ballots[0]))


def shares_swapped(found: Archive) -> Archive:
    (one, mine), (two, yours) = found.shares
    return replace(found, shares=((one, yours), (two, mine)))


def a_share_left_out(found: Archive) -> Archive:
    return replace(found, shares=found.shares[:1])


def a_voter_left_out(found: Archive) -> Archive:
    credential = json.loads(found.ballots[0])["credential"]
    others = [key for key in json.loads(found.roll) if key != credential]
    return replace(found, roll=json.dumps(others, separators=(",", ":")))


CHANGES = (
    counted_otherwise,
    a_ballot_dropped,
    a_ballot_changed,
    shares_swapped,
    a_share_left_out,
    a_voter_left_out,
)


def test_both_refuse_what_was_changed(vote: Secret, tmp_path: Path) -> None:
    live_through(vote, STORIES["one each"])
    whole = exported(vote, tmp_path)
    assert not stock_verifier(rebuilt(read_archive(whole)), tmp_path / "theirs"), "rebuilding changes nothing"
    bent = {"a byte": a_byte(whole)} | {change.__name__: said(change)(whole) for change in CHANGES}
    refused = {
        name: (bool(stock_verifier(one, tmp_path / "theirs")), bool(faults(one)))
        for name, one in bent.items()
    }
    assert refused == dict.fromkeys(bent, (True, True))
    twice = said(a_ballot_twice)(whole)
    assert (stock_verifier(twice, tmp_path / "theirs"), faults(twice)) == ("", {"同一张票出现了两次"}), (
        "stricter"
    )


# --- keys of another group ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
def test_a_key_of_another_group_is_not_registered(database: Database, cast: Cast, group) -> None:
    made = Secret(database, cast, group=group)
    made.register("alice")
    [other] = [one for one in GROUPS.values() if one is not group]
    with pytest.raises(Invalid, match="不属于本大会所用的群") as caught:
        made.register("bob", Voter.new(other))
    assert dict(caught.value.refusal.reason.values)["name"] == group.name
