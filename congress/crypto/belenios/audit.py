"""A ballot that is opened instead of cast: Benaloh's challenge, "cast or audit".

The device seals first and learns only then which of the two it will be, so one that cheats is caught
by whoever audits. Version 1 knows no such file; an opening is ours, written by the same rules:
``{"votes":[[1,0,0]],"exponents":[["r","r","r"]]}``, of each question each column's mark and exponent
(ElGamal of section 4.6).
"""

from typing import Any, Final

from congress.crypto.belenios import wire
from congress.crypto.belenios.ballot import check_ballot, encrypt, fits, read_ballot
from congress.crypto.belenios.election import Election
from congress.i18n import say

WHOLE: Final = ("votes", "exponents")
NO_OPENING: Final = say("检验材料不合格式")
NO_VOTES: Final = say("检验材料里的选择不合要求")


def open_ballot(election: Election, body: str, opening: str) -> list[list[int]]:
    """The votes in this ballot: 0 or 1 for each column of each question, the blank vote first where there is one.

    ``body`` and ``opening`` are the exact bytes. Raises Broken unless the ballot holds by itself and every
    ciphertext is alpha = g^r, beta = y^r · g^m for the m and r that are opened. Who may vote is the roll's matter.
    """
    ballot = read_ballot(body, election)
    check_ballot(ballot, election)
    votes, exponents = _read_opening(opening, election)
    fine = len(votes) == len(exponents) == len(election.questions)
    wire.insist(fine and all(map(fits, election.questions, votes)), NO_VOTES)
    for answer, marks, rs in zip(ballot.answers, votes, exponents, strict=True):
        wire.insist(len(rs) == len(marks), NO_VOTES)
        made = [encrypt(election.group, election.public_key, m, r) for m, r in zip(marks, rs, strict=True)]
        wire.insist(made == list(answer.choices), say("检验材料与选票的密文不符"))
    return votes


def _read_opening(raw: str, election: Election) -> tuple[list[list[int]], list[list[int]]]:
    votes, exponents = wire.fields(wire.read(raw, NO_OPENING), WHOLE, NO_OPENING)
    order = election.group.order
    return (
        [[_mark(mark) for mark in wire.array(row, NO_OPENING)] for row in wire.array(votes, NO_OPENING)],
        [
            [wire.scalar(r, order, NO_OPENING) for r in wire.array(row, NO_OPENING)]
            for row in wire.array(exponents, NO_OPENING)
        ],
    )


def _mark(value: Any) -> int:
    """True is no mark, though Python takes it for 1."""
    wire.insist(isinstance(value, int) and not isinstance(value, bool), NO_OPENING)
    return int(value)
