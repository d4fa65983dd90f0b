"""A title of the longest kind from the vote to the resolution, the notice, the report and the request: never cut."""

import html
import re
from datetime import timedelta

import passed
import pytest
from hall import Hall
from office import make
from passed import viewer
from printed import text
from sqlmodel import Session, select

from congress.documents.lengths import DECIDED_MOST, QUESTION_MOST, TITLE_MOST
from congress.publication.store import Notice
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Occasion, Template, write
from congress.resolutions.rules import Signatory
from congress.resolutions.service import Resolution
from congress.roster.store import Enterprise

SUBJECT = "甲乙丙丁戊己庚辛壬癸" * 19
LONG = f"关于审议{SUBJECT}末四字的议案"


def signed(session: Session, cast: object, found: Resolution) -> Resolution:
    """Its blanks filled; signed, numbered and published."""
    olga = viewer(session, cast, "olga")
    seen = resolutions.stamp_of(found)
    row = resolutions.edit(session, olga, found.id, title=found.title, body=passed.BODY, seen=seen)
    resolutions.start(session, olga, row.id, seen=resolutions.stamp_of(row))
    passed.sign(session, cast, row, "alice", Signatory.EXECUTIVE_CHAIR)
    passed.sign(session, cast, row, "ruth", Signatory.CHIEF_TELLER)
    return resolutions.publish(session, olga, row.id)


def resolved(hall: Hall) -> Resolution:
    """A resolution of a vote with such a title, in an enterprise with the longest name."""
    assert len(LONG) == QUESTION_MOST
    make(hall, lambda s, _: setattr(s.exec(select(Enterprise)).one(), "name", "长" * 100))
    poll_id = make(hall, passed.poll, title=LONG)
    begun = hall.client("olga").post(f"/polls/{poll_id}/resolution", data={"template": "plan"})
    number = int(begun.headers["location"].split("?")[0].split("/")[2])
    return make(hall, lambda s, cast: signed(s, cast, s.get(Resolution, number)))


def typed(page: str, name: str = "title") -> str:
    return html.unescape(re.search(rf'name="{name}" type="text" value="([^"]*)"', page)[1])


def test_the_longest_question_goes_all_the_way(hall: Hall) -> None:
    found, olga = resolved(hall), hall.client("olga")
    assert found.title == f"{'长' * 100}第三届职工代表大会第二次会议关于通过《{SUBJECT}末四字》的决议"
    assert len(found.title) <= DECIDED_MOST
    assert "末四字》的决议" in text(olga.get(f"/resolutions/{found.id}/document.pdf").content)

    assert olga.post(f"/resolutions/{found.id}/notice").status_code == 303
    with hall.house.database.read() as session:
        notice = session.exec(select(Notice)).one()
    assert notice.title.endswith("末四字〉的决议》的公示")

    for kind, end in (("report", "的决议》的报告"), ("request", "的决议》有关事项的请示")):
        form = olga.get(f"/resolutions/{found.id}/dispatch?kind={kind}").text
        assert typed(form).endswith(f"末四字〉{end}")
        sent = {
            "kind": kind,
            "title": typed(form),
            "body": "情况如下。",
            "due_on": (passed.today() + timedelta(days=30)).isoformat(),
            "request": "恳请批准" if kind == "request" else "",
            "signer": "安丽华",
        }
        answer = olga.post(f"/resolutions/{found.id}/dispatch", data=sent)
        assert answer.status_code == 303, answer.text
        address = answer.headers["location"].split("?")[0]
        assert end in text(olga.get(f"{address}/document.pdf").content)


@pytest.mark.parametrize("template", Template)
def test_every_template_has_room_for_the_longest_question(template: Template) -> None:
    occasion = Occasion("长" * 100, 99, 99, "题" * QUESTION_MOST)
    assert len(write(template, occasion)[0]) <= DECIDED_MOST
    assert DECIDED_MOST + len("关于落实《》有关事项的请示") <= TITLE_MOST


def test_words_that_make_a_title_too_long_are_shown_and_refused_not_cut(hall: Hall) -> None:
    olga = hall.client("olga")
    original = olga.get("/templates/resolution-plan").text
    body = html.unescape(re.search(r'name="body"[^>]*>([^<]*)</textarea>', original)[1])
    wordy = f"{'【事项】' * 20}的决议"
    said = {"title": wordy, "body": body, "seen": "0"}
    assert olga.post("/templates/resolution-plan", data=said).status_code == 303
    poll_id = make(hall, passed.poll, title=LONG)
    begun = olga.post(f"/polls/{poll_id}/resolution", data={"template": "plan"})
    page = olga.get(begun.headers["location"]).text
    length = len(typed(page))
    assert length > DECIDED_MOST
    complaint = f"标题最多 {DECIDED_MOST} 个字，现有 {length} 个；请删减"
    assert complaint in page
    number = int(begun.headers["location"].split("?")[0].split("/")[2])
    refused = make(hall, lambda s, _: s.get(Resolution, number))
    again = olga.post(f"/resolutions/{number}/signing", data={"seen": resolutions.stamp_of(refused)})
    assert again.status_code == 403
