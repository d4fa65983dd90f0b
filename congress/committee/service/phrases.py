"""Sentences that the committee often writes: offered beside the form of a decision, changed by the committee."""

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import DecisionKind
from congress.committee.store import Phrase
from congress.errors import Missing
from congress.i18n import say
from congress.roster.rules import Viewer

BODY_MOST = 500
COMMON = {
    DecisionKind.INSTRUCTION: (
        "同意所拟意见，请有关部门按期落实，结果报党委。",
        "请主办部门牵头，协办部门配合，制定方案后实施。",
        "请工会跟踪督办，向下一次职工代表大会报告落实情况。",
    ),
    DecisionKind.REPLY: (
        "请按程序办理，结果报党委。",
        "经党委会议研究，原则同意，请进一步完善方案后实施。",
        "目前条件尚不具备，待条件成熟后另行研究。",
    ),
    DecisionKind.ANSWER: (
        "予以备查。",
        "决议所列事项已经全部落实，感谢职工代表的监督。",
    ),
}
"""What a new installation begins with; from the first change on, the committee's own list is what counts.

Without 收悉 and 此复: the document says these itself (see ``rules.answering``).
"""


def phrases(session: Session, kind: DecisionKind) -> list[str]:
    """What to offer beside a decision of this kind."""
    own = store.phrases(session)
    return [one.body for one in own if one.kind is kind] if own else list(COMMON[kind])


def own_phrases(session: Session, viewer: Viewer) -> list[Phrase]:
    """The committee's own list; empty while the common ones are offered."""
    _committee(viewer)
    return store.phrases(session)


def begin_phrases(session: Session, viewer: Viewer) -> None:
    """Take the common sentences as one's own list, to change them. Twice is once."""
    _committee(viewer)
    if not store.phrases(session):
        for kind, sentences in COMMON.items():
            for sentence in sentences:
                _add(session, viewer, kind, sentence)


def keep_phrase(session: Session, viewer: Viewer, *, phrase_id: int, kind: DecisionKind, body: str) -> None:
    """Change a sentence, or add one (id 0). The same sentence stands once."""
    begin_phrases(session, viewer)
    if any(one.body == body and one.kind is kind and one.id != phrase_id for one in store.phrases(session)):
        return
    if not phrase_id:
        _add(session, viewer, kind, body)
        return
    found = _load(session, viewer, phrase_id)
    found.kind, found.body = kind, body
    found.changed_by, found.changed_at = viewer.person_id, now()
    session.add(found)


def drop_phrase(session: Session, viewer: Viewer, phrase_id: int) -> None:
    """Take a sentence off the list."""
    session.delete(_load(session, viewer, phrase_id))


def _add(session: Session, viewer: Viewer, kind: DecisionKind, body: str) -> None:
    session.add(Phrase(kind=kind, body=body, changed_by=viewer.person_id, changed_at=now()))
    session.flush()


def _load(session: Session, viewer: Viewer, phrase_id: int) -> Phrase:
    _committee(viewer)
    found = session.get(Phrase, phrase_id)
    if found is None:
        raise Missing(say("没有这条用语"))
    return found


def _committee(viewer: Viewer) -> None:
    if not viewer.is_committee:
        raise Missing(say("没有这个页面"))
