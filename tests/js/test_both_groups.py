"""Both groups of the browser's secret votes: Python and JavaScript agree on fixed numbers, read the same texts as
elements and no others, and keep what a device knows of one group apart from what it knows of the other."""

import json
from typing import Any

import pytest
from crypto.belenios.secretvote import SecretVote, answer
from js.test_secret_ballot import MAKE
from js.test_secret_tally import SHARE, counted, told
from playwright.sync_api import Page

from congress.crypto.belenios import wire
from congress.crypto.belenios.ceremony import Seat
from congress.crypto.belenios.election import secret_exponent
from congress.crypto.belenios.group import GROUPS, Belenios2048, Group
from congress.crypto.belenios.proofs import Ciphertext
from congress.crypto.belenios.tally import Tally

MODULAR = Belenios2048()
OF_ORDER_TWO = str(MODULAR.modulus - 1)
EITHER = pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
SECRET = 20261126
UUID, CREDENTIAL, SEED = "NUCty9E7KBFKsS", "wddB4-MREG6X-sWm3j-wMe6p2", "7kJ3mQ9xWc2RtYpL5nVbHd"
GROUP = 'const { groupOf, ...lib } = await import("/static/0a1b/js/secret/group.js"); const group = groupOf(name);'
NUMBERS = f"""async ([name, secret, exponents]) => {{
  {GROUP} const power = (base, n) => group.text(group.power(base, BigInt(n)));
  const {{ tabled }} = await import("/static/0a1b/js/secret/public.js");
  const own = group.power(group.G, BigInt(secret));
  const inside = exponents.map(BigInt).map((n) => ((n % group.order) + group.order) % group.order);
  return {{
    order: String(group.order), generator: group.text(group.G), identity: group.text(group.IDENTITY),
    powers: exponents.map((n) => power(own, n)),
    tabled: inside.map(tabled(group, own)).map(group.text),
    together: group.powers(own, inside).map(group.text),
    ofGenerator: inside.map(group.generatorPower).map(group.text),
    hashed: String(await lib.hashed(group, "票|", [group.G, own])),
  }};
}}"""
SECRETS = f"""async ([name, uuid, credential, seed]) => {{
  {GROUP}
  const {{ secretExponent }} = await import("/static/0a1b/js/secret/ballot.js");
  const {{ certificate }} = await import("/static/0a1b/js/secret/ceremony.js");
  const {{ message }} = await certificate(name, seed, 3, 2, 1);
  return [String(await secretExponent(group, uuid, credential)), message];
}}"""
MEMBERS = f"""async ([name, texts]) => {{
  {GROUP}
  return texts.map((text) => lib.member(group, text) !== null);
}}"""
KEPT = """async () => {
  const { ensureSecret, findSecret, inGroup } = await import("/static/0a1b/js/keys.js");
  const groups = ["Ed25519", "BELENIOS-2048"];
  for (const name of groups) await ensureSecret("6f1c", "12", inGroup("vote", name), async () => ({ name }));
  const found = await Promise.all(groups.map((name) => findSecret("6f1c", "12", inGroup("vote", name))));
  return [...found, await findSecret("6f1c", "12", "vote")];
}"""


@pytest.fixture
def device(site, phone, page_for) -> Page:
    page = page_for(phone)
    page.goto("/")
    return page


# --- the same numbers ------------------------------------------------------------------------------------------


@EITHER
def test_python_and_javascript_agree_on_fixed_numbers(device: Page, group: Group) -> None:
    exponents = [0, 1, 2, 15, 16, 2**200 + 7, group.order - 1, -1, group.order + 3]
    own = group.power(group.generator, SECRET)
    expected = [group.power(own, n) for n in exponents]
    assert device.evaluate(NUMBERS, [group.name, str(SECRET), [str(n) for n in exponents]]) == {
        "order": str(group.order), "generator": group.generator, "identity": group.identity,
        "powers": expected, "tabled": expected, "together": expected,
        "ofGenerator": [group.power(group.generator, n) for n in exponents],
        "hashed": str(wire.challenge(group.order, "票|", [group.generator, own])),
    }  # fmt: skip


@EITHER
def test_keys_from_words_are_the_same(device: Page, group: Group) -> None:
    """Of a credential and of a teller's seed; of Ed25519 the credential's exponent is a published one."""
    exponent, certificate = device.evaluate(SECRETS, [group.name, UUID, CREDENTIAL, SEED])
    assert int(exponent) == secret_exponent(group, UUID, CREDENTIAL)
    assert certificate == Seat(SEED).certificate(group, 3, 2, 1)["message"]
    published = 944567601513245966393034589744226635228059990320357706170320273985269339487
    assert (int(exponent) == published) == (group.name == "Ed25519")


