"""Honest elections: other people's archives and our own are accepted, and say what was voted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, VECTORS, SecretVote, faults
from crypto.belenios.stock import stock_verifier
from hypothesis import given, settings
from hypothesis import strategies as st

from congress.archive.parallel import judge_everywhere
from congress.archive.verification.ballots import judge, verify_ballots
from congress.crypto.belenios.archive import read_archive
from congress.crypto.belenios.ballot import check_ballot, fits, read_ballot
from congress.crypto.belenios.election import Question, new_credential, read_election, secret_exponent
from congress.crypto.belenios.group import GROUPS
from congress.crypto.belenios.wire import Broken
from congress.i18n import Message

ARCHIVES = sorted(VECTORS.glob("*.bel"))
BLANK = Question("选举", ("甲", "乙", "丙"), 1, 2, blank=True)
ANY = Question("推荐", ("甲", "乙", "丙", "丁"), 0, 3)
TWO = Question("选举职工董事", ("甲", "乙", "丙"), 2, 2)
RESULTS = {  # as their makers say
    "belenios-2048": [[3, 3, 6, 0, 3, 6], [3, 3, 3, 0]],
    "blank": [[3, 3, 6, 0, 3, 6], [3, 3, 3, 0]],
    "empty": [[0, 0, 0]],
    "tool-ed25519-20": [[12, 4, 4]],
    "weighted": [[14, 16, 12]],
}


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: path.stem)
def test_archives_made_by_others_are_accepted(path: Path) -> None:
    checks = list(verify_ballots(path.read_bytes()))
    assert [check.faults for check in checks] == [[]] * 8
    assert json.loads(read_archive(path.read_bytes()).result)["result"] == RESULTS[path.stem]


def test_the_stock_verifier_knows_one_of_them(tmp_path: Path) -> None:
    known = {path.stem for path in ARCHIVES if not stock_verifier(path.read_bytes(), tmp_path)}
    assert known == {"belenios-2048"}


def test_the_published_ballot_and_key_are_read_as_their_maker_meant() -> None:
    election = read_election((VECTORS / "election.json").read_text().strip())
    ballot = read_ballot((VECTORS / "ballot.json").read_text().strip(), election)
    check_ballot(ballot, election)
    assert election.fingerprint == "3FS/nb3MNCS8SAUovw2KAbzbQUDVcNJss+X+q3jjt7E"
    assert ballot.tracker == "JJUYompqbBygzFPU/oLXGGlnfNwKuQ3neqWBR2nsQuI"
    secret = secret_exponent(EDWARDS, election.uuid, "wddB4-MREG6X-sWm3j-wMe6p2")
    assert EDWARDS.power(EDWARDS.generator, secret) == ballot.credential
    assert len(new_credential()) == 25


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
def test_our_own_votes_are_counted(group) -> None:
    vote = SecretVote(group, (MOTION, BLANK, ANY), voters=3)
    ballots = [
        vote.ballot(0, (1, 0, 0), (0, 1, 1, 0), (0, 0, 0, 0)),
        vote.ballot(1, (0, 1, 0), (1, 0, 0, 0), (1, 1, 0, 1)),
        vote.ballot(2, (0, 0, 1), (0, 0, 0, 1), (0, 1, 0, 0)),
        vote.ballot(0, (0, 0, 1), (0, 1, 0, 0), (1, 0, 0, 0)),  # changed their mind: the last one counts
    ]
    whole = vote.archive(ballots)
    assert faults(whole) == set()
    numbers = json.loads(read_archive(whole).result)["result"]
    assert numbers == [[0, 1, 2], [1, 1, 0, 1], [2, 2, 0, 1]]


Marks = tuple[int, ...]
TOLD: dict[str, tuple[Question, list[tuple[int, Marks]], list[int]]] = {
    "for, against, abstain": (MOTION, [(0, (1, 0, 0)), (1, (0, 0, 1)), (2, (1, 0, 0))], [2, 0, 1]),
    "blank votes": (BLANK, [(0, (1, 0, 0, 0)), (1, (0, 1, 0, 1)), (2, (1, 0, 0, 0))], [2, 1, 0, 1]),
    "up to three of four": (ANY, [(0, (1, 1, 0, 1)), (1, (0, 0, 0, 0)), (2, (0, 1, 0, 0))], [1, 2, 0, 1]),
    "two of three": (TWO, [(0, (1, 1, 0)), (1, (0, 1, 1)), (2, (1, 1, 0))], [2, 3, 1]),
    "a change of mind": (MOTION, [(0, (1, 0, 0)), (1, (1, 0, 0)), (0, (0, 1, 0))], [1, 1, 0]),
    "an empty box": (BLANK, [], [0, 0, 0, 0]),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_verifier_that_others_wrote_agrees(tmp_path: Path, name: str) -> None:
    question, cast, numbers = TOLD[name]
    vote = SecretVote(GROUPS["BELENIOS-2048"], (question,), voters=3)
    whole = vote.archive([vote.ballot(voter, marks) for voter, marks in cast])
    assert (stock_verifier(whole, tmp_path), faults(whole)) == ("", set())
    assert json.loads(read_archive(whole).result) == {"result": [numbers]}


def test_it_agrees_also_on_a_ballot_that_was_copied_or_is_blank_and_marked(tmp_path: Path) -> None:
    vote = SecretVote(GROUPS["BELENIOS-2048"], (MOTION, BLANK), voters=2)
    first = vote.ballot(0, (1, 0, 0), (1, 0, 0, 0))
    other = json.loads(vote.ballot(1, (1, 0, 0), (0, 1, 0, 0)))["answers"][1]
    for bent in (
        vote.resigned(first, 1),
        vote.resigned(first, 0, lambda v: v["answers"].__setitem__(1, other)),
    ):
        whole = vote.archive([bent])
        assert stock_verifier(whole, tmp_path)
        assert faults(whole)


def test_weights_count() -> None:
    vote = SecretVote(weights={1: 5})
    whole = vote.archive([vote.ballot(0), vote.ballot(1, (0, 1, 0)), vote.ballot(2)])
    assert faults(whole) == set()
    assert json.loads(read_archive(whole).result)["result"] == [[2, 5, 0]]


@pytest.mark.parametrize("owners", [(1, 2), (1, 3), (2, 3), (1, 2, 3)])
def test_any_two_of_three_open_the_box(owners: tuple[int, ...]) -> None:
    vote = SecretVote()
    ballots = [vote.ballot(0), vote.ballot(1, (0, 0, 1))]
    total = vote.tally(ballots)
    whole = vote.archive(ballots, shares=[(o, vote.share(total, o)) for o in owners])
    assert faults(whole) == set()
    assert json.loads(read_archive(whole).result)["result"] == [[1, 0, 1]]


def test_one_of_three_opens_nothing() -> None:
    vote = SecretVote()
    total = vote.tally([vote.ballot(0)])
    with pytest.raises(Broken, match="解密份额不够"):
        vote.result(total, [(2, vote.share(total, 2))])


@pytest.mark.parametrize(("stop", "checks"), [("Ballot", 5), ("EncryptedTally", 6)])
def test_an_unfinished_story_is_no_fault(stop: str, checks: int) -> None:
    vote = SecretVote()
    found = list(verify_ballots(vote.archive([vote.ballot(0), vote.ballot(1)], stop=stop)))
    assert [check.faults for check in found] == [[]] * checks


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_fits_is_counted_and_nothing_else_can_be_made(data) -> None:
    question = data.draw(st.sampled_from([MOTION, BLANK, ANY]))
    marks = data.draw(st.lists(st.integers(0, 1), min_size=question.columns, max_size=question.columns))
    vote = SecretVote(questions=(question,), voters=1, size=1, threshold=1)
    if not fits(question, marks):
        with pytest.raises(ValueError, match="fit"):
            vote.ballot(0, marks)
        return
    raw = vote.ballot(0, marks)
    check_ballot(read_ballot(raw, vote.election), vote.election)
    total = vote.tally([raw])
    assert json.loads(vote.result(total, [(1, vote.share(total, 1))]))["result"] == [marks]


def test_marks_have_one_place_for_each_column() -> None:
    assert fits(MOTION, (0, 1, 0))
    assert fits(BLANK, (0, 1, 0, 1))
    for question, marks in ((MOTION, (0, 1)), (MOTION, (0, 1, 0, 0)), (BLANK, (0, 1, 0)), (ANY, ())):
        assert not fits(question, marks)


def test_ballots_are_judged_alike_on_all_cores() -> None:
    vote = SecretVote(voters=45)
    ballots = [vote.ballot(v) for v in range(45)]
    ballots[7] = ballots[7].replace('"response":"', '"response":"1', 1)
    alone = judge(vote.election.raw, ballots)
    assert list(judge_everywhere(vote.election.raw, ballots)) == alone
    assert [n for n, verdict in enumerate(alone) if isinstance(verdict, Message)] == [7]


def test_the_command_line_says_yes_and_no(tmp_path: Path) -> None:
    def verify(path: Path) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "congress", "verify", str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    good = verify(VECTORS / "blank.bel")
    assert (good.returncode, good.stdout.count("✓")) == (0, 8), good.stdout + good.stderr
    vote = SecretVote()
    path = tmp_path / "vote.bel"
    path.write_bytes(vote.archive([vote.ballot(0), vote.ballot(0)], result='{"result":[[0,1,0]]}'))
    bad = verify(path)
    assert bad.returncode == 1
    assert "公布的结果不是解密得到的结果" in bad.stdout
    assert "the published result is not what was decrypted" in bad.stdout
