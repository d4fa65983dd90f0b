"""A teller's device checks the box itself: it takes what the server's own checks take, counts it to the byte
as they do, and refuses every forgery. Numbers of attacks: docs/ballots.md."""

import json
from typing import Any

import pytest
from attacks.forgeries import NO_MEMBER, OF_ORDER_TWO, SHORT, TWISTS, across, forged
from crypto.belenios.secretvote import EDWARDS, MOTION, SecretVote, answer

from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import check_ballot, make_ballot, read_ballot
from congress.crypto.belenios.election import Question, read_election, read_roll
from congress.crypto.belenios.group import GROUPS, Group
from congress.crypto.belenios.proofs import Ciphertext
from congress.crypto.belenios.tally import Tally, read_share
from congress.crypto.belenios.wire import Broken

BLANK = Question("选举职工董事", ("甲", "乙", "丙"), 1, 2, blank=True)
EITHER = pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
IMPORT = 'const tally = await import("/static/0a1b/js/secret/tally.js");'
CODE = 'const code = (error) => error.code ?? "no code: " + error;'
CHECK = f"""async ([raw, keys, ballots]) => {{
  {IMPORT} {CODE}
  const election = await tally.readElection(raw);
  const told = {{}};
  for (const [name, ballot] of Object.entries(ballots)) {{
    told[name] = await tally.checkBallot(election, new Set(keys), ballot).then(() => "fine", code);
  }}
  return told;
}}"""
COUNT = f"""async ([election, roll, ballots]) => {{
  {IMPORT} {CODE}
  let counter;
  try {{ counter = new tally.Counter(election, roll); }} catch (error) {{ return [code(error)]; }}
  const told = [];
  for (const ballot of ballots) told.push(await counter.take(ballot).then(() => "fine", code));
  try {{ return [...told, counter.tally(), await counter.sized()]; }} catch (error) {{ return [...told, code(error)]; }}
}}"""
AT_ONCE = f"""async ([election, roll, ballots]) => {{
  {IMPORT} {CODE}
  const counter = new tally.Counter(election, roll);
  const told = await Promise.all(ballots.map((ballot) => counter.take(ballot).then(() => "fine", code)));
  try {{ return [...told, counter.tally()]; }} catch (error) {{ return [...told, code(error)]; }}
}}"""
SHARE = f"""async ([raw, columns, secret]) => {{
  {IMPORT} {CODE}
  return tally.makeShare(await tally.readElection(raw), columns, BigInt(secret)).catch(code);
}}"""


@pytest.fixture
def device(site, phone, page_for):
    page = page_for(phone)
    page.goto("/")
    return page


def told(device, vote: SecretVote, ballots: dict[str, str], *more: str) -> dict[str, str]:
    """What the device says of each ballot; what it refuses, the server's own check refuses as well."""
    keys = [*json.loads(vote.roll), *more]
    said: dict[str, str] = device.evaluate(CHECK, [vote.election.raw, keys, ballots])
    for name, raw in ballots.items():
        if said[name] not in {"fine", "stranger"}:
            with pytest.raises(Broken):
                check_ballot(read_ballot(raw, vote.election), vote.election)
    return said


def counted(device, vote: SecretVote, ballots: list[str], *, roll: str = "", election: str = "") -> list[str]:
    said: list[str] = device.evaluate(COUNT, [election or vote.election.raw, roll or vote.roll, ballots])
    return said


# --- what is right -------------------------------------------------------------------------------------------


@EITHER
def test_the_box_is_counted_as_the_server_counts_it(device, group: Group) -> None:
    vote = SecretVote(group, (MOTION, BLANK), voters=4)
    marks = {
        0: ((1, 0, 0), (0, 1, 0, 1)), 1: ((0, 1, 0), (1, 0, 0, 0)), 2: ((0, 0, 1), (0, 0, 1, 0)),
    }  # fmt: skip
    box = [vote.ballot(voter, *m) for voter, m in marks.items()]
    box += [vote.ballot(0, *marks[1]), vote.ballot(1, *marks[2]), vote.ballot(0, *marks[2])]
    expected = vote.tally(box)
    assert expected.counted == 3
    said = counted(device, vote, box)
    assert said == [*["fine"] * 6, expected.as_json(), expected.sized_json()]


