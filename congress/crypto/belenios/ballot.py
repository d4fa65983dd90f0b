"""Ballots: encrypted choices with proofs that they are choices, signed with the voting key (sections 4.6 to 4.8, 5.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from congress.crypto.belenios import wire
from congress.crypto.belenios.election import Election, Question
from congress.crypto.belenios.group import Group
from congress.crypto.belenios.proofs import (
    Branch,
    Ciphertext,
    Proof,
    prove_one,
    prove_secret,
    proves_one,
    proves_secret,
    random_scalar,
    read_proof,
)
from congress.i18n import say

WHOLE: Final = ("election_uuid", "election_hash", "credential", "answers", "signature")
PARTS: Final = ("choices", "individual_proofs", "overall_proof", "blank_proof")
NO_BALLOT: Final = say("选票不合格式")
NO_SIGNATURE: Final = say("选票的签名不合格式")


@dataclass(frozen=True)
class Answer:
    """One question's part of a ballot, read."""

    choices: tuple[Ciphertext, ...]
    individual: tuple[tuple[Proof, ...], ...]
    overall: tuple[Proof, ...]
    blank: tuple[Proof, ...] | None


@dataclass(frozen=True)
class Ballot:
    """A ballot as read from its bytes. Its tracker is what voters look for on the board."""

    raw: str
    credential: str
    answers: tuple[Answer, ...]
    hash: str
    signature: Proof

    @property
    def tracker(self) -> str:
        """SHA-256 of the bytes, in base64 (43 characters)."""
        return wire.fingerprint(self.raw)

    def bare(self) -> "Ballot":
        """What is added up of it, without its bytes and proofs: thousands are kept."""
        answers = tuple(Answer(answer.choices, (), (), None) for answer in self.answers)
        return replace(self, raw="", answers=answers)


ALPHA: Final = re.compile(r'"alpha":"([^"]*)"')


def alphas(raw: str) -> set[str]:
    """The first halves of all ciphertexts in a ballot's bytes: no two honest ballots share one."""
    return set(ALPHA.findall(raw))


# --- making ------------------------------------------------------------------------------------------------------


def make_ballot(election: Election, secret: int, votes: Sequence[Sequence[int]]) -> str:
    """The bytes of a ballot.

    ``secret`` is the voting key's exponent; ``votes`` has 0 or 1 for each column of each question, with
    the blank vote first where there is one. Raises ValueError when the votes do not fit.
    """
    return seal_ballot(election, secret, votes)[0]


def seal_ballot(election: Election, secret: int, votes: Sequence[Sequence[int]]) -> tuple[str, str]:
    """The bytes of a ballot, and its opening: who has both sees the votes (``audit.py``)."""
    group = election.group
    credential = group.power(group.generator, secret)
    context = f"{election.fingerprint}|{credential}"
    exponents = [[random_scalar(group) for _ in marks] for marks in votes]
    asked = zip(election.questions, votes, exponents, strict=True)
    answers = [_answer(election, question, list(marks), rs, context) for question, marks, rs in asked]
    body: dict[str, Any] = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": credential,
        "answers": answers,
    }
    summary = wire.fingerprint(wire.compact(body))
    proof = prove_secret(group, secret, f"sig|{summary}|")
    ballot = wire.compact({**body, "signature": {"hash": summary, "proof": proof.as_json()}})
    opening = {
        "votes": [list(marks) for marks in votes],
        "exponents": [[str(r) for r in rs] for rs in exponents],
    }
    return ballot, wire.compact(opening)


def fits(question: Question, marks: Sequence[int]) -> bool:
    """May a ballot carry these marks?"""
    if len(marks) != question.columns or not set(marks) <= {0, 1}:
        return False
    blank, chosen = (marks[0], sum(marks[1:])) if question.blank else (0, sum(marks))
    return chosen == 0 if blank else question.least <= chosen <= question.most


