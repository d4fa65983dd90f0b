"""The gallery: every atom and the main screens, in every language and look, with invented words.

``python tests/gallery.py FOLDER`` writes the pages there for a developer to open; tests look at them with a browser.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import SimpleNamespace as Words

from congress.bylaws.counts import Counts
from congress.bylaws.decision import decide
from congress.bylaws.findings import broken, kept, noted
from congress.bylaws.matter import Matter
from congress.bylaws.terms import Base, Confidence, Form, Source, Verb
from congress.bylaws.wording import FORMS, rule_in_words
from congress.documents.hemicycle import result_chamber, turnout_chamber
from congress.errors import Refusal
from congress.i18n import say
from congress.navigation import Place
from congress.web.assets import SHEET, Assets
from congress.web.preferences import Preferences
from congress.web.rendering import environment

AT = datetime(2026, 3, 18, 6, 32, 8, tzinfo=UTC)
LAW = Source(
    "企业民主管理规定", "Provisions on the Democratic Management of Enterprises", "20", Confidence.SEEN
)
MATTER = Matter(
    key="collective-contract",
    zh="集体合同草案",
    en="Draft collective contract",
    verb=Verb.PASS,
    quorum=Fraction(2, 3),
    quorum_sources=(LAW,),
    base=Base.ALL,
    threshold=Fraction(1, 2),
    strict=True,
    threshold_sources=(LAW,),
    forms=(Form.SECRET,),
    form_sources=(LAW,),
)
RESULTS = {
    "passed": Counts(312, 289, 289, 288, 287, 1, 261, 14, 12),
    "failed": Counts(312, 289, 289, 280, 280, 0, 141, 102, 37),
}
PLACES = (
    ("现场", "hall"),
    ("提案", "motion"),
    ("议程", "agenda"),
    ("决议", "resolution"),
    ("我的", "person"),
    ("会务台", "desk"),
    ("收件箱", "inbox"),
)
SCREENS = ("gallery", "vote", "vote-selected", "receipt", "inbox", "cockpit", "error")
SLIDES = ("result", "result-failed", "turnout", "item", "quorum")


@dataclass(frozen=True)
class Look:
    """One page in one language and look."""

    screen: str
    language: str = "zh"
    theme: str = "light"
    type: str = "normal"
    contrast: str = "normal"

    @property
    def file(self) -> str:
        return f"{self.screen}.{self.language}.{self.theme}.{self.type}.{self.contrast}.html"


def looks() -> Iterator[Look]:
    """Every screen in every look, and every slide in both halls."""
    for screen, language, theme, size, contrast in product(
        SCREENS, ("zh", "en"), ("light", "dark"), ("normal", "large"), ("normal", "more")
    ):
        yield Look(screen, language, theme, size, contrast)
    for slide, language, theme in product(SLIDES, ("zh", "en"), ("light", "dark", "hall-red")):
        yield Look(slide, language, theme)


def write(folder: Path) -> None:
    """All pages and what they load, ready for any static file server."""
    assets = Assets()
    static = Path(shutil.copytree(assets.root, folder / "static" / assets.version, dirs_exist_ok=True))
    (static / SHEET).write_bytes(assets.sheet)
    templates = environment()
    for look in looks():
        template, context = page(look, assets)
        (folder / look.file).write_text(templates.get_template(template).render(context), encoding="utf-8")


def page(look: Look, assets: Assets) -> tuple[str, dict[str, object]]:
    """A template and all it wants to know."""
    screen, _, variant = look.screen.partition("-")
    context = surroundings(look, assets)
    if look.screen == "gallery":
        return "gallery.html", context
    if look.screen == "error":
        return "errors/show.html", context | {"status": 404, "refusal": context["sample"].refusal}  # type: ignore[attr-defined]
    if screen in SLIDES:
        context |= slide(look, screen, variant or "passed")
    return f"gallery/{screen}.html", context


def surroundings(look: Look, assets: Assets) -> dict[str, object]:
    """What ``congress.visit`` gives every template."""
    words = sample(look.language)
    words.selected = "for" if look.screen == "vote-selected" else ""
    places = PLACES if look.screen == "cockpit" else PLACES[:5]
    return {
        "lang": look.language,
        "prefs": Preferences(look.language, look.theme, look.type, look.contrast),
        "timezone": "Asia/Shanghai",
        "site": Words(
            name=words.congress, sitting=words.sitting, uid="gallery", demo=look.screen == "cockpit"
        ),
        "viewer": Words(name=words.people[0], person_id=7),
        "role": words.role,
        "nav": [Place(say(word), f"#{icon}", icon, icon == "hall") for word, icon in places],
        "path": lambda name, **_values: f"/{name}",
        "here": "/gallery",
        "asset": assets.url,
        "scripts": lambda: assets.scripts,
        "integrity": assets.integrity,
        "import_map": lambda: assets.import_map,
        "booth": assets.booth.fingerprint,
        "flash": None,
        "sample": words,
        "occasion": words.occasion,
    }


def slide(look: Look, screen: str, variant: str) -> dict[str, object]:
    """What the projector's fragments ask for at their heads."""
    words, counts = sample(look.language), RESULTS.get(variant, RESULTS["passed"])
    item = Words(order=4, verb=words.verb, title=words.title, presenter=words.people[1], minutes=20)
    return {
        "corner": words.corner,
        "state": {"result": words.result, "turnout": words.voting}.get(screen, ""),
        "number": 3,
        "title": words.title,
        "form": FORMS[Form.SECRET],
        "by_hand": False,
        "counts": counts,
        "decision": decide(MATTER, counts),
        "rule": rule_in_words(MATTER, counts.expected, counts.present),
        "base": counts.expected,
        "box": None,
        "chamber": turnout_chamber(312, 193)
        if screen == "turnout"
        else result_chamber(counts.expected, counts.favour, counts.against, counts.abstain),
        "ends": AT + timedelta(seconds=78),
        "now": AT,
        "seconds": 120,
        "present": 289,
        "cast": 193,
        "item": item,
        "next": Words(title=words.long_title),
        "expected": 312,
        "needed": 208,
        "share": words.share,
        "reached": True,
        "code": "482913",
    }


