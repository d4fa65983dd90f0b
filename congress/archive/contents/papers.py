"""Formal documents as files: each twice, as it looks (PDF) and its words (TXT). Set when its turn has come, one at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from congress.archive.package import Content
from congress.documents.content import Document
from congress.documents.plain import plain
from congress.typesetting.pdf import pdf

FOLDER = "documents/"


@dataclass(frozen=True)
class Paper:
    """A formal document under the name of its files, and when it became what it is."""

    name: str
    at: datetime
    document: Callable[[], Document]

    @property
    def pdf(self) -> str:
        return f"{FOLDER}{self.name}.pdf"

    @property
    def text(self) -> str:
        return f"{FOLDER}{self.name}.txt"

    def files(self) -> dict[str, Content]:
        """Both, by name."""
        return {
            self.pdf: lambda: [pdf(self.document(), self.at)],
            self.text: lambda: [plain(self.document()).encode()],
        }


def files_of(papers: Iterable[Paper]) -> dict[str, Content]:
    """The files of them all."""
    return {name: content for paper in papers for name, content in paper.files().items()}
