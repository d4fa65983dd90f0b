"""From the box to the result: the encrypted sum, the tellers' shares of its decryption, the count (sections 4.9, 5.5 to 5.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import Ballot
from congress.crypto.belenios.election import Election
from congress.crypto.belenios.group import Group
from congress.crypto.belenios.proofs import Ciphertext, prove_equal, proves_equal, read_proof
from congress.crypto.belenios.trustees import Holders, Trustees
from congress.i18n import say

NO_TALLY: Final = say("密文合计不合格式")
NO_SHARE: Final = say("解密份额不合格式")
NO_RESULT: Final = say("结果不合格式")

Columns = list[list[Ciphertext]]  # of each question, one for each column
Factors = list[list[str]]


@dataclass(frozen=True)
class Tally:
    """The encrypted sum, how many ballots are in it, and their weight."""

    columns: Columns
    counted: int
    weight: int

    def as_json(self) -> str:
        """The sum as it is written and hashed."""
        return wire.compact([[c.as_json() for c in question] for question in self.columns])

    def sized_json(self) -> str:
        """The sum's hash with both numbers."""
        return wire.compact(
            {
                "num_tallied": self.counted,
                "total_weight": wire.write_natural(self.weight),
                "encrypted_tally": wire.digest(self.as_json()),
            }
        )


def last_ballots(ballots: Sequence[Ballot]) -> list[Ballot]:
    """For each voting key the ballot that came last."""
    return list({ballot.credential: ballot for ballot in ballots}.values())


def add_up(election: Election, roll: Mapping[str, int], ballots: Sequence[Ballot]) -> Tally:
    """The encrypted sum of the last ballots, each with the weight of its key."""
    group, counted = election.group, last_ballots(ballots)
    columns: Columns = []
    for q, question in enumerate(election.questions):
        column = []
        for c in range(question.columns):
            halves = [(b.answers[q].choices[c], roll[b.credential]) for b in counted]
            alphas = (
                group.power(cipher.alpha, weight) if weight != 1 else cipher.alpha
                for cipher, weight in halves
            )
            betas = (
                group.power(cipher.beta, weight) if weight != 1 else cipher.beta for cipher, weight in halves
            )
            column.append(Ciphertext(group.product(*alphas), group.product(*betas)))
        columns.append(column)
    return Tally(columns, len(counted), sum(roll[b.credential] for b in counted))


# --- shares ------------------------------------------------------------------------------------------------------


def share_prefix(election: Election, key: str) -> str:
    """What a share's proofs are about."""
    return f"decrypt|{election.fingerprint}|{key}|"


def make_share(election: Election, tally: Tally, secret: int) -> str:
    """One teller's part of the decryption of this sum, with proofs that it is that."""
    group = election.group
    about = share_prefix(election, group.power(group.generator, secret))
    return wire.compact(
        {
            "decryption_factors": [[group.power(c.alpha, secret) for c in q] for q in tally.columns],
            "decryption_proofs": [
                [prove_equal(group, secret, c.alpha, about).as_json() for c in q] for q in tally.columns
            ],
        }
    )


def read_share(raw: str, election: Election, tally: Tally, key: str) -> Factors:
    """The factors of a share by the holder of ``key``. Raises Broken unless every proof holds."""
    given, proven = wire.fields(
        wire.read(raw, NO_SHARE), ("decryption_factors", "decryption_proofs"), NO_SHARE
    )
    questions = len(tally.columns)
    factors: Factors = []
    rows = zip(
        tally.columns,
        wire.array(given, NO_SHARE, length=questions),
        wire.array(proven, NO_SHARE, length=questions),
        strict=True,
    )
    for columns, texts, proofs in rows:
        wire.array(texts, NO_SHARE, length=len(columns))
        wire.array(proofs, NO_SHARE, length=len(columns))
        factors.append(
            [_factor(f, p, election, c, key) for c, f, p in zip(columns, texts, proofs, strict=True)]
        )
    return factors


def _factor(given: Any, proven: Any, election: Election, cipher: Ciphertext, key: str) -> str:
    group, factor = election.group, wire.words(given, NO_SHARE)
    wire.insist(group.is_member(factor), NO_SHARE)
    proof = read_proof(proven, group, NO_SHARE)
    fine = proves_equal(group, key, cipher.alpha, factor, share_prefix(election, key), proof)
    wire.insist(fine, say("解密份额的证明不符"))
    return factor


