"""From a result to a published resolution (决议): one table of moves, who signs, what its text may say. Pure.

The counts and the text that was voted on are never typed: they come from the poll.
Once the congress has passed a resolution only the congress may change it
(上海市职工代表大会条例 art. 34; 河南省企业职工民主权利保障条例 art. 12).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from congress.crypto.canonical import digest
from congress.documents.content import COUNTS_MARK
from congress.documents.lengths import DECIDED_MOST, may_be_titled
from congress.documents.text import blanks, lines
from congress.errors import Refusal
from congress.i18n import Message, say

BODY_MOST: Final = 20_000


class ResolutionStage(StrEnum):
    """Drafted, being signed, frozen with its number, published."""

    DRAFT = "draft"
    SIGNING = "signing"
    SEALED = "sealed"
    PUBLISHED = "published"


class Signatory(StrEnum):
    """Who signs a resolution."""

    EXECUTIVE_CHAIR = "executive_chair"
    CHIEF_TELLER = "chief_teller"


class Move(StrEnum):
    """What can be done with a resolution."""

    EDIT = "edit"
    START = "start"  # freeze the text and ask for signatures
    RECALL = "recall"  # back to drafting: a new revision, old signatures void
    SIGN = "sign"
    SEAL = "seal"
    PUBLISH = "publish"


MOVES: Final[dict[tuple[ResolutionStage, Move], ResolutionStage]] = {
    (ResolutionStage.DRAFT, Move.EDIT): ResolutionStage.DRAFT,
    (ResolutionStage.DRAFT, Move.START): ResolutionStage.SIGNING,
    (ResolutionStage.SIGNING, Move.SIGN): ResolutionStage.SIGNING,
    (ResolutionStage.SIGNING, Move.RECALL): ResolutionStage.DRAFT,
    (ResolutionStage.SIGNING, Move.SEAL): ResolutionStage.SEALED,
    (ResolutionStage.SEALED, Move.PUBLISH): ResolutionStage.PUBLISHED,
}
STAGES: Final[dict[ResolutionStage, Message]] = {
    ResolutionStage.DRAFT: say("起草中"),
    ResolutionStage.SIGNING: say("签署中"),
    ResolutionStage.SEALED: say("已签署"),
    ResolutionStage.PUBLISHED: say("已公布"),
}
SIGNATORIES: Final[dict[Signatory, Message]] = {
    Signatory.EXECUTIVE_CHAIR: say("执行主席"),
    Signatory.CHIEF_TELLER: say("总监票人"),
}
BINDING: Final = say("《上海市职工代表大会条例》第三十四条、《河南省企业职工民主权利保障条例》第十二条")
WHY_NOT: Final[dict[ResolutionStage, Refusal]] = {
    ResolutionStage.DRAFT: Refusal(
        say("决议还在起草"), say("定稿后由起草人送签，再由执行主席和总监票人签署")
    ),
    ResolutionStage.SIGNING: Refusal(
        say("决议正在签署，文本已冻结"), say("要修改请先退回起草，已有的签名随之作废")
    ),
    ResolutionStage.SEALED: Refusal(
        say("决议已经签署并编号，不能再改动"), say("接下来可以向全体职工公布"), BINDING
    ),
    ResolutionStage.PUBLISHED: Refusal(
        say("决议已经向全体职工公布，不能再改动"), say("如需变更，应当重新提请职工代表大会审议"), BINDING
    ),
}


NOT_YET: Final = Refusal(say("决议还没有公布"), say("请先向全体职工公布，再公示"))


def may_move(stage: ResolutionStage, move: Move) -> Refusal | None:
    """Does the table allow this move from this stage?"""
    return None if (stage, move) in MOVES else WHY_NOT[stage]


def after(stage: ResolutionStage, move: Move) -> ResolutionStage:
    """Where a move leads. Ask :func:`may_move` first."""
    return MOVES[stage, move]


def may_draft(*, passed: bool) -> Refusal | None:
    """Only what the congress has passed becomes a resolution."""
    if not passed:
        return Refusal(say("这项表决没有通过，不能形成决议"), say("未通过的结果记入会议纪要"))
    return None


def may_be_sealed(stage: ResolutionStage) -> Refusal | None:
    """The seal comes after signatures and number (签发, 编号, 用印), before or after publication."""
    if stage in {ResolutionStage.SEALED, ResolutionStage.PUBLISHED}:
        return None
    return Refusal(say("决议还没有签署和编号，不能用印"), say("请先由执行主席和总监票人签署"))


def may_be_shown(stage: ResolutionStage) -> Refusal | None:
    """Only what has been published is put on notice (公示)."""
    return None if stage is ResolutionStage.PUBLISHED else NOT_YET


# --- the text ----------------------------------------------------------------------------------------------


def frozen_text(*, title: str, body: str, poll: int, counts: Mapping[str, Any]) -> dict[str, Any]:
    """What is frozen."""
    return {"title": title, "body": body, "poll": poll, "counts": dict(counts)}


def frozen_hash(*, title: str, body: str, poll: int, counts: Mapping[str, Any]) -> str:
    """What is signed: SHA-256 of the canonical title, body, poll and counts."""
    return digest(frozen_text(title=title, body=body, poll=poll, counts=counts))


FIGURES: Final[dict[str, tuple[str, ...]]] = {
    "expected": ("应到",),
    "present": ("实到",),
    "issued": ("发出", "发放"),
    "returned": ("收回",),
    "valid": ("有效",),
    "invalid": ("无效", "废票"),
    "favour": ("赞成", "同意"),
    "against": ("反对", "不同意"),
    "abstain": ("弃权",),
}
FIGURE: Final = re.compile(
    r"(应到|实到|发出|发放|收回|有效|无效|废票|赞成|(?<!不)同意|不同意|反对|弃权)"
    r"(?:职工)?(?:代表|表决票|选票|票数|票|人数)?(?:为|共|计|[:：])?\s*(\d{1,6})\s*(?:张|票|名|人)"
)
KEYS: Final = {word: key for key, words in FIGURES.items() for word in words}


def contradictions(text: str, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Figures that the text claims and the vote did not give: (as typed, as counted)."""
    claims = ((found[0], KEYS[found[1]], int(found[2])) for found in FIGURE.finditer(text))
    known = ((typed, counts[key], number) for typed, key, number in claims if key in counts)
    return tuple((typed, counted) for typed, counted, number in known if counted != number)


