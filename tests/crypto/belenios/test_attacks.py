"""Attacks on secret votes that were published, each refused: as a ballot before it is taken, and in the archive.

The numbers in the names are those of docs/ballots.md. What needs a running vote is tested where that
is built: votes reordered or cut off by the server (15, 24: signed heads of the board), another
manifest shown to tellers (22), a partial sum asked for (23), bad randomness (26), an altered page
(27), an audited ballot cast later (28). Number 29, a check that cannot fail, is what this file is against.
"""

import json
from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, Bend, SecretVote, faults

from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import Writer, insist_on_order, read_archive
from congress.crypto.belenios.ballot import (
    check_ballot,
    encrypt,
    make_ballot,
    prefix,
    read_ballot,
    zero_or_one,
)
from congress.crypto.belenios.election import Question, read_election, read_roll, write_election
from congress.crypto.belenios.group import GROUPS
from congress.crypto.belenios.proofs import prove_one, random_scalar
from congress.crypto.belenios.tally import Tally
from congress.crypto.belenios.trustees import read_trustees, single_key
from congress.crypto.belenios.wire import Broken

ORDER = EDWARDS.order
OF_ORDER_TWO = "7f" + "ff" * 30 + "ec"  # (0, -1)
STORY = ["Ballot", "EndBallots", "EncryptedTally", "PartialDecryption", "Result"]
BLANK = Question("选举", ("甲", "乙"), 1, 1, blank=True)


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote()


def refused(vote: SecretVote, raw: str) -> str:
    """The ballot is refused when it arrives, and in an archive; why."""
    with pytest.raises(Broken) as caught:
        check_ballot(read_ballot(raw, vote.election), vote.election)
    others = [vote.ballot(2), vote.ballot(3)]
    told = faults(vote.archive([raw, *others], tally=vote.tally(others)))
    assert told == {caught.value.message.text}
    return caught.value.message.text


def answer(value: dict[str, Any]) -> dict[str, Any]:
    return value["answers"][0]


# --- 1 to 5: somebody's proofs, for something else ---------------------------------------------------------------


def test_01_a_ballot_copied_by_another_voter(vote: SecretVote) -> None:
    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 1))


def test_02_choices_in_another_order(vote: SecretVote) -> None:
    def permute(value: dict[str, Any]) -> None:
        for part in ("choices", "individual_proofs"):
            answer(value)[part].reverse()

    assert "个数" in refused(vote, vote.resigned(vote.ballot(0), 0, permute))


def test_03_a_ciphertext_made_to_look_new(vote: SecretVote) -> None:
    def renew(value: dict[str, Any]) -> None:
        shift, choice = random_scalar(EDWARDS), answer(value)["choices"][0]
        choice["alpha"] = EDWARDS.product(choice["alpha"], EDWARDS.power(EDWARDS.generator, shift))
        choice["beta"] = EDWARDS.product(choice["beta"], EDWARDS.power(vote.election.public_key, shift))

    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 0, renew))


def forged(vote: SecretVote, messages: tuple[int, ...]) -> Bend:
    """Choices that encrypt these numbers, each with the best proof that can be made for it."""

    def bend(value: dict[str, Any]) -> None:
        context = f"{vote.election.fingerprint}|{value['credential']}"
        for index, message in enumerate(messages):
            exponent = random_scalar(EDWARDS)
            choice = encrypt(EDWARDS, vote.election.public_key, message, exponent)
            proofs = prove_one(
                EDWARDS, vote.election.public_key, prefix(context, choice), zero_or_one(choice),
                min(message, 1), exponent,
            )  # fmt: skip
            answer(value)["choices"][index] = choice.as_json()
            answer(value)["individual_proofs"][index] = [p.as_json() for p in proofs]

    return bend


def test_04_more_than_one_vote_in_one_choice(vote: SecretVote) -> None:
    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 0, forged(vote, (6, 0, 0))))


def test_04_more_choices_than_may_be_marked(vote: SecretVote) -> None:
    assert "个数" in refused(vote, vote.resigned(vote.ballot(0), 0, forged(vote, (1, 1, 0))))


