"""Numbers, lists, elements, sums and results are read as they are written, and in no other way."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, SecretVote

from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import encrypt, zero_or_one
from congress.crypto.belenios.ceremony import coefficients, new_polynomial, share, share_fits
from congress.crypto.belenios.election import Question
from congress.crypto.belenios.group import GROUPS, Group
from congress.crypto.belenios.proofs import Ciphertext, prove_one, proves_one, random_scalar, read_proof
from congress.crypto.belenios.tally import Tally, read_result, read_tally
from congress.crypto.belenios.wire import PLAIN, Broken
from congress.i18n import say

FAULT = say("结果不合格式")
OLD = GROUPS["BELENIOS-2048"]
PROOF = {"challenge": "0", "response": "1"}


def is_broken(read: Callable[[], object]) -> bool:
    """Refused as everything is that is not as the protocol says, and not by chance."""
    try:
        read()
    except Broken:
        return True
    return False


# --- numbers ---


@pytest.mark.parametrize("number", [0, 1, PLAIN, PLAIN + 1, 10**12])
def test_whole_numbers_are_read_as_they_are_written(number: int) -> None:
    written = wire.write_natural(number)
    assert isinstance(written, int) == (number <= PLAIN)
    assert wire.natural(written, FAULT) == number


@pytest.mark.parametrize(
    "odd",
    [
        -1, PLAIN + 1, 10**13, True, False, None, 1.0, [], "", "1", str(PLAIN), "-1", "01073741824", "1e12", "١" * 12,
        str(10**12 + 1), "1" * 20, "1" * 5000,
    ],
)  # fmt: skip
def test_whole_numbers_written_otherwise(odd: Any) -> None:
    assert is_broken(lambda: wire.natural(odd, FAULT, most=10**12))


def test_a_number_above_what_is_allowed() -> None:
    assert wire.natural(3, FAULT, most=3) == 3
    assert is_broken(lambda: wire.natural(4, FAULT, most=3))
    assert is_broken(lambda: wire.natural("9" * 19, FAULT, most=10**12))


@pytest.mark.parametrize("number", [0, 1, EDWARDS.order - 1])
def test_scalars_are_read_as_they_are_written(number: int) -> None:
    assert wire.scalar(str(number), EDWARDS.order, FAULT) == number


@pytest.mark.parametrize("odd", [0, None, "", "-1", "00", "01", "+1", " 1", "1_0", "0x1", "١", "1" * 5000])
def test_scalars_written_otherwise(odd: Any) -> None:
    assert is_broken(lambda: wire.scalar(odd, EDWARDS.order, FAULT))
    assert is_broken(lambda: wire.scalar(str(EDWARDS.order), EDWARDS.order, FAULT))


@pytest.mark.parametrize(
    "odd", [None, [], ["challenge", "response"], "challenge", 7, {}, {**PROOF, "more": "1"}]
)
def test_what_is_no_proof(odd: Any) -> None:
    assert read_proof(PROOF, EDWARDS, FAULT).response == 1
    assert is_broken(lambda: read_proof(odd, EDWARDS, FAULT))
    assert is_broken(lambda: read_proof(dict(reversed(PROOF.items())), EDWARDS, FAULT))


@pytest.mark.parametrize(
    "odd", ["1.0", "1e2", "NaN", "Infinity", "[1, 2]", "tru", "", "{", '"\\u0041"', "[" * 9000]
)
def test_json_written_otherwise(odd: str) -> None:
    assert wire.read('["甲",1,{"b":null,"a":true}]', FAULT) == ["甲", 1, {"b": None, "a": True}]
    assert is_broken(lambda: wire.read(odd, FAULT))


# --- elements ---


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_members_and_their_products(group: Group) -> None:
    one, two = (group.power(group.generator, n) for n in (1, 2))
    assert one == group.generator
    assert all(map(group.is_member, (one, two, group.identity)))
    assert group.product(one, one) == two
    assert group.product(two, group.inverse(two)) == group.identity == group.inverse(group.identity)
    assert group.power(two, 0) == group.power(group.identity, 5) == group.product() == group.identity
    assert group.power(one, group.order + 2) == two
    assert group.power(two, -1) == group.inverse(two)


@pytest.mark.parametrize(
    "odd",
    [
        "", "x", "6" * 63, "6" * 65, "66" * 31 + "5G", EDWARDS.power(EDWARDS.generator, 2).upper(),
        "00" * 32, "7f" + "ff" * 30 + "ec", "7f" + "ff" * 30 + "ed", "ff" * 32, "00" * 31 + "02",
    ],
)  # fmt: skip
def test_what_is_no_point(odd: str) -> None:
    assert not EDWARDS.is_member(odd)


@pytest.mark.parametrize(
    "odd",
    [
        "", "x", "0", "-1", "+1", "01", " 1", "2", str(int(OLD.generator) + OLD.modulus), str(OLD.modulus - 1),
        str(OLD.modulus), "1" * 618, "1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_number_of_the_group(odd: str) -> None:
    assert not OLD.is_member(odd)


# --- proofs of one of several ---


def test_there_is_a_proof_for_each_branch() -> None:
    key, exponent = EDWARDS.power(EDWARDS.generator, 9), random_scalar(EDWARDS)
    branches = zero_or_one(encrypt(EDWARDS, key, 1, exponent))
    proofs = prove_one(EDWARDS, key, "x", branches, 1, exponent)
    assert proves_one(EDWARDS, key, "x", branches, proofs)
    for some in (proofs[:1], proofs[1:], [*proofs, proofs[0]], []):
        assert not proves_one(EDWARDS, key, "x", branches, some)
    assert not proves_one(EDWARDS, key, "x", [], [])
    assert not proves_one(EDWARDS, key, "y", branches, proofs)


def test_a_share_that_was_not_dealt_does_not_fit() -> None:
    polynomial = new_polynomial(EDWARDS, 3)
    dealt, mine = coefficients(EDWARDS, polynomial), share(EDWARDS, polynomial, 2)
    assert share_fits(EDWARDS, dealt, 2, mine)
    assert not share_fits(EDWARDS, dealt, 2, mine + 1)
    assert not share_fits(EDWARDS, dealt, 1, mine)


# --- sums and results ---


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote(questions=(MOTION, Question("推荐", ("甲", "乙"), 0, 2)))


def tally_of(vote: SecretVote) -> Tally:
    return vote.tally([vote.ballot(0, (1, 0, 0), (0, 1))])


@pytest.mark.parametrize(
    "bend",
    [
        lambda rows: rows.pop(),
        lambda rows: rows.append(rows[0]),
        lambda rows: rows[0].pop(),
        lambda rows: rows[0].append(rows[0][0]),
        lambda rows: rows[0][0].pop("beta"),
        lambda rows: rows[0][0].update(beta=7),
        lambda rows: rows[0][0].update(alpha="7f" + "ff" * 30 + "ec"),
        lambda rows: rows[0][0].update(beta="7f" + "ff" * 30 + "ec"),
        lambda rows: rows.__setitem__(0, "x"),
    ],
)
def test_what_is_no_sum(vote: SecretVote, bend: Callable[[Any], object]) -> None:
    total = tally_of(vote)
    assert read_tally(total.as_json(), total.sized_json(), vote.election) == total
    rows = json.loads(total.as_json())
    bend(rows)
    raw = wire.compact(rows)
    sized = total.sized_json().replace(wire.digest(total.as_json()), wire.digest(raw))
    with pytest.raises(Broken, match="密文合计不合格式"):
        read_tally(raw, sized, vote.election)


@pytest.mark.parametrize(
    "change",
    [
        ('"num_tallied":1', '"num_tallied":"1"'),
        ('"num_tallied":1', '"num_tallied":true'),
        ('"total_weight":1', '"total_weight":-1'),
        ('"total_weight":1,', ""),
        ('"encrypted_tally":"', '"encrypted_tally":"0'),
    ],
)
def test_what_is_no_number_beside_a_sum(vote: SecretVote, change: tuple[str, str]) -> None:
    total = tally_of(vote)
    sized = total.sized_json().replace(*change)
    assert sized != total.sized_json()
    with pytest.raises(Broken, match="密文合计不合格式"):
        read_tally(total.as_json(), sized, vote.election)


def test_a_sum_of_more_than_all_votes_is_not_opened(vote: SecretVote) -> None:
    total = tally_of(vote)
    [[first, *others], second] = total.columns
    stuffed = Ciphertext(first.alpha, EDWARDS.product(first.beta, EDWARDS.power(EDWARDS.generator, 5)))
    bent = Tally([[stuffed, *others], second], total.counted, total.weight)
    with pytest.raises(Broken, match="不在票数范围内"):
        vote.result(bent, [(owner, vote.share(bent, owner)) for owner in (1, 2)])


@pytest.mark.parametrize(
    "odd", ["[[1,0,0],[0,1]]", '{"result":[[1,0,0]]}', '{"result":[[1,0],[0,1]]}', '{"result":[[1,0,0],[0,1],[0]]}',
            '{"result":[[1,0,0],[0,"1"]]}', '{"result":[[1,0,0],[0,-1]]}', '{"result":[[1,0,0,0],[0,1]]}'],
)  # fmt: skip
def test_what_is_no_result(vote: SecretVote, odd: str) -> None:
    assert read_result('{"result":[[1,0,0],[0,1]]}', vote.election) == [[1, 0, 0], [0, 1]]
    with pytest.raises(Broken, match="结果不合格式"):
        read_result(odd, vote.election)
