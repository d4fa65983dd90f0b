"""``congress verify`` on a box of many ballots: it shows how far it is, names every fault, and holds few ballots at once."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from crypto.belenios.secretvote import MOTION, SecretVote

from congress.archive.parallel import AHEAD, CHUNK, judge_everywhere
from congress.crypto.belenios import wire
from congress.crypto.belenios.election import Question

MANY = 45  # enough for several processes
SEVERAL = Question("选出二至三人", ("甲", "乙", "丙"), 2, 3)
NONE = Question("是否同意", ("赞成", "反对"), 1, 1, blank=True)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vote = SecretVote(voters=MANY)
    path = tmp_path_factory.mktemp("large") / "vote.bel"
    path.write_bytes(vote.archive([vote.ballot(voter) for voter in range(MANY)]))
    return path


def command(path: Path) -> list[str]:
    return [sys.executable, "-m", "congress", "verify", str(path)]


def watched(path: Path) -> tuple[str, str]:
    """What stands in a file of its output, and on the terminal of whoever waits."""
    terminal, end = pty.openpty()
    shown: list[bytes] = []
    reader = Thread(target=read_all, args=(terminal, shown))
    reader.start()
    done = subprocess.run(command(path), stdout=subprocess.PIPE, stderr=end, timeout=120, check=True)
    os.close(end)
    reader.join(30)
    os.close(terminal)
    return done.stdout.decode(), b"".join(shown).decode()


def read_all(terminal: int, shown: list[bytes]) -> None:
    try:
        while some := os.read(terminal, 4096):
            shown.append(some)
    except OSError:  # the other end is closed
        return


def test_who_waits_sees_how_many_of_how_many(large: Path) -> None:
    output, terminal = watched(large)
    assert f"{MANY}/{MANY}" in terminal
    assert terminal.count("\n") == 1, "one line, which rewrites itself"
    assert terminal.count("\r") > 2
    assert f"0/{MANY}" in terminal
    assert "✓" not in terminal
    assert (output.count("✓"), f"({MANY})" in output) == (8, True)


def test_a_pipe_gets_no_bar_and_the_same_answer(large: Path) -> None:
    done = subprocess.run(command(large), capture_output=True, text=True, timeout=120, check=True)
    assert done.stderr == ""
    assert done.stdout == watched(large)[0]


def test_ballots_are_handed_out_as_they_are_judged() -> None:
    """However large the box, only some of it is on its way to the other processes."""
    vote = SecretVote(voters=1)
    handed: list[int] = []

    class Counted(Sequence[str]):
        """A box of one ballot many times, which notes how far it was read."""

        def __len__(self) -> int:
            return 100 * CHUNK * (os.cpu_count() or 1)

        def __getitem__(self, place: slice) -> list[str]:  # type: ignore[override]
            handed.append(place.stop)
            return [""] * CHUNK

    judging = judge_everywhere(vote.election.raw, Counted())
    assert next(judging).text == "选票不合格式"
    assert max(handed) <= (AHEAD * (os.cpu_count() or 1) + 1) * CHUNK
    judging.close()


# --- faults have names -------------------------------------------------------------------------------------------


def told(path: Path) -> list[str]:
    """The lines about what is wrong."""
    done = subprocess.run(command(path), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return [line.strip() for line in done.stdout.splitlines() if line.startswith("    ")]


@pytest.fixture(scope="module")
def several() -> SecretVote:
    """Three questions: one of three, two or three of three, and one that may be left blank."""
    return SecretVote(questions=(MOTION, SEVERAL, NONE))


def bent(vote: SecretVote, question: int, field: str, place: int) -> str:
    """The second voter's ballot with one proof out of another ballot, signed well."""
    mine, other = (vote.ballot(1, (1, 0, 0), (1, 1, 0), (0, 1, 0)) for _ in range(2))
    proof = json.loads(other)["answers"][question - 1][field][place - 1]

    def bend(value: dict[str, Any]) -> None:
        value["answers"][question - 1][field][place - 1] = proof

    return vote.resigned(mine, 1, bend)


@pytest.mark.parametrize(
    ("question", "field", "place", "chinese", "english"),
    [
        (1, "individual_proofs", 1, "第 1 题第 1 格：不能证明是选或不选", "question 1, choice 1: it is not proved"),
        (2, "individual_proofs", 3, "第 2 题第 3 格：不能证明是选或不选", "question 2, choice 3: it is not proved"),
        (2, "overall_proof", 1, "第 2 题：不能证明选的个数合乎要求（2 到 3 个）", "question 2: it is not proved that as many"),
        (3, "blank_proof", 1, "第 3 题：不能证明空白票没有另选", "question 3: it is not proved that a blank vote"),
    ],
)  # fmt: skip
def test_a_fault_names_ballot_question_choice_and_rule(
    several: SecretVote, tmp_path: Path, question: int, field: str, place: int, chinese: str, english: str
) -> None:
    good = several.ballot(0, (1, 0, 0), (1, 1, 0), (1, 0, 0))
    bad = bent(several, question, field, place)
    path = tmp_path / "vote.bel"
    path.write_bytes(several.archive([good, bad], tally=several.tally([good])))
    [line] = told(path)
    tracker = wire.fingerprint(bad)
    assert f"第 2 张选票（{tracker}）：{chinese}" in line
    assert f"ballot 2 ({tracker}): {english}" in line
