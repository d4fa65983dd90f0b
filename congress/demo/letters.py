"""Formal letters of the demo: the notice that convened the sitting, and its minutes as a draft."""

from dataclasses import replace

from sqlmodel import Session

from congress.demo.play import Play
from congress.letters import service as letters
from congress.templates.rules import fill

KNOWN = {
    "请假截止时间": "会议前一日17:00",
    "联系人": "大会秘书处",
    "联系电话": "内线6102",
}


def issue_notice(play: Play, clerk: str, session: Session) -> None:
    """Begun from its template, filled in, signed and issued by the clerk."""
    viewer = play.viewer(session, clerk)
    made = letters.begin(session, viewer, sitting_id=play.ids["sitting"], template="notice-convening")
    said = letters.written(made)
    said = replace(said, body=fill(said.body, KNOWN), copies="集团党委，集团公司行政")
    made = letters.edit(session, viewer, made.id or 0, said, seen=made.revision)
    signed = play.sign(viewer.person_id, letters.issue_statement(made, site=play.site))
    letters.issue(session, viewer, made.id or 0, seen=made.revision, site=play.site, signed=signed)


def draft_minutes(play: Play, clerk: str, session: Session) -> None:
    """What is known in the morning; results are filled in as they come."""
    viewer = play.viewer(session, clerk)
    letters.begin(session, viewer, sitting_id=play.ids["sitting"], template="minutes-sitting")
