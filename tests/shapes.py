"""Documents of every shape that the congress sends, from the plainest to the longest."""

from collections.abc import Iterator

from printed import plain

from congress.documents.content import (
    Annex,
    Block,
    Code,
    Document,
    Imprint,
    Layout,
    NameList,
    Signature,
    Signoff,
    Tally,
)
from congress.documents.text import blocks, body

CELLS = ("应到", "实到", "发出", "收回", "有效", "无效", "赞成", "反对", "弃权")
RARE = "珺玥祎堃喆翀赟"
FIGURES = tuple(zip(CELLS, (312, 298, 298, 297, 295, 2, 260, 20, 15), strict=True))
TALLY = Tally(("赞成票260票，超过全体代表半数，通过。",), FIGURES)
SIGNOFF = Signoff("长风精工有限公司工会委员会", "2026年3月8日")
NOTE = "（联系人：赵玥，电话：0537-8812 3456转工会办公室）"
IMPRINT = Imprint("长风精工工会办公室", "2026年3月8日", "各车间、各部门，集团工会")
SEALED = Signoff("长风精工有限公司工会委员会", "2026年3月8日", sealed=True)
CODE = Code(
    "https://congress.example/n/3/ab12",
    ("手机扫码，可以看全文、提意见。", "https://congress.example/n/3/ab12"),
)
NAMES = (NameList("出席", "、".join(f"王{sign}{sign}" for sign in RARE)), NameList("请假", "赵玥"))
SIGNED = (
    Signature("执行主席", "王堃", "2026年3月8日 15:04", "a1b2c3d4"),
    Signature("总监票人", "赵玥", "2026年3月8日 15:09", "e5f60718"),
)
PASSED = "（2026年3月8日长风精工有限公司第三届职工代表大会第二次会议通过）"
LONG = ("关于进一步加强安全生产、改善劳动条件、完善津贴制度、" * 9)[:200]
ORDERS = (
    "一、总体要求\n会议要求各部门认真研究代表提出的意见，拿出办法，于2026年6月30日前报告落实情况。\n"
    "（一）落实责任。各车间主任对本车间负责，工会小组长协助；没有落实的，由厂务公开领导小组督办。\n"
    "1. 高温津贴按每人每月300元发放，从6月起至9月止。\n（1）夜班另加20元。\n"
    "会议还强调，《集体合同（草案）》第十二条、第十五条“休息休假”的规定，必须“不折不扣”地执行；《工资专项集体合同》同时生效。\n"
)


def rows(count: int) -> Tally:
    names = tuple(
        (f"候选人{n:02}{RARE[n % 7]}", str(297 - n), "当选" if n < 5 else "未当选") for n in range(count)
    )
    return Tally(("选举有效。",), FIGURES, ("候选人", "得票", "结果"), names)


