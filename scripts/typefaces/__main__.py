"""Makes the fonts that documents are set in from those that Debian publishes: ``python -m scripts.typefaces FOLDER``.

FOLDER holds the unpacked packages ``texlive-lang-chinese``, ``fonts-noto-cjk``, ``fonts-lxgw-wenkai`` and ``unicode-data``.
The same packages give the same bytes. Needs the packages of requirements/test.txt.
"""

import bz2
import gzip
import re
import shutil
import sys
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from scripts.typefaces.fitting import Fit, fit

FONTS: Final = Path(__file__).parents[2] / "congress/typesetting/fonts"
FANDOL: Final = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FANDOL_PAPERS: Final = "usr/share/doc/texlive-doc/fonts/fandol"
NOTO: Final = "usr/share/fonts/opentype/noto"
WENKAI: Final = "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"
WENKAI_IS_AT: Final = (64, -80, 933, 789)  # the mean box of 75 surnames and common characters, as those below
LIKE_FANG: Final = Fit(
    box=(85, -156, 901, 770), rise=0.015, thinner=4.5
)  # strokes of 31 units, WenKai's are 40
LIKE_KAI: Final = Fit(box=(74, -132, 922, 733), rise=0.01, thinner=1)  # of 36
SIMPLIFIED: Final = 2  # the face of a Noto collection that draws as in mainland China
SIGNS: Final = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x45F), (0x2000, 0x214F), (0x2150, 0x22FF),
    (0x2460, 0x266F), (0x3000, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip


def main(source: Path) -> None:
    """Two fonts as they are, three cut to the characters that documents need, two drawn after those that lack some."""
    for name in ("FandolFang-Regular.otf", "FandolKai-Regular.otf"):
        shutil.copyfile(source / FANDOL / name, FONTS / name)
    fandol = [set(TTFont(FONTS / f"Fandol{face}-Regular.otf").getBestCmap()) for face in ("Fang", "Kai")]
    signs = {code for first, last in SIGNS for code in range(first, last + 1)}
    everyday = encoded("gb2312") | names(source) | signs
    every = encoded("gbk") | everyday
    rest = (every - (fandol[0] & fandol[1])) | signs
    for collection, wanted, family in (
        ("NotoSerifCJK-Bold.ttc", everyday, "CongressTitle"),
        ("NotoSansCJK-Regular.ttc", everyday, "CongressHei"),
        ("NotoSerifCJK-Regular.ttc", rest, "CongressSong"),
    ):
        cut(opened(source / NOTO / collection, SIMPLIFIED), wanted, family).save(FONTS / f"{family}.otf")
    chinese = encoded("gb2312") | names(source)
    stand_ins(source, chinese - fandol[0] - signs, "CongressFang", LIKE_FANG)
    stand_ins(source, chinese - fandol[1] - signs, "CongressKai", LIKE_KAI)
    papers(source)
    (FONTS / "coverage.txt").write_text(coverage())


def stand_ins(source: Path, wanted: set[int], family: str, like: Fit) -> None:
    """What a font of Fandol lacks, from WenKai, fitted to that font."""
    font = cut(opened(source / WENKAI), wanted, family)
    fit(font, WENKAI_IS_AT, like)
    font.save(FONTS / f"{family}.ttf")


def papers(source: Path) -> None:
    """The licences of all, and who made what."""
    shutil.copyfile(source / FANDOL_PAPERS / "README", FONTS / "Fandol.README.txt")
    (FONTS / "Fandol.COPYING.txt").write_bytes(
        gzip.decompress((source / FANDOL_PAPERS / "COPYING.gz").read_bytes())
    )
    for package, name in (("fonts-noto-cjk", "Noto"), ("fonts-lxgw-wenkai", "WenKai")):
        said = (source / "usr/share/doc" / package / "copyright").read_text()
        (FONTS / f"{name}.LICENSE.txt").write_text(said[said.index("Files: *") :])
    made_by = opened(source / WENKAI)["name"].getDebugName(0).replace("\r\n", "\n")
    with (FONTS / "WenKai.LICENSE.txt").open("a") as file:
        file.write(f"\nThe font itself says:\n{made_by}\n")


def encoded(charset: str) -> set[int]:
    """What a Chinese character set holds beyond ASCII."""
    every = (chr(code) for code in range(0x80, 0x10000))
    return {ord(sign) for sign in every if len(sign.encode(charset, "ignore")) > 1}


def names(source: Path) -> set[int]:
    """通用规范汉字表 (2013): the 8,105 characters that names and documents may use; Unihan calls it kTGH."""
    text = bz2.decompress((source / "usr/share/unicode/Unihan_OtherMappings.txt.bz2").read_bytes()).decode()
    return {int(code, 16) for code in re.findall(r"^U\+(\w+)\tkTGH\t", text, re.MULTILINE)}


def opened(path: Path, number: int = -1) -> TTFont:
    """A font, or one of a collection, that keeps its time when it is written."""
    return TTFont(path, fontNumber=number, recalcTimestamp=False)


def cut(font: TTFont, wanted: set[int], family: str) -> TTFont:
    """The font with these characters, without hints and features, under a name of its own."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GPOS", "GSUB", "GDEF", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font, family)
    return font


def rename(font: TTFont, family: str) -> None:
    """A changed font does not go under the name of the one it was made from."""
    kept = [font["name"].getDebugName(number) for number in (0, 13, 14)]
    font["name"].names = []
    values = dict(zip((0, 13, 14), kept, strict=True)) | {
        1: family,
        2: "Regular",
        3: family,
        4: family,
        6: family,
    }
    for number, value in values.items():
        if value:
            font["name"].setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection, font["head"].macStyle = 400, 0x40, 0
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [family]
        cff.topDictIndex[0].FullName = cff.topDictIndex[0].FamilyName = family


def coverage() -> str:
    """Every character that one of the fonts can draw, as ranges of hexadecimal code points."""
    codes = {code for path in FONTS.glob("*.[ot]tf") for code in TTFont(path).getBestCmap()}
    firsts = sorted(code for code in codes if code - 1 not in codes)
    lasts = sorted(code for code in codes if code + 1 not in codes)
    return "".join(f"{first:X}-{last:X}\n" for first, last in zip(firsts, lasts, strict=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
