"""Secret ballots made in a real browser: the server's own checks accept them, and nothing that does not fit is made."""

import json
from pathlib import Path
from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, SecretVote, faults
from crypto.belenios.stock import stock_verifier

from congress.crypto.belenios.archive import read_archive
from congress.crypto.belenios.ballot import check_ballot, read_ballot
from congress.crypto.belenios.election import Question, new_credential, secret_exponent
from congress.crypto.belenios.group import GROUPS, Group

BLANK = Question("选举职工董事", ("甲", "乙", "丙"), 1, 2, blank=True)
MAKE = """async ([election, credential, votes]) => {
  const { makeBallot, publicKey, secretExponent, tracker } = await import("/static/0a1b/js/secret/ballot.js");
  const { groupOf } = await import("/static/0a1b/js/secret/group.js");
  const { uuid, group } = JSON.parse(election);
  const secret = await secretExponent(groupOf(group), uuid, credential);
  const ballot = await makeBallot(election, secret, votes);
  return { ballot, tracker: await tracker(ballot), key: publicKey(group, secret) };
}"""


@pytest.fixture
def device(site, phone, page_for):
    page = page_for(phone)
    page.goto("/")
    return page


def make(device, vote: SecretVote, credential: str, *votes: tuple[int, ...]) -> dict[str, Any]:
    return device.evaluate(MAKE, [vote.election.raw, credential, [list(marks) for marks in votes]])


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
def test_what_a_browser_makes_is_a_ballot(device, group: Group, tmp_path: Path) -> None:
    vote = SecretVote(group, (MOTION, BLANK), voters=3)
    credentials = [new_credential() for _ in range(3)]
    vote.secrets = [secret_exponent(vote.group, vote.election.uuid, c) for c in credentials]
    marks = [((1, 0, 0), (0, 1, 0, 1)), ((0, 1, 0), (1, 0, 0, 0)), ((0, 0, 1), (0, 0, 1, 0))]
    made = [make(device, vote, c, *m) for c, m in zip(credentials, marks, strict=True)]
    for voter, one in enumerate(made):
        ballot = read_ballot(one["ballot"], vote.election)
        check_ballot(ballot, vote.election)
        assert (ballot.credential, ballot.tracker) == (vote.public(voter), one["tracker"])
        assert one["key"] == vote.public(voter)
    whole = vote.archive([one["ballot"] for one in made])
    assert faults(whole) == set()
    assert json.loads(read_archive(whole).result)["result"] == [[1, 1, 1], [1, 1, 1, 1]]
    assert group is EDWARDS or stock_verifier(whole, tmp_path) == ""


def test_the_same_vote_is_never_the_same_ballot(device) -> None:
    vote, credential = SecretVote(), new_credential()
    one, two = (json.loads(make(device, vote, credential, (1, 0, 0))["ballot"]) for _ in range(2))
    halves = [{half for c in b["answers"][0]["choices"] for half in c.values()} for b in (one, two)]
    assert not halves[0] & halves[1]
    numbers = [
        {n for p in b["answers"][0]["individual_proofs"] for proof in p for n in proof.values()}
        for b in (one, two)
    ]
    assert not numbers[0] & numbers[1]


@pytest.mark.parametrize("marks", [(1, 1, 0), (0, 0, 0), (2, 0, 0), (1, 0), (-1, 1, 1)])
def test_what_does_not_fit_is_not_made(device, marks: tuple[int, ...]) -> None:
    vote = SecretVote(voters=1)
    told = device.evaluate(
        f"(given) => ({MAKE})(given).catch((error) => error.name)", [vote.election.raw, "x", [list(marks)]]
    )
    assert told == "RangeError"
