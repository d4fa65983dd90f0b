"""Suggestions: handed in by anyone, answered once by the organisers, read by all."""

import pytest
from motions.floor import Floor

from congress.errors import Conflict, Missing
from congress.motions import service as motions
from congress.motions.rules import MotionStage
from congress.record.entries import Kind
from congress.record.service import entries


def suggest(floor: Floor, body: str = "更衣柜不够用。") -> int:
    made = floor.database.write(
        lambda s: motions.suggest(
            s, sitting_id=floor.cast.sitting_id, author="邓海", unit="铸造车间", body=body
        )
    )
    return made.id or 0


def test_the_same_words_are_one_suggestion(floor: Floor) -> None:
    assert suggest(floor) == suggest(floor) != suggest(floor, "别的事")


def test_nobody_reads_it_before_it_is_answered(floor: Floor) -> None:
    made = suggest(floor)
    for viewer in (None, floor.viewer("bob"), floor.viewer("tina")):
        with pytest.raises(Missing):
            floor.read(motions.suggestion, viewer, made)
        with pytest.raises(Missing):
            floor.read(motions.suggestions, viewer, answered=False)
        assert floor.read(motions.suggestions, viewer, answered=True) == ([], 0)
    voices, total = floor.read(motions.suggestions, floor.viewer("olga"), answered=False)
    assert (total, voices[0].author) == (1, "邓海")


def test_an_answer_is_given_once_and_published(floor: Floor) -> None:
    made = suggest(floor)
    for _ in range(2):
        floor.do(motions.answer, "olga", made, "本月内增加七十组。")
    with pytest.raises(Conflict):
        floor.do(motions.answer, "olga", made, "改口了。")
    [voice], total = floor.read(motions.suggestions, None, answered=True)
    assert (total, voice.answer, voice.author, voice.unit) == (1, "本月内增加七十组。", "", "铸造车间")
    assert len(floor.read(entries, kinds=[Kind.SUGGESTION_ANSWERED])) == 1


@pytest.mark.parametrize("name", ["bob", "tina", "quinn", "peter", "eve"])
def test_only_organisers_answer(floor: Floor, name: str) -> None:
    with pytest.raises(Missing):
        floor.do(motions.answer, name, suggest(floor), "我来回答")


def test_the_lead_finds_the_suggestion_that_the_motion_became(floor: Floor) -> None:
    motion = floor.motion(MotionStage.SUGGESTION)
    page = floor.read(lambda s: motions.shown(s, floor.viewer("bob"), floor.find(motion)))
    floor.do(motions.answer, "olga", page.suggestion.id, "已列入计划。")
    assert floor.read(motions.suggestion, None, page.suggestion.id).motion_id == motion
