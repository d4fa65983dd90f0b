"""The committee's desk over HTTP: what each page shows, takes and refuses; and that none of it touches a resolution."""

import csv
import io

import paperwork
import passed
import pytest
from hall import Hall
from hostile.busy import addresses
from office import INSTRUCTION, canteen, decision, kept, make, words
from printed import written
from sqlmodel import select

from congress.committee import service as committee
from congress.committee.rules import DispatchStage
from congress.committee.rules.filings import FilingKind
from congress.committee.store import Circulation, Dispatch, Filing, Phrase, Proxy
from congress.polls.store import Poll
from congress.resolutions.store import Resolution

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def found(hall: Hall) -> Dispatch:
    make(hall, paperwork.join)
    return make(hall, passed.received)


def signed(hall: Hall, name: str, template: dict[str, object], **fields: str) -> dict[str, str]:
    return {**fields, **hall.cast[name].signed_form(**template, **fields)}


def site() -> str:
    return passed.SITE


# --- proposing -------------------------------------------------------------------------------------------------


def test_the_office_proposes_and_the_secretary_signs_it_with_one_press(hall: Hall, found: Dispatch) -> None:
    frank, peter = hall.client("frank"), hall.client("peter")
    page = words(frank.get(f"/dispatches/{found.id}/advice/instruction"))
    assert "拟办：批示" in page
    assert "以谁的名义" not in page
    fields = paperwork.proposal(INSTRUCTION, f"拟请办理。{EVIL}", canteen(hall))
    form = signed(hall, "frank", committee.statement_for_advice(found, INSTRUCTION, site=site()), **fields)
    for _ in range(2):
        assert frank.post(f"/dispatches/{found.id}/advice/instruction", data=form).status_code == 303
    page = peter.get(f"/dispatches/{found.id}").text
    assert "同意所拟，签发" in page
    assert "<script>alert" not in page
    assert "同意所拟，签发" not in frank.get(f"/dispatches/{found.id}").text
    assert "拟请办理" not in hall.client().get(f"/dispatches/{found.id}").text
    taken = decision(hall, found, INSTRUCTION, fields | {"proxy": ""})
    assert peter.post(f"/dispatches/{found.id}/decisions/instruction", data=taken).status_code == 303
    assert kept(hall, found).stage is DispatchStage.CARRIED_OUT


def test_who_may_not_decide_is_told_how_to_go_on(hall: Hall, found: Dispatch) -> None:
    page = words(hall.client("frank").get(f"/dispatches/{found.id}/decisions/instruction"))
    assert "批示、批复和答复由党委书记签署" in page
    assert "请先拟办" in page
    make(hall, paperwork.give)
    page = words(hall.client("frank").get(f"/dispatches/{found.id}/decisions/instruction"))
    assert "以谁的名义签署" in page
    assert "受裴振华委托" in page


def test_a_bad_proposal_comes_back_with_what_was_typed(hall: Hall, found: Dispatch) -> None:
    fields = paperwork.proposal(INSTRUCTION, "") | {"task_1": "写好的任务"}
    form = signed(hall, "frank", committee.statement_for_advice(found, INSTRUCTION, site=site()), **fields)
    answer = hall.client("frank").post(f"/dispatches/{found.id}/advice/instruction", data=form)
    assert answer.status_code == 422
    assert "写好的任务" in answer.text


def test_reading_over_is_for_somebody_else(hall: Hall, found: Dispatch) -> None:
    made = make(hall, paperwork.advise, found)
    template = committee.statement_for_review(made, site=site())
    for name, status in (("frank", 403), ("alice", 404), ("peter", 303), ("peter", 303)):
        answer = hall.client(name).post(f"/advice/{made.id}/review", data=signed(hall, name, template))
        assert answer.status_code == status
    assert "已核稿" in hall.client("peter").get(f"/dispatches/{found.id}").text


# --- authority -------------------------------------------------------------------------------------------------


