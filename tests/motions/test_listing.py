"""Finding motions: two-character words, filters, counts, pages."""

import pytest
from motions.floor import Floor, text

from congress.motions import service as motions
from congress.motions.rules import MotionCategory, MotionStage
from congress.motions.service import PAGE, Filters, Scope

S = MotionStage


def titles(floor: Floor, name: str, **filters: object) -> list[str]:
    wanted = Filters(**filters)  # type: ignore[arg-type]
    found = floor.read(motions.listing, floor.viewer(name), floor.cast.sitting_id, wanted)
    return [line.title for line in found.lines]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("食堂", {"关于食堂夜间供餐"}),
        ("津贴", {"关于高温补助"}),
        ("关于", {"关于食堂夜间供餐", "关于高温补助", "关于班车"}),
        ("夜间 东苑", set()),
        ("东苑  班车", {"关于班车"}),
        ("100%", {"关于班车"}),
        ("_", set()),
        ("%", {"关于班车"}),
        ("\\", set()),
        ("bus", {"关于班车"}),
        ("1", {"关于高温补助", "关于班车"}),
        ("' OR 1=1 --", set()),
        ("", {"关于食堂夜间供餐", "关于高温补助", "关于班车"}),
    ],
)
def test_search(floor: Floor, words: str, found: set[str]) -> None:
    floor.motion(S.DRAFT, text("关于食堂夜间供餐"))
    floor.motion(S.FILED, text("关于高温补助", grounds="炉前岗位的津贴偏低", proposal="足额发放"))  # No. 1
    floor.motion(S.DRAFT, text("关于班车", proposal="东苑方向100%覆盖，Bus No. 1"))
    assert set(titles(floor, "bob", words=words)) == found


def test_scopes_and_filters(floor: Floor) -> None:
    mine = floor.motion(S.DRAFT, text("我的草稿"))
    floor.motion(S.SEEKING, text("征集中", category="labour"), "carol")
    floor.motion(S.FILED, text("立案一"), "carol")
    floor.motion(S.FILED, text("立案二", category="labour"))
    floor.motion(S.MERGED, text("并案"), "carol")
    assert mine
    assert set(titles(floor, "bob", scope=Scope.MINE)) == {"我的草稿", "立案二"}
    assert titles(floor, "bob", scope=Scope.SEEKING) == ["征集中"]
    assert titles(floor, "bob", scope=Scope.FILED) == ["立案一", "立案二", "关于夜间供餐的提案"]
    assert set(titles(floor, "bob", category=MotionCategory.LABOUR)) == {"征集中", "立案二"}
    assert titles(floor, "bob", stage=S.MERGED) == ["并案"]
    firsts = titles(floor, "bob", delegation=floor.cast.delegations["first"])
    assert set(firsts) == {"征集中", "立案一", "并案", "关于夜间供餐的提案"}


def test_stages_are_counted_whichever_is_chosen(floor: Floor) -> None:
    for n in range(3):
        floor.motion(S.DRAFT, text(f"草稿{n}"))
    floor.motion(S.FILED, text("立案"))
    for stage in (None, S.DRAFT):
        found = floor.read(motions.listing, floor.viewer("bob"), floor.cast.sitting_id, Filters(stage=stage))
        assert found.stages == [(S.DRAFT, 3), (S.FILED, 1)]
    assert found.total == 3


def test_a_line_says_how_many_have_seconded(floor: Floor) -> None:
    motion = floor.motion(S.SEEKING)
    floor.second("carol", motion)
    floor.decline("frank", motion)
    [line] = floor.read(motions.listing, floor.viewer("alice"), floor.cast.sitting_id, Filters()).lines
    assert (line.seconds, line.needed, line.lead, line.delegation) == (1, 2, "包建国", "第二代表团")


def test_pages(floor: Floor) -> None:
    for n in range(PAGE + 1):
        floor.draft(text(f"第{n}件"))
    viewer = floor.viewer("bob")
    first = floor.read(motions.listing, viewer, floor.cast.sitting_id, Filters())
    second = floor.read(motions.listing, viewer, floor.cast.sitting_id, Filters(page=2))
    assert (len(first.lines), len(second.lines), first.pages) == (PAGE, 1, 2)
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}
