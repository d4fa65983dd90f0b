"""The Party committee's desk: authority that was handed over, formal replies, proposals that were decided, circulations."""

from typing import Any

from congress.archive.contents.homes import Homes, homes
from congress.archive.contents.papers import Paper, files_of
from congress.archive.contents.scope import Scope, both, day, moment, who
from congress.archive.package import Content
from congress.committee import service as committee
from congress.committee.rules.proxies import POWERS, Power
from congress.committee.store import Advice, Circulation, Decision, Proxy, Reading, ReadingReminder
from congress.documents.content import Document
from congress.roster import service as roster

FILE = "committee.json"


def data(scope: Scope) -> dict[str, Any]:
    """``committee.json``. Every authority is in it: without it a decision under it could not be judged."""
    known = homes(scope)
    names = roster.names(scope.session)
    decided = {one.id: one for one in committee.decided(scope.session, known.dispatches)}
    proposed = committee.proposed(scope.session, known.dispatches)
    circulated = committee.circulated(scope.session, known.resolutions)
    read = [one.id or 0 for _, asked in circulated for one in asked]
    reminded = committee.reminders(scope.session, read)
    return {
        "format": "congress/committee/1",
        "authorities": [_authority(one, names) for one in committee.authorities(scope.session)],
        "replies": [_reply(scope, known, one) for one in committee.replied(scope.session, known.dispatches)],
        "proposals": [_proposal(known, one, decided.get(one.decision_id), names) for one in proposed],
        "circulations": [_circulation(known, one, asked, reminded, names) for one, asked in circulated],
    }


def files(scope: Scope) -> dict[str, Content]:
    """Two files for each reply."""
    known = homes(scope)
    return files_of(_paper(scope, known, one) for one in committee.replied(scope.session, known.dispatches))


def _paper(scope: Scope, known: Homes, found: Decision) -> Paper:
    dispatch = next(one for one in known.sent if one.id == found.dispatch_id)

    def document() -> Document:
        return committee.reply_document(scope.session, dispatch, found, scope.zone)

    return Paper(f"reply-{found.id}", found.at, document)


def _authority(found: Proxy, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": found.id,
        "grantor": who(found.grantor_id, names),
        "deputy": who(found.deputy_id, names),
        "powers": found.kinds,
        "powers_words": [both(POWERS[Power(kind)]) for kind in found.kinds],
        "matter": found.matter,
        "begins_on": day(found.begins_on),
        "ends_on": day(found.ends_on),
        "key": found.key,
        "given_at": moment(found.given_at),
        "seq": found.seq,
        "revoked_at": moment(found.revoked_at),
        "revoked_by": who(found.revoked_by, names),
        "revoked_seq": found.revoked_seq,
    }


def _reply(scope: Scope, known: Homes, found: Decision) -> dict[str, Any]:
    paper = _paper(scope, known, found)
    return {
        "id": found.id,
        "sitting": known.dispatches[found.dispatch_id],
        "dispatch": found.dispatch_id,
        "number": committee.reply_number(scope.session, found, scope.zone),
        "round": found.round,
        "grants": found.grants,
        "body": found.body,
        "at": moment(found.at),
        "seq": found.seq,
        "pdf": paper.pdf,
        "text": paper.text,
    }


def _proposal(known: Homes, found: Advice, decided: Decision | None, names: dict[int, str]) -> dict[str, Any]:
    """Who proposed and read over what, and when; the words once they are decided: until then they are a draft."""
    return {
        "id": found.id,
        "sitting": known.dispatches[found.dispatch_id],
        "dispatch": found.dispatch_id,
        "round": found.round,
        "kind": found.kind.value,
        "kind_words": both(committee.PROPOSED[found.kind]),
        "by": who(found.person_id, names),
        "at": moment(found.at),
        "seq": found.seq,
        "said": found.said if decided else None,
        "reviewed_by": who(found.reviewed_by, names),
        "reviewed_at": moment(found.reviewed_at),
        "reviewed_seq": found.reviewed_seq,
        "decided_seq": decided.seq if decided else None,
        "taken": found.taken,
    }


def _circulation(
    known: Homes,
    found: Circulation,
    asked: list[Reading],
    reminded: list[ReadingReminder],
    names: dict[int, str],
) -> dict[str, Any]:
    return {
        "id": found.id,
        "sitting": known.resolutions[found.resolution_id],
        "resolution": found.resolution_id,
        "dispatch": found.dispatch_id,
        "note": found.note,
        "due_on": day(found.due_on),
        "by": who(found.started_by, names),
        "at": moment(found.at),
        "seq": found.seq,
        "readers": [
            {
                "person": one.person_id,
                "name": names.get(one.person_id, ""),
                "read_at": moment(one.read_at),
                "remark": one.remark,
                "seq": one.seq,
            }
            for one in asked
        ],
        "reminders": _reminders(asked, reminded, names),
    }


def _reminders(
    asked: list[Reading], reminded: list[ReadingReminder], names: dict[int, str]
) -> list[dict[str, Any]]:
    """Each with those whom it reminded, in the order in which they were asked to read."""
    readers = {one.id: one.person_id for one in asked}
    rows: dict[int, dict[str, Any]] = {}
    for one in reminded:
        if one.reading_id in readers:
            row = rows.setdefault(one.seq, _reminder(one, names))
            row["readers"].append(who(readers[one.reading_id], names))
    return list(rows.values())


def _reminder(found: ReadingReminder, names: dict[int, str]) -> dict[str, Any]:
    return {
        "day": day(found.day),
        "by": who(found.person_id, names),
        "at": moment(found.at),
        "seq": found.seq,
        "readers": [],
    }
