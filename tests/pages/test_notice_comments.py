"""What is said of a notice, over HTTP: with a name or without, answered, bounded, and in whose sight."""

import passed
import pytest
import shown
from hall import Hall
from office import make
from shown import form, said

from congress.publication import service as publication
from congress.publication.rules import comments


def test_a_comment_counts_once_and_its_answer_is_found(hall: Hall) -> None:
    make(hall, shown.posted)
    dan, olga, sent = hall.client("dan"), hall.client("olga"), form()
    for _ in range(3):
        assert dan.post("/notices/1/comments", data=sent).headers["location"] == "/notices/1"
    assert len(said(hall)) == 1
    assert "待答复" in dan.get("/notices/1").text
    assert sent["body"] not in hall.client("eve").get("/notices/1").text
    queue = olga.get("/notices/comments").text
    assert "邓海" in queue
    assert "还有 30 天" in queue
    for _ in range(2):
        answer = olga.post("/notices/comments/1/answer", data={"answer": "会公开述职。", "public": "no"})
        assert answer.status_code == 303
    assert "会公开述职。" in dan.get("/notices/1").text
    assert "会公开述职。" not in hall.client("eve").get("/notices/1").text
    changed = olga.post("/notices/comments/1/answer", data={"answer": "改口。", "public": "no"})
    assert changed.status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("body", "短", "至少 5 个字"),
        ("body", "长" * (comments.BODY_MOST + 1), f"最多 {comments.BODY_MOST} 个字"),
        ("stance", "", "请选择一项"),
    ],
)
def test_what_cannot_be_taken_comes_back(hall: Hall, field: str, value: str, complaint: str) -> None:
    make(hall, shown.posted)
    sent = form(**{field: value})
    for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}):
        answer = hall.client("dan", **headers).post("/notices/1/comments", data=sent)
        assert answer.status_code == 422
        assert complaint in answer.text
        assert sent["code"] in answer.text
        assert ("<html" in answer.text) is not headers
        assert sent["body"] in answer.text
    assert said(hall) == []


def test_one_person_cannot_flood_it(hall: Hall) -> None:
    make(hall, shown.posted)
    dan = hall.client("dan")
    codes_ = [
        dan.post("/notices/1/comments", data=form(f"第{n}条意见，请答复。")).status_code for n in range(5)
    ]
    assert codes_ == [303, 303, 303, 429, 429]
    assert len(said(hall)) == 3


def test_without_a_name_only_the_code_leads_to_the_answer(hall: Hall) -> None:
    make(hall, shown.posted, nameless=True)
    dan, sent = hall.client("dan"), form(named="no")
    where = dan.post("/notices/1/comments", data=sent).headers["location"]
    assert where == f"/notices/1/comments/{sent['code']}"
    olga = hall.client("olga")
    assert "邓海" not in olga.get("/notices/comments").text
    assert "匿名" in olga.get("/notices/comments/1").text
    olga.post("/notices/comments/1/answer", data={"answer": "会查。", "public": "no"})
    assert "会查。" in dan.get(where).text
    assert sent["body"] not in dan.get("/notices/1").text
    assert (
        dan.post("/notices/1/search", data={"code": f" {sent['code'].upper()} "}).headers["location"] == where
    )
    assert dan.post("/notices/1/search", data={"code": "0" * 20}).status_code == 404


def test_a_phone_is_given_the_part_of_the_page(hall: Hall) -> None:
    make(hall, shown.posted, nameless=True)
    dan = hall.client("dan", **{"HX-Request": "true", "HX-Request-Type": "partial"})
    sent = form()
    answer = dan.post("/notices/1/comments", data=sent)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<section")
    assert "已收到您的意见" in answer.text
    assert sent["code"] not in answer.text, "the next form is another one"
    nameless = form("再说一条匿名的。", named="no")
    answer = dan.post("/notices/1/comments", data=nameless)
    assert f"/notices/1/comments/{nameless['code']}" in answer.text


def test_pages_of_the_queue_and_nonsense(hall: Hall) -> None:
    make(hall, shown.posted, nameless=True)
    for n in range(21):
        hall.house.database.write(
            lambda s, n=n: publication.say_about(
                s, passed.viewer(s, hall.cast, "dan"), 1, shown.words(f"第{n}条匿名意见。", named=False)
            )
        )
    olga = hall.client("olga")
    assert "page=2" in olga.get("/notices/comments").text
    assert "第20条" in olga.get("/notices/comments?page=2").text
    for page in ("0", "-1", "x", "9" * 30):
        assert olga.get("/notices/comments", params={"page": page}).status_code == 200
