"""What the pages beside a form show is what is printed once it is sent or signed."""

from dataclasses import replace
from datetime import timedelta

import passed
import pytest
from cast import Cast
from passed import Task, viewer

from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind
from congress.database import Database
from congress.errors import Missing

ZONE = "Asia/Shanghai"
DUE = passed.today() + timedelta(days=20)
REPORT = DispatchKind.REPORT


@pytest.mark.parametrize("kind", list(DispatchKind))
def test_a_letter_is_printed_as_it_was_foreseen(database: Database, cast: Cast, kind: DispatchKind) -> None:
    found = database.write(lambda s: passed.published(s, cast))
    said = passed.letter(found, kind)
    with database.read() as session:
        olga = viewer(session, cast, "olga")
        seen = committee.foresee_letter(session, olga, said, ZONE)
    sent = database.write(lambda s: committee.send(s, viewer(s, cast, "olga"), said, due_on=DUE))
    with database.read() as session:
        printed = committee.sheet(session, sent, ZONE).document
    assert seen.refusal is None
    assert seen.document == replace(printed, number=printed.number.replace("1号", "　号"))


def test_a_letter_that_cannot_be_sent_says_why(database: Database, cast: Cast) -> None:
    found = database.write(lambda s: passed.published(s, cast))
    asking = passed.letter(found, REPORT, body="情况如下。妥否，请批示。")
    blank = passed.letter(found, REPORT, body="由【部门】落实")
    counted = passed.letter(found, REPORT, body="赞成 12 票")
    with database.read() as session:
        olga = viewer(session, cast, "olga")
        for said, why in ((asking, "不得夹带"), (blank, "还有没填的空"), (counted, "不一致")):
            seen = committee.foresee_letter(session, olga, said, ZONE)
            assert seen.refusal
            assert why in str(seen.refusal.reason)
            assert seen.document
        with pytest.raises(Missing):
            committee.foresee_letter(session, viewer(session, cast, "peter"), asking, ZONE)


@pytest.mark.parametrize("kind", [DecisionKind.INSTRUCTION, DecisionKind.REPLY])
@pytest.mark.parametrize("grants", ["yes", "no"])
def test_a_decision_is_printed_as_it_was_foreseen(
    database: Database, cast: Cast, kind: DecisionKind, grants: str
) -> None:
    asked = DispatchKind.REQUEST if kind is DecisionKind.REPLY else DispatchKind.REPORT
    found = database.write(lambda s: passed.received(s, cast, asked))
    said = passed.said(kind, "请抓紧落实，按月报告进度。", Task(cast.units["canteen"]), grants=grants)
    with database.read() as session:
        peter = viewer(session, cast, "peter")
        seen = committee.foresee_decision(session, peter, found.id, kind, said, ZONE)
    database.write(lambda s: passed.decide(s, cast, found, kind, said))
    with database.read() as session:
        made = committee.decided(session, [found.id])[0]
        printed, _ = committee.decision_document(session, made.id, ZONE)
    assert seen.refusal is None
    assert seen.document
    assert "……" in seen.document.signatures[0].name
    assert seen.document == replace(
        printed, number=printed.number.replace("1号", "　号"), signatures=seen.document.signatures
    )


def test_a_reply_has_pages_once_it_is_said_whether_it_is_granted(database: Database, cast: Cast) -> None:
    found = database.write(lambda s: passed.received(s, cast, DispatchKind.REQUEST))
    kind = DecisionKind.REPLY
    said = passed.said(kind, "按请示执行。")
    with database.read() as session:
        peter = viewer(session, cast, "peter")
        unsaid = committee.foresee_decision(session, peter, found.id, kind, said | {"grants": ""}, ZONE)
        empty = committee.foresee_decision(session, peter, found.id, kind, said | {"body": ""}, ZONE)
        assert unsaid.document is None
        assert "同意或不同意" in str(unsaid.refusal.reason)
        assert empty.document
        assert "还没有写" in str(empty.refusal.reason)
        half = said | {"unit_1": str(cast.units["canteen"]), "task_1": "", "due_1": "2027-01-01"}
        assert committee.foresee_decision(session, peter, found.id, kind, half, ZONE).refusal
        odd = said | {"unit_1": "99", "task_1": "办理", "due_1": "2027-01-01"}
        assert committee.foresee_decision(session, peter, found.id, kind, odd, ZONE).document
        with pytest.raises(Missing):
            committee.foresee_decision(session, viewer(session, cast, "olga"), found.id, kind, said, ZONE)
