"""Resolutions with their number, what was sent to the Party committee, and what became of it; the documents as PDF and text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from congress.archive.contents.scope import Scope, both, day, just, moment
from congress.archive.package import Content
from congress.committee import rules as committee_rules
from congress.committee import service as committee
from congress.committee.service import Step
from congress.committee.store import Dispatch
from congress.documents.content import Document
from congress.documents.plain import plain
from congress.resolutions import rules
from congress.resolutions import service as resolutions
from congress.resolutions.service import Resolution, Sheet
from congress.typesetting.pdf import pdf

FILE = "resolutions.json"
FOLDER = "documents/"


@dataclass(frozen=True)
class Paper:
    """A formal document under the name of its files, and when it became what it is."""

    name: str
    document: Document
    at: datetime

    @property
    def pdf(self) -> str:
        return f"{FOLDER}{self.name}.pdf"

    @property
    def text(self) -> str:
        return f"{FOLDER}{self.name}.txt"


def data(scope: Scope) -> dict[str, Any]:
    """``resolutions.json``."""
    sheets = _sheets(scope)
    sent = _sent(scope, sheets)
    return {
        "format": "congress/resolutions/1",
        "resolutions": [_resolution(scope, one, sent.get(one.resolution.id or 0, [])) for one in sheets],
    }


def files(scope: Scope) -> dict[str, Content]:
    """Two files for each document: as it looks, and its words."""
    found: dict[str, Content] = {}
    for paper in _papers(scope):
        found[paper.pdf] = _set(paper)
        found[paper.text] = just(plain(paper.document).encode())
    return found


def _set(paper: Paper) -> Content:
    return lambda: [pdf(paper.document, paper.at)]


def _papers(scope: Scope) -> Iterator[Paper]:
    sheets = _sheets(scope)
    sent = _sent(scope, sheets)
    for one in sheets:
        yield _resolved(one)
        for dispatch in sent.get(one.resolution.id or 0, []):
            yield _letter(scope, dispatch)


def _resolved(one: Sheet) -> Paper:
    return Paper(f"resolution-{one.resolution.id}", one.document, one.resolution.changed_at)


def _letter(scope: Scope, dispatch: Dispatch) -> Paper:
    document = committee.sheet(scope.session, dispatch, scope.zone).document
    return Paper(f"dispatch-{dispatch.id}", document, dispatch.sent_at)


def _sheets(scope: Scope) -> list[Sheet]:
    found = resolutions.numbered(scope.session, scope.sitting_ids)
    return [resolutions.sheet(scope.session, one, scope.zone) for one in found]


def _sent(scope: Scope, sheets: list[Sheet]) -> dict[int, list[Dispatch]]:
    return committee.standing(scope.session, [one.resolution.id or 0 for one in sheets])


def _resolution(scope: Scope, one: Sheet, sent: list[Dispatch]) -> dict[str, Any]:
    found, paper = one.resolution, _resolved(one)
    return {
        "id": found.id,
        "sitting": found.sitting_id,
        "poll": found.poll_id,
        "number": one.number,
        "title": found.title,
        "body": found.body,
        "sha256": found.sha256,
        "stage": found.stage.value,
        "standing": both(rules.STAGES[found.stage]),
        "sealed_at": moment(found.sealed_at),
        "sealed_seq": found.sealed_seq,
        "published_at": moment(found.published_at),
        "pdf": paper.pdf,
        "text": paper.text,
        "signatures": [
            {"role": both(m.role), "name": m.name, "at": moment(m.at), "key": m.key, "seq": m.seq}
            for m in one.valid
        ],
        "dispatches": _dispatches(scope, found, sent),
    }


def _dispatches(scope: Scope, found: Resolution, sent: list[Dispatch]) -> list[dict[str, Any]]:
    steps = {j.dispatch.id: j.steps for j in committee.journeys(scope.session, found.id or 0)}
    return [_dispatch(scope, one, steps[one.id]) for one in sent]


def _dispatch(scope: Scope, found: Dispatch, steps: tuple[Step, ...]) -> dict[str, Any]:
    paper = _letter(scope, found)
    return {
        "id": found.id,
        "kind": found.kind.value,
        "number": committee.number_of(found),
        "title": found.title,
        "body": found.body,
        "request": found.request,
        "sha256": found.sha256,
        "stage": found.stage.value,
        "standing": both(committee_rules.STAGES[found.stage]),
        "sent_at": moment(found.sent_at),
        "sent_seq": found.sent_seq,
        "due_on": day(found.due_on),
        "pdf": paper.pdf,
        "text": paper.text,
        "steps": [
            {"what": both(s.label), "who": s.who, "at": moment(s.at), "body": s.body, "seq": s.seq}
            for s in steps
            if s.at
        ],
    }
