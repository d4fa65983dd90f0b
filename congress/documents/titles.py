"""Titles that break between words: 《…》 stays whole and a line ends only where a reader would pause.

Browsers are told ``word-break: keep-all``, so Chinese text breaks only at the ``<wbr>`` marks set here.
"""

import re
from typing import Final

from markupsafe import Markup, escape

WORDS: Final = (
    "关于|通过|修改|修订|审议|选举|罢免|确认|同意|批准|制定|调整|改善|提高|加强|完善|建立|增加|解决|开展|推进|实施|规范|设立|"
    "有限公司|公司|集团|职工代表大会|代表大会|大会|会议|工会|党委|委员会|主席团|车间|员工|职工|代表|"
    "决议|决定|报告|草案|方案|办法|规定|细则|制度|条例|合同|协议|建议|提案|意见|说明|计划|情况|标准|"
    "工作|管理|保障|津贴|补贴|工资|福利|食堂|安全|生产|培训|宿舍|设备|环境"
)
CLAUSE: Final = re.compile(
    rf"《[^《》]*》|〈[^〈〉]*〉|[（(][^（）()]*[）)]|第[一二三四五六七八九十百0-9]+[届次号条项]|\d+年度?|(?:{WORDS})|[的与和及、，；：]|."
)
ABOUT: Final = "关于"
LONGEST: Final = 12  # characters of a bracketed name on one line of a phone
COMPANY: Final = frozenset({"集团", "公司", "有限公司"})
"""What ends a company's name, and never begins a line of a mark (发文机关标志)."""
LINKS: Final = frozenset("的与和及")
STOPS: Final = frozenset("、，；： ")


def pieces(title: str) -> list[str]:
    """Cut a title where a line may end; joined again they are the title."""
    cut: list[str] = []
    loose = False
    for part in CLAUSE.findall(re.sub(r"\s", " ", title)):
        single = len(part) == 1 and part not in LINKS | STOPS
        if cut and (part in STOPS or (single and loose) or (part in LINKS and not is_whole(cut[-1]))):
            cut[-1] += part
        else:
            cut.append(part)
        loose = single
    return _joined(cut)


def _joined(cut: list[str]) -> list[str]:
    """The pieces without 关于 at the end of a line, nor one sign alone on the last, 函 for one."""
    joined: list[str] = []
    for at, piece in enumerate(cut):
        last = at == len(cut) - 1 and len(piece) == 1 and not is_whole(cut[at - 1])
        if joined and (joined[-1] == ABOUT or last):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def is_whole(piece: str) -> bool:
    """Whether the piece is a bracketed name that should stay on one line, with 关于 before it or without."""
    name = piece.removeprefix(ABOUT)
    return len(name) > 2 and name[0] in "《〈（(" and name[-1] in "》〉）)"


def short_enough(cut: list[str], longest: int = LONGEST) -> list[str]:
    """Names too long for a line are cut inside, their brackets staying with the words they hold."""
    short: list[str] = []
    for piece in cut:
        if not is_whole(piece) or len(piece) <= longest:
            short.append(piece)
            continue
        opening = len(piece) - len(piece.removeprefix(ABOUT)) + 1
        inner = pieces(piece[opening:-1])
        inner[0] = piece[:opening] + inner[0]
        inner[-1] += piece[-1]  # which may be the first
        short += inner
    return short


def mark_pieces(mark: str) -> list[str]:
    """Cut a mark, which begins with a name: all up to 集团, 公司 or 有限公司 is one piece."""
    cut = pieces(mark)
    ends = [at for at, piece in enumerate(cut) if piece in COMPANY]
    return ["".join(cut[: ends[-1] + 1]), *cut[ends[-1] + 1 :]] if ends else cut


def title_breaks(title: str) -> Markup:
    """The title as safe HTML: ``<wbr>`` between pieces, 《…》 and （…） held together while they fit."""
    return _breaks(pieces(title))


def mark_breaks(mark: str) -> Markup:
    """The same for a mark. Where a phone has no room for a company's name it breaks inside, between any signs."""
    return _breaks(mark_pieces(mark))


def _breaks(cut: list[str]) -> Markup:
    html = Markup()
    for piece in short_enough(cut):
        if html and not html.endswith(" "):
            html += Markup("<wbr>")
        html += Markup('<span class="whole">{}</span>').format(piece) if is_whole(piece) else escape(piece)
    return html
