"""The tellers' key ceremony in a real browser, judged by the server's own checks; one of the tellers may be Python."""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from crypto.belenios.sealing import public, sealed_as, signed_inside
from crypto.belenios.secretvote import EDWARDS, SecretVote, faults
from playwright.sync_api import Page

from congress.crypto.belenios import wire
from congress.crypto.belenios.ceremony import (
    Seat,
    assemble,
    check_certificate,
    check_dealing,
    check_finish,
    coefficients,
    new_polynomial,
    share,
)
from congress.crypto.belenios.channel import open_sealed, read_sealed, seal
from congress.crypto.belenios.election import BASE58
from congress.crypto.belenios.group import GROUPS, Group
from congress.crypto.belenios.proofs import random_scalar, sign
from congress.crypto.belenios.tally import read_share
from congress.crypto.belenios.trustees import read_trustees

SIZE, THRESHOLD = 3, 2
CALL = """async ([group, name, ...given]) => {
  const ceremony = await import("/static/0a1b/js/secret/ceremony.js");
  if (name === "finish") given[1] = given[1].map(BigInt);
  try {
    const made = await ceremony[name](...(name === "newSeed" ? [] : [group]), ...given);
    return { made: JSON.parse(JSON.stringify(made, (_, v) => typeof v === "bigint" ? String(v) : v)) };
  } catch (error) {
    return { code: error.code, from: error.from, text: String(error) };
  }
}"""
Json = dict[str, Any]


@pytest.fixture
def device(site, phone, page_for) -> Page:
    page = page_for(phone)
    page.goto("/")
    return page


@dataclass
class Ceremony:
    """Three tellers on one device. ``certs``, ``coefexps`` and ``sealed`` are what the server passes on."""

    device: Page
    group: Group = EDWARDS
    seeds: list[str] = field(default_factory=list)
    certs: list[Json] = field(default_factory=list)
    polynomials: list[list[str]] = field(default_factory=list)
    coefexps: list[Json] = field(default_factory=list)
    sealed: list[list[str]] = field(default_factory=list)  # by dealer, then by recipient

    def call(self, *given: object) -> Any:
        """What was made, or (code, from)."""
        answer = self.device.evaluate(CALL, [self.group.name, *given])
        if "made" in answer:
            return answer["made"]
        assert "code" in answer, answer["text"]
        return answer["code"], answer["from"]

    def begin(self) -> "Ceremony":
        self.seeds = [self.call("newSeed") for _ in range(SIZE)]
        self.certs = [self.call("certificate", s, SIZE, THRESHOLD, i) for i, s in enumerate(self.seeds, 1)]
        return self

    def deal(self) -> "Ceremony":
        for seed in self.seeds:
            made = self.call("deal", seed, self.certs, THRESHOLD)
            self.polynomials.append(made["polynomial"])
            self.coefexps.append(made["coefexps"])
            self.sealed.append(made["sealed"])
        return self

    def finish(self, index: int) -> Any:
        mine = [by[index - 1] for by in self.sealed]
        return self.call(
            "finish", self.seeds[index - 1], self.polynomials[index - 1], self.certs, self.coefexps, mine
        )

    def seat(self, index: int) -> Seat:
        return Seat(self.seeds[index - 1])

    def signing(self, index: int) -> int:
        return self.seat(index).signing(self.group)


@pytest.fixture
def ceremony(device: Page) -> Ceremony:
    return Ceremony(device).begin().deal()


# --- what goes well ---


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())
def test_three_browsers_make_a_key_and_two_open_the_box(device: Page, group: Group) -> None:
    ceremony = Ceremony(device, group).begin().deal()
    finished = [ceremony.finish(index) for index in range(1, SIZE + 1)]
    dealt = []
    for index, (cert, coefexps) in enumerate(zip(ceremony.certs, ceremony.coefexps, strict=True), 1):
        assert cert["message"] == ceremony.seat(index).certificate(group, SIZE, THRESHOLD, index)["message"]
        signer, _ = check_certificate(cert, group, SIZE, THRESHOLD, index)
        dealt.append(check_dealing(coefexps, group, signer, THRESHOLD))
    for index, one in enumerate(finished, 1):
        given = (one["signature"], one["verification"])
        signer = public(ceremony.signing(index), group)
        assert check_finish(*given, group, signer, ceremony.certs, dealt, index) == public(
            int(one["key"]), group
        )
    raw = assemble(
        THRESHOLD,
        ceremony.certs,
        ceremony.coefexps,
        [one["signature"] for one in finished],
        [one["verification"] for one in finished],
    )
    trustees = read_trustees(raw, group)
    vote = SecretVote(group, voters=3)
    vote.published, vote.keys = json.loads(raw)[0][1], [int(one["key"]) for one in finished]
    vote.freeze(trustees.public_key(group))
    ballots = [vote.ballot(0), vote.ballot(1, (0, 1, 0))]
    tally = vote.tally(ballots)
    for owner, key in enumerate(trustees.owners, 1):
        read_share(vote.share(tally, owner), vote.election, tally, key)
    whole = vote.archive(ballots, tally=tally, shares=[(o, vote.share(tally, o)) for o in (2, 3)])
    assert faults(whole) == set()
    assert json.loads(vote.result(tally, [(o, vote.share(tally, o)) for o in (1, 3)]))["result"] == [
        [1, 1, 0]
    ]


