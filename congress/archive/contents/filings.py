"""What was filed of resolutions with the higher union and the labour authority, what they said, and the scans that prove it."""

from collections.abc import Iterable
from typing import Any

from congress.archive.contents.homes import homes
from congress.archive.contents.kept import REMEDY, ending_of, kept
from congress.archive.contents.scope import Scope, both, day, moment, who
from congress.archive.package import PROOFS, Content
from congress.committee import service as committee
from congress.committee.rules.filings import KINDS, Outcome
from congress.committee.store import Filing, FilingProof
from congress.errors import Missing
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
    scans = _proofs(scope, found)
    people = {one.person_id for one in found} | {one.person_id for one in scans}
    people |= {one.outcome_by for one in found if one.outcome_by}
    names = roster.names(scope.session, people)
    rows = [_filing(one, known.resolutions[one.resolution_id], scans, names) for one in found]
    return {"format": "congress/filings/1", "filings": rows}


def files(scope: Scope) -> dict[str, Content]:
    """The scans, each as it was handed in. Raises Missing when one is lost or was changed."""
    scans = _proofs(scope, committee.filed(scope.session, homes(scope).resolutions))
    return {file_of(one): kept(scope, one.sha256, _lost(one)) for one in scans}


def file_of(found: FilingProof) -> str:
    """proofs/7.pdf: a name that every system can unpack; the scan's own name stands in the data."""
    return f"{PROOFS}{found.id}.{ending_of(found.name)}"


def _proofs(scope: Scope, found: Iterable[Filing]) -> list[FilingProof]:
    return committee.proved(scope.session, [one.id or 0 for one in found])


def _lost(found: FilingProof) -> Missing:
    return Missing(say("备案证明文件“{name}”不在数据文件夹里，或者被改动过", name=found.name), REMEDY)


def _filing(found: Filing, sitting: int, scans: list[FilingProof], names: dict[int, str]) -> dict[str, Any]:
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
        "proofs": [_proof(one, names) for one in scans if one.filing_id == found.id],
    }


def _proof(found: FilingProof, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "file": file_of(found),
        "media_type": found.media_type,
        "size": found.size,
        "sha256": found.sha256,
        "by": who(found.person_id, names),
        "at": moment(found.at),
        "seq": found.seq,
    }
