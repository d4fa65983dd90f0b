"""An opened ballot holds what its opening says, or it is refused (docs/ballots.md, 28)."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, SecretVote, answer

from congress.crypto.belenios import wire
from congress.crypto.belenios.audit import open_ballot
from congress.crypto.belenios.ballot import check_ballot, read_ballot, seal_ballot
from congress.crypto.belenios.election import Question
from congress.crypto.belenios.group import GROUPS
from congress.crypto.belenios.wire import Broken

BLANK = Question("选举职工董事", ("甲", "乙", "丙"), 1, 2, blank=True)
VOTES = ([1, 0, 0], [0, 1, 0, 1])
TOLD = {"form": "不合格式", "votes": "不合要求", "opening": "不符", "election": "另一项"}


@pytest.fixture(scope="module")
def both() -> SecretVote:
    return SecretVote(questions=(MOTION, BLANK))


@pytest.fixture(scope="module")
def sealed(both: SecretVote) -> tuple[str, str]:
    return seal_ballot(both.election, both.secrets[0], VOTES)


def refused(vote: SecretVote, body: str, opening: str, told: str) -> None:
    with pytest.raises(Broken, match=TOLD[told]):
        open_ballot(vote.election, body, opening)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("marks", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_an_honest_opening_tells_the_votes(group: str, marks: tuple[int, ...]) -> None:
    vote = SecretVote(GROUPS[group], voters=1, size=1, threshold=1)
    body, opening = seal_ballot(vote.election, vote.secrets[0], [marks])
    check_ballot(read_ballot(body, vote.election), vote.election)
    assert open_ballot(vote.election, body, opening) == [list(marks)]
    assert list(json.loads(opening)) == ["votes", "exponents"]


@pytest.mark.parametrize("second", [VOTES[1], [1, 0, 0, 0], [0, 0, 0, 1]])
def test_several_questions_and_a_blank_vote(both: SecretVote, second: list[int]) -> None:
    votes = [[0, 0, 1], second]
    assert open_ballot(both.election, *seal_ballot(both.election, both.secrets[1], votes)) == votes


def single_changes(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each number changed alone."""
    for part in ("votes", "exponents"):
        for row, numbers in enumerate(value[part]):
            for column, number in enumerate(numbers):
                bent = deepcopy(value)
                bent[part][row][column] = (
                    1 - number if part == "votes" else str((int(number) + 1) % EDWARDS.order)
                )
                yield bent


def test_each_single_number_matters(both: SecretVote, sealed: tuple[str, str]) -> None:
    body, opening = sealed
    bent = list(single_changes(json.loads(opening)))
    assert len(bent) == 14
    for one in bent:
        with pytest.raises(Broken, match="检验材料"):
            open_ballot(both.election, body, wire.compact(one))


@pytest.mark.parametrize("votes", [([0, 1, 0], VOTES[1]), (VOTES[0], [0, 0, 1, 1]), (VOTES[0], [1, 0, 0, 0])])
def test_other_votes_that_fit_are_not_in_it(
    both: SecretVote, sealed: tuple[str, str], votes: tuple[list[int], ...]
) -> None:
    body, opening = sealed
    bent = {**json.loads(opening), "votes": votes}
    refused(both, body, wire.compact(bent), "opening")


@pytest.mark.parametrize(
    "bend",
    [
        lambda v: v["votes"].reverse(),
        lambda v: v["votes"].pop(),
        lambda v: v["votes"].append([1, 0, 0]),
        lambda v: v["votes"][0].pop(),
        lambda v: v["votes"][0].append(0),
        lambda v: v.update(votes=[[1, 1, 0], VOTES[1]]),
        lambda v: v.update(votes=[[2, -1, 0], VOTES[1]]),
        lambda v: v["exponents"].pop(),
        lambda v: v["exponents"].append(["1"]),
        lambda v: v["exponents"][0].pop(),
        lambda v: v["exponents"][0].append("0"),
        lambda v: (v["votes"].pop(), v["exponents"].pop()),
        lambda v: v.update(votes=[], exponents=[]),
    ],
)
def test_votes_that_do_not_fit(both: SecretVote, sealed: tuple[str, str], bend: Any) -> None:
    value = json.loads(sealed[1])
    bend(value)
    refused(both, sealed[0], wire.compact(value), "votes")


