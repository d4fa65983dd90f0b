"""Secret votes: who may take which step, and what devices sign about it. Pure.

Any ``threshold`` of the tellers who made the key together open a box; the steps of that
ceremony are those of Pedersen's key generation (``docs/ballots.md``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from congress.bylaws.paper import BallotPaper
from congress.crypto.belenios.election import Question
from congress.errors import Refusal
from congress.i18n import Message, say

FEWEST, MOST = 2, 9  # tellers who hold a key: one alone could read every vote
SMALL: Final = 5  # with fewer ballots than this the result may tell how somebody voted
ODD: Final = 2  # so few who chose otherwise know how all others voted, and are easily guessed


class Step(StrEnum):
    """What a teller's device does next."""

    CERTIFY = "certify"  # publish its two public keys
    DEAL = "deal"  # deal a secret share to everybody
    FINISH = "finish"  # check and add up what it was dealt, publish its verification key


STEPS: dict[Step, Message] = {
    Step.CERTIFY: say("生成密钥"),
    Step.DEAL: say("分发密钥份额"),
    Step.FINISH: say("核对并合成"),
}


@dataclass(frozen=True)
class Progress:
    """What one teller has published so far."""

    certified: bool
    dealt: bool
    finished: bool


def step_of(all_tellers: Sequence[Progress]) -> Step | None:
    """The step that the ceremony is at: the first that somebody still owes. None when it is complete."""
    if not all(one.certified for one in all_tellers):
        return Step.CERTIFY
    if not all(one.dealt for one in all_tellers):
        return Step.DEAL
    if not all(one.finished for one in all_tellers):
        return Step.FINISH
    return None


def owes(one: Progress, step: Step | None) -> bool:
    """Is the ceremony waiting for this teller?"""
    done = {Step.CERTIFY: one.certified, Step.DEAL: one.dealt, Step.FINISH: one.finished}
    return step is not None and not done[step]


def may_begin(*, size: int, threshold: int, locked: bool) -> Refusal | None:
    """May a key ceremony begin (again)? ``locked``: a box under the present key still waits to be opened."""
    if locked:
        return Refusal(
            say("有一个票箱要用现在的计票密钥打开，不能更换密钥"), say("请先完成那次表决的计票，或把它作废")
        )
    if not FEWEST <= size <= MOST:
        return Refusal(
            say("计票密钥由 {least} 到 {most} 名监票、计票人共同保管", least=FEWEST, most=MOST),
            say("请先在名册里确定监票、计票人，再勾选保管人"),
        )
    if not FEWEST <= threshold <= size:
        return Refusal(
            say("打开票箱至少要 {least} 人，至多 {size} 人", least=FEWEST, size=size),
            say("请填写 {least} 到 {most} 之间的整数", least=FEWEST, most=size),
        )
    return None


def may_turn(*, holder: bool, counting: bool, turned: bool, enough: bool) -> Refusal | None:
    """May this teller's share of the decryption be taken?"""
    if not holder:
        return Refusal(say("您不保管这个票箱的计票密钥"))
    if not counting:
        return Refusal(say("票箱还没有封好，或已经打开"), say("请等主持人宣布投票结束"))
    if turned or enough:
        return Refusal(say("这个票箱已经收到足够的解密份额"))
    return None


def may_cast(*, on_roll: bool, follows: bool) -> Refusal | None:
    """May this ballot go into the box? ``follows``: it was made after the last one its voter knows to be there."""
    if not on_roll:
        return Refusal(
            say("这台手机的无记名投票密钥不在本次表决的名册上"),
            say("表决开始之后才登记的密钥从下一次表决起可用；本次请向会务组说明"),
        )
    if not follows:
        return Refusal(
            say("这张票晚到了：之后的一张票已经在票箱里，以那张为准"), say("要改投请刷新页面重新选择")
        )
    return None


def questions(title: str, paper: BallotPaper) -> tuple[Question, ...]:
    """The rows of a ballot paper as they are encrypted: at least one mark in each, or none where it may be left empty."""
    return tuple(Question(row.text, row.columns, 1, row.most, row.empty) for row in paper.rows(title))


def telling(columns: Sequence[int], voters: int) -> Message | None:
    """Does the count itself tell how people voted? ``columns``: how many chose each; ``voters``: valid ballots.

    It does when all of them chose the same, or all but at most ``ODD``. No cryptography hides that.
    """
    most = max(columns, default=0)
    others = voters - most
    if most == 0 or others > ODD or others >= most:
        return None
    if others == 0:
        return say("投票的人选择全都相同：这个票数本身就说明了各人怎么投。")
    return say(
        "除 {n} 人以外，投票的人选择都相同：这个票数几乎说明了各人怎么投。请不要追问那 {n} 人是谁。", n=others
    )


def commitment(public: str, blind: str) -> str:
    """What a device signs of its voting key: the record names the person, but not the key (SHA-256, hex)."""
    return sha256(f"congress/voting-key/1|{blind}|{public}".encode()).hexdigest()


def key_statement(*, site: str, person: int, commitment: str) -> dict[str, Any]:
    """What the device signs when it registers its voting key."""
    return {"act": "voting-key", "commitment": commitment, "person": person, "site": site}


def step_statement(*, site: str, ceremony: int, step: Step, digest: str) -> dict[str, Any]:
    """What a teller's device signs with each step; ``digest``: SHA-256 of what it publishes, hex."""
    return {"act": "key-step", "body": digest, "ceremony": ceremony, "site": site, "step": step.value}


def turn_statement(*, site: str, poll: int, digest: str) -> dict[str, Any]:
    """What a teller's device signs with its share of the decryption."""
    return {"act": "key-turn", "body": digest, "poll": poll, "site": site}