def combine(group: Group, trustees: Trustees, shares: Mapping[int, Factors], tally: Tally) -> Factors:
    """Each alpha to the power of the whole secret, from enough shares by owner number. Raises Broken when there are too few."""
    whole: Factors = [[group.identity] * len(question) for question in tally.columns]
    first = 1
    for holders in trustees.groups:
        owners = {n - first + 1: shares[n] for n in range(first, first + len(holders.keys)) if n in shares}
        first += len(holders.keys)
        for index, weight in weights(group, holders, list(owners)).items():
            for q, question in enumerate(owners[index]):
                for c, factor in enumerate(question):
                    part = factor if weight == 1 else group.power(factor, weight)
                    whole[q][c] = group.product(whole[q][c], part)
    return whole


def weights(group: Group, holders: Holders, present: list[int]) -> dict[int, int]:
    """Lagrange's coefficients at 0 for the first ``threshold`` of those present (indexes from 1)."""
    chosen = sorted(present)[: holders.threshold]
    wire.insist(len(chosen) == holders.threshold, say("解密份额不够"))
    found = {}
    for j in chosen:
        weight = 1
        for k in chosen:
            if k != j:
                weight = weight * k * pow(k - j, -1, group.order) % group.order
        found[j] = weight
    return found


# --- the result --------------------------------------------------------------------------------------------------


def open_tally(election: Election, tally: Tally, factors: Factors) -> list[list[int]]:
    """The numbers in the sum: the logarithm of beta / factor, which is at most the weight of all ballots."""
    group = election.group
    wanted = {
        group.product(c.beta, group.inverse(f))
        for question, row in zip(tally.columns, factors, strict=True)
        for c, f in zip(question, row, strict=True)
    }
    known: dict[str, int] = {}
    value = group.identity
    for number in range(tally.weight + 1):
        if value in wanted:
            known[value] = number
        if len(known) == len(wanted):
            break
        value = group.product(value, group.generator)
    wire.insist(len(known) == len(wanted), say("解密得到的数不在票数范围内"))
    return [
        [known[group.product(c.beta, group.inverse(f))] for c, f in zip(question, row, strict=True)]
        for question, row in zip(tally.columns, factors, strict=True)
    ]


def write_result(numbers: Sequence[Sequence[int]]) -> str:
    """The result as it is written."""
    return wire.compact({"result": [[wire.write_natural(n) for n in question] for question in numbers]})


def read_result(raw: str, election: Election) -> list[list[int]]:
    """The numbers of each question's columns."""
    [given] = wire.fields(wire.read(raw, NO_RESULT), ("result",), NO_RESULT)
    rows = zip(election.questions, wire.array(given, NO_RESULT, length=len(election.questions)), strict=True)
    return [
        [wire.natural(n, NO_RESULT) for n in wire.array(row, NO_RESULT, length=question.columns)]
        for question, row in rows
    ]


def read_tally(raw: str, sized: str, election: Election) -> Tally:
    """From the archive; whether it is the right sum is asked by comparing with :func:`add_up`."""
    counted, weight, pointed = wire.fields(
        wire.read(sized, NO_TALLY), ("num_tallied", "total_weight", "encrypted_tally"), NO_TALLY
    )
    wire.insist(pointed == wire.digest(raw), NO_TALLY)
    rows = zip(
        election.questions,
        wire.array(wire.read(raw, NO_TALLY), NO_TALLY, length=len(election.questions)),
        strict=True,
    )
    columns = [
        [_cipher(c, election.group) for c in wire.array(row, NO_TALLY, length=question.columns)]
        for question, row in rows
    ]
    return Tally(columns, wire.natural(counted, NO_TALLY), wire.natural(weight, NO_TALLY))


def _cipher(value: Any, group: Group) -> Ciphertext:
    alpha, beta = (wire.words(v, NO_TALLY) for v in wire.fields(value, ("alpha", "beta"), NO_TALLY))
    wire.insist(group.is_member(alpha) and group.is_member(beta), NO_TALLY)
    return Ciphertext(alpha, beta)