def test_what_a_browser_deals_is_what_python_would(ceremony: Ceremony) -> None:
    for dealer, polynomial in enumerate(ceremony.polynomials, 1):
        numbers = [int(c) for c in polynomial]
        told = wire.compact({"coefexps": coefficients(EDWARDS, numbers)})
        assert ceremony.coefexps[dealer - 1]["message"] == told
        for index, raw in enumerate(ceremony.sealed[dealer - 1], 1):
            read_sealed(EDWARDS, raw)
            own = ceremony.seat(index).decrypting(EDWARDS)
            opened = open_sealed(EDWARDS, public(ceremony.signing(dealer)), own, raw)
            assert opened == wire.compact({"secret": str(share(EDWARDS, numbers, index))})


def test_a_browser_finishes_with_what_python_dealt(ceremony: Ceremony) -> None:
    """Teller 2 is Python: dealt again, in the same seat."""
    numbers = new_polynomial(EDWARDS, THRESHOLD)
    deal_as(ceremony, 2, numbers)
    one = ceremony.finish(1)
    others = [[int(c) for c in ceremony.polynomials[dealer - 1]] for dealer in (1, 3)]
    expected = sum(share(EDWARDS, polynomial, 1) for polynomial in [numbers, *others]) % EDWARDS.order
    assert int(one["key"]) == expected


def deal_as(ceremony: Ceremony, dealer: int, numbers: list[int], *, shift: int = 0) -> None:
    """By Python; ``shift`` makes each share another than the coefficients say."""
    signing = ceremony.signing(dealer)
    told = wire.compact({"coefexps": coefficients(EDWARDS, numbers)})
    ceremony.coefexps[dealer - 1] = sign(EDWARDS, signing, told)
    for index in range(1, SIZE + 1):
        number = (share(EDWARDS, numbers, index) + shift) % EDWARDS.order
        recipient = public(ceremony.seat(index).decrypting(EDWARDS))
        message = wire.compact({"secret": str(number)})
        ceremony.sealed[dealer - 1][index - 1] = seal(EDWARDS, signing, recipient, message)


def test_seeds_are_fresh_and_of_the_alphabet(device: Page) -> None:
    seeds = [Ceremony(device).call("newSeed") for _ in range(80)]
    assert len(set(seeds)) == 80
    assert {len(seed) for seed in seeds} == {22}
    assert set("".join(seeds)) == set(
        BASE58
    )  # 1760 characters: each of 58 is missing with a chance of 10^-13


def test_nothing_is_dealt_twice(ceremony: Ceremony) -> None:
    again = Ceremony(ceremony.device, seeds=ceremony.seeds, certs=ceremony.certs).deal()
    for one, two in zip(ceremony.polynomials, again.polynomials, strict=True):
        assert not set(one) & set(two)


# --- what is refused, and whose fault it is ---


def dealt(ceremony: Ceremony, certs: list[Json], threshold: int = THRESHOLD) -> Any:
    return ceremony.call("deal", ceremony.seeds[0], certs, threshold)


@pytest.mark.parametrize("given", [(SIZE, 1, 3), (SIZE, 3, 3), (4, THRESHOLD, 3), (SIZE, THRESHOLD, 2)])
def test_a_certificate_of_another_ceremony(ceremony: Ceremony, given: tuple[int, int, int]) -> None:
    ceremony.certs[2] = ceremony.seat(3).certificate(EDWARDS, *given)
    assert dealt(ceremony, ceremony.certs) == ("ceremony", 3)
    assert ceremony.finish(1) == ("ceremony", 3)