@EITHER
def test_an_empty_box(device, group: Group) -> None:
    vote = SecretVote(group, (MOTION, BLANK))
    expected = vote.tally([])
    assert counted(device, vote, []) == [expected.as_json(), expected.sized_json()]


@EITHER
def test_a_share_is_one_that_the_server_takes(device, group: Group) -> None:
    vote = SecretVote(group, (MOTION, BLANK))
    full = vote.tally([vote.ballot(0, (1, 0, 0), (0, 1, 0, 1)), vote.ballot(1, (1, 0, 0), (1, 0, 0, 0))])
    shares = []
    for owner in (1, 3):
        secret = vote.keys[owner - 1]
        for tally in (vote.tally([]), full):
            share = device.evaluate(SHARE, [vote.election.raw, tally.as_json(), str(secret)])
            key = group.power(group.generator, secret)
            factors = read_share(share, vote.election, tally, key)
            assert factors == [[group.power(c.alpha, secret) for c in q] for q in tally.columns]
        shares.append((owner, share))
    assert json.loads(vote.result(full, shares)) == {"result": [[2, 0, 0], [1, 1, 0, 1]]}


def test_a_shares_randomness_is_used_once(device) -> None:
    vote = SecretVote()
    given = [vote.election.raw, vote.tally([vote.ballot(0)]).as_json(), str(vote.keys[0])]
    proofs = [json.loads(device.evaluate(SHARE, given))["decryption_proofs"][0] for _ in range(2)]
    numbers = [number for both in proofs for proof in both for number in proof.values()]
    assert len(set(numbers)) == len(numbers)


# --- ballots that are refused --------------------------------------------------------------------------------


def small_order(half: str):
    def bend(value: dict[str, Any]) -> None:
        choice = answer(value)["choices"][0]
        choice[half] = EDWARDS.product(choice[half], OF_ORDER_TWO)

    return bend


def test_forged_ballots(device) -> None:
    vote = SecretVote()
    good, other = vote.ballot(0), json.loads(vote.ballot(0))["answers"][0]
    odd_key = EDWARDS.product(vote.public(0), OF_ORDER_TWO)

    def choice(**halves: str):
        return lambda value: answer(value)["choices"][0].update(halves)

    def unsigned(value: dict[str, Any]) -> str:
        value["signature"]["proof"] = json.loads(vote.ballot(0))["signature"]["proof"]
        return wire.compact(value)

    bends = {
        "signed again": (lambda _: None, "fine"),
        "permuted": (lambda v: [answer(v)[p].reverse() for p in ("choices", "individual_proofs")], "proof"),
        "other proof of a choice": (
            lambda v: answer(v).update(individual_proofs=other["individual_proofs"]), "proof",
        ),
        "other proof of the sum": (lambda v: answer(v).update(overall_proof=other["overall_proof"]), "proof"),
        "six votes in one choice": (forged(vote.election, (6, 0, 0)), "proof"),
        "two choices marked": (forged(vote.election, (1, 1, 0)), "proof"),
        "one exponent for all": (forged(vote.election, (1, 0, 0), (7, 7, 7)), "nonce"),
        "small order in alpha": (small_order("alpha"), "member"),
        "small order in beta": (small_order("beta"), "member"),
        "of small order": (choice(alpha=OF_ORDER_TWO), "member"),
        "not on the curve": (choice(alpha="00" * 31 + "02"), "member"),
        "above the field": (choice(beta="7f" + "ff" * 30 + "ee"), "member"),
        "alpha is the identity": (choice(alpha=EDWARDS.identity), "identity"),
        "beta is the identity": (choice(beta=EDWARDS.identity), "identity"),
        "in the clear": (choice(alpha=EDWARDS.identity, beta=EDWARDS.generator), "identity"),
        "key of small order": (lambda v: v.update(credential=odd_key), "member"),
        "another vote": (lambda v: v.update(election_uuid="1" * 22), "election"),
        "another election": (lambda v: v.update(election_hash=wire.fingerprint("x")), "election"),
    }  # fmt: skip
    ballots = {name: vote.resigned(good, 0, bend) for name, (bend, _) in bends.items()}
    expected = {name: code for name, (_, code) in bends.items()}
    ballots |= {
        "copied": vote.resigned(good, 1),
        "signed with other words": good.replace('"hash":"', '"hash":"x'),
        "changed after signing": good.replace(other_challenge(good), "1", 1),
        "signature of another ballot": unsigned(json.loads(good)),
        "a stranger's": make_ballot(vote.election, 7, [(1, 0, 0)]),
        "the identity's": make_ballot(vote.election, 0, [(1, 0, 0)]),
    }
    expected |= {
        "copied": "proof", "signed with other words": "signature", "changed after signing": "signature",
        "signature of another ballot": "signature", "a stranger's": "stranger", "the identity's": "identity",
    }  # fmt: skip
    assert told(device, vote, ballots, EDWARDS.identity, odd_key) == expected