def sample(language: str) -> Words:
    """Invented words for every place of the gallery."""
    zh = language == "zh"

    def t(chinese: str, english: str) -> str:
        return chinese if zh else english

    title = t(
        "关于通过《集体合同（草案）》的决议（草案）", "Draft resolution adopting the Collective Contract"
    )
    long_title = t(
        "关于提高夜班津贴标准并改善打磨车间通风除尘条件的提案",
        "Motion to raise the night-shift allowance and improve ventilation in the grinding shop",
    )
    cards = [
        Words(
            number=t("职代会〔2026〕3号", "No. 3 (2026)"),
            title=title,
            due=t("还有 5 天", "5 days left"),
            light="green",
            counts=t("赞成 261 / 全体 312", "For 261 of 312"),
            waiting=True,
        ),
        Words(
            number=t("职代会〔2026〕2号", "No. 2 (2026)"),
            title=long_title,
            due=t("明天到期", "Due tomorrow"),
            light="amber",
            counts=t("赞成 240 / 全体 312", "For 240 of 312"),
            waiting=False,
        ),
        Words(
            number=t("职代会〔2026〕1号", "No. 1 (2026)"),
            title=title,
            due=t("逾期 2 天", "2 days late"),
            light="red",
            counts=t("赞成 198 / 全体 312", "For 198 of 312"),
            waiting=False,
        ),
    ]
    return Words(
        congress=t("北方精工集团职工代表大会", "Northern Precision Group Employee Congress"),
        sitting=t("第三届第二次会议", "Third congress, second session"),
        occasion=t("2026年3月18日 集团总部礼堂", "18 March 2026, Headquarters Hall"),
        role=t("正式代表", "Delegate"),
        title=title,
        long_title=long_title,
        kicker=t("表决事项 第 3 号　记名投票", "Vote no. 3 · Named vote"),
        where=t("议程 4 / 9 表决", "Agenda 4 of 9: vote"),
        rule=t("需全体代表 312 人过半数，即 157 票", "Needs more than half of all 312 delegates: 157 votes"),
        full_text=t("查看全文", "Read the full text"),
        note=t(
            "关闭前可以改投，以最后一次为准", "You may change your vote until the close; the last one counts"
        ),
        recorded=t("您的表决票已投入票箱", "Your ballot is in the box"),
        receipt_use=t(
            "凭此核验码，计票公布后您可在“查验我的票”中确认这张票已被计入。",
            "With this code you can confirm, once the count is published, that your ballot was counted.",
        ),
        progress=t("投票进度", "Turnout"),
        cast=t("已投", "Cast"),
        back=t("返回会议议程", "Back to the agenda"),
        inbox=t("收件箱", "Inbox"),
        columns=[
            (t("待签收", "To receive"), cards[:1]),
            (t("研究中", "Under study"), cards[1:2]),
            (t("已批示", "Decided"), []),
            (t("落实中", "In hand"), cards[2:]),
            (t("已答复", "Answered"), []),
        ],
        sign_for=t("签收", "Receive"),
        desk=t("会务台", "Desk"),
        agenda_word=t("议程", "Agenda"),
        agenda=[
            Words(title=w, minutes=m, now=n)
            for w, m, n in ((long_title, "20′", False), (title, "15′", True), (long_title, "30′", False))
        ],
        open_vote=t("开始表决", "Open the vote"),
        question=t(
            "开始后文本、名册和规则即封存。现在开始表决？",
            "Opening seals the text, the roll and the rule. Open the vote now?",
        ),
        present_word=t("实到代表", "Present"),
        by_delegation=t("各代表团投票进度", "Turnout by delegation"),
        delegations=[
            (t("第一代表团", "Delegation 1"), 21, 22),
            (t("第二代表团", "Delegation 2"), 14, 23),
            (t("第三代表团", "Delegation 3"), 9, 21),
        ],
        two_thirds=t("三分之二 208", "two-thirds: 208"),
        share=t("三分之二", "Two-thirds"),
        verb=t("审议通过", "To deliberate and pass"),
        corner=t("议程第四项", "Agenda item 4"),
        result=t("表决结果", "Result"),
        voting=t("正在表决", "Voting"),
        name=t("姓名", "Name"),
        unit=t("所属单位", "Unit"),
        day=t("日期", "Date"),
        file=t("附件", "Attachment"),
        short=t("状态", "State"),
        hint=t("一事一案，写清要解决的问题", "One matter for each motion; say plainly what is to be solved"),
        text=t(
            "打磨车间三号线除尘设备老化，粉尘浓度多次接近限值，员工反映强烈。",
            "The dust extraction of line 3 is worn out and readings have come close to the limit more than once.",
        ),
        act=t("提交", "Submit"),
        print=t("打印", "Print"),
        nothing=t("暂无", "None yet"),
        people=[
            t("王秀兰", "Wang Xiulan"),
            t("李祎堃", "Li Yikun"),
            t("张珺", "Zhang Jun"),
            t("欧阳建国", "Ouyang Jianguo"),
        ],
        lights=[
            ("green", t("按期", "On time")),
            ("amber", t("还有 3 天", "3 days left")),
            ("red", t("逾期", "Late")),
            ("neutral", t("草稿", "Draft")),
        ],
        at=AT,
        ends=AT + timedelta(seconds=78),
        digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        counts=RESULTS["passed"],
        refusal=Refusal(
            say("您是领衔人，不能附议自己的提案"),
            say("请联系会务组"),
            t("企业民主管理规定第二十条", "art. 20"),
        ),
        findings=[
            kept(say("实到 {p} 人", p=289), (LAW,)),
            noted(say("请联系会务组")),
            broken(say("到会人数不足，本次表决不发生效力"), (LAW,), say("请监票人、计票人重新清点")),
        ],
        steps=[
            Words(label=t("提交", "Submitted"), state="done", when="3-01", note=""),
            Words(label=t("立案", "Filed"), state="done", when="3-05", note=""),
            Words(label=t("表决", "Vote"), state="current", when="", note=t("议程第四项", "Agenda item 4")),
            Words(label=t("决议", "Resolution"), state="todo", when="", note=""),
        ],
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    print(Path(sys.argv[1]).resolve())
