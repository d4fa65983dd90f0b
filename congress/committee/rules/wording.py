"""报告 and 请示 kept apart by their words.

党政机关公文处理工作条例 (2012), art. 15(4): a 请示 asks for one matter; a 报告 and other
documents that are not a 请示 may not carry a request.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from congress.committee.rules import DispatchKind
from congress.documents.text import numbered_items
from congress.errors import Refusal
from congress.i18n import say

ARTICLE: Final = say("《党政机关公文处理工作条例》第十五条第（四）项")
CLOSING: Final = "妥否，请批示。"
REPORT_CLOSING: Final = "特此报告。"

PLEA: Final = r"(?<![提申邀聘])(?:恳请|敬请|呈请|报请|请(?!示|假|求|柬|教|愿))"
WANTED: Final = "批示|批准|审批|审定|批复|核准|核定|核批|指示|示复|复示|答复|同意|准予|拨款|拨付|拨给|予以解决|给予解决|研究决定"
ASKING: Final = re.compile(
    rf"(?:妥否|当否|是否妥当|是否可行)[，,]?(?:请[^。；！？\n]{{0,8}})?|{PLEA}[^。；！？\n]{{0,16}}?(?:{WANTED})"
    r"|请求[^。；！？\n]{0,16}?(?:批准|审批|同意|批复|拨款|解决)"
)
PLEAS: Final = re.compile(rf"{PLEA}|请求")
ENDING: Final = re.compile(
    r"[，,。；;\s]*(?:以上|上述)?(?:请求|意见|请示)?(?:妥否|当否|是否妥当)[，,]?\s*请[^。\n]{0,6}(?:批示|审批|批复|批准|指示)[。.！!]?\s*$"
)

EDGES: Final = re.compile(r"^[\s，,；;。.]+|[\s，,；;。.]+$")


@dataclass(frozen=True)
class Letter:
    """What is about to be sent. ``request`` is the one thing that a 请示 asks; a 报告 has none.

    ``signer`` (签发人) is the leader of the union who signs off what goes up (GB/T 9704-2012, 7.2.6).
    """

    kind: DispatchKind
    title: str
    body: str
    request: str
    resolutions: Sequence[int]
    signer: str = ""


def requests_in(text: str) -> tuple[str, ...]:
    """The phrases of a text that ask for something."""
    return tuple(found[0].strip("，, \n") for found in ASKING.finditer(text))


def bare(request: str) -> str:
    """The request without the closing phrase, which the document adds itself."""
    shorter = EDGES.sub("", ENDING.sub("", request))
    return shorter if shorter == request else bare(shorter)


def may_say(letter: Letter) -> Refusal | None:
    """Is this one 报告 that asks for nothing, or one 请示 that asks for one thing?"""
    if len(letter.resolutions) != 1:
        return one_annex(letter)
    if letter.kind is DispatchKind.REPORT:
        return may_report(letter)
    return may_request(letter)


def one_annex(letter: Letter) -> Refusal:
    """Each dispatch carries one resolution: it is signed for, decided, carried out and rated as one."""
    if letter.kind is DispatchKind.REQUEST:
        return Refusal(say("一份请示只能附一份决议"), say("请为每份决议分别行文"), ARTICLE)
    return Refusal(say("一份报告附一份决议，便于逐件签收、落实和评价"), say("请为每份决议分别行文"))


def may_report(letter: Letter) -> Refusal | None:
    """A 报告 informs; it asks for nothing."""
    asked = (
        *requests_in(letter.title),
        *requests_in(letter.body),
        *((letter.request,) if letter.request else ()),
    )
    if asked:
        return Refusal(
            say("报告不得夹带请示事项，而文中写了“{phrase}”", phrase=asked[0][:40]),
            say("只通报情况请删去这句话；需要党委批准请改用请示"),
            ARTICLE,
        )
    return None


def may_request(letter: Letter) -> Refusal | None:
    """A 请示 asks for exactly one thing, in its own field."""
    one = bare(letter.request)
    if not one:
        return Refusal(say("请示没有写请求事项"), say("请在“请求事项”一栏写明请党委批准的一件事"), ARTICLE)
    if numbered_items(one) > 1 or len(PLEAS.findall(one)) > 1:
        return Refusal(
            say("一份请示只能请求一件事，这里写了不止一件"), say("请一文一事，分成几份请示"), ARTICLE
        )
    if elsewhere := requests_in(letter.body):
        return Refusal(
            say("请求事项之外又写了“{phrase}”", phrase=elsewhere[0][:40]),
            say("正文只写缘由，请求写在“请求事项”一栏，只写一件"),
            ARTICLE,
        )
    return None
