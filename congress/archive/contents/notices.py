"""Notices to all employees: words, days, extensions, result; and of what employees said only what was published with its answer.

A comment that was answered to its author alone is nobody else's: there is the hash of the answer, and whether it
was an objection. Who commented is never told, and nothing of comments that have no answer but how many they are.
"""

from hashlib import sha256
from typing import Any

from congress.archive.contents.papers import Paper, files_of
from congress.archive.contents.scope import Scope, both, day, moment
from congress.archive.package import Content
from congress.documents.content import Document
from congress.publication import rules
from congress.publication import service as publication
from congress.publication.service import Notice, NoticeComment
from congress.resolutions import service as resolutions

FILE = "notices.json"


def data(scope: Scope) -> dict[str, Any]:
    """``notices.json``."""
    found = publication.kept(scope.session, scope.sitting_ids)
    return {"format": "congress/notices/1", "notices": [_notice(scope, one) for one in found]}


def files(scope: Scope) -> dict[str, Content]:
    """Two files for each: as it hung, without the code of an address that will not last."""
    return files_of(_paper(scope, one) for one in publication.kept(scope.session, scope.sitting_ids))


def _paper(scope: Scope, found: Notice) -> Paper:
    def document() -> Document:
        annex = None
        if found.resolution_id is not None:
            resolution = resolutions.load(scope.session, found.resolution_id)
            annex = resolutions.sheet(scope.session, resolution, scope.zone).document
        return publication.document(found, address="", annex=annex)

    return Paper(f"notice-{found.id}", found.changed_at, document)


def _notice(scope: Scope, found: Notice) -> dict[str, Any]:
    paper, said = _paper(scope, found), publication.said(scope.session, found)
    return {
        "id": found.id,
        "sitting": found.sitting_id,
        "number": publication.number_of(found),
        "subject": found.subject.value,
        "subject_words": both(rules.SUBJECTS[found.subject]),
        "resolution": found.resolution_id,
        "title": found.title,
        "body": found.body,
        "contact": found.contact,
        "open": found.open,
        "nameless": found.nameless,
        "sha256": found.sha256,
        "days": found.days,
        "working": found.working,
        "first": day(found.first_day),
        "last": day(found.last_day),
        "posted_at": moment(found.posted_at),
        "posted_seq": found.posted_seq,
        "extensions": [
            {"last": day(e.last_day), "until": day(e.until), "why": e.why, "at": moment(e.at), "seq": e.seq}
            for e in publication.extensions(scope.session, found)
        ],
        "comments": len(said),
        "objections": sum(one.stance is rules.Stance.OBJECTION for one in said),
        "answers": [_answer(one) for one in said if one.answered_at],
        "outcome": found.outcome.value if found.outcome else None,
        "outcome_words": both(rules.OUTCOMES[found.outcome]) if found.outcome else None,
        "note": found.note,
        "concluded_at": moment(found.concluded_at),
        "concluded_seq": found.concluded_seq,
        "pdf": paper.pdf,
        "text": paper.text,
    }


def _answer(found: NoticeComment) -> dict[str, Any]:
    """A comment that was answered; its words and the answer's only where everybody could read them."""
    return {
        "id": found.id,
        "stance": found.stance.value,
        "stance_words": both(rules.STANCES[found.stance]),
        "public": found.public,
        "comment": found.body if found.public else None,
        "answer": found.answer if found.public else None,
        "answer_sha256": sha256(found.answer.encode()).hexdigest(),
        "at": moment(found.answered_at),
        "seq": found.answered_seq,
    }
