"""Every page of motions, reviews and suggestions as eyes, fingers and assistive software find it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hall import Hall
from motions.floor import Floor, text
from playwright.sync_api import BrowserContext, Page

from congress.motions import service as motions
from congress.motions.rules import MotionStage
from congress.visit import COOKIE

S = MotionStage
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [("zh.light.normal.more", 1280), ("en.dark.large.normal", 320)]
WIDE = "document.documentElement.scrollWidth - innerWidth"
SMALL = """[...document.querySelectorAll("main :is(button, input, select, textarea, summary, .button, label.pick)")]
  .filter((e) => e.checkVisibility() && e.type !== "hidden" && !e.closest("label.pick")?.contains(e.closest("input")))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.9 || box.height < 43.9).map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


def scene(hall: Hall) -> list[tuple[str | None, str]]:
    """A motion at every stage, and who looks at which page."""
    floor = Floor(hall.house.database, hall.cast)
    at = {
        stage: floor.motion(stage, text(f"关于改善{stage.value}班组夜班就餐条件的提案"))
        for stage in MotionStage
    }
    floor.do(motions.comment, "carol", at[S.FILED], "赞成，建议先试点。")
    said = floor.do(motions.comment, "ned", at[S.FILED], "不当的话")
    floor.do(motions.hide, "tina", at[S.FILED], said.id, why="涉及个人隐私")
    floor.do(motions.invite, "bob", at[S.SEEKING], [hall.cast["heidi"].person_id])
    floor.second("carol", at[S.SEEKING])
    changed = text("关于改善夜班就餐条件的提案", proposal="送餐到车间。")
    floor.do(motions.revise, "bob", at[S.SEEKING], content=changed)
    for n in range(2):
        made = floor.database.write(
            lambda s, n=n: motions.suggest(
                s, sitting_id=hall.cast.sitting_id, author="邓海", unit="车间", body=f"第{n}条建议"
            )
        )
    floor.do(motions.answer, "olga", made.id, "已列入计划。")
    return [
        *(("bob", f"/motions/{motion}") for motion in at.values()),
        ("olga", f"/motions/{at[S.FILED]}"), ("carol", f"/motions/{at[S.SEEKING]}"), ("heidi", "/motions"), ("bob", "/motions?scope=mine&category=order"),
        ("bob", f"/motions/{at[S.FILED]}/form"), ("bob", "/motions/new"), ("bob", f"/motions/{at[S.RETURNED]}/draft"),
        ("bob", f"/motions/{at[S.SEEKING]}/seconders"), ("tina", "/reviews"), ("tina", f"/reviews/{at[S.SUBMITTED]}"), ("tina", "/reviews/report"),
        (None, "/suggestions"), (None, "/suggestions/new"), (None, "/suggestions/received"), ("olga", "/suggestions?show=waiting"),
        ("olga", "/suggestions/1"), (None, f"/suggestions/{made.id}"),
    ]  # fmt: skip


def troubles(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", TAGS)
    told = [
        f"{v['id']}: {n['html'][:120]} {n['failureSummary']}" for v in found["violations"] for n in v["nodes"]
    ]
    return [*told, *page.evaluate(SMALL), *(["wider than the screen"] if page.evaluate(WIDE) > 0 else [])]


@pytest.mark.timeout(600)
def test_nothing_is_in_anyones_way(
    hall: Hall, context_for: Callable[..., BrowserContext], page_for: Callable[[BrowserContext], Page]
) -> None:
    pages, told = scene(hall), []
    for preferences, width in LOOKS:
        for name in {name for name, _ in pages}:
            context = context_for(hall.url, viewport={"width": width, "height": 5000}, bypass_csp=True)
            cookies = {"congress_preferences": preferences}
            if name:
                cookies[COOKIE] = str(hall.client(name).cookies[COOKIE])
            context.add_cookies([{"name": k, "value": v, "url": hall.url} for k, v in cookies.items()])
            page = page_for(context)
            for path in [path for who, path in pages if who == name]:
                answer = page.goto(path)
                assert answer
                assert answer.status == 200, path
                told += [f"{path} ({name}, {preferences}): {trouble}" for trouble in troubles(page)]
            context.close()
    assert not told, "\n".join(told)
