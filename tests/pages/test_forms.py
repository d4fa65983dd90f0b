"""Forms and formal answers that people take from the pages, read back from the files by poppler."""

import re
from datetime import timedelta

import passed
import pytest
from hall import Hall
from motions.floor import Floor
from office import make
from passed import Task
from printed import text, written
from sqlmodel import Session

from congress.bylaws.profile import builtin
from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind
from congress.committee.store import Dispatch
from congress.documents.forms import Words
from congress.motions import service as motions
from congress.motions.rules import MotionStage, Outcome
from congress.motions.service import Decision
from congress.roster import service as roster
from congress.roster.rules import DelegateKind
from congress.roster.service import Occasion
from congress.sittings import service as sittings

REPLY, ANSWER = DecisionKind.REPLY, DecisionKind.ANSWER


def pdf(hall: Hall, name: str | None, address: str) -> str:
    """What a person reads in a file."""
    answer = hall.client(name).get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content == hall.client(name).get(address).content, "the same bytes"
    return text(answer.content)


# --- 批复 ----------------------------------------------------------------------------------------------------------


def replied(
    session: Session,
    cast,
    *,
    grants: str = "yes",
    number: int = 1,
    body: str = "请抓紧组织实施。\n一、资金列入预算。",
) -> Dispatch:
    """A 请示 of a published resolution with its reply."""
    found = passed.sent(
        session, cast, DispatchKind.REQUEST, found=passed.published(session, cast, number=number)
    )
    passed.receive(session, cast, found)
    fields = passed.said(REPLY, body, Task(cast.units["canteen"]), grants=grants)
    return passed.decide(session, cast, found, REPLY, fields)


def test_a_reply_is_a_formal_document_with_a_number_of_its_own(hall: Hall) -> None:
    first = make(hall, replied)
    second = make(hall, replied, grants="no", number=2)
    year = passed.today().year
    page = hall.client().get(f"/dispatches/{first.id}").text
    assert f"批复正式文本（党复〔{year}〕1号）" in page
    said = pdf(hall, None, f"/dispatches/{first.id}/replies/1/document.pdf")
    for words in (
        "中共长风精工有限公司委员会文件", f"党复〔{year}〕1号", "关于《关于通风改造的函件》的批复",
        "长风精工有限公司工会委员会：", f"你会《关于通风改造的函件》（职代会请〔{year}〕1号）收悉。经研究，同意你会所请事项。",
        "请抓紧组织实施。", "一、资金列入预算。", "由后勤保障部办理：制定改造方案并组织实施，于", "此复。", "签批：裴振华",
        hall.cast["peter"].signer.id,
    ):  # fmt: skip
        assert words in said, words
    answer = hall.client().get(f"/dispatches/{first.id}/replies/1/document.docx")
    assert f"党复〔{year}〕1号" in written(answer.content)
    assert (
        f'href="/dispatches/{first.id}/replies/1/document.docx"'
        in hall.client().get(f"/dispatches/{first.id}/replies/1").text
    )
    refused = pdf(hall, None, f"/dispatches/{second.id}/replies/1/document.pdf")
    assert f"党复〔{year}〕2号" in refused
    assert "不同意你会所请事项" in refused
    assert f"党复〔{year}〕1号" in hall.client("peter").get(f"/dispatches/{first.id}/replies/1").text


@pytest.mark.parametrize(
    "body",
    [
        "你会关于通风改造的请示收悉。经党委会议研究，同意列支。此复。",
        "你会《关于通风改造的函件》（职代会请〔{year}〕1号）收悉。经党委会议研究，同意列支。\n此复。",
        "你会请示收悉。经党委会议研究，同意列支。特此批复。",
        "经党委会议研究，同意列支。",
    ],
)
def test_a_reply_says_each_thing_once_and_ends_with_its_last_word(hall: Hall, body: str) -> None:
    """However much of the letter the committee wrote: the number of the request stands in it, 此复 after the tasks."""
    year = passed.today().year
    found = make(hall, replied, body=body.format(year=year))
    said = pdf(hall, "peter", f"/dispatches/{found.id}/replies/1/document.pdf")
    number = f"（职代会请〔{year}〕1号）收悉。经党委会议研究，同意列支。由后勤保障部办理："
    assert number in said
    assert said.count("收悉") == said.count("此复。") == said.count("同意") == 1
    assert "前办结。此复。" in said
    assert "特此" not in said


def test_what_was_never_replied_to_has_no_reply(hall: Hall) -> None:
    found = make(hall, passed.received)
    for rest in ("replies/1", "replies/1/document.pdf", "replies/1/document.docx", "replies/2"):
        assert hall.client("peter").get(f"/dispatches/{found.id}/{rest}").status_code == 404


# --- 提案表 --------------------------------------------------------------------------------------------------------


@pytest.fixture
def floor(hall: Hall) -> Floor:
    return Floor(hall.house.database, hall.cast)


