"""Motions that were handed in, with their text and what became of them. Drafts are nobody's business."""

from typing import Any

from congress.archive.contents.scope import Scope, both, moment
from congress.archive.contents.sittings import both_titles
from congress.motions import rules
from congress.motions import service as motions
from congress.motions.store import Motion
from congress.roster import service as roster

FILE = "motions.json"


def data(scope: Scope) -> dict[str, Any]:
    """``motions.json``."""
    found = [m for sitting in scope.sitting_ids for m in motions.handed_in(scope.session, sitting)]
    names = roster.names(scope.session, {motion.lead_id for motion in found})
    return {"format": "congress/motions/1", "motions": [_motion(motion, names) for motion in found]}


def _motion(motion: Motion, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": motion.id,
        "sitting": motion.sitting_id,
        "number": motion.number,
        "title": both_titles(motion.title, motion.title_en),
        "category": both(rules.CATEGORIES[motion.category]),
        "lead": {"person": motion.lead_id, "name": names[motion.lead_id]},
        "grounds": motion.grounds,
        "proposal": motion.proposal,
        "stage": motion.stage.value,
        "standing": both(rules.STAGES[motion.stage]),
        "merged_into": motion.merged_into_id,
        "submitted_at": moment(motion.submitted_at),
        "filed_at": moment(motion.filed_at),
        "result": motion.result,
    }