def test_a_certificate_of_another_group_or_with_more_in_it(device: Page) -> None:
    ceremony = Ceremony(device).begin()
    message = json.loads(ceremony.certs[1]["message"])
    for bent, code in (
        ({**message, "context": {**message["context"], "group": "BELENIOS-2048"}}, "ceremony"),
        ({**message, "context": {**message["context"], "more": 1}}, "ceremony"),
        ({**message, "more": 1}, "certificate"),
        ({**message, "encryption": EDWARDS.identity}, "certificate"),
        ({**message, "encryption": "00" * 32}, "certificate"),  # of order 4
        ({**message, "encryption": message["encryption"].upper()}, "certificate"),
        ({**message, "verification": 5}, "certificate"),
    ):
        cert = sign(EDWARDS, ceremony.signing(2), wire.compact(bent))
        assert dealt(ceremony, [ceremony.certs[0], cert, ceremony.certs[2]]) == (code, 2)


def test_a_certificate_that_was_changed_or_is_there_twice(device: Page) -> None:
    ceremony = Ceremony(device).begin()
    one, two, three = ceremony.certs
    other = Seat.new().certificate(EDWARDS, SIZE, THRESHOLD, 2)
    response = {**two["signature"], "response": "0" + two["signature"]["response"]}
    for bent in (
        {**two, "message": other["message"]},
        {**two, "signature": other["signature"]},
        {**two, "signature": response},
        {**two, "more": 1},
        {"signature": two["signature"], "message": two["message"]},
        {**two, "message": "no JSON"},
        {**two, "message": "null"},
        {},
        None,
    ):
        assert dealt(ceremony, [one, bent, three]) == ("certificate", 2)
    same = ceremony.seat(2).certificate(EDWARDS, SIZE, THRESHOLD, 3)
    assert dealt(ceremony, [one, two, same]) == ("certificate", 3)


def test_who_is_not_there_or_has_another_key_there(device: Page) -> None:
    ceremony = Ceremony(device).begin()
    stranger = ceremony.call("newSeed")
    assert ceremony.call("deal", stranger, ceremony.certs, THRESHOLD) == ("mine", None)
    message = json.loads(ceremony.certs[0]["message"])
    bent = wire.compact({**message, "encryption": public(7)})
    certs = [sign(EDWARDS, ceremony.signing(1), bent), *ceremony.certs[1:]]
    assert dealt(ceremony, certs) == ("mine", 1)


@pytest.mark.parametrize("threshold", [0, 4])
def test_a_number_of_tellers_that_cannot_be(device: Page, threshold: int) -> None:
    ceremony = Ceremony(device).begin()
    certs = [ceremony.seat(i).certificate(EDWARDS, SIZE, threshold, i) for i in range(1, SIZE + 1)]
    assert dealt(ceremony, certs, threshold) == ("ceremony", None)


def test_what_was_dealt_was_changed_on_the_way(ceremony: Ceremony) -> None:
    honest = deepcopy(ceremony.coefexps)
    points = json.loads(honest[1]["message"])["coefexps"]
    changed = wire.compact({"coefexps": [points[0], public(9)]})
    for bent in ({**honest[1], "message": changed}, honest[2], {**honest[1], "more": 1}, None):
        ceremony.coefexps = [honest[0], bent, honest[2]]
        assert ceremony.finish(1) == ("coefexps", 2)
    for told in (
        {"coefexps": points[:1]},
        {"coefexps": [*points, points[0]]},
        {"coefexps": [points[0], EDWARDS.identity]},
        {"coefexps": points, "more": 1},
        {"coefexps": "xx"},
    ):
        signed = sign(EDWARDS, ceremony.signing(2), wire.compact(told))
        ceremony.coefexps = [honest[0], signed, honest[2]]
        assert ceremony.finish(1) == ("coefexps", 2)
    ceremony.coefexps = honest[:2]
    assert ceremony.finish(1) == ("coefexps", 3)


def test_what_i_dealt_is_not_what_the_server_says(ceremony: Ceremony) -> None:
    """Even if I signed it: a second dealing of mine, made on the same device."""
    again = Ceremony(ceremony.device, seeds=ceremony.seeds, certs=ceremony.certs).deal()
    ceremony.coefexps[0], ceremony.sealed[0] = again.coefexps[0], again.sealed[0]
    assert ceremony.finish(1) == ("mine", 1)


