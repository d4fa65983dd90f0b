"""The same ballot written in another way, and proofs that are missing or too many. Numbers: docs/ballots.md."""

from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, Bend, SecretVote, answer, faults, refused

from congress.crypto.belenios.ballot import (
    check_ballot,
    read_ballot,
)
from congress.crypto.belenios.election import Question, read_election
from congress.crypto.belenios.wire import Broken

ORDER = EDWARDS.order
BLANK = Question("选举", ("甲", "乙"), 1, 1, blank=True)


# --- 10 and 11: other ways to write the same -------------------------------------------------------------


TWISTS: dict[str, Bend] = {
    "challenge above the order": lambda v: raise_by(answer(v)["individual_proofs"][0][0], "challenge"),
    "response above the order": lambda v: raise_by(answer(v)["overall_proof"][0], "response"),
    "leading zero": lambda v: answer(v)["overall_proof"][0].update(
        challenge="0" + answer(v)["overall_proof"][0]["challenge"]
    ),
    "number instead of text": lambda v: answer(v)["overall_proof"][0].update(challenge=7),
    "minus": lambda v: answer(v)["overall_proof"][0].update(response="-1"),
    "other digits": lambda v: answer(v)["overall_proof"][0].update(response="١٢"),
    "upper-case": lambda v: answer(v)["choices"][0].update(alpha=answer(v)["choices"][0]["alpha"].upper()),
    "short element": lambda v: answer(v)["choices"][0].update(alpha="01"),
    "extra field": lambda v: answer(v).update(note="x"),
    "extra field in a proof": lambda v: answer(v)["overall_proof"][0].update(note="x"),
    "missing field": lambda v: answer(v).pop("overall_proof"),
    "reordered fields": lambda v: answer(v).update(choices=answer(v).pop("choices")),
    "no answers": lambda v: v.update(answers=[]),
    "answers twice": lambda v: v["answers"].append(answer(v)),
    "no proofs": lambda v: answer(v).update(individual_proofs=[]),
    "empty proofs": lambda v: answer(v).update(individual_proofs=[[], [], []]),
    "no overall proof": lambda v: answer(v).update(overall_proof=[]),
    "two overall proofs": lambda v: answer(v)["overall_proof"].append(answer(v)["overall_proof"][0]),
    "unexpected blank proof": lambda v: answer(v).update(blank_proof=answer(v)["individual_proofs"][0]),
    "fewer choices": lambda v: answer(v)["choices"].pop(),
    "text where a list belongs": lambda v: answer(v).update(choices="x"),
    "nothing": lambda v: v.update(answers=None),
}


def raise_by(proof: dict[str, str], name: str) -> None:
    proof[name] = str(int(proof[name]) + ORDER)


@pytest.mark.parametrize("name", TWISTS)
def test_10_and_11_written_in_another_way(vote: SecretVote, name: str) -> None:
    assert "不合格式" in refused(vote, vote.resigned(vote.ballot(0), 0, TWISTS[name])) or name in {
        "upper-case", "short element",
    }  # fmt: skip


@pytest.mark.parametrize(
    "bend",
    [
        lambda raw: " " + raw,
        lambda raw: raw.replace(",", ", ", 1),
        lambda raw: raw + "\n",
        lambda raw: raw.replace('{"election_uuid"', '{"election_uuid":"x","election_uuid"'),
        lambda raw: raw.replace("credential", "\\u0063redential"),
        lambda raw: raw[:-1],
        lambda _raw: "",
        lambda _raw: "[" * 5000,
        lambda _raw: "NaN",
    ],
)
def test_10_the_bytes_of_a_ballot(vote: SecretVote, bend) -> None:
    with pytest.raises(Broken, match="不合格式"):
        read_ballot(bend(vote.ballot(0)), vote.election)


def test_11_blank_proofs() -> None:
    vote = SecretVote(questions=(BLANK,))
    good = vote.ballot(0, (1, 0, 0))
    for bend in (
        lambda v: answer(v).pop("blank_proof"),
        lambda v: answer(v).update(blank_proof=[]),
        lambda v: answer(v)["overall_proof"].pop(),
    ):
        with pytest.raises(Broken, match="不合格式"):
            read_ballot(vote.resigned(good, 0, bend), vote.election)

    def swap(value: dict[str, Any]) -> None:
        answer(value)["blank_proof"] = answer(value)["overall_proof"]

    with pytest.raises(Broken, match="空白票"):
        check_ballot(read_ballot(vote.resigned(good, 0, swap), vote.election), vote.election)


# --- 25 and the archive's bytes --------------------------------------------------------------------------


def test_25_a_proof_of_another_question_or_as_the_sums() -> None:
    vote = SecretVote(questions=(MOTION, MOTION))
    good = vote.ballot(0, (1, 0, 0), (1, 0, 0))

    def across(value: dict[str, Any]) -> None:
        value["answers"][1] = value["answers"][0]

    def as_sum(value: dict[str, Any]) -> None:
        answer(value)["overall_proof"] = answer(value)["individual_proofs"][0][:1]

    check_ballot(read_ballot(vote.resigned(good, 0, lambda _: None), vote.election), vote.election)
    with pytest.raises(Broken, match="个数"):
        check_ballot(read_ballot(vote.resigned(good, 0, as_sum), vote.election), vote.election)
    copied = vote.resigned(good, 0, across)
    check_ballot(
        read_ballot(copied, vote.election), vote.election
    )  # one's own choice twice is one's own right


def test_every_changed_byte_of_an_archive_is_noticed(vote: SecretVote) -> None:
    whole = vote.archive([vote.ballot(0)])
    for place in range(0, len(whole), 97):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert faults(changed), place
    for cut in (1, 511, 512, 513, len(whole) - 3):
        assert faults(whole[:-cut]), cut
    assert faults(whole + bytes(512))
    assert faults(b"")


@pytest.mark.parametrize("odd", ["", "{}", "[]", "null", '{"version":2}', "x" * 1000])
def test_what_is_no_election_is_said(odd: str) -> None:
    with pytest.raises(Broken):
        read_election(odd)
