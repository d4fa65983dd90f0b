"""What is voted on: questions, the key that ballots are encrypted with, the roll of voting keys (sections 3 and 5.1).

An election is its bytes: they are hashed as they are, and never written again.
"""

import re
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from congress.crypto.belenios import wire
from congress.crypto.belenios.group import GROUPS, Group
from congress.i18n import say

BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
UUID: Final = re.compile(f"[{BASE58}]{{14,}}")
WHOLE: Final = ("version", "description", "name", "group", "public_key", "questions", "uuid",
                "administrator", "credential_authority")  # fmt: skip
MANNER: Final = ("answers", "blank", "min", "max", "question")
NO_ELECTION: Final = say("选举描述不合格式")
NO_ROLL: Final = say("投票公钥名册不合格式")


@dataclass(frozen=True)
class Question:
    """Between ``least`` and ``most`` of the answers may be marked; ``blank`` allows a blank vote besides."""

    text: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False

    @property
    def columns(self) -> int:
        """Ciphertexts of one ballot: the answers, and the blank vote before them."""
        return len(self.answers) + self.blank

    def as_json(self) -> dict[str, object]:
        """As it is written."""
        blank = {"blank": True} if self.blank else {}
        return {
            "answers": list(self.answers),
            **blank,
            "min": self.least,
            "max": self.most,
            "question": self.text,
        }


@dataclass(frozen=True)
class Election:
    """An election as read from its bytes."""

    raw: str
    uuid: str
    name: str
    group: Group
    public_key: str
    questions: tuple[Question, ...]

    @cached_property
    def fingerprint(self) -> str:
        """What every ballot and every share is bound to."""
        return wire.fingerprint(self.raw)


def write_election(
    *, uuid: str, name: str, description: str, group: Group, public_key: str, questions: list[Question]
) -> Election:
    """The election of these questions, frozen."""
    return read_election(
        wire.compact(
            {
                "version": wire.VERSION,
                "description": description,
                "name": name,
                "group": group.name,
                "public_key": public_key,
                "questions": [question.as_json() for question in questions],
                "uuid": uuid,
            }
        )
    )


def read_election(raw: str) -> Election:
    """Raises Broken unless these are the exact bytes of an election of version 1 with homomorphic questions."""
    value = wire.read(raw, NO_ELECTION)
    optional = ("administrator", "credential_authority")
    version, description, name, group_name, key, questions, uuid, *_ = wire.fields(
        value, WHOLE, NO_ELECTION, optional=optional
    )
    for text in (description, name, group_name, key, uuid):
        wire.words(text, NO_ELECTION)
    wire.insist(version == wire.VERSION and not isinstance(version, bool), NO_ELECTION)
    wire.insist(group_name in GROUPS, say("不认识的群：{name}", name=str(group_name)[:40]))
    group = GROUPS[group_name]
    fine = group.is_member(key) and key != group.identity
    wire.insist(fine, say("加密公钥不是群里的合格元素"))
    wire.insist(UUID.fullmatch(uuid) is not None, NO_ELECTION)
    asked = tuple(_question(q) for q in wire.array(questions, NO_ELECTION))
    wire.insist(bool(asked), NO_ELECTION)
    return Election(raw, uuid, name, group, key, asked)


def _question(value: Any) -> Question:
    answers, blank, least, most, text = wire.fields(value, MANNER, NO_ELECTION, optional=("blank",))
    names = tuple(wire.words(answer, NO_ELECTION) for answer in wire.array(answers, NO_ELECTION))
    lower, upper = (wire.natural(n, NO_ELECTION, most=len(names)) for n in (least, most))
    wire.insist(bool(names) and lower <= upper and ("blank" not in value or blank is True), NO_ELECTION)
    return Question(wire.words(text, NO_ELECTION), names, lower, upper, blank is True)


def new_uuid() -> str:
    """A fresh name for an election: 22 characters, more than 128 bits."""
    return "".join(secrets.choice(BASE58) for _ in range(22))


# --- voting keys -------------------------------------------------------------------------------------------------


def new_credential() -> str:
    """A secret voting key as people can copy it: XXXXX-XXXXXX-XXXXX-XXXXXX, more than 128 bits (section 4.10)."""
    return "-".join("".join(secrets.choice(BASE58) for _ in range(n)) for n in (5, 6, 5, 6))


def secret_exponent(group: Group, uuid: str, credential: str) -> int:
    """The exponent of a credential in an election."""
    halves = (wire.digest(f"derive_credential|{uuid}|{n}|{credential}") for n in (0, 1))
    return int("".join(halves), 16) % group.order


def read_roll(raw: str, group: Group) -> dict[str, int]:
    """Public voting keys and their weights, from the archive. Raises Broken on duplicates, strangers, the identity."""
    roll: dict[str, int] = {}
    for entry in wire.array(wire.read(raw, NO_ROLL), NO_ROLL):
        key, comma, written = wire.words(entry, NO_ROLL).partition(",")
        wire.insist(group.is_member(key) and key != group.identity, say("投票公钥不是群里的合格元素"))
        wire.insist(key not in roll, say("同一个投票公钥在名册上出现两次"))
        wire.insist(not comma or (wire.DECIMAL.fullmatch(written) is not None and len(written) < 13), NO_ROLL)
        roll[key] = int(written) if comma else 1
        wire.insist(roll[key] > 0, NO_ROLL)
    return roll
