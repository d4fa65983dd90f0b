"""Word files as LibreOffice reads them: it knows nothing of this software. Our fonts stand for those that offices have."""

import os
import re
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from congress.typesetting.words import FONTS

STAND_INS = {
    "仿宋_GB2312": "FandolFang R",
    "楷体_GB2312": "FandolKai",
    "方正小标宋简体": "CongressTitle",
    "黑体": "CongressHei",
    "宋体": "CongressSong",
    "Times New Roman": "CongressSong",
}
UNREAD = (
    ('style:text-autospace="ideograph-alpha"', 'style:text-autospace="none"'),  # w:autoSpaceDE, w:autoSpaceDN
    ('style:punctuation-wrap="hanging"', 'style:punctuation-wrap="simple"'),  # w:overflowPunct
)
PRESSED = re.compile(r'(name="CharacterCompressionType"[^>]*>)0(?=<)')  # w:characterSpacingControl


class Office:
    """One LibreOffice with a profile and a list of fonts of its own, in a folder; ``others`` stand for some of those."""

    def __init__(self, folder: Path, **others: str) -> None:
        self.folder = folder
        fonts = folder / "fonts.conf"
        fonts.write_text(configuration(folder / "cache", {**STAND_INS, **others}), "utf-8")
        self.environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)}

    def convert(self, kind: str, *files: Path) -> list[Path]:
        """The files as another kind, all in one run."""
        out = self.folder / kind
        command = ["soffice", f"-env:UserInstallation={(self.folder / 'profile').as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", out, *files],
            env=self.environment,
            capture_output=True,
            check=True,
            timeout=240,
        )
        return [out / f"{file.stem}.{kind}" for file in files]

    def opened(self, words: dict[str, bytes]) -> list[bytes]:
        """The pages of Word files, just as they are opened."""
        return [made.read_bytes() for made in self.convert("pdf", *self.saved(words))]

    def told(self, words: dict[str, bytes]) -> list[bytes]:
        """The same, where LibreOffice is told in its own format what it has not read in the Word file."""
        flat = self.convert("fodt", *self.saved(words))
        for file in flat:
            said = file.read_text("utf-8")
            for unread, meant in UNREAD:
                said = said.replace(unread, meant)
            file.write_text(PRESSED.sub(r"\g<1>1", said), "utf-8")
        return [made.read_bytes() for made in self.convert("pdf", *flat)]

    def saved(self, words: dict[str, bytes]) -> list[Path]:
        """The Word files in the folder, in order."""
        found = []
        for name, content in words.items():
            found.append(self.folder / f"{name}.docx")
            found[-1].write_bytes(content)
        return found


def configuration(cache: Path, stand_ins: dict[str, str]) -> str:
    """Fontconfig's: our fonts and no others."""
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{wanted}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{ours}</string></edit></match>'
        for wanted, ours in stand_ins.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(cache))}</cachedir>{matches}</fontconfig>"
    )
