"""Which motions are alike: made-up titles of the same matter in other words must find each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.motions.similar import LONGEST, grams, most_similar

PAIRS = [
    (
        "关于改善夜班职工就餐条件的提案：夜里食堂关门，只能吃方便面",
        "关于食堂增设夜间窗口的建议：夜班吃不上热饭",
    ),
    (
        "关于提高高温津贴标准的提案：铸造车间夏天温度超过四十度",
        "关于足额发放高温津贴的提案：炉前岗位高温补贴偏低",
    ),
    ("关于优化通勤班车线路的提案：东苑小区没有班车", "关于增开东苑方向通勤班车的提案"),
    ("关于改造焊接车间除尘设备的提案：烟尘浓度高", "关于为焊工配备除尘面罩、治理焊接烟尘的提案"),
    ("关于增设女职工更衣柜的提案：两人合用一组柜子", "关于解决女更衣室柜子不够用的建议"),
    ("关于老旧宿舍供电线路改造的提案：经常跳闸", "关于宿舍用电安全的提案：电线老化，冬天跳闸"),
    ("关于完善师带徒制度、提高带徒津贴的提案", "关于提高师傅带徒弟补贴的提案"),
    ("关于电动自行车停放充电的提案：车棚不足", "关于在厂区修建电动车充电车棚的提案"),
    ("关于定期组织职业健康检查的提案：涂装岗位接触苯系物", "关于扩大涂装职工体检项目的提案"),
]
TEXTS = dict(enumerate(text for pair in PAIRS for text in pair))


@pytest.mark.parametrize("key", TEXTS)
def test_the_other_words_for_a_matter_come_first(key: int) -> None:
    others = {k: text for k, text in TEXTS.items() if k != key}
    assert most_similar(TEXTS[key], others)[0] == key ^ 1


def test_common_words_count_for_little() -> None:
    others = {1: "关于进一步加强和改进有关工作的提案", 2: "叉车", 3: "关于进一步加强有关学习的提案"}
    assert most_similar("关于进一步加强叉车有关管理的提案", others, most=1) == [2]


def test_nothing_in_common_is_left_out() -> None:
    assert most_similar("食堂", {1: "forklift", 2: ""}) == []
    assert most_similar("", {1: "食堂"}) == []
    assert most_similar("食堂", {}) == []


def test_english_is_compared_without_regard_to_case() -> None:
    assert most_similar("Night MEALS", {1: "hot meals at night", 2: "parking lot"})[0] == 1


@given(st.dictionaries(st.integers(1, 99), st.text(max_size=40), max_size=8), st.text(max_size=40))
def test_any_text_can_be_compared(others: dict[int, str], text: str) -> None:
    found = most_similar(text, others)
    assert len(found) == len(set(found)) <= 3
    assert set(found) <= set(others)
    assert most_similar(text, dict(reversed(others.items()))) == found


@given(st.text("食堂班车津贴ab", min_size=1, max_size=30))
def test_a_text_is_most_like_itself(text: str) -> None:
    others = {1: "食班", 2: text, 3: "堂车津", 4: "贴ab"}
    assert grams(others[most_similar(text, others)[0]]) == grams(text)


def test_a_long_text_is_read_only_so_far() -> None:
    assert sum(grams("夜" * 10_000).values()) == 3 * LONGEST - 3