def test_authority_is_given_shown_and_taken_back(hall: Hall, found: Dispatch) -> None:
    peter = hall.client("peter")
    assert "签名授权" in peter.get("/committee/proxies").text
    assert "签名授权" not in hall.client("frank").get("/committee/proxies").text
    with hall.house.database.read() as session:
        template = committee.statement_for_proxy(session, site=site())
    fields = paperwork.authority(hall.cast)
    for bad in ({"deputy": ""}, {"ends_on": "x"}):
        form = signed(hall, "peter", template, **(fields | bad))
        assert peter.post("/committee/proxies", data=form).status_code == 422
    form = signed(hall, "peter", template, **fields)
    for _ in range(2):
        assert peter.post("/committee/proxies", data=form).status_code == 303
    with hall.house.database.read() as session:
        (proxy,) = session.exec(select(Proxy)).all()
    assert "授权有效" in peter.get("/committee/proxies").text
    form = signed(hall, "peter", committee.statement_for_revocation(proxy, site=site()))
    assert peter.post(f"/committee/proxies/{proxy.id}/end", data=form).status_code == 303
    page = words(peter.get("/committee/proxies"))
    assert "授权已收回" in page
    assert "没有现行的授权" in page


# --- circulation -----------------------------------------------------------------------------------------------


def test_a_circulation_from_start_to_the_last_reader(hall: Hall, found: Dispatch) -> None:
    frank, quinn = hall.client("frank"), hall.client("quinn")
    with hall.house.database.read() as session:
        about = committee.subject(session, passed.viewer(session, hall.cast, "frank"), dispatch_id=found.id)
        template = committee.statement_for_circulation(about, site=site())
    address = f"/circulations/dispatches/{found.id}/new"
    offered = frank.get(address).text
    assert "秦朗" in offered.partition("其他任职人员")[0], "heads of departments stand first"
    assert "安丽华" in offered.partition("其他任职人员")[2]
    assert "方志强" not in offered.partition("<fieldset")[2], "nobody circulates to themselves"
    himself = signed(hall, "frank", template, **paperwork.readers(hall.cast, "frank", "quinn"))
    assert frank.post(address, data=himself).status_code == 403
    nobody = signed(hall, "frank", template, **paperwork.readers(hall.cast))
    answer = frank.post(address, data=nobody)
    assert answer.status_code == 422
    assert "请至少选择一位传阅人" in answer.text
    form = signed(hall, "frank", template, **paperwork.readers(hall.cast, "quinn", "alice"))
    for _ in range(2):
        assert frank.post(address, data=form).status_code == 303
    with hall.house.database.read() as session:
        (made,) = session.exec(select(Circulation)).all()
        line = committee.circulation(session, passed.viewer(session, hall.cast, "quinn"), made.id)
        template = committee.statement_for_reading(line, site=site())
    assert "请您阅" in quinn.get("/resolutions").text
    assert "未阅：安丽华、秦朗" in words(frank.get(f"/dispatches/{found.id}"))
    form = signed(hall, "quinn", template, body=f"好。{EVIL}")
    for _ in range(2):
        assert quinn.post(f"/circulations/{made.id}/reading", data=form).status_code == 303
    page = frank.get(f"/circulations/{made.id}").text
    assert "好。" in page
    assert "<script>alert" not in page
    assert "未阅" in words(frank.get(f"/circulations/{made.id}"))
    assert "传阅情况" not in quinn.get(f"/circulations/{made.id}").text
    assert quinn.get(f"/circulations/{made.id}/document.pdf").content.startswith(b"%PDF")


def test_the_office_reminds_and_the_reader_finds_it_on_top(hall: Hall, found: Dispatch) -> None:
    frank, quinn = hall.client("frank"), hall.client("quinn")
    fields = paperwork.readers(hall.cast, "quinn", "alice")
    made = make(hall, paperwork.circulate, fields, "frank", dispatch_id=found.id)
    listed = words(frank.get("/circulations"))
    assert "还没有阅的" in listed
    assert "秦朗" in listed
    assert "还没有阅的" not in quinn.get("/circulations").text
    address, quinns = f"/circulations/{made.id}/reminders", str(hall.cast["quinn"].person_id)
    for who in ("quinn", "olga", "eve"):
        assert hall.client(who).post(address).status_code == 404
    assert frank.post(address, data={"person": quinns}).headers["location"] == f"/circulations/{made.id}"
    for page in ("/tasks", "/resolutions"):
        assert "提醒" in words(quinn.get(page)).partition('id="to-read"')[2].partition("</section>")[0]
    assert "提醒过" in frank.get(f"/circulations/{made.id}").text
    assert 'name="person"' in frank.get(f"/circulations/{made.id}").text  # Alice may be reminded still
    for _ in range(2):
        assert frank.post(address, data={"back": "list"}).headers["location"] == "/circulations"
    assert "今天都提醒过了" in frank.get("/circulations").text
    assert 'name="person"' not in frank.get(f"/circulations/{made.id}").text
    assert "请您阅" not in hall.client("peter").get("/committee").text
    mine = paperwork.readers(hall.cast, "peter")
    make(hall, paperwork.circulate, mine, "frank", dispatch_id=found.id)
    assert "请您阅" in hall.client("peter").get("/committee").text


