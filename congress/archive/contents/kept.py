"""Files of the data folder's ``papers``, as they were handed in: each under its SHA-256, and held against it."""

from hashlib import sha256
from pathlib import Path, PurePosixPath

from congress.archive.contents.scope import Scope, on_disk
from congress.archive.package import Content
from congress.errors import Missing
from congress.i18n import say

ENDINGS = frozenset(
    [
        "csv",
        "doc",
        "docx",
        "htm",
        "html",
        "jpeg",
        "jpg",
        "md",
        "odp",
        "ods",
        "odt",
        "pdf",
        "png",
        "ppt",
        "pptx",
        "txt",
        "xls",
        "xlsx",
    ]
)
REMEDY = say("请从备份里找回数据文件夹中的 papers 文件夹，再导出")


def ending_of(name: str) -> str:
    """The ending that every system can unpack: that of the name, or ``bin``."""
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    return ending if ending in ENDINGS else "bin"


def kept(scope: Scope, digest: str, lost: Missing) -> Content:
    """The bytes with this SHA-256. Raises ``lost`` when they are not there, or were changed."""
    path = (scope.folder or Path()) / "papers" / digest
    found = sha256()
    try:
        for piece in on_disk(path)():
            found.update(piece)
    except OSError:
        found = sha256()
    if found.hexdigest() != digest:
        raise lost
    return on_disk(path)