@pytest.mark.parametrize("half", ["alpha", "beta"])
def test_05_a_half_of_a_ciphertext_changed_after_the_challenge(vote: SecretVote, half: str) -> None:
    def bend(value: dict[str, Any]) -> None:
        choice = answer(value)["choices"][1]
        choice[half] = EDWARDS.product(choice[half], EDWARDS.generator)

    assert "选或不选" in refused(vote, vote.resigned(vote.ballot(0), 0, bend))


def test_05_an_election_with_another_key(vote: SecretVote) -> None:
    other = EDWARDS.power(EDWARDS.generator, 7)
    elsewhere = write_election(
        uuid=vote.election.uuid, name="x", description="", group=EDWARDS, public_key=other, questions=[MOTION]
    )
    raw = vote.ballot(0).replace(vote.election.fingerprint, elsewhere.fingerprint)
    with pytest.raises(Broken, match="摘要"):
        check_ballot(read_ballot(raw, elsewhere), elsewhere)


# --- 6 to 9: elements that are none, or say too much -------------------------------------------------------------


def test_06_a_ballot_made_in_another_group(vote: SecretVote) -> None:
    elsewhere = SecretVote(GROUPS["BELENIOS-2048"], voters=1, size=1, threshold=1)
    raw = elsewhere.ballot(0)
    raw = raw.replace(elsewhere.election.uuid, vote.election.uuid).replace(
        elsewhere.election.fingerprint, vote.election.fingerprint
    )
    with pytest.raises(Broken):
        read_ballot(raw, vote.election)


@pytest.mark.parametrize("half", ["alpha", "beta"])
def test_07_a_part_of_small_order(vote: SecretVote, half: str) -> None:
    def bend(value: dict[str, Any]) -> None:
        choice = answer(value)["choices"][0]
        choice[half] = EDWARDS.product(choice[half], OF_ORDER_TWO)

    assert "群元素" in refused(vote, vote.resigned(vote.ballot(0), 0, bend))


def test_08_the_identity_as_a_voting_key(vote: SecretVote) -> None:
    with pytest.raises(Broken, match="公钥"):
        read_roll(wire.compact([EDWARDS.identity]), EDWARDS)
    raw = make_ballot(vote.election, 0, [(1, 0, 0)])
    with pytest.raises(Broken, match="公钥"):
        check_ballot(read_ballot(raw, vote.election), vote.election)
    assert "表决公钥不是群里的合格元素" in faults(
        vote.archive([vote.ballot(0)], roll=wire.compact([EDWARDS.identity]))
    )


def test_08_the_identity_as_the_encryption_key(vote: SecretVote) -> None:
    raw = vote.election.raw.replace(vote.election.public_key, EDWARDS.identity)
    assert faults(vote.archive([vote.ballot(0)], election=raw)) == {"加密公钥不是群里的合格元素"}


def test_08_the_identity_as_a_tellers_key() -> None:
    with pytest.raises(Broken, match="计票人公钥"):
        read_trustees(wire.compact([["Single", single_key(EDWARDS, 0)]]), EDWARDS)


def test_09_a_choice_in_the_clear(vote: SecretVote) -> None:
    def bend(value: dict[str, Any]) -> None:
        answer(value)["choices"][0] = {"alpha": EDWARDS.identity, "beta": EDWARDS.generator}

    assert "群元素" in refused(vote, vote.resigned(vote.ballot(0), 0, bend))


# --- 10 and 11: other ways to write the same ---------------------------------------------------------------------

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


# --- 12 to 17: whose ballot, which election, how often -----------------------------------------------------------


def test_12_unsigned_or_signed_by_another(vote: SecretVote) -> None:
    value = json.loads(vote.ballot(0))
    other = json.loads(vote.ballot(1))
    for signature in (other["signature"], {**value["signature"], "proof": other["signature"]["proof"]}):
        refused(vote, wire.compact({**value, "signature": signature}))
    with pytest.raises(Broken):
        read_ballot(wire.compact({**value, "signature": None}), vote.election)


