"""A department's tasks over HTTP."""

import passed
import pytest
from hall import Hall
from passed import Task
from sqlmodel import select

from congress.committee.rules import AssignmentStage, DecisionKind
from congress.committee.store import Assignment, Progress

INSTRUCTION = DecisionKind.INSTRUCTION
EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def task(hall: Hall) -> int:
    def job(session):
        found = passed.received(session, hall.cast)
        fields = passed.said(INSTRUCTION, "请落实。", Task(hall.cast.units["canteen"]))
        passed.decide(session, hall.cast, found, INSTRUCTION, fields)
        return session.exec(select(Assignment.id)).one()

    return hall.house.database.write(job)


def stage(hall: Hall, task: int) -> AssignmentStage:
    with hall.house.database.read() as session:
        return session.get(Assignment, task).stage


def notes(hall: Hall) -> list[str]:
    with hall.house.database.read() as session:
        return list(session.exec(select(Progress.body).order_by(Progress.seq)))


def test_a_department_without_tasks_is_told_so(hall: Hall) -> None:
    assert "没有交办任务" in hall.client("quinn").get("/tasks").text


def test_a_head_sees_deadlines_and_reports(hall: Hall, task: int) -> None:
    quinn = hall.client("quinn")
    listed = quinn.get("/tasks").text
    assert "制定改造方案并组织实施" in listed
    assert "还有 60 天" in listed
    assert quinn.get(f"/tasks/{task}").status_code == 200
    for _ in range(2):
        assert quinn.post(f"/tasks/{task}/reports", data={"body": "已完成设计。"}).status_code == 303
    assert stage(hall, task) is AssignmentStage.GIVEN
    for _ in range(2):
        assert (
            quinn.post(f"/tasks/{task}/reports", data={"body": "施工完成。", "done": "1"}).status_code == 303
        )
    assert stage(hall, task) is AssignmentStage.REPORTED
    assert notes(hall) == ["已完成设计。", "施工完成。"]
    page = quinn.get(f"/tasks/{task}").text
    assert "等待党委验收" in page
    assert "<textarea" not in page
    assert quinn.post(f"/tasks/{task}/reports", data={"body": "再补充。"}).status_code == 403


@pytest.mark.parametrize(("body", "complaint"), [("", "请填写这一项"), ("长" * 2001, "最多 2000 个字")])
def test_a_bad_report_comes_back(hall: Hall, task: int, body: str, complaint: str) -> None:
    answer = hall.client("quinn").post(f"/tasks/{task}/reports", data={"body": body})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert not notes(hall)


def test_hostile_words_stay_words(hall: Hall, task: int) -> None:
    quinn = hall.client("quinn")
    assert quinn.post(f"/tasks/{task}/reports", data={"body": EVIL}).status_code == 303
    page = quinn.get(f"/tasks/{task}").text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_others_have_no_tasks_here(hall: Hall, task: int) -> None:
    for name in ("bob", "dan", "alice", "olga", "peter", "eve"):
        client = hall.client(name)
        assert client.get("/tasks").status_code == 404
        assert client.get(f"/tasks/{task}").status_code == 404
        assert client.post(f"/tasks/{task}/reports", data={"body": "做完了", "done": "1"}).status_code == 404
    assert hall.client().get("/tasks").status_code == 303
    assert hall.client("quinn").get("/tasks/99").status_code == 404
    assert stage(hall, task) is AssignmentStage.GIVEN


def test_the_list_comes_as_a_fragment_when_asked(hall: Hall, task: int) -> None:
    fragment = hall.client("quinn", **{"HX-Request": "true", "HX-Request-Type": "partial"}).get("/tasks").text
    assert fragment.lstrip().startswith('<div class="stack" id="tasks"')


def test_an_english_reader_gets_english(hall: Hall, task: int) -> None:
    page = hall.client("quinn", **{"Accept-Language": "en"}).get(f"/tasks/{task}").text
    for part in ("Days left: 60", "Report progress", "Department"):
        assert part in page
