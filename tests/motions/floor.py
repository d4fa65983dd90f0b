"""The cast at work on motions: each verb by name, and motions taken along to any stage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cast import SITE, Cast

from congress.bylaws.terms import Verb
from congress.database import Database
from congress.motions import service as motions
from congress.motions.rules import Answer, Content, MotionStage, Outcome
from congress.motions.service import Decision
from congress.motions.store import Motion
from congress.roster import service as roster
from congress.roster.rules import Viewer

S = MotionStage
TEXT = Content("关于改善夜班就餐条件的提案", "welfare", "夜班职工吃不上热饭。", "食堂开设夜间窗口。", None)
REVIEWS = {
    S.RETURNED: Outcome.RETURN,
    S.SUGGESTION: Outcome.SUGGEST,
    S.REFUSED: Outcome.REFUSE,
    S.FILED: Outcome.FILE,
}


def text(title: str = TEXT.title, **more: Any) -> Content:
    facts = {"category": "welfare", "grounds": TEXT.grounds, "proposal": TEXT.proposal, "unit": None}
    return Content(title, **{**facts, **more})


@dataclass
class Floor:
    """A database with the cast in it."""

    database: Database
    cast: Cast

    def viewer(self, name: str) -> Viewer:
        with self.database.read() as session:
            found = roster.viewer(session, self.cast[name].person_id)
        assert found
        return found

    def do(self, act: Callable[..., Any], name: str, *args: Any, **more: Any) -> Any:
        """One verb by one person, durable."""
        viewer = self.viewer(name)
        return self.database.write(lambda session: act(session, viewer, *args, **more))

    def read(self, query: Callable[..., Any], *args: Any, **more: Any) -> Any:
        with self.database.read() as session:
            return query(session, *args, **more)

    def find(self, motion_id: int) -> Motion:
        with self.database.read() as session:
            return session.get_one(Motion, motion_id)

    def stage(self, motion_id: int) -> MotionStage:
        return self.find(motion_id).stage

    def draft(self, content: Content = TEXT, lead: str = "bob") -> int:
        return int(self.do(motions.draft, lead, sitting_id=self.cast.sitting_id, content=content).id)

    def statement(self, motion_id: int, answer: Answer = Answer.SECONDED) -> dict[str, Any]:
        return motions.statement(self.find(motion_id), answer, SITE)

    def second(self, name: str, motion_id: int) -> Any:
        signed = self.cast[name].sign(**self.statement(motion_id))
        return self.do(motions.second, name, motion_id, signed=signed, site=SITE)

    def decline(self, name: str, motion_id: int) -> Any:
        signed = self.cast[name].sign(**self.statement(motion_id, Answer.DECLINED))
        return self.do(motions.decline, name, motion_id, signed=signed, site=SITE)

    def review(self, motion_id: int, outcome: Outcome, *, by: str = "tina", into: int | None = None) -> Any:
        return self.do(motions.review, by, motion_id, Decision(outcome, "理由充分", into))

    def motion(self, stage: MotionStage, content: Content = TEXT, lead: str = "bob") -> int:
        """A motion that has come as far as this stage in the regular way."""
        made = self.draft(content, lead)
        if stage is S.DRAFT:
            return made
        self.do(motions.open_up, lead, made)
        if stage is S.SEEKING:
            return made
        for name in [n for n in ("carol", "frank", "heidi") if n != lead][:2]:
            self.second(name, made)
        if stage is S.WITHDRAWN:
            self.do(motions.withdraw, lead, made)
            return made
        self.do(motions.submit, lead, made)
        if stage is S.SUBMITTED:
            return made
        if stage is S.MERGED:
            into = self.motion(S.FILED, text("关于夜间供餐的提案"), "grace")
            self.review(made, Outcome.MERGE, into=into)
            return made
        self.review(made, REVIEWS.get(stage, Outcome.FILE))
        if stage in {S.ON_AGENDA, S.PASSED, S.FAILED}:
            self.do(motions.place, "olga", made, verb=Verb.PASS)
        if stage in {S.PASSED, S.FAILED}:
            self.database.write(lambda s: motions.settle(s, made, stage is S.PASSED, "赞成 9 票"))
        return made
