"""What goes back to those who wrote: how it is titled, how it begins and ends, and whether its words mean what it says.

As offices write it (GB/T 9704-2012, 7.3.1 and 7.3.3): a title names the matter, the first sentence names title and
number of what is answered, and 此复 stands last. Pure; in and out is the Chinese of the document.
"""

import re
from dataclasses import dataclass
from typing import Final

from congress.committee.rules import DecisionKind
from congress.documents.text import MEETING_TITLE, level_of, lines, nested
from congress.i18n import Message, say

WORDS: Final = {
    DecisionKind.INSTRUCTION: "批示",
    DecisionKind.REPLY: "批复",
    DecisionKind.ANSWER: "答复",
}
CLOSING: Final = "此复。"

FORWARDED: Final = re.compile(r"关于(?:报送|上报|呈报)《(.+)》的(?:报告|请示)")
ASKED: Final = re.compile(r"(关于.+的)(?:请示|报告|决议)")
PASSED: Final = re.compile(r"关于(?:审议)?通过(?=《)")
ENDING: Final = re.compile(r"\s*(?:(?:特)?此(?:批)?复)。?\s*$")
RECEIPT: Final = re.compile(r"\s*(?:你会)?(?:的)?(?:请示|报告|来文)?(?:已)?收悉[。，,；;]?[ \t　]*")
NAMED: Final = re.compile(r"\s*(你会[^，。；：,;:（(\n]{1,120}?)(?=收悉)")
LEAD: Final = r"(?:^|[，。；：、,;:\s]|研究|会议|党委|决定)(?:决定|原则上?|一致|暂时?|目前|现)*"
AGREED: Final = re.compile(rf"{LEAD}(同意|批准|准予)")
REFUSED: Final = re.compile(rf"{LEAD}((?:不|未|难以)(?:予|能|宜|便|再)?(?:同意|批准|准予))")

MARKS: Final = str.maketrans("", "", "《》〈〉 \n")
PLAIN_MARKS: Final = str.maketrans("〈〉", "《》")


@dataclass(frozen=True)
class Wording:
    """The committee's words with what the document says itself taken off them.

    ``cites`` and ``receives``: they name what is answered, or begin by saying that it has come.
    """

    body: str
    cites: bool
    receives: bool


def title(asked: str, kind: DecisionKind) -> str:
    """关于…的批复; of a resolution that was sent it is titled after its matter: 关于…的批示, not after the letter around it."""
    word, about = WORDS[kind], matter(asked.strip())
    if kind is DecisionKind.REPLY and asked.strip().endswith("请示"):
        return f"{asked.strip().removesuffix('请示')}{word}"
    found = ASKED.fullmatch(about) if kind is not DecisionKind.REPLY else None
    if found is None:
        return nested(f"关于《{about}》的{word}")
    return f"{PASSED.sub('关于', found[1])}{word}"


def matter(asked: str) -> str:
    """What a letter forwards, without the meeting that its title names; or the letter itself."""
    forwarded = FORWARDED.fullmatch(asked)
    if forwarded is None:
        return asked
    inner = forwarded[1].translate(PLAIN_MARKS)
    meeting = MEETING_TITLE.fullmatch(inner)
    return meeting[3] if meeting else inner


def opening(asked: str, number: str) -> str:
    """你会《…》（…〔2026〕1号）收悉。"""
    return f"你会{nested(f'《{asked}》')}（{number}）收悉。"


def wording(body: str, *, asked: str, number: str) -> Wording:
    """Read what was signed: 此复 at its end and a bare 收悉 at its beginning are the document's to say."""
    words = ENDING.sub("", body).strip()
    bare = words.translate(MARKS)
    if number in words or asked.translate(MARKS) in bare:
        return Wording(words, cites=True, receives=True)
    if found := RECEIPT.match(words):
        return Wording(words[found.end() :], cites=False, receives=True)
    if found := NAMED.match(
        words
    ):  # named in the committee's own words: they want the number, and nothing else
        return Wording(f"{found[1]}（{number}）{words[found.end() :]}", cites=True, receives=True)
    return Wording(words, cites=False, receives=False)


def decides(body: str) -> bool:
    """Whether the words begin with the decision themselves: in their first line, where that is no item of a list."""
    first = next(iter(lines(body)), "")
    return not level_of(first) and bool(AGREED.search(first) or REFUSED.search(first))


def says(body: str) -> bool | None:
    """同意 or 不同意 by its own words; None where it says neither, or both (in part)."""
    agreed, refused = AGREED.search(body), REFUSED.search(body)
    return None if bool(agreed) is bool(refused) else bool(agreed)


def contradiction(grants: bool | None, body: str) -> Message | None:
    """What is ticked and what is written are one reply."""
    said = says(body)
    found = (AGREED if said else REFUSED).search(body)
    if grants is None or said is None or said is grants or found is None:
        return None
    if grants:
        return say("上面选了同意，正文却写着“{phrase}”，请改成一致", phrase=found[1])
    return say("上面选了不同意，正文却写着“{phrase}”，请改成一致", phrase=found[1])
