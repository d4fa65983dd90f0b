"""What the benches of documents set: a resolution of three pages, a card, and the least that a page can be."""

from datetime import UTC, datetime

from congress.documents.content import Document, Tally
from congress.documents.forms import Card, CardSheet
from congress.documents.text import body, formal_number

AT = datetime(2026, 3, 8, 7, tzinfo=UTC)
PAGES = 3
CELLS = ("应到", "实到", "发出", "收回", "有效", "无效", "赞成", "反对", "弃权")
LINE = '#set document(title: "{n}")\n#set text(font: "FandolFang R", size: 16pt)\n会议同意。{n}'


def paper(number: int) -> Document:
    """A resolution of three pages with its result."""
    tally = Tally(("赞成票超过全体代表半数，通过。",), tuple((word, 300) for word in CELLS))
    text = (
        "一、会议决定\n（一）落实责任\n"
        + "会议要求责任部门认真研究代表提出的意见，拿出办法并报告落实情况。\n" * 17
    )
    return Document(
        mark="长风精工有限公司职工代表大会文件",
        number=formal_number("职代会", 2026, number),
        title="长风精工有限公司第三届职工代表大会第二次会议关于通过《集体合同》的决议",
        passed="（2026年3月8日长风精工有限公司第三届职工代表大会第二次会议通过）",
        body=body(text, tally),
    )


def cards(number: int) -> CardSheet:
    """So many invitation cards, ten to a page."""
    where = "https://192.168.1.10:8000/enter"
    how = ("用手机相机扫码登录，仅限本人，只能用一次。", f"扫不了时打开 {where}，输入卡号：")
    made = tuple(
        Card(
            content=f"{where}#{n:022d}",
            head="长风精工职工代表大会 第三届第二次会议",
            name=f"代表{n}",
            who=f"正式代表 第一代表团 {n:05d}",
            how=how,
            code=f"{n:022d}",
        )
        for n in range(number)
    )
    return CardSheet("邀请卡", "长风精工职工代表大会", made, columns=2, rows=5)


def pages(made: bytes) -> int:
    """How many pages a file has; a bench that measures other pages than it says is none."""
    found = made.count(b"/Type/Page/")
    if found != PAGES:
        raise RuntimeError(f"{found} pages")
    return found