def test_a_filed_motion_has_its_seconders_and_its_review_on_the_form(hall: Hall, floor: Floor) -> None:
    motion_id = floor.motion(MotionStage.FILED)
    assert f"/motions/{motion_id}/form.pdf" in hall.client("carol").get(f"/motions/{motion_id}/form").text
    said = pdf(hall, "carol", f"/motions/{motion_id}/form.pdf")
    for words in (
        "长风精工有限公司第三届职工代表大会第二次会议", "提案表", "第三届第二次第1号", "领衔人包建国", "单位铸造车间",
        "生活福利", "关于改善夜班就餐条件的提案", "夜班职工吃不上热饭。", "食堂开设夜间窗口。", "蔡秀英", "立案", "会议记录第",
    ):  # fmt: skip
        assert words in said, words
    assert (
        hall.client("dan").get(f"/motions/{motion_id}/form.pdf").status_code
        == hall.client("dan").get(f"/motions/{motion_id}/form").status_code
    )


def test_handling_answer_and_rating_stand_on_the_form_of_the_motion(hall: Hall) -> None:
    found = make(hall, passed.finished)
    make(
        hall,
        lambda s, cast: passed.rate(
            s, cast, committee.visible_to(s, None, found.id), "satisfied", body="很好。"
        ),
    )
    said = pdf(hall, "bob", "/motions/1/form.pdf")
    for words in (
        "报送党委（报告）", "党委签收", "裴振华", "请抓紧落实。", "后勤保障部报告完成", "改造完成。", "党委验收后勤",
        "改造已经完成，感谢职工代表。", "满意很好。包建国", "职代会〔",
    ):  # fmt: skip
        assert words in said, words


def test_a_motion_that_became_a_suggestion_says_so(hall: Hall, floor: Floor) -> None:
    motion_id = floor.motion(MotionStage.SUGGESTION)
    said = pdf(hall, "bob", f"/motions/{motion_id}/form.pdf")
    assert "转意见建议" in said
    assert "（尚未立案）" in said
    assert re.search(r"办理和答复时间步骤经办内容无", said), "an empty section says so"


def test_the_form_says_what_was_merged(hall: Hall, floor: Floor) -> None:
    first = floor.motion(MotionStage.FILED)
    second = floor.motion(MotionStage.SUBMITTED)
    floor.do(floor_review, "tina", second, first)
    assert "并案关于改善夜班就餐条件的提案" in pdf(hall, "tina", f"/motions/{first}/form.pdf")
    assert "并入关于改善夜班就餐条件的提案（第三届第二次第1号）" in pdf(
        hall, "tina", f"/motions/{second}/form.pdf"
    )


def floor_review(session, viewer, motion_id: int, into: int) -> None:
    motions.review(session, viewer, motion_id, Decision(Outcome.MERGE, "内容相同。", into))


# --- 代表资格审查报告 ----------------------------------------------------------------------------------------------


def test_the_credentials_report_has_shares_rules_changes_and_a_conclusion(hall: Hall) -> None:
    assert "/roster/composition/report.pdf" in hall.client("olga").get("/roster/composition").text
    said = pdf(hall, "olga", "/roster/composition/report.pdf")
    for words in (
        "长风精工有限公司第三届职工代表大会第二次会议", "代表资格审查报告", "现有职工240人，其中女职工80人", "正式代表12名，列席代表1名",
        "一线职工12100.0%", "女代表650.0%", "第一代表团666", "合计1261", "《企业民主管理规定》", "资格审查小组组长",
    ):  # fmt: skip
        assert words in said, words
    assert "职工240人，职工代表12名，应当不少于" in said
    assert "另有1项请注意，见第四部分" in said, "a rule known from memory only warns"
    assert "五、代表变动（本届第一次会议，代表为本届选出）时间姓名变动无" in said, "no sitting was before it"
    assert hall.client("bob").get("/roster/composition/report.pdf").status_code == 404


def test_changes_since_the_last_sitting_stand_in_the_credentials_report(hall: Hall) -> None:
    term_id, by = hall.cast.term_id, hall.cast["olga"].person_id

    def job(session, cast):
        sittings.close_sitting(session, sitting_id=cast.sitting_id, by=by)
        roster.end_seat(session, term_id=term_id, person_id=cast["kate"].person_id, why="调离本单位", by=by)
        when = now() + timedelta(days=90)
        sittings.plan(session, term_id=term_id, opens_at=when, place="礼堂")

    make(hall, lambda s, cast: roster.seat(
        s, term_id=term_id, person_id=cast["dan"].person_id, kind=DelegateKind.VOTING, delegation_id=None, by=by,
    ))  # fmt: skip
    make(hall, job)
    said = pdf(hall, "olga", "/roster/composition/report.pdf")
    assert "闭会）以来的代表变动" in said
    assert "柯晓岚" in said
    assert "代表资格终止：正式代表（调离本单位）" in said
    assert "邓海" not in said, "before the sitting ended"


def test_what_the_rules_forbid_is_the_conclusion(hall: Hall) -> None:
    occasion = Occasion("大会", builtin()["shanghai"], None, passed.today(), "Asia/Shanghai")
    with hall.house.database.read() as session:
        found = roster.credentials(session, hall.cast.term_id, occasion)
    said = "".join(line for part in found.parts if isinstance(part, Words) for line in part.lines)
    assert "项不符合规定，见第四部分。请在会前补选或者调整" in said
    assert "可以召开大会" not in said
