"""The certificate of a vote as a file that somebody holds, and the package that it is held against."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from congress.archive.package import MANIFEST
from congress.errors import Invalid, Missing
from congress.i18n import say

LARGEST = 1 << 20  # bytes: a certificate has some thousand


@dataclass(frozen=True)
class Held:
    """Its bytes as they are, and where the package is."""

    content: bytes
    package: Path

    @property
    def sha256(self) -> str:
        """What the certificate is known by."""
        return sha256(self.content).hexdigest()


def held(file: Path, within: Path | None) -> Held | None:
    """A file that is no package is taken for a certificate when a package is named, or when it ends in ``.json``.

    Without a package named it is the unpacked one that the file lies in. Raises Missing and Invalid.
    """
    if within is None and (file.is_dir() or file.suffix.lower() != ".json"):
        return None
    try:
        if file.stat().st_size > LARGEST:
            raise Invalid(say("这个文件太大，不是表决证明"))
        content = file.read_bytes()
    except OSError as error:
        raise Missing(say("读不了这个文件：{name}", name=file.name)) from error
    found = within or next((one for one in file.resolve().parents if (one / MANIFEST).is_file()), None)
    if found is None:
        raise Missing(
            say("表决证明要和导出包一起核验"),
            say("请用 --package 写明导出包：congress verify 证明.json --package 包.zip"),
        )
    return Held(content, found)
