"""What was filed of resolutions with the higher union and the labour authority, and what they said."""

from typing import Any

from congress.archive.contents.homes import homes
from congress.archive.contents.scope import Scope, both, day, moment, who
from congress.committee import service as committee
from congress.committee.rules.filings import KINDS, Outcome
from congress.committee.store import Filing
from congress.i18n import say
from congress.roster import service as roster

FILE = "filings.json"
OUTCOMES = {
    Outcome.PENDING: say("尚无结果"),
    Outcome.OBJECTED: say("对方提出异议"),
    Outcome.CLEARED: say("对方没有异议"),
}


def data(scope: Scope) -> dict[str, Any]:
    """``filings.json``."""
    known = homes(scope)
    found = committee.filed(scope.session, known.resolutions)
    people = {one.person_id for one in found} | {one.outcome_by for one in found if one.outcome_by}
    names = roster.names(scope.session, people)
    rows = [_filing(one, known.resolutions[one.resolution_id], names) for one in found]
    return {"format": "congress/filings/1", "filings": rows}


def _filing(found: Filing, sitting: int, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": found.id,
        "sitting": sitting,
        "resolution": found.resolution_id,
        "kind": found.kind.value,
        "kind_words": both(KINDS[found.kind]),
        "attempt": found.attempt,
        "due_on": day(found.due_on),
        "authority": found.authority,
        "number": found.number,
        "proof": found.proof,
        "filed_on": day(found.filed_on),
        "by": who(found.person_id, names),
        "at": moment(found.at),
        "seq": found.seq,
        "outcome": found.outcome.value,
        "outcome_words": both(OUTCOMES[found.outcome]),
        "outcome_on": day(found.outcome_on),
        "outcome_body": found.outcome_body,
        "outcome_by": who(found.outcome_by, names),
        "outcome_seq": found.outcome_seq,
    }