def shapes() -> Iterator[tuple[str, Document]]:
    """Each with its name."""
    yield "draft", plain(number="", draft=True)
    yield "plain page", plain(mark="", number="", addressee="长风精工工会委员会：")
    yield "nothing", plain(mark="", number="", title="", annexes=(Annex(""),))
    yield (
        "resolution",
        plain(
            title="长风精工有限公司第三届职工代表大会第二次会议关于通过《集体合同》的决议",
            passed=PASSED,
            body=body(ORDERS * 6, TALLY),
            signatures=SIGNED,
        ),
    )
    yield (
        "report",
        plain(
            signer="赵玥",
            addressee="中共长风精工有限公司委员会：",
            body=(*blocks(ORDERS * 5), Block(0, "", "特此报告。")),
            annexes=(Annex("集体合同（草案）", blocks(ORDERS * 3)),),
            signoff=SIGNOFF,
            imprint=IMPRINT,
        ),
    )
    yield (
        "annexed document",
        plain(
            signer="赵玥",
            addressee="中共长风精工有限公司委员会：",
            body=blocks("现将决议报上，请审示。"),
            annexes=(
                Annex(
                    "关于通过《集体合同》的决议",
                    document=plain(
                        title="关于通过《集体合同》的决议",
                        passed=PASSED,
                        body=body(ORDERS * 2, TALLY),
                        signatures=SIGNED,
                        annexes=(Annex("集体合同", blocks(ORDERS)), Annex("说明", blocks(ORDERS))),
                    ),
                ),
            ),
            signoff=SIGNOFF,
            imprint=Imprint("长风精工工会办公室", "2026年3月8日"),
        ),
    )
    for length in (20, 60, 101, 150, 200):
        yield f"title of {length}", plain(title=LONG[:length], passed=PASSED, body=blocks(ORDERS * 3))
    yield (
        "long mark",
        plain(mark="长风精工集团机械制造有限公司第三届职工代表大会文件", body=blocks(ORDERS * 3)),
    )
    yield (
        "rare names",
        plain(
            title=f"关于{RARE}等七人当选的决议",
            signer=RARE,
            body=blocks(f"一、{RARE}\n（一）{RARE}\n{RARE}当选。"),
        ),
    )
    yield (
        "controls",
        plain(title="关于\x00合同\u202e的决议\x07", body=(Block(0, "", "会议\x0b同意\ud800\ufffe。\u200b"),)),
    )
    yield (
        "forty annexes",
        plain(
            body=blocks("会议同意。"),
            annexes=tuple(
                Annex(f"第{n}个附件的名称很长，长到一行写不下，因此要回行与首字对齐", blocks("附件正文。"))
                for n in range(1, 41)
            ),
        ),
    )
    yield (
        "five annexes",
        plain(
            body=blocks(ORDERS),
            annexes=tuple(Annex(f"附件{n}的名称", blocks(ORDERS)) for n in range(5)),
            signoff=SIGNOFF,
        ),
    )
    for count in (1, 12, 40, 200):
        yield (
            f"table of {count}",
            plain(body=body(ORDERS + "【表决结果】\n" + ORDERS * 2, rows(count)), signatures=SIGNED),
        )
    wide = Tally(
        ("选举有效。",),
        FIGURES,
        ("候选人", "得票", "结果"),
        ((f"王{RARE * 4}（装配车间）", "297", "当选"),) * 3,
    )
    yield "long names in a table", plain(body=body(ORDERS + "【表决结果】\n" + ORDERS, wide))
    copies = Imprint("长风精工工会办公室", "2026年3月8日", "各车间、各部门，" * 9 + "集团工会")
    for mark in ("长风精工职工代表大会", "长风精工集团机械制造有限公司第三届职工代表大会"):
        yield (
            f"letter of {len(mark)}",
            plain(
                mark=mark,
                layout=Layout.LETTER,
                addressee="长风精工有限公司人力资源部：",
                body=blocks(ORDERS * 3),
                signoff=SEALED if len(mark) < 18 else None,
                imprint=IMPRINT,
            ),
        )
    yield (
        "letter without copies",
        plain(
            layout=Layout.LETTER,
            title=LONG[:60],
            body=blocks(ORDERS),
            signoff=SIGNOFF,
            note=NOTE,
            imprint=Imprint("工会", "2026年3月8日"),
        ),
    )
    yield "minutes", plain(layout=Layout.MINUTES, body=blocks(ORDERS * 2), lists=NAMES, imprint=IMPRINT)
    yield "sealed", plain(body=blocks(ORDERS), signoff=SEALED, note=NOTE, signatures=SIGNED)
    yield "code", plain(body=blocks(ORDERS), code=CODE, signoff=SIGNOFF)
    yield "long copies", plain(body=blocks(ORDERS), signoff=SIGNOFF, imprint=copies)
    yield "six signatures", plain(body=blocks(ORDERS), signatures=SIGNED * 3)
    yield (
        "hashes",
        plain(
            body=blocks(
                "校验值是"
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                "，地址是https://congress.example/verify/2026/3/resolution。\n" + ORDERS
            )
        ),
    )
    for length in range(18, 26):
        yield (
            f"signed at the foot, {length}",
            plain(
                body=tuple(Block(0, "", f"第{n}段正文。") for n in range(length)),
                signoff=SIGNOFF,
                signatures=SIGNED,
            ),
        )
    for length in range(28, 35):
        yield (
            f"imprint at the foot, {length}",
            plain(body=tuple(Block(0, "", f"第{n}段正文。") for n in range(length)), imprint=IMPRINT),
        )
    for length in range(4, 11):
        yield (
            f"table at the foot, {length}",
            plain(body=(*(Block(0, "", f"第{n}段正文。") for n in range(length)), TALLY, *blocks(ORDERS))),
        )
