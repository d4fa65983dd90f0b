"""Every address of the software, tried by those who have no business there."""

import pytest
from hall import Hall
from hostile.busy import addresses
from sqlalchemy import func
from sqlmodel import SQLModel, select

PUBLIC = {
    "front", "sign_in", "card", "health",
    "resolutions", "resolutions.show", "resolutions.document", "resolutions.pdf", "resolutions.word",
    "dispatches.show", "dispatches.document", "dispatches.pdf", "dispatches.word", "dispatches.steps", "dispatches.steps_pdf",
    "certificates.show", "certificates.pdf", "certificates.json", "certificates.schema",
    "notices", "notices.show", "notices.document", "notices.pdf", "notices.word", "letters",
    "suggestions", "suggestions.new", "suggestions.received", "suggestions.show",
}  # fmt: skip
HIDDEN = {
    "welcome",
    "welcome.step",
    "demo",
    "live.now",
    "seal.root",
    "seal.root_of",
    "seal.sm2_key",
    "resolutions.signature",
    "resolutions.sm2",
    "check",
    "letters.show",
    "letters.pdf",
    "letters.word",
    "dispatches.reply",  # a 报告 has none
    "dispatches.reply_pdf",
    "dispatches.reply_word",
}  # nothing is there, for anybody or for strangers
EMPLOYEES = PUBLIC | {
    "me", "me.keys", "now", "agenda", "agenda.show", "motions", "record", "live.now",
    "polls", "polls.show", "polls.text", "polls.report", "bylaws", "bylaws.force", "bylaws.show", "calendar",
    "outcomes", "outcomes.year", "outcomes.table", "outcomes.report", "outcomes.pdf", "outcomes.word",
}  # fmt: skip
OWN = {  # what an employee may send: answered by more than "there is no such page"
    "sign_in.check", "sign_out", "card.use", "preferences", "suggestions.create",
    "me.keys.register", "me.sessions.end", "notices.comment",
}  # fmt: skip
READERS = {  # pages that belong to an office, and who is at home there
    "desk": "olga", "projector": "olga", "attendance": "olga", "attendance.desk": "olga", "roster": "olga",
    "polls.turnout": "olga", "agenda.edit": "olga", "sittings.edit": "olga", "cards": "olga", "imports": "olga",
    "committee": "peter", "dispatches.deciding": "peter", "tasks": "quinn", "tasks.show": "quinn",
    "notices.new": "olga", "notices.queue": "olga", "notices.voice": "olga", "notices.ending": "olga",
    "deliveries": "olga", "deliveries.show": "olga", "receivers": "olga", "receivers.show": "olga",
    "reviews": "tina", "reviews.report": "tina", "archive": "olga", "bundles.show": "olga", "cards.printing": "olga",
    "advice.new": "frank", "circulations": "alice", "circulations.show": "alice", "circulations.pdf": "alice",
    "circulations.new": "frank", "proxies": "peter", "phrases": "frank", "committee.archived": "frank",
    "dispatches.remanding": "peter", "assignments.transferring": "peter", "filings": "olga", "filings.show": "olga", "several": "peter",
}  # fmt: skip
TOLD = {  # an employee may ask, and is told why not: only delegates move and vote, two persons sign what all can read
    "motions.create": 403, "polls.cast": 403, "resolutions.approve": 403, "motions.similar": 200,
}  # fmt: skip
FORM = {
    "title": "标题", "body": "内容", "why": "因为", "choice": "for", "presence": "arrived",
    "role": "executive_chair", "rating": "satisfied",
}  # fmt: skip
GETS, POSTS = addresses("GET"), addresses("POST")


@pytest.mark.parametrize("name", sorted(GETS))
def test_a_stranger_is_asked_to_sign_in(busy: Hall, strangers, name: str):
    answer = strangers["nobody"].get(GETS[name])
    if name in PUBLIC:
        assert answer.status_code == 200
    elif name in HIDDEN:
        assert answer.status_code == 404
    else:
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/sign-in?next={GETS[name]}"


@pytest.mark.parametrize("name", sorted(GETS))
def test_an_employee_sees_only_what_all_may_see(busy: Hall, strangers, name: str):
    answer = strangers["eve"].get(GETS[name])
    if name in {"front", "sign_in"}:
        assert answer.status_code == 303
    elif name in EMPLOYEES:
        assert answer.status_code == 200
    elif name == "motions.new":
        assert answer.status_code == 403  # an open door with a reason: only delegates may move
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize(("name", "owner"), READERS.items())
def test_those_pages_are_there_for_whom_they_are_meant(busy: Hall, name: str, owner: str):
    assert busy.client(owner).get(GETS[name]).status_code == 200


@pytest.mark.parametrize("name", sorted(POSTS.keys() - OWN))
def test_an_employee_changes_nothing(busy: Hall, strangers, name: str):
    before = everything(busy)
    for who in ("eve", "nobody"):
        answer = strangers[who].post(POSTS[name], data=FORM)
        assert answer.status_code == (TOLD.get(name, 404) if who == "eve" else 404)
    assert everything(busy) == before


@pytest.mark.parametrize("name", sorted(n for n, path in GETS.items() if "/1" in path))
def test_ids_beyond_the_database_are_not_there(busy: Hall, name: str):
    olga = busy.client("olga")
    for number in ("0", "9" * 18, "9" * 40):
        assert olga.get(GETS[name].replace("/1", f"/{number}", 1)).status_code == 404


@pytest.fixture(scope="module")
def strangers(busy: Hall):
    """Somebody from the street; an employee without any role."""
    return {"nobody": busy.client(), "eve": busy.client("eve")}


def everything(hall: Hall) -> dict[str, int]:
    """How many rows there are, the record's entries among them."""
    with hall.house.database.read() as session:
        return {
            t.name: session.exec(select(func.count()).select_from(t)).one()
            for t in SQLModel.metadata.sorted_tables
        }
