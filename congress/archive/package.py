"""The export as a package: named files in a zip, each with its SHA-256 in ``manifest.json``.

Reading a package needs nothing but the package; it may be a zip file or the folder
somebody unpacked it into.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from congress.errors import Invalid
from congress.i18n import say

FORMAT = "congress/export/1"
MANIFEST = "manifest.json"
RECORD = "record.jsonl"
HEADS = "heads.jsonl"
KEYS = "record-keys.json"
NAMES = "names.json"
BALLOTS = "ballots/"  # a folder: the box of each secret vote by phone
SEALED = "sealed/"  # a folder: what the seal was pressed on, and the signature beside each
MOMENT = (2000, 1, 1, 0, 0, 0)  # one time for all files: the same content gives the same bytes


@dataclass(frozen=True)
class Package:
    """The files of an export by name."""

    files: Mapping[str, bytes]

    @property
    def manifest(self) -> dict[str, Any]:
        """What the package says of itself. Raises Invalid when it is not one of ours."""
        try:
            manifest = json.loads(self.files[MANIFEST])
        except (KeyError, ValueError) as error:
            raise Invalid(say("这不是本系统的导出包：没有清单")) from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise Invalid(say("这不是本系统的导出包，或者来自更新的版本"))
        return manifest

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, without their ends."""
        text = self.files.get(name, b"")
        return iter(text.removesuffix(b"\n").split(b"\n")) if text else iter(())

    def json(self, name: str) -> Any:
        """A file as JSON; an empty object when it is missing."""
        return json.loads(self.files.get(name, b"{}"))


def box_of(poll: int) -> str:
    """The name of a poll's box in the package."""
    return f"{BALLOTS}poll-{poll}.bel"


def audits_of(poll: int) -> str:
    """The name of the file with ballots of a poll that were opened instead of cast."""
    return f"{BALLOTS}poll-{poll}.audits.json"


def sealed_of(impression: int, level: str) -> str:
    """The name of a sealed file in the package: a PDF, or (level ``CMS``) a file of any kind."""
    return f"{SEALED}{impression}.{'bin' if level == 'CMS' else 'pdf'}"


def signature_of(impression: int) -> str:
    """The name of the signature beside it."""
    return f"{SEALED}{impression}.p7s"


def write(path: Path, files: dict[str, bytes], about: dict[str, Any]) -> None:
    """Write a package beside its final place, then move it there: it is whole or not there at all."""
    sums = {name: sha256(body).hexdigest() for name, body in sorted(files.items())}
    manifest = json.dumps({"format": FORMAT, **about, "files": sums}, ensure_ascii=False, indent=1).encode()
    unfinished = path.with_name(path.name + ".part")
    with ZipFile(unfinished, "w", ZIP_DEFLATED) as target:
        for name, body in sorted({**files, MANIFEST: manifest}.items()):
            target.writestr(ZipInfo(name, MOMENT), body, ZIP_DEFLATED)
    unfinished.replace(path)


def read(path: Path) -> Package:
    """Read a package from a zip file or a folder. Raises Invalid when it cannot be read."""
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file())
        return Package({p.relative_to(path).as_posix(): p.read_bytes() for p in found})
    try:
        with ZipFile(path) as source:
            return Package({name: source.read(name) for name in source.namelist() if not name.endswith("/")})
    except (OSError, BadZipFile) as error:
        raise Invalid(say("读不了这个文件：不是完整的导出包")) from error
