"""The tellers' key ceremony, step by step as a server sees it; and what they write to each other through it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from crypto.belenios.sealing import public, sealed_as, signed_inside
from crypto.belenios.secretvote import EDWARDS, SecretVote, faults

from congress.crypto.belenios import wire
from congress.crypto.belenios.ceremony import (
    Seat,
    assemble,
    certified,
    check_certificate,
    check_dealing,
    check_finish,
    coefficients,
    new_polynomial,
    share,
    share_fits,
    single_key,
)
from congress.crypto.belenios.channel import open_sealed, read_sealed, seal
from congress.crypto.belenios.proofs import random_scalar, sign
from congress.crypto.belenios.trustees import read_trustees
from congress.crypto.belenios.wire import Broken

SIZE, THRESHOLD = 3, 2
Json = dict[str, Any]


@dataclass
class Tellers:
    """Three tellers, of whom two are needed, after all steps."""

    seats: list[Seat] = field(default_factory=lambda: [Seat.new() for _ in range(SIZE)])
    certs: list[Json] = field(init=False)
    polynomials: list[list[int]] = field(init=False)
    keys: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.certs = [s.certificate(EDWARDS, SIZE, THRESHOLD, i) for i, s in enumerate(self.seats, 1)]
        self.polynomials = [new_polynomial(EDWARDS, THRESHOLD) for _ in self.seats]
        self.keys = [self.key(i) for i in range(1, SIZE + 1)]

    def secret(self, index: int) -> int:
        return self.seats[index - 1].signing(EDWARDS)

    def public(self, index: int) -> str:
        return EDWARDS.power(EDWARDS.generator, self.secret(index))

    def dealt(self) -> list[list[str]]:
        return [coefficients(EDWARDS, polynomial) for polynomial in self.polynomials]

    def dealing(self, index: int) -> Json:
        return sign(EDWARDS, self.secret(index), wire.compact({"coefexps": self.dealt()[index - 1]}))

    def key(self, index: int) -> int:
        """What the teller has from everybody's sealed share, each checked."""
        total, own = 0, self.seats[index - 1].decrypting(EDWARDS)
        recipient = EDWARDS.power(EDWARDS.generator, own)
        for dealer, (polynomial, dealt) in enumerate(zip(self.polynomials, self.dealt(), strict=True), 1):
            told = wire.compact({"secret": str(share(EDWARDS, polynomial, index))})
            sealed = seal(EDWARDS, self.secret(dealer), recipient, told)
            number = int(json.loads(open_sealed(EDWARDS, self.public(dealer), own, sealed))["secret"])
            assert share_fits(EDWARDS, dealt, index, number)
            total += number
        return total % EDWARDS.order

    def seen(self, index: int, certs: list[Json] | None = None) -> Json:
        message = certified(certs or self.certs, self.dealt()[index - 1])
        signature: Json = sign(EDWARDS, self.secret(index), message)["signature"]
        return signature

    def shown(self, index: int, key: int | None = None) -> Json:
        published = single_key(EDWARDS, key or self.keys[index - 1])
        signed = sign(EDWARDS, self.secret(index), published["public_key"])
        return {**published, "signature": signed["signature"]}

    def finished(self, index: int, seen: Json | None = None, shown: Json | None = None) -> str:
        given = (seen or self.seen(index), shown or self.shown(index))
        return check_finish(*given, EDWARDS, self.public(index), self.certs, self.dealt(), index)

    def assembled(self) -> str:
        every = range(1, SIZE + 1)
        return assemble(
            THRESHOLD, self.certs, *([f(i) for i in every] for f in (self.dealing, self.seen, self.shown))
        )


@pytest.fixture(scope="module")
def tellers() -> Tellers:
    return Tellers()


def why(check: Callable[[], object]) -> str:
    with pytest.raises(Broken) as caught:
        check()
    return caught.value.message.text


# --- the whole ---


def test_what_passed_each_step_is_a_list_of_trustees(tellers: Tellers) -> None:
    signers = []
    for index, cert in enumerate(tellers.certs, 1):
        signer, receiver = check_certificate(cert, EDWARDS, SIZE, THRESHOLD, index, signers)
        own = tellers.seats[index - 1].decrypting(EDWARDS)
        assert (signer, receiver) == (tellers.public(index), EDWARDS.power(EDWARDS.generator, own))
        signers.append(signer)
        assert check_dealing(tellers.dealing(index), EDWARDS, signer, THRESHOLD) == tellers.dealt()[index - 1]
    keys = [tellers.finished(index) for index in range(1, SIZE + 1)]
    assert read_trustees(tellers.assembled(), EDWARDS).owners == keys