def _answer(
    election: Election, question: Question, marks: list[int], exponents: list[int], context: str
) -> dict[str, Any]:
    if not fits(question, marks):
        raise ValueError("these marks do not fit the question")
    group, key = election.group, election.public_key
    choices = [encrypt(group, key, mark, r) for mark, r in zip(marks, exponents, strict=True)]
    individual = [
        prove_one(group, key, prefix(context, choice), zero_or_one(choice), mark, r)
        for choice, mark, r in zip(choices, marks, exponents, strict=True)
    ]
    whole = f"{context}|{listed(choices)}"
    parts: dict[str, Any] = {
        "choices": [choice.as_json() for choice in choices],
        "individual_proofs": [[proof.as_json() for proof in proofs] for proofs in individual],
    }
    if not question.blank:
        total = product(group, choices)
        proofs = prove_one(
            group, key, prefix(whole, total), _range(question, total),
            sum(marks) - question.least, sum(exponents) % group.order,
        )  # fmt: skip
        return {**parts, "overall_proof": [proof.as_json() for proof in proofs]}
    total = product(group, choices[1:])
    rest = sum(exponents[1:]) % group.order
    none = [Branch(choices[0], 0), Branch(total, 0)]
    is_blank = marks[0]
    zero = prove_one(group, key, f"bproof0|{whole}|", none, is_blank, rest if is_blank else exponents[0])
    true = 0 if is_blank else 1 + sum(marks[1:]) - question.least
    some = [Branch(choices[0], 1), *_range(question, total)]
    overall = prove_one(group, key, f"bproof1|{whole}|", some, true, exponents[0] if is_blank else rest)
    return {
        **parts,
        "overall_proof": [proof.as_json() for proof in overall],
        "blank_proof": [proof.as_json() for proof in zero],
    }


def encrypt(group: Group, key: str, message: int, exponent: int) -> Ciphertext:
    """ElGamal with the message in the exponent, so that products add up."""
    hidden = group.product(group.power(key, exponent), group.power(group.generator, message))
    return Ciphertext(group.power(group.generator, exponent), hidden)