def test_circulations_are_not_for_strangers(hall: Hall, found: Dispatch) -> None:
    made = make(
        hall, lambda s, c: paperwork.circulate(s, c, paperwork.readers(c, "quinn"), dispatch_id=found.id)
    )
    for name in ("bob", "dan", "eve"):
        client = hall.client(name)
        assert client.get(f"/circulations/{made.id}").status_code == 404
        assert client.get(f"/circulations/{made.id}/document.pdf").status_code == 404
        assert client.get(f"/circulations/dispatches/{found.id}/new").status_code == 404
    assert hall.client("frank").get(f"/circulations/poems/{found.id}/new").status_code == 404


# --- phrases ---------------------------------------------------------------------------------------------------


def test_phrases_are_offered_changed_and_dropped(hall: Hall, found: Dispatch) -> None:
    frank = hall.client("frank")
    assert "请按程序办理，结果报党委。" in frank.get("/committee/phrases").text
    assert "同意所拟意见" in hall.client("peter").get(f"/dispatches/{found.id}/decisions/instruction").text
    for _ in range(2):
        assert frank.post("/committee/phrases").status_code == 303
    with hall.house.database.read() as session:
        rows = session.exec(select(Phrase)).all()
    assert len(rows) == 8
    new = {"kind": "instruction", "body": f"请照此办理。{EVIL}"}
    for _ in range(2):
        assert frank.post("/committee/phrases/0", data=new).status_code == 303
    assert frank.post("/committee/phrases/0", data={**new, "body": ""}).status_code == 422
    assert frank.post(f"/committee/phrases/{rows[0].id}/removal").status_code == 303
    page = hall.client("peter").get(f"/dispatches/{found.id}/decisions/instruction").text
    assert "请照此办理" in page
    assert "<script>alert" not in page
    assert rows[0].body not in page


# --- the end ---------------------------------------------------------------------------------------------------


def test_sent_back_placed_and_archived(hall: Hall, found: Dispatch) -> None:
    peter, olga = hall.client("peter"), hall.client("olga")
    template = committee.statement_for_remand(found, site=site())
    bad = signed(hall, "peter", template, proxy="", body="")
    assert peter.post(f"/dispatches/{found.id}/remand", data=bad).status_code == 422
    form = signed(hall, "peter", template, proxy="", body="请补充经费来源。")
    for _ in range(2):
        assert peter.post(f"/dispatches/{found.id}/remand", data=form).status_code == 303
    assert "还没有筹备下一次会议" in words(olga.get(f"/dispatches/{found.id}"))
    assert olga.post(f"/dispatches/{found.id}/agenda").status_code == 403
    assert "党委退回复议" in olga.get("/resolutions").text
    assert "请补充经费来源。" in hall.client().get(f"/dispatches/{found.id}").text


def test_the_sheet_has_every_step_with_its_place_in_the_record(hall: Hall) -> None:
    found = make(hall, passed.finished)
    page = words(hall.client().get(f"/dispatches/{found.id}/steps"))
    for step in ("报送党委", "党委签收", "党委批示", "后勤保障部报告完成", "党委答复办结", "裴振华"):
        assert step in page
    assert page.count("第 ") >= 7


def test_archiving_over_http(hall: Hall) -> None:
    found = make(hall, passed.finished)
    peter = hall.client("peter")
    template = committee.statement_for_archiving(found, site=site())
    answer = peter.post(f"/dispatches/{found.id}/archive", data=signed(hall, "peter", template))
    assert answer.status_code == 403
    assert "提案人还没有评价" in answer.text
    make(hall, lambda s, c: passed.rate(s, c, found, "satisfied"))
    form = signed(hall, "peter", template)
    for _ in range(2):
        assert peter.post(f"/dispatches/{found.id}/archive", data=form).status_code == 303
    assert "已归档" in peter.get(f"/dispatches/{found.id}").text
    assert found.title in words(peter.get("/committee/archive"))
    assert found.title not in words(peter.get("/committee"))


# --- filing ----------------------------------------------------------------------------------------------------