@pytest.mark.parametrize("present", [(1, 2), (1, 3), (2, 3)])
def test_two_of_three_open_the_box(tellers: Tellers, present: tuple[int, int]) -> None:
    vote = SecretVote(voters=3)
    vote.published, vote.keys = json.loads(tellers.assembled())[0][1], tellers.keys
    vote.freeze(read_trustees(tellers.assembled(), EDWARDS).public_key(EDWARDS))
    ballots = [vote.ballot(0), vote.ballot(1), vote.ballot(2, (0, 1, 0))]
    tally = vote.tally(ballots)
    shares = [(owner, vote.share(tally, owner)) for owner in present]
    assert json.loads(vote.result(tally, shares)) == {"result": [[2, 1, 0]]}
    assert faults(vote.archive(ballots, tally=tally, shares=shares)) == set()
    assert "不够" in why(lambda: vote.result(tally, shares[:1]))


# --- step 1 ---


@pytest.mark.parametrize("given", [(4, 2, 1), (3, 1, 1), (3, 3, 1), (3, 2, 2)])
def test_a_certificate_for_another_ceremony(tellers: Tellers, given: tuple[int, int, int]) -> None:
    cert = tellers.seats[0].certificate(EDWARDS, *given)
    assert "不是这次" in why(lambda: check_certificate(cert, EDWARDS, SIZE, THRESHOLD, 1))


def test_a_certificate_that_its_key_did_not_sign(tellers: Tellers) -> None:
    message = json.loads(tellers.certs[0]["message"])
    bent = wire.compact({**message, "encryption": EDWARDS.power(EDWARDS.generator, 5)})
    for cert in (
        {**tellers.certs[0], "message": bent},
        {**tellers.certs[0], "signature": tellers.certs[1]["signature"]},
        sign(EDWARDS, tellers.secret(2), tellers.certs[0]["message"]),
    ):
        assert "签名" in why(lambda cert=cert: check_certificate(cert, EDWARDS, SIZE, THRESHOLD, 1))


@pytest.mark.parametrize("which", ["verification", "encryption"])
@pytest.mark.parametrize("text", [EDWARDS.identity, "00" * 32, "FF" * 32, "x"])
def test_a_certificate_with_no_proper_key(tellers: Tellers, which: str, text: str) -> None:
    message = wire.compact({**json.loads(tellers.certs[0]["message"]), which: text})
    cert = sign(EDWARDS, tellers.secret(1), message)
    assert "群" in why(lambda: check_certificate(cert, EDWARDS, SIZE, THRESHOLD, 1))


def test_a_key_that_another_teller_has(tellers: Tellers) -> None:
    cert = tellers.seats[0].certificate(EDWARDS, SIZE, THRESHOLD, 2)
    check_certificate(cert, EDWARDS, SIZE, THRESHOLD, 2)
    told = why(lambda: check_certificate(cert, EDWARDS, SIZE, THRESHOLD, 2, [tellers.public(1)]))
    assert "同一把" in told


@pytest.mark.parametrize("value", [None, [], "x", {}, {"message": "{}"}])
def test_what_is_not_signed_at_all(tellers: Tellers, value: object) -> None:
    for check in (
        lambda: check_certificate(value, EDWARDS, SIZE, THRESHOLD, 1),
        lambda: check_dealing(value, EDWARDS, tellers.public(1), THRESHOLD),
        lambda: check_finish(
            value, tellers.shown(1), EDWARDS, tellers.public(1), tellers.certs, tellers.dealt(), 1
        ),
        lambda: check_finish(
            tellers.seen(1), value, EDWARDS, tellers.public(1), tellers.certs, tellers.dealt(), 1
        ),
    ):
        assert "不合格式" in why(check)


# --- step 2 ---


def test_a_dealing_by_somebody_else(tellers: Tellers) -> None:
    for value in (tellers.dealing(2), {**tellers.dealing(1), "message": tellers.dealing(2)["message"]}):
        told = why(lambda value=value: check_dealing(value, EDWARDS, tellers.public(1), THRESHOLD))
        assert "签名" in told


@pytest.mark.parametrize("bend", [lambda c: c[:1], lambda c: [*c, c[0]], lambda c: [c[0], EDWARDS.identity]])
def test_a_dealing_of_another_length_or_of_nothing(tellers: Tellers, bend) -> None:
    message = wire.compact({"coefexps": bend(tellers.dealt()[0])})
    value = sign(EDWARDS, tellers.secret(1), message)
    assert why(lambda: check_dealing(value, EDWARDS, tellers.public(1), THRESHOLD))


# --- step 3 ---


def test_who_saw_other_certificates(tellers: Tellers) -> None:
    """A server that showed this teller another encryption key of a colleague is found out here."""
    other = Tellers([tellers.seats[0], tellers.seats[1], Seat.new()])
    assert "签名" in why(lambda: tellers.finished(1, seen=tellers.seen(1, other.certs)))
    assert "签名" in why(lambda: tellers.finished(1, seen=tellers.seen(1, tellers.certs[::-1])))
    assert "签名" in why(lambda: tellers.finished(1, seen=tellers.seen(2)))


