"""A resolution of the sitting before is on notice, with what employees say about it."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from congress.crypto.canonical import digest
from congress.demo.content.showing import DemoComment, DemoNotice
from congress.demo.play import Play
from congress.publication import service as publication
from congress.publication.service import Words
from congress.resolutions import service as resolutions


def plan_notice(play: Play, notice: DemoNotice, clerk: str) -> None:
    """Put up, commented on, answered."""
    play.at(play.time(notice.at), partial(_post, play, notice, clerk))
    for n, comment in enumerate(notice.comments):
        key = f"notice:{notice.key}:{n}"
        play.at(play.time(comment.at), partial(_comment, play, notice, comment, key))
        if answer := comment.answer:
            play.at(play.time(answer.at), partial(_answer, play, key, answer.body, answer.by))


def _post(play: Play, notice: DemoNotice, clerk: str, session: Session) -> None:
    viewer = play.viewer(session, clerk)
    resolution_id = play.ids[f"past:{notice.resolution}:resolution"]
    wish = replace(
        resolutions.notice_wish(session, viewer, resolution_id),
        title=notice.title,
        body=notice.body,
        contact=notice.contact,
        nameless=True,
    )
    made = publication.post(session, viewer, play.ids["sitting:past"], wish)
    play.ids[f"notice:{notice.key}"] = made.id or 0


def _comment(play: Play, notice: DemoNotice, comment: DemoComment, key: str, session: Session) -> None:
    words = Words(digest({"comment": key})[:20], comment.stance, comment.body, named=True)
    author = play.viewer(session, comment.author)
    made = publication.say_about(session, author, play.ids[f"notice:{notice.key}"], words)
    play.ids[key] = made.id or 0


def _answer(play: Play, key: str, body: str, clerk: str, session: Session) -> None:
    viewer = play.viewer(session, clerk)
    publication.answer(session, viewer, play.ids[key], words=body, public=True)
