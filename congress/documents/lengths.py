"""How long titles may be: each document is named after another one, and has room for that name and the words around it. Pure."""

from typing import Final

from congress.errors import Refusal
from congress.i18n import Message, say

QUESTION_MOST: Final = 200
"""Characters of what is put to the vote."""

DECIDED_MOST: Final = QUESTION_MOST + 150
"""Of a resolution: an enterprise's name has 100 at most, its meeting 23, 关于通过《》的决议 9."""

TITLE_MOST: Final = DECIDED_MOST + 50
"""Of every other document, which may be about a resolution: 关于落实《》有关事项的请示 has 13."""


def too_long(title: str, most: int) -> Message | None:
    """What is wrong with a title of more than ``most`` characters, and what to do: titles are never cut."""
    if len(title) <= most:
        return None
    return say(
        "标题最多 {n} 个字，现有 {m} 个；请删减，要说全的写在正文里",
        n=most,
        m=len(title),
    )


def may_be_titled(title: str, most: int) -> Refusal | None:
    """The same where no field is at hand: in a preview, and before anything is frozen."""
    complaint = too_long(title, most)
    return Refusal(complaint) if complaint else None