def test_a_key_that_does_not_follow(tellers: Tellers) -> None:
    assert "系数" in why(lambda: tellers.finished(1, shown=tellers.shown(1, key=99)))
    assert "系数" in why(lambda: tellers.finished(1, shown=tellers.shown(2)))


def test_a_key_that_is_not_possessed_or_not_signed(tellers: Tellers) -> None:
    shown, other = tellers.shown(1), tellers.shown(2)
    assert "持有证明" in why(lambda: tellers.finished(1, shown={**shown, "pok": other["pok"]}))
    told = why(lambda: tellers.finished(1, shown={**shown, "signature": other["signature"]}))
    assert "签名" in told
    del shown["signature"]
    assert "签名" in why(lambda: tellers.finished(1, shown=shown))


# --- the secret channel ---


@dataclass(frozen=True)
class Pair:
    """Alice writes to Bob; Eve listens."""

    alice: int = field(default_factory=lambda: random_scalar(EDWARDS))
    bob: int = field(default_factory=lambda: random_scalar(EDWARDS))
    eve: int = field(default_factory=lambda: random_scalar(EDWARDS))

    def sealed(self, message: str = "给 Bob") -> Json:
        return json.loads(seal(EDWARDS, self.alice, public(self.bob), message))


def test_what_is_sealed_is_read_by_its_recipient_only() -> None:
    pair = Pair()
    raw = wire.compact(pair.sealed())
    assert open_sealed(EDWARDS, public(pair.alice), pair.bob, raw) == "给 Bob"
    assert "打不开" in why(lambda: open_sealed(EDWARDS, public(pair.alice), pair.eve, raw))
    assert "签名" in why(lambda: open_sealed(EDWARDS, public(pair.eve), pair.bob, raw))
    assert pair.sealed() != json.loads(raw)


def test_what_is_sealed_cannot_be_passed_on() -> None:
    """Bob seals Alice's signed words again, for Eve: she sees that they were not written to her."""
    pair = Pair()
    signed = signed_inside(pair.alice, public(pair.bob), "x")
    assert open_sealed(EDWARDS, public(pair.alice), pair.bob, sealed_as(signed, public(pair.bob))) == "x"
    passed = sealed_as(signed, public(pair.eve))
    assert "不是写给" in why(lambda: open_sealed(EDWARDS, public(pair.alice), pair.eve, passed))


@pytest.mark.parametrize("inside", ["", "{}", "[1]", '{"message":"{}"}', "\udcff"])
def test_what_is_no_signed_text_inside(inside: str) -> None:
    pair = Pair()
    told = why(
        lambda: open_sealed(EDWARDS, public(pair.alice), pair.bob, sealed_as(inside, public(pair.bob)))
    )
    assert told in {"计票人之间的密信不合格式", "计票人之间的密信打不开"}


@pytest.mark.parametrize("content", ["x", "{}", '{"recipient":"%s"}', '{"recipient":"%s","message":5}'])
def test_what_is_signed_inside_but_no_message(content: str) -> None:
    pair = Pair()
    text = content.replace("%s", public(pair.bob))
    raw = sealed_as(wire.compact(sign(EDWARDS, pair.alice, text)), public(pair.bob))
    assert "不合格式" in why(lambda: open_sealed(EDWARDS, public(pair.alice), pair.bob, raw))


@pytest.mark.parametrize(
    "bend",
    [
        lambda s: s.update(algorithm="AES-CCM"),
        lambda s: s.update(alpha=EDWARDS.identity),
        lambda s: s.update(beta="00" * 32),
        lambda s: s.update(beta=5),
        lambda s: s.update(data=s["data"].upper() + "AB"),
        lambda s: s.update(data=s["data"][:-1]),
        lambda s: s.update(data="ab" * 16),
        lambda s: s.update(more=1),
        lambda s: s.pop("data"),
    ],
)
def test_what_is_not_sealed_as_it_must_be(bend) -> None:
    """The server sees this too, and need not pass it on."""
    pair = Pair()
    sealed = pair.sealed()
    read_sealed(EDWARDS, wire.compact(sealed))
    bend(sealed)
    assert "不合格式" in why(lambda: read_sealed(EDWARDS, wire.compact(sealed)))
    assert "不合格式" in why(lambda: open_sealed(EDWARDS, public(pair.alice), pair.bob, wire.compact(sealed)))


@pytest.mark.parametrize("place", [0, -1])
def test_what_was_changed_on_the_way(place: int) -> None:
    pair = Pair()
    sealed = pair.sealed()
    data = bytearray.fromhex(sealed["data"])
    data[place] ^= 1
    for bent in ({**sealed, "data": data.hex()}, {**sealed, "beta": pair.sealed()["beta"]}):
        raw = wire.compact(bent)
        told = why(lambda raw=raw: open_sealed(EDWARDS, public(pair.alice), pair.bob, raw))
        assert "打不开" in told
