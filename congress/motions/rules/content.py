"""The text of a motion and what a seconder signs of it."""

from dataclasses import asdict, dataclass
from typing import Any

from congress.bylaws.terms import ordinal
from congress.crypto.canonical import digest
from congress.i18n import Message, say

TITLE_MOST = 60  # characters each
GROUNDS_MOST = 2000
PROPOSAL_MOST = 2000
REASONS_MOST = 500
COMMENT_MOST = 1000


@dataclass(frozen=True)
class Content:
    """What the lead writes: 案名, 类别, 案由, 建议措施, 建议承办部门 (a unit's id)."""

    title: str
    category: str
    grounds: str
    proposal: str
    unit: int | None

    @property
    def is_complete(self) -> bool:
        """Whether others can judge it: every part but the department is written."""
        return all(part.strip() for part in (self.title, self.grounds, self.proposal))

    @property
    def sha256(self) -> str:
        """The hash of its canonical form: what seconders sign."""
        return digest(asdict(self))

    @property
    def whole(self) -> str:
        """Title and text together, for comparing."""
        return f"{self.title}\n{self.grounds}\n{self.proposal}"


def seconding_statement(*, act: str, site: str, motion: int, revision: int, sha256: str) -> dict[str, Any]:
    """What a delegate signs to second (``act`` "second") or decline ("decline"), besides time and nonce."""
    return {"act": act, "motion": motion, "revision": revision, "site": site, "text": sha256}


def number_label(term: int, sitting: int, number: int) -> Message:
    """第三届第二次 第7号."""
    return say("第{x}届第{y}次 第{n}号", x=ordinal(term), y=ordinal(sitting), n=number)
