"""Ballot papers with several lines on the pages: prepared, put, marked, counted on paper, shown, resolved."""

import re

import pytest
from hall import Hall
from sealed import Secret
from secretariat import facts
from voting import QUESTION, confirm, drafted, enter, kept, latest, opened

from congress.bylaws.engine import PaperKind
from congress.bylaws.terms import Form, Verb
from congress.polls import service as polls
from congress.polls.store import Poll
from congress.record.entries import Kind
from congress.sittings import service as sittings

NAMES = ("钱一", "孙二", "李三")
WISH = {
    **QUESTION,
    "title": "选举职工董事",
    "matter": "elect_employee_director",
    "form": "secret",
    "kind": "election",
    "lines": "钱一\n\n 孙二 \n李三",
    "seats": "2",
}
ELECTION = {"matter": "elect_employee_director", "kind": PaperKind.ELECTION, "lines": NAMES, "seats": 2}
LEADERS = {"matter": "appraisal", "kind": PaperKind.APPRAISAL, "lines": ("赵甲", "钱乙")}
ITEMS = {"matter": "collective_contract", "kind": PaperKind.ITEMS, "lines": ("工资", "工时")}
SIX = {"issued": "12", "returned": "11", "invalid": "1"}
MARKS = {**SIX, "v0_0": "1", "v0_1": "8", "v0_2": "7", "v0_3": "2"}


def item_for(hall: Hall, verb: Verb) -> int:
    by = hall.cast["olga"].person_id
    return hall.house.database.write(
        lambda s: sittings.add_item(s, sitting_id=hall.cast.sitting_id, title="选举", verb=verb, by=by).id
    )