def other_challenge(raw: str) -> str:
    return str(json.loads(raw)["answers"][0]["overall_proof"][0]["challenge"])


def test_forged_blank_votes(device) -> None:
    vote = SecretVote(questions=(BLANK,))
    good, other = (vote.ballot(0, (1, 0, 0, 0)) for _ in range(2))
    parts = json.loads(other)["answers"][0]
    ballots = {
        "blank": good,
        "not blank": vote.ballot(0, (0, 1, 1, 0)),
        "blank and marked": vote.resigned(good, 0, forged(vote.election, (1, 1, 0, 0), whole=False)),
        "nothing marked": vote.resigned(good, 0, forged(vote.election, (0, 0, 0, 0), whole=False)),
    } | {
        part: vote.resigned(good, 0, lambda v, part=part: answer(v).update({part: parts[part]}))
        for part in ("blank_proof", "overall_proof")
    }
    swapped = dict.fromkeys(ballots, "proof") | {"blank": "fine", "not blank": "fine"}
    ballots["missing"] = vote.resigned(good, 0, lambda v: answer(v).pop("blank_proof"))
    assert told(device, vote, ballots) == {**swapped, "missing": "form"}


def test_ballots_written_otherwise(device) -> None:
    vote = SecretVote()
    good = vote.ballot(0)
    bytes_ = {
        "space": " " + good,
        "newline": good + "\n",
        "space within": good.replace(",", ", ", 1),
        "field twice": good.replace('{"election_uuid"', '{"election_uuid":"x","election_uuid"'),
        "escaped": good.replace("credential", "\\u0063redential"),
        "cut": good[:-1],
        "nothing": "",
        "nested": "[" * 5000,
        "no json": "NaN",
        "null": "null",
        "list": "[]",
        "half a sign": good.replace('"hash":"', '"hash":"\\ud800'),
    }
    twists = {f"twist: {name}": told for name, told in {**TWISTS, **SHORT}.items()}
    twisted = {name: vote.resigned(good, 0, bend) for name, (bend, _) in twists.items()}
    expected = dict.fromkeys({**bytes_, **twisted}, "form")
    expected |= {name: "member" for name, (_, fault) in twists.items() if fault == NO_MEMBER}
    assert told(device, vote, {**bytes_, **twisted}) == expected


def test_an_answer_used_for_two_questions(device) -> None:
    vote = SecretVote(questions=(MOTION, MOTION))
    good = vote.ballot(0, (1, 0, 0), (1, 0, 0))
    ballots = {"two answers": good, "one answer twice": vote.resigned(good, 0, across)}
    assert told(device, vote, ballots) == {"two answers": "fine", "one answer twice": "nonce"}


# --- boxes, rolls and elections that are refused -------------------------------------------------------------


def test_after_a_refused_ballot_there_is_no_sum(device) -> None:
    vote = SecretVote()
    one, two = vote.ballot(0), vote.ballot(1)
    assert counted(device, vote, [one, two, one]) == ["fine", "fine", "repeat", "order"]
    forged_one = vote.resigned(one, 1)
    assert counted(device, vote, [one, forged_one, two]) == ["fine", "proof", "order", "order"]


def test_ballots_are_taken_one_by_one(device) -> None:
    vote = SecretVote()
    said = device.evaluate(AT_ONCE, [vote.election.raw, vote.roll, [vote.ballot(0), vote.ballot(1)]])
    assert said == ["fine", "order", "order"]