@EITHER
def test_the_same_texts_are_elements(device: Page, group: Group) -> None:
    good = group.power(group.generator, SECRET)
    others = [other.generator for other in GROUPS.values() if other is not group]
    texts = [
        group.generator, good, group.inverse(good), *others, group.identity, "", "0", "-1", "2", "7", f" {good}", f"0{good}",
        f"{good}0", good.replace("1", "١"), f"{good}\n", OF_ORDER_TWO, str(MODULAR.modulus), str(MODULAR.modulus + 1),
        str(MODULAR.modulus * int(MODULAR.generator)), "9" * 617, "9" * 618, "1.0", "0x1f", "ab" * 32,
    ]  # fmt: skip
    expected = [group.is_member(text) and text != group.identity for text in texts]
    assert device.evaluate(MEMBERS, [group.name, texts]) == expected
    assert expected.count(True) == 3


# --- what is refused in the group of large numbers -----------------------------------------------------------


def test_forged_ballots(device: Page) -> None:
    vote = SecretVote(MODULAR)
    good, other = vote.ballot(0), json.loads(vote.ballot(0))["answers"][0]
    odd_key = MODULAR.product(vote.public(0), OF_ORDER_TWO)

    def choice(**halves: str):
        return lambda value: answer(value)["choices"][0].update(halves)

    def shifted(half: str, factor: str):
        def bend(value: dict[str, Any]) -> None:
            first = answer(value)["choices"][0]
            first[half] = MODULAR.product(first[half], factor)

        return bend

    def raised(value: dict[str, Any]) -> None:
        first = answer(value)["overall_proof"][0]
        first["response"] = str(int(first["response"]) + MODULAR.order)

    bends = {
        "signed again": (lambda _: None, "fine"),
        "other proof": (lambda v: answer(v).update(individual_proofs=other["individual_proofs"]), "proof"),
        "another choice": (shifted("beta", MODULAR.generator), "proof"),
        "outside the subgroup": (shifted("alpha", OF_ORDER_TWO), "member"),
        "outside it in beta": (shifted("beta", OF_ORDER_TWO), "member"),
        "nothing": (choice(alpha="0"), "member"),
        "above the modulus": (choice(beta=str(MODULAR.modulus + 4)), "member"),
        "of the other group": (choice(beta=GROUPS["Ed25519"].generator), "member"),
        "in the clear": (choice(alpha="1", beta=MODULAR.generator), "identity"),
        "no text": (lambda v: answer(v)["choices"][0].update(alpha=4), "form"),
        "above the order": (raised, "form"),
        "key outside the subgroup": (lambda v: v.update(credential=odd_key), "member"),
    }  # fmt: skip
    ballots = {name: vote.resigned(good, 0, bend) for name, (bend, _) in bends.items()}
    ballots["changed after signing"] = good.replace(other_challenge(good), "1", 1)
    expected = {name: code for name, (_, code) in bends.items()} | {"changed after signing": "signature"}
    assert told(device, vote, ballots, odd_key) == expected


def other_challenge(raw: str) -> str:
    return str(json.loads(raw)["answers"][0]["overall_proof"][0]["challenge"])


def test_a_roll_an_election_or_a_sum_of_the_other_group_is_none(device: Page) -> None:
    vote, other = SecretVote(MODULAR), SecretVote()
    assert counted(device, vote, [], roll=other.roll) == ["member"]
    named = vote.election.raw.replace(MODULAR.name, "Ed25519")
    assert counted(device, vote, [], election=named) == ["member"]
    full = vote.tally([vote.ballot(0)])
    first, *rest = full.columns[0]
    odd = Tally([[Ciphertext(MODULAR.product(first.alpha, OF_ORDER_TWO), first.beta), *rest]], 1, 1)
    for columns in (odd, other.tally([])):
        secret = str(vote.keys[0])
        assert device.evaluate(SHARE, [vote.election.raw, columns.as_json(), secret]) == "member"


def test_a_ballot_is_made_in_the_group_of_its_election(device: Page) -> None:
    votes = [SecretVote(group) for group in GROUPS.values()]
    keys = [device.evaluate(MAKE, [vote.election.raw, CREDENTIAL, [[1, 0, 0]]])["key"] for vote in votes]
    for vote, key in zip(votes, keys, strict=True):
        secret = secret_exponent(vote.group, vote.election.uuid, CREDENTIAL)
        assert key == vote.group.power(vote.group.generator, secret)


def test_secrets_of_two_groups_stand_side_by_side(device: Page) -> None:
    """One of the usual group is where it always was."""
    names = [{"name": name} for name in GROUPS]
    assert device.evaluate(KEPT) == [*names, names[0]]
