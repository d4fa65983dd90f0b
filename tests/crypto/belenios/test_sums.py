"""Whatever is voted, the archive says its plain sum: of decisions, of elections of k from n, and of appraisals."""

import json

import pytest
from crypto.belenios.secretvote import MOTION, SecretVote, faults
from hypothesis import given, settings
from hypothesis import strategies as st

from congress.crypto.belenios.archive import read_archive
from congress.crypto.belenios.ballot import fits
from congress.crypto.belenios.election import Question

BOARD = Question("选举职工董事", ("甲", "乙", "丙"), 1, 2, blank=True)
GRADES = Question("评议", ("优秀", "称职", "基本称职", "不称职"), 1, 1)
ASKED = (MOTION, BOARD, GRADES)
VOTERS = 4
Marks = tuple[tuple[int, ...], ...]
Cast = tuple[int, Marks]


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote(questions=ASKED, voters=VOTERS)


def marks_of(question: Question) -> st.SearchStrategy[tuple[int, ...]]:
    """All that may be marked."""
    every = [tuple(number >> n & 1 for n in range(question.columns)) for number in range(2**question.columns)]
    return st.sampled_from([marks for marks in every if fits(question, marks)])


filled = st.tuples(*map(marks_of, ASKED))
thrown = st.lists(st.tuples(st.integers(0, VOTERS - 1), filled), max_size=5)


def plain_sum(last: dict[int, Marks]) -> list[list[int]]:
    """Added up in the open."""
    return [
        [sum(marks[q][column] for marks in last.values()) for column in range(question.columns)]
        for q, question in enumerate(ASKED)
    ]


def counted(vote: SecretVote, cast: list[Cast]) -> list[list[int]]:
    """What the archive of these ballots says, after everything in it was checked."""
    whole = vote.archive([vote.ballot(voter, *marks) for voter, marks in cast])
    assert faults(whole) == set()
    numbers: list[list[int]] = json.loads(read_archive(whole).result or "")["result"]
    return numbers


def test_the_questions_have_all_kinds_of_answers() -> None:
    assert [len(question.answers) for question in ASKED] == [3, 3, 4]
    assert fits(BOARD, (1, 0, 0, 0))
    assert fits(BOARD, (0, 1, 0, 1))


@settings(max_examples=20, deadline=None)
@given(cast=thrown)
def test_any_votes_count_to_their_plain_sum(vote: SecretVote, cast: list[Cast]) -> None:
    assert counted(vote, cast) == plain_sum(dict(cast))


@settings(max_examples=12, deadline=None)
@given(earlier=thrown, data=st.data())
def test_neither_order_nor_earlier_votes_matter(
    vote: SecretVote, earlier: list[Cast], data: st.DataObject
) -> None:
    last = {voter: data.draw(filled) for voter, _ in earlier}
    order = data.draw(st.permutations(sorted(last.items())))
    assert counted(vote, [*earlier, *order]) == plain_sum(last)