def test_rolls_that_are_none(device) -> None:
    vote = SecretVote()
    key = vote.public(0)
    weighted = wire.compact([f"{key},1"])
    assert read_roll(weighted, EDWARDS)
    assert counted(device, vote, [], roll=weighted) == ["weights"]
    odd = {
        wire.compact([key, key]): "roll",
        wire.compact([EDWARDS.identity]): "identity",
        wire.compact([EDWARDS.product(key, OF_ORDER_TWO)]): "member",
        wire.compact([key.upper()]): "member",
        wire.compact([key]) + " ": "roll",
        wire.compact([7]): "roll",
        "{}": "roll",
    }
    assert {roll: counted(device, vote, [], roll=roll)[0] for roll in odd} == odd
    for roll in odd:
        with pytest.raises(Broken):
            read_roll(roll, EDWARDS)


def test_elections_that_are_none(device) -> None:
    vote = SecretVote(questions=(BLANK,))
    raw, key = vote.election.raw, vote.election.public_key
    odd = {raw.replace(*bend): "election" for bend in (
        ('"version":1', '"version":2'), ('"version":1', '"version":true'), ("Ed25519", "Curve25519"),
        (vote.election.uuid, "1" * 13), (vote.election.uuid, "0" * 22), ('"min":1', '"min":3'),
        ('"min":1', '"min":-1'), ('"min":1', '"min":0.5'), ('"min":1', '"min":"1"'), ('"max":2', '"max":4'),
        ('"blank":true', '"blank":false'), ('"blank":true', '"blank":null'), ('"blank":true', '"blank":1'), ('"name":"表决"', '"name":7'),
        ('"name":"表决"', '"name":"\\ud800"'), ('["甲","乙","丙"]', "[]"), ('"description":"",', ""),
        (",", ", "),
    )}  # fmt: skip
    odd |= {"": "election", "null": "election", "[]": "election"}
    parts = json.loads(raw)
    nothing = {**parts["questions"][0], "answers": [], "min": 0, "max": 0}
    odd |= {wire.compact({**parts, "questions": asked}): "election" for asked in ([], [nothing])}
    odd |= {raw.replace(key, EDWARDS.identity): "identity"}
    odd |= {raw.replace(key, EDWARDS.product(key, OF_ORDER_TWO)): "member"}
    assert {election: device.evaluate(COUNT, [election, vote.roll, []])[0] for election in odd} == odd
    for election in odd:
        with pytest.raises(Broken):
            read_election(election)
    for fine in (raw, raw[:-1] + ',"administrator":"甲","credential_authority":"乙"}'):
        assert read_election(fine)
        assert len(counted(device, vote, [], election=fine)) == 2


# --- sums that are not decrypted -----------------------------------------------------------------------------


def test_a_secret_is_not_used_on_what_is_no_sum(device) -> None:
    vote = SecretVote(questions=(MOTION,))
    tally = vote.tally([vote.ballot(0)])
    first, *rest = tally.columns[0]

    def columns(*changed: Ciphertext) -> str:
        return Tally([list(changed)], 1, 1).as_json()

    raw = tally.as_json()
    odd = {
        columns(Ciphertext(OF_ORDER_TWO, first.beta), *rest): "member",
        columns(Ciphertext(EDWARDS.product(first.alpha, OF_ORDER_TWO), first.beta), *rest): "member",
        columns(Ciphertext(first.alpha, EDWARDS.product(first.beta, OF_ORDER_TWO)), *rest): "member",
        columns(Ciphertext(first.alpha.upper(), first.beta), *rest): "member",
        columns(first): "tally",
        raw[:-1] + "," + raw[1:]: "tally",
        raw + " ": "tally",
        raw.replace('"alpha"', '"gamma"', 1): "tally",
        "null": "tally",
    }
    secret = str(vote.keys[0])
    assert {sum_: device.evaluate(SHARE, [vote.election.raw, sum_, secret]) for sum_ in odd} == odd
    for none in ("0", str(EDWARDS.order), "-1"):
        assert device.evaluate(SHARE, [vote.election.raw, raw, none]) == "secret"