@pytest.mark.parametrize(
    "bend",
    [
        lambda text: text + " ",
        lambda text: text.replace(",", ", ", 1),
        lambda text: text.replace("[1,0,0]", "[1.0,0,0]"),
        lambda text: text.replace("[1,0,0]", "[true,0,0]"),
        lambda text: text.replace("[1,0,0]", '["1",0,0]'),
        lambda text: text.replace("[1,0,0]", "[1,-0,0]"),
        lambda text: text.replace("[1,0,0]", "1"),
        lambda text: text.replace('"exponents"', '"exponent"'),
        lambda text: text[:-1] + ',"more":0}',
        lambda text: wire.compact(dict(reversed(json.loads(text).items()))),
        lambda text: wire.compact({"votes": json.loads(text)["votes"]}),
        lambda text: text.replace('[["', '[["0'),
        lambda text: wire.compact(shifted(text, EDWARDS.order)),
        lambda text: wire.compact(shifted(text, 0, as_text=int)),
        lambda _: "",
        lambda _: "[]",
        lambda _: "null",
    ],
)
def test_an_opening_written_otherwise(both: SecretVote, sealed: tuple[str, str], bend: Any) -> None:
    opening = bend(sealed[1])
    assert opening != sealed[1]
    refused(both, sealed[0], opening, "form")


def shifted(text: str, by: int, as_text: Any = str) -> dict[str, Any]:
    """The first exponent written as another number of the same class."""
    value: dict[str, Any] = json.loads(text)
    value["exponents"][0][0] = as_text(int(value["exponents"][0][0]) + by)
    return value


def test_an_opening_of_another_ballot(both: SecretVote, sealed: tuple[str, str]) -> None:
    _, other = seal_ballot(both.election, both.secrets[0], VOTES)
    refused(both, sealed[0], other, "opening")


def test_a_ballot_of_another_election(sealed: tuple[str, str]) -> None:
    refused(SecretVote(questions=(MOTION, BLANK)), *sealed, "election")


@pytest.mark.parametrize("half", ["alpha", "beta"])
def test_a_half_of_one_ciphertext_that_is_not_what_is_opened(both: SecretVote, half: str) -> None:
    """Such a ballot has no proofs either; here they are not asked."""
    body, opening = seal_ballot(both.election, both.secrets[0], VOTES)

    def bend(value: dict[str, Any]) -> None:
        choice = answer(value)["choices"][1]
        choice[half] = EDWARDS.product(choice[half], EDWARDS.generator)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("congress.crypto.belenios.audit.check_ballot", lambda *_: None)
        refused(both, both.resigned(body, 0, bend), opening, "opening")


def test_a_ballot_that_does_not_hold(both: SecretVote, sealed: tuple[str, str]) -> None:
    body, opening = sealed
    other = json.loads(seal_ballot(both.election, both.secrets[0], VOTES)[0])
    unsigned = wire.compact({**json.loads(body), "signature": {**other["signature"]}})
    with pytest.raises(Broken, match="摘要"):
        open_ballot(both.election, unsigned, opening)
    unproved = both.resigned(body, 0, lambda value: value["answers"].__setitem__(0, bad_proof(value)))
    with pytest.raises(Broken, match="个数"):
        open_ballot(both.election, unproved, opening)
    refused_text = both.resigned(body, 1)  # copied by another voter
    with pytest.raises(Broken, match="选或不选"):
        open_ballot(both.election, refused_text, opening)


def bad_proof(value: dict[str, Any]) -> dict[str, Any]:
    first = answer(value)
    return {**first, "overall_proof": [{"challenge": "1", "response": "1"}]}


def test_votes_that_do_not_fit_are_not_sealed(both: SecretVote) -> None:
    for votes in ([[1, 1, 0], VOTES[1]], [VOTES[0]], [*VOTES, [1]]):
        with pytest.raises(ValueError):  # noqa: PT011
            seal_ballot(both.election, 1, votes)
