"""The export as a package: named files in a zip, with a signed list of their SHA-256.

Reading a package needs nothing but the package; it may be a zip file or the folder
somebody unpacked it into. Files are read when they are asked for, not all at once.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from congress.archive.digests import Digests
from congress.archive.durable import whole
from congress.crypto.signatures import Signer
from congress.errors import Invalid
from congress.i18n import say

FORMAT = "congress/export/3"
SECOND_FORMAT = (
    "congress/export/2"  # without letters, notices, deliveries, filings, the committee's desk, offices, SM3
)
FIRST_FORMAT = "congress/export/1"  # the record only, its checksums in the manifest
FORMATS = (FIRST_FORMAT, SECOND_FORMAT, FORMAT)
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
SM3_SUMS = "SM3SUMS"
SEALED_SUMS = "SHA256SUMS.sig"
RECORD = "record.jsonl"
HEADS = "heads.jsonl"
KEYS = "record-keys.json"
NAMES = "names.json"
CERTIFICATES = "certificates/"  # a folder: what each vote that was closed certifies, as data
BALLOTS = "ballots/"  # a folder: the box of each secret vote by phone
PROOFS = "proofs/"  # a folder: scans that prove filings
SEALED = "sealed/"  # a folder: what the seal was pressed on, and the signature beside each
MOMENT = (2000, 1, 1, 0, 0, 0)  # one time for all files: the same content gives the same bytes
PIECE = 1 << 20  # bytes at a time
CORRUPT = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
UNREADABLE = (OSError, *CORRUPT)

Content = Callable[[], Iterable[bytes]]
"""The bytes of a file, piece by piece, made when its turn has come."""
Tell = Callable[[int, int], None]
"""Told after each file: how many are done, of how many."""


@dataclass(frozen=True)
class Package:
    """The files of an export by name."""

    files: Mapping[str, bytes]

    @property
    def manifest(self) -> dict[str, Any]:
        """What the package says of itself. Raises Invalid when it is not one of ours."""
        try:
            manifest = json.loads(self.files[MANIFEST])
        except (KeyError, ValueError, *UNREADABLE) as error:
            raise Invalid(say("这不是本系统的导出包：没有清单")) from error
        if not isinstance(manifest, dict) or manifest.get("format") not in FORMATS:
            raise Invalid(say("这不是本系统的导出包，或者来自更新的版本"))
        return manifest

    @property
    def generation(self) -> int:
        """1: the record only; 2: with data files and documents; 3: as it is written now."""
        return FORMATS.index(self.manifest["format"]) + 1

    @property
    def sitting(self) -> int | None:
        """The sitting that the package is about; None: everything."""
        scope = self.manifest.get("sitting")
        return int(scope["id"]) if isinstance(scope, dict) else None

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, without their ends."""
        text = self.files.get(name, b"")
        return iter(text.removesuffix(b"\n").split(b"\n")) if text else iter(())

    def json(self, name: str) -> Any:
        """A file as JSON; an empty object when it is missing."""
        return json.loads(self.files.get(name, b"{}"))


class Zipped(Mapping[str, bytes]):
    """The files inside a zip, each read when it is asked for."""

    def __init__(self, source: ZipFile) -> None:
        self._source = source
        self._infos = {info.filename: info for info in source.infolist() if not info.is_dir()}

    def __getitem__(self, name: str) -> bytes:
        return self._source.read(self._infos[name])

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def __len__(self) -> int:
        return len(self._infos)


class Unpacked(Mapping[str, bytes]):
    """The files of a folder, each read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        self._paths = {path.relative_to(folder).as_posix(): path for path in found}

    def __getitem__(self, name: str) -> bytes:
        return self._paths[name].read_bytes()

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def box_of(poll: int) -> str:
    """The name of a poll's box in the package."""
    return f"{BALLOTS}poll-{poll}.bel"


def certificate_of(poll: int) -> str:
    """The name of the certificate of a vote."""
    return f"{CERTIFICATES}poll-{poll}.json"


def audits_of(poll: int) -> str:
    """The name of the file with ballots of a poll that were opened instead of cast."""
    return f"{BALLOTS}poll-{poll}.audits.json"


def sealed_of(impression: int, level: str) -> str:
    """The name of a sealed file in the package: a PDF, or (level ``CMS``) a file of any kind."""
    return f"{SEALED}{impression}.{'bin' if level == 'CMS' else 'pdf'}"


def signature_of(impression: int) -> str:
    """The name of the signature beside it."""
    return f"{SEALED}{impression}.p7s"


def sm2_of(impression: int) -> str:
    """The name of the SM2 signature beside it, where its seal makes them."""
    return f"{SEALED}{impression}.sm2"


def sums(files: Mapping[str, str]) -> bytes:
    """``SHA256SUMS`` of the hashes by name, as ``sha256sum -c`` reads it."""
    return "".join(f"{found}  {name}\n" for name, found in sorted(files.items())).encode()


def sm3_sums(files: Mapping[str, str]) -> bytes:
    """``SM3SUMS`` of the hashes by name, as ``openssl dgst -sm3 -r`` writes it and ``sm3sum -c`` reads it."""
    return "".join(f"{found} *{name}\n" for name, found in sorted(files.items())).encode()


def write(path: Path, files: Mapping[str, Content], signer: Signer, tell: Tell | None = None) -> None:
    """Write a package: whole at ``path``, or not there at all. One piece of one file is in memory at a time.

    The list of hashes is signed with the record's key (Ed25519): who changes a file and its
    hash cannot sign the list again. It is no JSON, so that the signature can stand for nothing else. The list of
    SM3 digests is one of the files that it names, and so is signed with them.
    """
    hashes: dict[str, str] = {}
    digests: dict[str, str] = {}
    with whole(path) as unfinished, ZipFile(unfinished, "w", ZIP_DEFLATED) as target:
        for number, (name, content) in enumerate(sorted(files.items()), 1):
            hashes[name], digests[name] = add(target, name, content())
            if tell:
                tell(number, len(files))
        hashes[SM3_SUMS], _ = add(target, SM3_SUMS, [sm3_sums(digests)])
        listed = sums(hashes)
        add(target, SUMS, [listed])
        add(target, SEALED_SUMS, [signer.sign(listed)])


def add(target: ZipFile, name: str, content: Iterable[bytes]) -> tuple[str, str]:
    """Stream one file into the zip; its SHA-256 and its SM3."""
    info = ZipInfo(name, MOMENT)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    found = Digests()
    with target.open(info, "w") as file:
        for piece in content:
            found.update(piece)
            file.write(piece)
    return found.both()


def read(path: Path) -> Package:
    """Read a package from a zip file or a folder. Raises Invalid when it cannot be read.

    A zip with two files of one name is none of ours: programs would show different ones.
    """
    if path.is_dir():
        return Package(Unpacked(path))
    try:
        source = ZipFile(path)
    except (OSError, BadZipFile) as error:
        raise Invalid(say("读不了这个文件：不是完整的导出包")) from error
    names = source.namelist()
    if len(set(names)) != len(names):
        raise Invalid(say("压缩包里有重名的文件，不是本系统的导出包"))
    return Package(Zipped(source))


def line(said: Mapping[str, Any]) -> bytes:
    """One object as a line of a ``.jsonl`` file."""
    return json.dumps(said, sort_keys=True).encode() + b"\n"