def may_start(title: str, body: str, counts: Mapping[str, int]) -> Refusal | None:
    """May this text be frozen for signing?"""
    if not title.strip() or not body.replace(COUNTS_MARK, "").strip():
        return Refusal(say("决议还没有标题或正文"), say("请先写好并保存"))
    if refusal := may_be_titled(title, DECIDED_MOST):
        return refusal
    if left := blanks(f"{title}\n{body}"):
        return Refusal(say("决议里还有没填的空：{blanks}", blanks="".join(left)), say("请填写后再送签"))
    if any(COUNTS_MARK in line and line != COUNTS_MARK for line in lines(body)):
        return Refusal(
            say("“{mark}”应当单独成行", mark=COUNTS_MARK), say("这一行会换成表决结果，同一行不要写别的字")
        )
    if wrong := contradictions(f"{title}\n{body}", counts):
        typed, counted = wrong[0]
        return Refusal(
            say("正文里写的“{typed}”与表决结果（{counted}）不一致", typed=typed, counted=counted),
            say("表决结果由系统写入决议，正文里请删去或改正这个数"),
        )
    return None


# --- signing -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SigningFacts:
    """A resolution as its signatories find it; ``signed`` maps who has signed this revision to the person."""

    stage: ResolutionStage
    signed: Mapping[Signatory, int]


def may_sign(
    facts: SigningFacts, *, role: Signatory, roles: frozenset[Signatory], person: int
) -> Refusal | None:
    """May this person, who holds ``roles``, sign as ``role``?"""
    if role not in roles:
        return Refusal(say("决议由执行主席和总监票人签署"), say("您不担任这一职务，不需要签署"))
    if refusal := may_move(facts.stage, Move.SIGN):
        return refusal
    if role in facts.signed:
        return Refusal(say("这一职务已经有人签署"))
    if person in facts.signed.values():
        return Refusal(say("您已经以另一职务签署"), say("执行主席和总监票人应当是两个人，请由另一人签署"))
    return None


def is_complete(signed: Mapping[Signatory, int]) -> bool:
    """Have both signed?"""
    return set(signed) == set(Signatory)


def statement(
    *, resolution: int, revision: int, sha256: str, poll: int, site: str, role: Signatory
) -> dict[str, Any]:
    """What a signatory's device signs."""
    return {
        "act": "approve-resolution",
        "poll": poll,
        "resolution": resolution,
        "revision": revision,
        "role": role.value,
        "sha256": sha256,
        "site": site,
    }