def test_filing_over_http(hall: Hall) -> None:
    row = make(hall, passed.published)
    olga = hall.client("olga")
    assert "待备案" in olga.get("/filings").text
    assert "待备案" in olga.get(f"/resolutions/{row.id}").text
    assert "待备案" not in hall.client().get(f"/resolutions/{row.id}").text
    with hall.house.database.read() as session:
        template = committee.statement_for_filing(
            committee.branch(session, row.id, FilingKind.UNION), site=site()
        )
    address = f"/resolutions/{row.id}/filings/union"
    assert (
        olga.post(address, data=signed(hall, "olga", template, **paperwork.filed(number=""))).status_code
        == 422
    )
    form = signed(hall, "olga", template, **paperwork.filed(authority=f"市总工会{EVIL}"))
    for _ in range(2):
        assert olga.post(address, data=form).status_code == 303
    page = olga.get(address).text
    assert "备〔2026〕12号" in page
    assert "<script>alert" not in page
    with hall.house.database.read() as session:
        (made,) = session.exec(select(Filing)).all()
    said = {"outcome": "cleared", "outcome_on": passed.today().isoformat(), "body": ""}
    form = signed(hall, "olga", committee.statement_for_outcome(made, site=site()), **said)
    for _ in range(2):
        assert olga.post(f"{address}/outcome", data=form).status_code == 303
    assert "已生效" in hall.client("peter").get("/filings").text
    assert hall.client("peter").post(address, data=form).status_code == 404
    assert olga.get(f"/resolutions/{row.id}/filings/moon").status_code == 404


# --- the list --------------------------------------------------------------------------------------------------


def test_the_yearly_list_as_page_table_and_report(hall: Hall) -> None:
    found = make(hall, passed.finished)
    year = passed.today().year
    bob = hall.client("bob")
    assert "后勤保障部" in words(bob.get("/outcomes"))
    answer = bob.get(f"/outcomes/{year}/table.csv")
    assert answer.text.startswith("\ufeff")
    head, line = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert dict(zip(head, line, strict=True))["承办部门"] == "后勤保障部"
    assert dict(zip(head, line, strict=True))["报送编号"] == committee.number_of(found)
    assert "决议落实情况的报告" in words(bob.get(f"/outcomes/{year}/report"))
    assert bob.get(f"/outcomes/{year}/report.pdf").content.startswith(b"%PDF")
    assert "决议落实情况的报告" in written(bob.get(f"/outcomes/{year}/report.docx").content)
    assert "这一年没有决议" in bob.get("/outcomes/1999").text


def test_a_title_is_no_formula(hall: Hall) -> None:
    row = make(hall, passed.published)

    def rename(session, _cast):
        found = session.get(Resolution, row.id)
        found.title = "=HYPERLINK(1)"
        session.add(found)

    make(hall, rename)
    answer = hall.client("bob").get(f"/outcomes/{passed.today().year}/table.csv")
    assert "'=HYPERLINK(1)" in answer.text


# --- no hand of the committee on a resolution ------------------------------------------------------------------

HANDS = (
    "dispatches.",
    "advice.",
    "circulations.",
    "proxies.",
    "phrases.",
    "assignments.",
    "several",
    "filings.",
    "tasks.",
)
SMUGGLED = {
    "title": "改", "body": "改", "text": "改", "counts": "改", "favour": "0", "against": "99", "passed": "yes",
    "sha256": "0" * 64, "why": "改", "rating": "satisfied", "choice": "for", "kind": "instruction", "which": "1",
    "outcome": "cleared", "outcome_on": "2026-11-26", "authority": "改", "number": "1", "proof": "1",
    "filed_on": "2026-11-26", "grants": "no", "proxy": "", "stage": "draft", "year": "1999", "revision": "9",
}  # fmt: skip


def test_no_address_of_the_committee_changes_text_or_counts(hall: Hall) -> None:
    found = make(hall, passed.received)
    make(hall, paperwork.fill, found)

    def whole(session, _cast):
        rows = [*session.exec(select(Resolution)), *session.exec(select(Poll))]
        return [row.model_dump() for row in rows]

    before = make(hall, whole)
    tried = {name: path for name, path in addresses("POST").items() if name.startswith(HANDS)}
    assert len(tried) >= 22
    for name in ("peter", "frank", "quinn"):
        client = hall.client(name)
        for path in tried.values():
            assert client.post(path, data=SMUGGLED).status_code < 500
    template = committee.statement_for_remand(kept(hall, found), site=site())
    form = signed(hall, "peter", template, proxy="", body="退回。") | SMUGGLED | {"body": "退回。"}
    assert hall.client("peter").post(f"/dispatches/{found.id}/remand", data=form).status_code == 303
    assert make(hall, whole) == before