def test_12_a_key_that_is_not_on_the_roll(vote: SecretVote) -> None:
    stranger = make_ballot(vote.election, 12345, [(1, 0, 0)])
    public = EDWARDS.power(EDWARDS.generator, 12345)
    total = vote.tally([stranger], {public: 1})
    assert faults(vote.archive([stranger], tally=total)) == {"表决公钥不在名册上"}


@pytest.mark.parametrize("what", ["election_uuid", "election_hash"])
def test_13_a_ballot_of_another_election(vote: SecretVote, what: str) -> None:
    other = SecretVote()
    theirs = json.loads(other.ballot(0))[what]
    raw = vote.resigned(vote.ballot(0), 0, lambda value: value.update({what: theirs}))
    assert refused(vote, raw) == "这是另一项表决的选票"


def test_14_a_key_on_the_roll_twice_or_with_another_weight(vote: SecretVote) -> None:
    keys = json.loads(vote.roll)
    ballots = [vote.ballot(0), vote.ballot(1)]
    assert faults(vote.archive(ballots, roll=wire.compact([*keys, keys[0]]))) == {
        "同一个表决公钥在名册上出现两次"
    }
    assert faults(vote.archive(ballots, roll=wire.compact([keys[0] + ",2", *keys[1:]]))) == {
        "密文合计不是全部有效选票之和"
    }
    for odd in (",0", ",-1", ",01", ",", ",x"):
        assert faults(vote.archive(ballots, roll=wire.compact([keys[0] + odd, *keys[1:]]))) == {
            "表决公钥名册不合格式"
        }


def test_15_and_16_the_same_ballot_twice(vote: SecretVote) -> None:
    raw = vote.ballot(0)
    assert faults(vote.archive([raw, vote.ballot(1), raw])) == {"同一张票出现了两次"}


def test_17_a_ballot_after_the_end(vote: SecretVote) -> None:
    early, late = vote.ballot(0), vote.ballot(1)
    writer = Writer(1)
    writer.set_up(vote.election.raw, vote.trustees, vote.roll)
    writer.point("Ballot", early)
    writer.tell("EndBallots")
    writer.point("Ballot", late)
    with pytest.raises(Broken, match="先后"):
        read_archive(bytes(writer.whole))


@pytest.mark.parametrize("kind", ["EndBallots", "EncryptedTally", "Result"])
def test_17_an_event_told_twice_or_left_out(vote: SecretVote, kind: str) -> None:
    for kinds in ([*STORY, kind], [k for k in STORY if k != kind or k == "Result"] + ["Ballot"]):
        with pytest.raises(Broken, match="先后"):
            insist_on_order(sorted(kinds, key=STORY.index) if kinds[-1] == kind else kinds)
    insist_on_order(STORY)


# --- 18 and 19: the sum, the shares, the result ------------------------------------------------------------------


def test_18_a_sum_that_leaves_a_ballot_out(vote: SecretVote) -> None:
    ballots = [vote.ballot(0), vote.ballot(1), vote.ballot(2)]
    assert faults(vote.archive(ballots, tally=vote.tally(ballots[:2]))) == {"密文合计不是全部有效选票之和"}


@pytest.mark.parametrize(("counted", "weight"), [(3, 2), (2, 3), (0, 0)])
def test_18_wrong_numbers_beside_the_sum(vote: SecretVote, counted: int, weight: int) -> None:
    ballots = [vote.ballot(0), vote.ballot(1)]
    total = vote.tally(ballots)
    sized = Tally(total.columns, counted, weight).sized_json()
    assert faults(vote.archive(ballots, sized=sized)) == {"计入的票数或权数不符"}


@pytest.mark.parametrize("result", ['{"result":[[1,1,0]]}', '{"result":[[2,0,1]]}'])
def test_18_a_result_that_was_not_decrypted(vote: SecretVote, result: str) -> None:
    ballots = [vote.ballot(0), vote.ballot(1)]
    assert faults(vote.archive(ballots, result=result)) == {"公布的结果不是解密得到的结果"}