def product(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    """The encryption of the sum."""
    return Ciphertext(
        group.product(*(c.alpha for c in ciphertexts)), group.product(*(c.beta for c in ciphertexts))
    )


def listed(ciphertexts: Sequence[Ciphertext]) -> str:
    """All halves, separated by commas."""
    return ",".join(f"{c.alpha},{c.beta}" for c in ciphertexts)


def prefix(context: str, ciphertext: Ciphertext) -> str:
    """What is hashed before the commitments of a proof about one ciphertext."""
    return f"prove|{context}|{ciphertext.alpha},{ciphertext.beta}|"


def zero_or_one(ciphertext: Ciphertext) -> list[Branch]:
    """Encrypts 0, or encrypts 1."""
    return [Branch(ciphertext, 0), Branch(ciphertext, 1)]


def _range(question: Question, total: Ciphertext) -> list[Branch]:
    return [Branch(total, number) for number in range(question.least, question.most + 1)]


# --- reading and checking ----------------------------------------------------------------------------------------


def read_ballot(raw: str, election: Election) -> Ballot:
    """Raises Broken unless these are the exact bytes of a ballot of this shape; proofs are not checked yet."""
    uuid, bound, credential, answers, signature = wire.fields(wire.read(raw, NO_BALLOT), WHOLE, NO_BALLOT)
    wire.insist(uuid == election.uuid and bound == election.fingerprint, say("这是另一项表决的选票"))
    given = wire.array(answers, NO_BALLOT, length=len(election.questions))
    asked = zip(given, election.questions, strict=True)
    read = tuple(_read_answer(a, q, election.group, number) for number, (a, q) in enumerate(asked, 1))
    hash_, proof = wire.fields(signature, ("hash", "proof"), NO_BALLOT)
    return Ballot(
        raw,
        wire.words(credential, NO_BALLOT),
        read,
        wire.words(hash_, NO_BALLOT),
        read_proof(proof, election.group, NO_SIGNATURE),
    )


def _read_answer(value: Any, question: Question, group: Group, number: int) -> Answer:
    names = PARTS if question.blank else PARTS[:3]
    choices, individual, overall, *blank = wire.fields(value, names, NO_BALLOT)
    branches = question.most - question.least + 1 + question.blank
    fault = say("第 {question} 题的证明不合格式", question=number)

    def proofs(given: Any, length: int) -> tuple[Proof, ...]:
        return tuple(read_proof(p, group, fault) for p in wire.array(given, fault, length=length))

    columns = enumerate(wire.array(choices, NO_BALLOT, length=question.columns), 1)
    return Answer(
        tuple(_ciphertext(c, group, number, column) for column, c in columns),
        tuple(proofs(p, 2) for p in wire.array(individual, fault, length=question.columns)),
        proofs(overall, branches),
        proofs(blank[0], 2) if question.blank else None,
    )


def _ciphertext(value: Any, group: Group, question: int, column: int) -> Ciphertext:
    """Both halves are members; neither is the identity, which would show the choice or follow from no encryption."""
    alpha, beta = (wire.words(v, NO_BALLOT) for v in wire.fields(value, ("alpha", "beta"), NO_BALLOT))
    fine = all(group.is_member(half) and half != group.identity for half in (alpha, beta))
    fault = say("第 {question} 题第 {column} 格的密文里有不合格的群元素", question=question, column=column)
    wire.insist(fine, fault)
    return Ciphertext(alpha, beta)


def check_ballot(ballot: Ballot, election: Election) -> None:
    """Raises Broken at the first thing that is wrong: signature, then each proof. Who may vote is the roll's matter.

    Two ciphertexts with one exponent would show which of their choices are alike, so they are refused too.
    """
    group = election.group
    fine = group.is_member(ballot.credential) and ballot.credential != group.identity
    wire.insist(fine, say("投票公钥不是群里的合格元素"))
    body = ballot.raw[: ballot.raw.rindex(',"signature":')] + "}"
    wire.insist(wire.fingerprint(body) == ballot.hash, say("选票的摘要不符"))
    signed = proves_secret(group, ballot.credential, f"sig|{ballot.hash}|", ballot.signature)
    wire.insist(signed, say("选票的签名不符"))
    context = f"{election.fingerprint}|{ballot.credential}"
    asked = zip(ballot.answers, election.questions, strict=True)
    for number, (answer, question) in enumerate(asked, 1):
        _check_answer(answer, question, election, context, number)
    halves = [choice.alpha for answer in ballot.answers for choice in answer.choices]
    wire.insist(len(set(halves)) == len(halves), say("选票里有两处密文用了同一个随机数"))


def _check_answer(answer: Answer, question: Question, election: Election, context: str, number: int) -> None:
    group, key = election.group, election.public_key
    for column, (choice, proofs) in enumerate(zip(answer.choices, answer.individual, strict=True), 1):
        fine = proves_one(group, key, prefix(context, choice), zero_or_one(choice), proofs)
        fault = say("第 {question} 题第 {column} 格：不能证明是选或不选", question=number, column=column)
        wire.insist(fine, fault)
    whole = f"{context}|{listed(answer.choices)}"
    amount = say(
        "第 {question} 题：不能证明选的个数合乎要求（{least} 到 {most} 个）",
        question=number, least=question.least, most=question.most,
    )  # fmt: skip
    if answer.blank is None:
        total = product(group, answer.choices)
        fine = proves_one(group, key, prefix(whole, total), _range(question, total), answer.overall)
        wire.insist(fine, amount)
        return
    first, total = answer.choices[0], product(group, answer.choices[1:])
    none = [Branch(first, 0), Branch(total, 0)]
    alone = say("第 {question} 题：不能证明空白票没有另选", question=number)
    wire.insist(proves_one(group, key, f"bproof0|{whole}|", none, answer.blank), alone)
    some = [Branch(first, 1), *_range(question, total)]
    wire.insist(proves_one(group, key, f"bproof1|{whole}|", some, answer.overall), amount)