def text_of(page: str) -> str:
    """Without markup and runs of white space."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# --- preparing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "kind"), [(Verb.ELECT, "election"), (Verb.APPRAISE, "appraisal"), (Verb.PASS, "matter")]
)
def test_the_form_offers_what_fits_the_item(hall: Hall, verb: Verb, kind: str) -> None:
    page = hall.client("olga").get(f"/agenda/{item_for(hall, verb)}/polls/new").text
    assert f'<option value="{kind}" selected>' in page
    assert ('<option value="secret" selected>' in page) is (kind != "matter")


def test_an_election_is_drafted_and_changed(hall: Hall) -> None:
    olga = hall.client("olga")
    address = olga.post(f"/agenda/{item_for(hall, Verb.ELECT)}/polls", data=WISH).headers["location"]
    found = kept(hall, int(address.rpartition("/")[2]))
    assert (found.kind, tuple(found.lines), found.seats) == (PaperKind.ELECTION, NAMES, 2)
    page = olga.get(address).text
    assert "3 名候选人选 2 名" in page
    assert [name in page for name in NAMES] == [True] * 3
    page = olga.get(f"{address}/edit").text
    assert ("钱一\n孙二\n李三</textarea>" in page, 'name="seats" type="number" value="2"' in page) == (
        True,
        True,
    )
    olga.post(address, data={**WISH, "kind": "matter"})
    found = kept(hall, found.id)
    assert (found.kind, found.lines, found.seats) == (PaperKind.MATTER, [], 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lines": ""}, "请填写这一项"),
        ({"lines": "钱一\n钱一"}, "有两行相同"),
        ({"lines": "钱" * 101}, "每行最多 100 个字"),
        ({"seats": ""}, "请填写 1 到 40 之间的整数"),
        ({"seats": "4"}, "应选名额应当在 1 和候选人数 3 之间"),
        ({"form": "hand"}, "用无记名投票"),
        ({"matter": "collective_contract"}, "这类事项不能这样投票"),
        ({"kind": "lottery"}, "请选择一项"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_typed_is_lost(
    hall: Hall, change: dict[str, str], said: str
) -> None:
    answer = hall.client("olga").post(f"/agenda/{item_for(hall, Verb.ELECT)}/polls", data={**WISH, **change})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert 'aria-invalid="true"' in answer.text
    assert f"{change.get('lines', WISH['lines'])}</textarea>" in answer.text
    assert "选举职工董事" in answer.text


def test_that_an_appraisal_by_phone_is_public_is_said_beforehand(hall: Hall) -> None:
    for paper, said in ((True, False), (False, True)):
        poll_id = drafted(hall.house.database, hall.cast, form=Form.SECRET, paper=paper, **LEADERS)
        page = hall.client("olga").get(f"/polls/{poll_id}").text
        assert ("每个人的评议票数会在票板和归档文件里公布" in page) is said


def test_the_text_to_be_downloaded_has_every_line(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast, form=Form.SECRET, **ELECTION)
    assert (
        hall.client("olga")
        .get(f"/polls/{poll_id}/text.txt")
        .text.endswith("\n\n1. 钱一\n2. 孙二\n3. 李三\n（应选 2 名）\n")
    )


# --- on the phone ------------------------------------------------------------------------------------------------


def test_a_delegate_finds_every_line_to_mark(hall: Hall) -> None:
    vote = Secret(hall.house.database, hall.cast)
    vote.register("alice")
    vote.hold_ceremony()
    vote.open(**ELECTION)
    page = hall.client("alice").get("/now").text
    boxes = re.findall(r'<input type="checkbox" name="row-0" value="(\d)" form="choice"', page)
    assert boxes == ["1", "2", "3", "0"]
    assert "最多选 2 人，可以少选" in page
    assert 'name="choice"' not in page


def test_a_longer_ballot_is_accepted_over_http(hall: Hall) -> None:
    vote = Secret(hall.house.database, hall.cast)
    vote.register("alice")
    vote.hold_ceremony()
    vote.open(matter="appraisal", kind=PaperKind.APPRAISAL, lines=tuple(f"第{n}人" for n in range(12)))
    body = vote.voters["alice"].marked(vote.election, [(0, 1, 0, 0, 0)] * 12)[0]
    assert len(body) > 40_000
    answer = hall.client("alice").post(f"/polls/{vote.poll_id}/sealed", data={"ballot": body, "follows": ""})
    assert answer.status_code == 303
    with hall.house.database.read() as session:
        assert polls.tracker_of(session, vote.poll_id, vote.person("alice")) is not None


# --- counted on paper --------------------------------------------------------------------------------------------


@pytest.fixture
def on_paper(hall: Hall) -> int:
    return opened(hall.house.database, hall.cast, form=Form.SECRET, **ELECTION)


def declared(hall: Hall, poll_id: int, numbers: dict[str, str]) -> Poll:
    assert enter(hall, poll_id, numbers).status_code == 303
    assert confirm(hall, poll_id).status_code == 303
    assert hall.client("olga").post(f"/polls/{poll_id}/closing").status_code == 303
    return kept(hall, poll_id)


def test_an_election_on_paper_is_counted_name_by_name(hall: Hall, on_paper: int) -> None:
    page = hall.client("sam").get(f"/polls/{on_paper}/count").text
    assert re.findall(r'name="(v\d_\d|issued|favour)"', page) == ["issued", "v0_1", "v0_2", "v0_3", "v0_0"]
    found = declared(hall, on_paper, MARKS)
    assert (found.votes, found.passed) == ([[1, 8, 7, 2]], True)
    [entered] = facts(hall, Kind.COUNT_ENTERED)
    assert '"votes":[[1,8,7,2]]' in entered
    page = text_of(hall.client("bob").get(f"/polls/{on_paper}").text)
    assert "钱一 8 当选 孙二 7 当选 李三 2 得票不足，未当选" in page
    assert "钱一、孙二当选" in text_of(hall.client("bob").get("/now").text)


def test_items_on_paper_are_counted_one_by_one(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast, form=Form.SECRET, **ITEMS)
    numbers = {"v0_0": "8", "v0_1": "1", "v0_2": "1", "v1_0": "3", "v1_1": "7", "v1_2": "0"}
    found = declared(hall, poll_id, {**SIX, **numbers})
    assert (found.votes, found.passed) == ([[8, 1, 1], [3, 7, 0]], True)
    assert "工资 8 1 1 通过 工时 3 7 0 未通过" in text_of(hall.client("bob").get(f"/polls/{poll_id}").text)


def test_figures_that_do_not_add_up_are_shown_again(hall: Hall, on_paper: int) -> None:
    answer = enter(hall, on_paper, {**MARKS, "v0_1": "10"})
    assert (answer.status_code, "“钱一”得 10 票，多于没有弃权的有效票 9 张" in answer.text) == (422, True)
    assert 'value="7"' in answer.text
    assert latest(hall, on_paper) is None


def test_what_a_teller_signed_is_what_is_entered(hall: Hall, on_paper: int) -> None:
    answer = enter(hall, on_paper, MARKS, v0_1="7")
    assert answer.status_code in (403, 422)
    assert latest(hall, on_paper) is None


def test_the_same_count_twice_is_one_entry_and_another_replaces_it(hall: Hall, on_paper: int) -> None:
    enter(hall, on_paper, MARKS)
    first = latest(hall, on_paper).id
    enter(hall, on_paper, MARKS)
    assert latest(hall, on_paper).id == first
    enter(hall, on_paper, {**MARKS, "v0_2": "6"})
    assert latest(hall, on_paper).id != first


# --- shown and resolved ------------------------------------------------------------------------------------------


def test_the_screen_shows_every_line(hall: Hall) -> None:
    olga = hall.client("olga")
    poll_id = opened(hall.house.database, hall.cast, form=Form.SECRET, **ELECTION)
    item = kept(hall, poll_id).item_id
    by = hall.cast["olga"].person_id
    hall.house.database.write(lambda s: sittings.take_item(s, item_id=item, by=by))
    declared(hall, poll_id, MARKS)
    page = text_of(olga.get("/projector").text)
    assert "钱一、孙二当选" in page
    assert "李三 2" in page


def test_the_resolution_of_an_election(hall: Hall, on_paper: int) -> None:
    olga = hall.client("olga")
    declared(hall, on_paper, MARKS)
    page = olga.get(f"/polls/{on_paper}/resolution").text
    assert 'value="election" checked' in page
    address = olga.post(f"/polls/{on_paper}/resolution", data={"template": "election"}).headers["location"]
    page = text_of(olga.get(address).text)
    assert "候选人 得票 结果 钱一 8 当选 孙二 7 当选" in page
    page = text_of(olga.get(address.removesuffix("/text")).text)
    assert "李三 2 得票不足，未当选" in page