def test_19_bad_shares(vote: SecretVote) -> None:
    ballots = [vote.ballot(0)]
    total = vote.tally(ballots)
    one, two, three = (vote.share(total, owner) for owner in (1, 2, 3))
    other = SecretVote()
    foreign = other.share(other.tally([other.ballot(0)]), 2)
    bent = json.loads(two)
    bent["decryption_factors"][0][0] = EDWARDS.product(bent["decryption_factors"][0][0], EDWARDS.generator)
    result = vote.result(total, [(1, one), (2, two)])
    bad = {
        "a foreign share": ([(1, one), (2, foreign)], "解密份额的证明不符"),
        "a factor changed": ([(1, one), (2, wire.compact(bent))], "解密份额的证明不符"),
        "swapped owners": ([(1, two), (2, one)], "解密份额的证明不符"),
        "a share twice": ([(1, one), (1, one)], "份额出现了两次"),
        "no such teller": ([(1, one), (4, three)], "没有这位计票人"),
        "too few": ([(1, one)], "解密份额不够"),
    }
    for name, (shares, fault) in bad.items():
        assert faults(vote.archive(ballots, shares=shares, result=result)) == {fault}, name


# --- 20 and 21: the tellers' keys --------------------------------------------------------------------------------


def trustees_fault(vote: SecretVote, bend) -> str:
    published = json.loads(wire.compact(vote.published))
    bend(published)
    with pytest.raises(Broken) as caught:
        read_trustees(wire.compact([["Pedersen", published]]), EDWARDS)
    return caught.value.message.text


def test_20_another_ceremony_than_the_one_that_was_signed(vote: SecretVote) -> None:
    other = SecretVote()
    for threshold in (1, 3):
        assert "不是这次" in trustees_fault(vote, lambda p, t=threshold: p.update(threshold=t))
    assert "签名" in trustees_fault(
        vote, lambda p: p["signatures"].__setitem__(0, other.published["signatures"][0])
    )
    assert "不合格式" in trustees_fault(vote, lambda p: p.update(signatures=[]))
    assert "签名" in trustees_fault(vote, lambda p: p["verification_keys"][0].pop("signature"))
    assert "签名" in trustees_fault(
        vote, lambda p: p["coefexps"].__setitem__(0, other.published["coefexps"][0])
    )
    assert "系数" in trustees_fault(
        vote, lambda p: p["verification_keys"].__setitem__(0, p["verification_keys"][1])
    )
    assert "签名" in trustees_fault(
        vote, lambda p: p["verification_keys"][0].update(signature=p["verification_keys"][1]["signature"])
    )


def test_20_a_key_of_ones_own_choice_signed_as_ones_own(vote: SecretVote) -> None:
    """A teller who publishes a verification key that does not follow from what all dealt."""

    def bend(published: dict[str, Any]) -> None:
        key = single_key(EDWARDS, 99)
        published["verification_keys"][0] = {
            **key,
            "signature": published["verification_keys"][0]["signature"],
        }

    assert "系数" in trustees_fault(vote, bend)


def test_21_a_key_without_proof_of_possession(vote: SecretVote) -> None:
    honest = single_key(EDWARDS, 5)
    rogue = EDWARDS.product(EDWARDS.power(EDWARDS.generator, 9), EDWARDS.inverse(honest["public_key"]))
    claimed = {**single_key(EDWARDS, 9), "public_key": rogue}
    for value in (claimed, {**claimed, "pok": honest["pok"]}):
        with pytest.raises(Broken, match="持有证明"):
            read_trustees(wire.compact([["Single", honest], ["Single", value]]), EDWARDS)
    with pytest.raises(Broken, match="同一把"):
        read_trustees(wire.compact([["Single", honest], ["Single", honest]]), EDWARDS)


def test_21_an_encryption_key_of_nobodys(vote: SecretVote) -> None:
    other = EDWARDS.power(EDWARDS.generator, 77)
    raw = vote.election.raw.replace(vote.election.public_key, other)
    assert faults(vote.archive([], election=raw, tally=vote.tally([]), stop="Ballot")) == {
        "加密公钥不是计票人密钥的合成"
    }


# --- 25 and the archive's bytes ----------------------------------------------------------------------------------


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