def test_a_share_was_changed_on_the_way(ceremony: Ceremony) -> None:
    honest = json.loads(ceremony.sealed[1][0])
    data = bytearray.fromhex(honest["data"])
    data[0] ^= 1
    for bent in (
        {**honest, "data": data.hex()},
        {**honest, "data": honest["data"].upper()},
        {**honest, "algorithm": "AES-CCM"},
        {**honest, "alpha": EDWARDS.identity},
        {**honest, "beta": EDWARDS.power(honest["beta"], 2)},
        {**honest, "more": 1},
    ):
        ceremony.sealed[1][0] = wire.compact(bent)
        assert ceremony.finish(1) == ("share", 2)
    for raw in (ceremony.sealed[1][1], ceremony.sealed[2][0], "", None):
        ceremony.sealed[1][0] = raw
        assert ceremony.finish(1) == ("share", 2)


def test_a_share_that_is_not_what_was_dealt(ceremony: Ceremony) -> None:
    deal_as(ceremony, 3, new_polynomial(EDWARDS, THRESHOLD), shift=1)
    assert ceremony.finish(2) == ("share", 3)
    assert ceremony.finish(1) == ("share", 3)


def test_a_share_that_is_no_number_below_the_order(ceremony: Ceremony) -> None:
    numbers = new_polynomial(EDWARDS, THRESHOLD)
    deal_as(ceremony, 3, numbers)
    fine, recipient = share(EDWARDS, numbers, 1), public(ceremony.seat(1).decrypting(EDWARDS))
    for message in (
        {"secret": str(fine + EDWARDS.order)},
        {"secret": f"0{fine}"},
        {"secret": str(fine), "more": 1},
        {"secret": 5},
        {},
    ):
        told = wire.compact(message)
        ceremony.sealed[2][0] = seal(EDWARDS, ceremony.signing(3), recipient, told)
        assert ceremony.finish(1) == ("share", 3)


def test_a_share_signed_for_somebody_else_or_by_somebody_else(ceremony: Ceremony) -> None:
    """What the dealer signed for teller 2 is sealed again for teller 1; what Eve signed is no dealer's."""
    numbers = new_polynomial(EDWARDS, THRESHOLD)
    deal_as(ceremony, 3, numbers)
    told = wire.compact({"secret": str(share(EDWARDS, numbers, 1))})
    mine, other = (public(ceremony.seat(i).decrypting(EDWARDS)) for i in (1, 2))
    ceremony.sealed[2][0] = sealed_as(signed_inside(ceremony.signing(3), other, told), mine)
    assert ceremony.finish(1) == ("share", 3)
    ceremony.sealed[2][0] = sealed_as(signed_inside(random_scalar(EDWARDS), mine, told), mine)
    assert ceremony.finish(1) == ("share", 3)
    ceremony.sealed[2][0] = sealed_as(signed_inside(ceremony.signing(3), mine, told), mine)
    assert ceremony.finish(1)["key"]


# --- the secret channel by itself ---

OPEN = """async ([sender, secret, raw]) => {
  const { openSealed } = await import("/static/0a1b/js/secret/channel.js");
  const { groupOf, member } = await import("/static/0a1b/js/secret/group.js");
  const group = groupOf("Ed25519");
  return openSealed(group, member(group, sender), BigInt(secret), raw);
}"""


def test_what_is_sealed_must_be_written_as_the_format_says(device: Page) -> None:
    alice, bob = random_scalar(EDWARDS), random_scalar(EDWARDS)

    def opened(inside: str) -> str | None:
        raw = sealed_as(inside, public(bob))
        return device.evaluate(OPEN, [public(alice), str(bob), raw])

    def signed(content: str) -> str:
        return wire.compact(sign(EDWARDS, alice, content))

    fine = signed_inside(alice, public(bob), "给 Bob")
    assert opened(fine) == "给 Bob"
    content = json.loads(fine)["message"]
    for inside in (
        fine.replace('"message":', '"message": '),
        signed_inside(alice, public(bob), "\ufffd").replace("\ufffd", "\udcff"),  # a byte that is no UTF-8
        signed(content.replace('"message":', '"message": ')),
        signed(content.replace("}", ',"more":1}')),
        signed_inside(alice, public(bob), 5),
        signed("x"),
        "[]",
        "",
    ):
        assert opened(inside) is None
