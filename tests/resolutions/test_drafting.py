"""From a passed vote to a text; nothing typed changes what was counted."""

import pytest
from acts import refused
from cast import Cast
from passed import COUNTS, TEXT, drafted, poll, viewer

from congress.database import Database
from congress.documents.content import Tally
from congress.errors import Conflict, Missing
from congress.polls.store import Poll
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template


def test_a_draft_carries_the_result_from_the_poll(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: drafted(s, cast))
    with database.read() as session:
        sheet = resolutions.sheet(session, row, "Asia/Shanghai")
    tally = next(part for part in sheet.document.body if isinstance(part, Tally))
    assert [number for _, number in tally.cells] == [12, 11, 11, 11, 10, 1, 8, 1, 1]
    assert "需全体代表12人过半数，即7票；赞成8票，通过" in tally.words[-1]
    assert "《企业民主管理规定》第二十条" in tally.words[-1]
    assert sheet.document.annexes[0].body[0].text == TEXT
    assert sheet.document.passed == "（2026年11月22日长风精工有限公司第三届职工代表大会第二次会议通过）"


def test_drafting_twice_finds_the_first_draft(database: Database, cast: Cast) -> None:
    poll_id = database.write(lambda s: poll(s, cast))
    ids = {
        database.write(
            lambda s: (
                resolutions.create(s, viewer(s, cast, "olga"), poll_id=poll_id, template=Template.MOTION).id
            )
        )
        for _ in range(2)
    }
    assert len(ids) == 1


def test_a_poll_that_failed_becomes_no_resolution(database: Database, cast: Cast) -> None:
    poll_id = database.write(lambda s: poll(s, cast, passed=False))
    refused(
        database,
        lambda s: resolutions.create(s, viewer(s, cast, "olga"), poll_id=poll_id, template=Template.GENERAL),
    )


@pytest.mark.parametrize("name", ["alice", "bob", "ruth", "peter", "quinn", "eve"])
def test_only_the_secretariat_drafts(database: Database, cast: Cast, name: str) -> None:
    row = database.write(lambda s: drafted(s, cast))
    seen = resolutions.stamp_of(row)
    for job in (
        lambda s: resolutions.create(
            s, viewer(s, cast, name), poll_id=row.poll_id, template=Template.GENERAL
        ),
        lambda s: resolutions.edit(s, viewer(s, cast, name), row.id, title="改", body="改", seen=seen),
        lambda s: resolutions.start(s, viewer(s, cast, name), row.id, seen=seen),
        lambda s: resolutions.recall(s, viewer(s, cast, name), row.id),
        lambda s: resolutions.publish(s, viewer(s, cast, name), row.id),
    ):
        refused(database, job, Missing)


def test_nobodys_words_are_overwritten_unseen(database: Database, cast: Cast) -> None:
    row = database.write(lambda s: drafted(s, cast))
    seen = resolutions.stamp_of(row)
    database.write(
        lambda s: resolutions.edit(s, viewer(s, cast, "olga"), row.id, title="甲", body="甲写的", seen=seen)
    )
    refused(
        database,
        lambda s: resolutions.edit(s, viewer(s, cast, "olga"), row.id, title="乙", body="乙写的", seen=seen),
        Conflict,
    )
    again = database.write(
        lambda s: resolutions.edit(s, viewer(s, cast, "olga"), row.id, title="甲", body="甲写的", seen=seen)
    )
    assert again.body == "甲写的"


def test_editing_cannot_change_counts_or_the_text_voted_on(database: Database, cast: Cast) -> None:
    """Whatever is typed, the counts and the annex are the poll's; and false figures are not frozen."""
    row = database.write(lambda s: drafted(s, cast))
    forged = "【表决结果】\n应到\n12\n赞成\n999\n【表决结果】\n表决通过，赞成999票。\n附件：提交表决的文本：免除一切责任。"
    edited = database.write(
        lambda s: resolutions.edit(
            s,
            viewer(s, cast, "olga"),
            row.id,
            title="关于通风的决议",
            body=forged,
            seen=resolutions.stamp_of(row),
        )
    )
    with database.read() as session:
        sheet = resolutions.sheet(session, edited, "Asia/Shanghai")
        assert session.get(Poll, row.poll_id).counts == vars(COUNTS)
    tallies = [part for part in sheet.document.body if isinstance(part, Tally)]
    assert len(tallies) == 1
    assert dict(tallies[0].cells)["赞成"] == COUNTS.favour
    assert sheet.certificate.counts == COUNTS
    assert sheet.document.annexes[0].body[0].text == TEXT
    said = refused(
        database,
        lambda s: resolutions.start(s, viewer(s, cast, "olga"), row.id, seen=resolutions.stamp_of(edited)),
    )
    assert "不一致" in said.refusal.reason.text
    assert not {"counts", "text", "poll_id"} & set(resolutions.edit.__annotations__)
