"""The counts that the motion committee reports to the congress: 收到, 立案, 并案, 转意见建议, 不予立案."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from congress.i18n import Message, say
from congress.motions.rules.stages import MotionStage

FILED = (MotionStage.FILED, MotionStage.ON_AGENDA, MotionStage.PASSED, MotionStage.FAILED)


@dataclass(frozen=True)
class Report:
    """``received`` is the sum of all others; ``returned`` are back with their leads, ``pending`` wait."""

    filed: int
    merged: int
    suggestions: int
    refused: int
    returned: int
    pending: int

    @property
    def received(self) -> int:
        """All motions handed in and not taken back."""
        return self.filed + self.merged + self.suggestions + self.refused + self.returned + self.pending

    @property
    def sentence(self) -> Message:
        """As it is read to the congress."""
        return say(
            "共收到提案 {received} 件，经审查，立案 {filed} 件，并案 {merged} 件，转意见建议 {suggestions} 件，"
            "不予立案 {refused} 件，退回修改 {returned} 件，待审查 {pending} 件。",
            received=self.received,
            filed=self.filed,
            merged=self.merged,
            suggestions=self.suggestions,
            refused=self.refused,
            returned=self.returned,
            pending=self.pending,
        )


def report(handed_in: Iterable[MotionStage]) -> Report:
    """Count the stages of all motions that were ever handed in; those taken back do not count.

    A motion sent back stays "returned" while its lead rewrites it and seeks seconders again.
    """
    stages = Counter(handed_in)
    return Report(
        filed=sum(stages[stage] for stage in FILED),
        merged=stages[MotionStage.MERGED],
        suggestions=stages[MotionStage.SUGGESTION],
        refused=stages[MotionStage.REFUSED],
        returned=stages[MotionStage.RETURNED] + stages[MotionStage.SEEKING],
        pending=stages[MotionStage.SUBMITTED],
    )
