"""Several papers of the committee at once: each with its own statement, kept or refused by itself."""

import paperwork
import passed
from hall import Hall
from office import INSTRUCTION, canteen, kept, make, words
from sqlmodel import select

from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchStage
from congress.committee.store import Advice, Circulation, Decision, Dispatch


def two(hall: Hall) -> list[Dispatch]:
    return [
        make(hall, lambda s, c, n=n: passed.sent(s, c, found=passed.published(s, c, number=n)))
        for n in (1, 2)
    ]


def each(hall: Hall, name: str, templates: dict[int, dict[str, object]], **fields: str) -> dict[str, object]:
    """The form of several: each statement under its own id."""
    form: dict[str, object] = {"which": [str(key) for key in templates], **fields}
    for key, template in templates.items():
        made = hall.cast[name].signed_form(**template, **fields)
        form |= {f"{part}_{key}": value for part, value in made.items()}
    return form


def test_several_are_received_each_with_its_own_statement(hall: Hall) -> None:
    first, second = two(hall)
    peter = hall.client("peter")
    assert first.title in words(peter.get("/committee/several/receive"))
    templates = {d.id: committee.statement_for_receipt(d, site=passed.SITE) for d in (first, second)}
    form = each(hall, "peter", templates)
    for _ in range(2):
        assert peter.post("/committee/several/receive", data=form).status_code == 303
    assert {kept(hall, d).stage for d in (first, second)} == {DispatchStage.STUDIED}


def test_what_could_not_be_done_is_named_and_the_rest_is_done(hall: Hall) -> None:
    first, second = two(hall)
    peter = hall.client("peter")
    templates = {d.id: committee.statement_for_receipt(d, site=passed.SITE) for d in (first, second)}
    form = each(hall, "peter", templates)
    form[f"signature_{second.id}"] = form[f"signature_{first.id}"]
    answer = peter.post("/committee/several/receive", data=form)
    assert answer.status_code == 422
    page = words(answer)
    assert page.count("没有办成") == 1
    assert "签名验证没有通过" in page
    assert (kept(hall, first).stage, kept(hall, second).stage) == (DispatchStage.STUDIED, DispatchStage.SENT)


def test_several_are_assigned_and_circulated(hall: Hall) -> None:
    make(hall, paperwork.join)
    found = [make(hall, passed.receive, d) for d in two(hall)]
    peter = hall.client("peter")
    fields = passed.said(INSTRUCTION, "请抓紧落实。", canteen(hall))
    templates = {d.id: committee.statement_for_decision(d, INSTRUCTION, site=passed.SITE) for d in found}
    form = each(hall, "peter", templates, **fields)
    for _ in range(2):
        assert peter.post("/committee/several/assign", data=form).status_code == 303
    with hall.house.database.read() as session:
        assert len(session.exec(select(Decision)).all()) == 2
        peter_ = passed.viewer(session, hall.cast, "peter")
        templates = {
            d.id: committee.statement_for_circulation(
                committee.subject(session, peter_, dispatch_id=d.id), site=passed.SITE
            )
            for d in found
        }
    form = each(hall, "peter", templates, **paperwork.readers(hall.cast, "alice"))
    for _ in range(2):
        assert peter.post("/committee/several/circulate", data=form).status_code == 303
    with hall.house.database.read() as session:
        assert len(session.exec(select(Circulation)).all()) == 2


def test_proposed_answers_are_released_in_one_go_in_the_words_that_were_proposed(hall: Hall) -> None:
    make(hall, paperwork.join)
    answer = DecisionKind.ANSWER
    found = [make(hall, passed.receive, d) for d in two(hall)]
    made = [
        make(
            hall,
            lambda s, c, d=d: paperwork.advise(s, c, d, answer, paperwork.proposal(answer, f"阅{d.id}。")),
        )
        for d in found
    ]
    peter = hall.client("peter")
    assert "阅1。" in words(peter.get("/committee/several/release"))
    templates = {
        a.id: committee.statement_for_decision(d, answer, site=passed.SITE) | a.said
        for a, d in zip(made, found, strict=True)
    }
    form = each(hall, "peter", templates, proxy="")
    assert peter.post("/committee/several/release", data=form | {"body": "另一些话"}).status_code == 303
    assert peter.post("/committee/several/release", data=form).status_code == 303
    with hall.house.database.read() as session:
        assert [one.body for one in session.exec(select(Decision))] == ["阅1。", "阅2。"]
        assert {one.taken for one in session.exec(select(Advice))} == {True}


def test_each_page_offers_what_may_be_done(hall: Hall) -> None:
    make(hall, paperwork.join)
    first, second = two(hall)
    make(hall, passed.receive, first)
    make(hall, paperwork.advise, first)
    peter = hall.client("peter")
    for what, number, field in (
        ("receive", second.id, "which"),
        ("circulate", first.id, "due_on"),
        ("assign", first.id, "unit_1"),
        ("release", first.id, "proxy"),
    ):
        page = peter.get(f"/committee/several/{what}").text
        assert f'value="{number if what != "release" else 1}" data-sign-each="{{' in page
        assert f'name="{field}"' in page


def test_nothing_ticked_is_asked_for(hall: Hall) -> None:
    two(hall)
    answer = hall.client("peter").post("/committee/several/receive", data={})
    assert answer.status_code == 422
    assert "请选择一件到 50 件" in words(answer)
    assert hall.client("peter").get("/committee/several/burn").status_code == 404
