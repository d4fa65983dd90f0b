"""Resolutions with their number, what was sent to the Party committee, and what became of it; the documents as PDF and text."""

from collections.abc import Iterator
from typing import Any

from congress.archive.contents.papers import Paper, files_of
from congress.archive.contents.scope import Scope, both, day, moment
from congress.archive.package import Content
from congress.committee import rules as committee_rules
from congress.committee import service as committee
from congress.committee.service import Step
from congress.committee.store import Dispatch
from congress.documents.content import Document
from congress.i18n import Message
from congress.resolutions import rules
from congress.resolutions import service as resolutions
from congress.resolutions.service import Resolution, Sheet

FILE = "resolutions.json"


def data(scope: Scope) -> dict[str, Any]:
    """``resolutions.json``."""
    sheets = _sheets(scope)
    sent = _sent(scope, sheets)
    return {
        "format": "congress/resolutions/1",
        "resolutions": [_resolution(scope, one, sent.get(one.resolution.id or 0, [])) for one in sheets],
    }


def files(scope: Scope) -> dict[str, Content]:
    """Two files for each document."""
    return files_of(_papers(scope))


def _papers(scope: Scope) -> Iterator[Paper]:
    sheets = _sheets(scope)
    sent = _sent(scope, sheets)
    for one in sheets:
        yield _resolved(one)
        for dispatch in sent.get(one.resolution.id or 0, []):
            yield _letter(scope, dispatch)


def _resolved(one: Sheet) -> Paper:
    return Paper(f"resolution-{one.resolution.id}", one.resolution.changed_at, lambda: one.document)


def _letter(scope: Scope, found: Dispatch) -> Paper:
    def document() -> Document:
        return committee.sheet(scope.session, found, scope.zone).document

    return Paper(f"dispatch-{found.id}", found.sent_at, document)


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
        "signer": found.signer,
        "sha256": found.sha256,
        "stage": found.stage.value,
        "standing": both(committee_rules.STAGES[found.stage]),
        "sent_at": moment(found.sent_at),
        "sent_seq": found.sent_seq,
        "due_on": day(found.due_on),
        "pdf": paper.pdf,
        "text": paper.text,
        "steps": [
            {"what": both(s.label), "who": _signer(s.who), "at": moment(s.at), "body": s.body, "seq": s.seq}
            for s in steps
            if s.at
        ],
    }


def _signer(who: Message | str) -> dict[str, str] | str:
    """A name; under authority also in whose name, in both languages."""
    return who if isinstance(who, str) else both(who)
