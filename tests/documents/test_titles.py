import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.documents.titles import mark_breaks, mark_pieces, pieces, short_enough, title_breaks


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("关于通过《集体合同（草案）》的决议（草案）", "关于通过|《集体合同（草案）》|的|决议|（草案）"),
        ("第三届职工代表大会第二次会议", "第三届|职工代表大会|第二次|会议"),
        ("关于提高夜班津贴标准的提案", "关于提高|夜班|津贴|标准的|提案"),
        ("2026年度职工培训经费使用情况报告", "2026年度|职工|培训|经费使用|情况|报告"),
        ("关于通过〈会议议程〉的决议", "关于通过|〈会议议程〉|的|决议"),
        ("关于商请派员指导第三届会议的函", "关于商请派员指导|第三届|会议的函"),
        ("关于《集体合同》的函", "关于《集体合同》|的函"),
        ("第二次会议关于公司的函", "第二次|会议|关于公司的函"),
        ("甲《乙》函", "甲|《乙》|函"),
        ("关于", "关于"),
        ("工资、津贴与补贴", "工资、|津贴与|补贴"),
        ("", ""),
    ],
)
def test_lines_end_between_words(title, cut):
    assert "|".join(pieces(title)) == cut


@given(st.text(alphabet=st.sampled_from("关于通过《》（）()的决议草案第三届 <&\"'>abc，、工资"), max_size=40))
def test_nothing_is_lost_or_unescaped(title):
    html = title_breaks(title)
    bare = html.replace("<wbr>", "").replace('<span class="whole">', "").replace("</span>", "")
    assert unescape(bare) == title
    assert not re.search(r"<(?!wbr>|span class=\"whole\">|/span>)", html)


def test_a_name_in_brackets_stays_whole():
    assert '<span class="whole">《集体合同（草案）》</span>' in title_breaks("通过《集体合同（草案）》")


def test_a_name_within_a_long_name_stays_whole():
    title = "报送《第三届职工代表大会第二次会议关于通过〈会议议程〉的决议》"
    assert '<span class="whole">〈会议议程〉</span>' in title_breaks(title)


@pytest.mark.parametrize("name", ["《集体合同（草案）》", "《关于实施〈细则〉若干问题的意见》", "《国》"])
@pytest.mark.parametrize("longest", [4, 12, 20])
def test_about_never_ends_a_line_and_a_letter_never_stands_alone_on_the_last(name: str, longest: int) -> None:
    cut = short_enough(pieces(f"会议关于{name}的函"), longest)
    assert "".join(cut) == f"会议关于{name}的函"
    assert not [piece for piece in cut if piece.endswith("关于")]
    assert cut[-1] == "的函"
    assert "<wbr>函" not in title_breaks(f"关于{name}的函")
    assert "关于<wbr>" not in title_breaks(f"关于{name}的函")


def test_script_is_text():
    assert "<script" not in title_breaks("关于<script>alert(1)</script>《<b>》的决议")


def test_english_needs_no_marks():
    assert title_breaks("Resolution on the Collective Contract") == "Resolution on the Collective Contract"


@given(st.text(max_size=60))
def test_joined_pieces_are_the_title(title):
    assert "".join(pieces(title)) == re.sub(r"\s", " ", title)


def test_a_long_bracketed_figure_keeps_both_brackets() -> None:
    assert "".join(short_enough(pieces("《2026202620262026》"))) == "《2026202620262026》"


MARKS = (
    "朔衡重工装备集团有限公司|职工代表大会|文件",
    "朔衡重工装备集团有限公司|工会|委员会|文件",
    "中共朔衡重工装备集团有限公司|委员会|文件",
    "长风精工有限公司|职工代表大会|文件",
    "华能公司|职工代表大会|会议|纪要",
    "集团公司|工会",
    "长风精工（上海）有限公司|工会|文件",
)


@pytest.mark.parametrize("cut", MARKS)
def test_a_mark_has_the_company_s_name_in_one_piece(cut: str) -> None:
    assert "|".join(mark_pieces(cut.replace("|", ""))) == cut
    assert mark_breaks(cut.replace("|", "")) == cut.replace("|", "<wbr>")


@given(st.text(alphabet=st.sampled_from("集团有限公司《》（）职工大会<a 0"), max_size=30))
def test_a_mark_loses_nothing(mark: str) -> None:
    assert "".join(mark_pieces(mark)) == mark
    assert unescape(re.sub(r"<wbr>|<span class=\"whole\">|</span>", "", mark_breaks(mark))) == mark
