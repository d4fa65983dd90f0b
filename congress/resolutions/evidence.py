"""The evidence of a vote's certificate, and its twin for machines. Pure.

The twin is canonical JSON (RFC 8785's subset, ``crypto.canonical``) of what was sealed at the opening, what was
counted, and where the record says so; ``docs/schemas/vote-certificate-1.schema.json`` describes it. It has nothing
in it that changes afterwards, no name of a person who voted, and no word that a later version might say otherwise:
its bytes and their SHA-256 are the same for ever.
"""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

from congress.bylaws.profile import matter_to_json
from congress.bylaws.terms import firmest
from congress.crypto.canonical import canonical, digest
from congress.polls.rules import Way
from congress.resolutions.certificates import Certificate

FORMAT: Final = "congress/vote-certificate/1"


@dataclass(frozen=True)
class Place:
    """An entry of the record: its number, its time (RFC 3339), its leaf hash (RFC 9162, hex)."""

    seq: int
    at: str
    leaf: str


@dataclass(frozen=True)
class Root:
    """The signed head that was the record's when the result was declared, and the closing entry's path to its root.

    ``key`` is the id of the record's key; ``signature`` is Ed25519 over ``record.entries.head_statement``, hex.
    """

    size: int
    root: str
    at: str
    key: str
    signature: str
    path: list[str]


@dataclass(frozen=True)
class Evidence:
    """``way``: hand, named, secret (by phone) or paper. ``archive``: SHA-256 of the ballot archive (.bel) of a secret vote by phone, else empty."""

    site: str
    term: int
    sitting: int
    way: Way
    opened: Place
    closed: Place
    head: Root
    archive: str


@dataclass(frozen=True)
class Proven:
    """A certificate with the evidence that it is so."""

    certificate: Certificate
    evidence: Evidence

    @cached_property
    def twin(self) -> dict[str, Any]:
        """The same facts for machines."""
        return twin(self.certificate, self.evidence)

    @property
    def content(self) -> bytes:
        """The bytes of the twin: who hashes them gets :attr:`sha256`."""
        return canonical(self.twin)

    @cached_property
    def sha256(self) -> str:
        """What the certificate is known by, lower-case hex."""
        return digest(self.twin)


def twin(known: Certificate, evidence: Evidence) -> dict[str, Any]:
    """Certificate and evidence as one JSON value."""
    decision, paper = known.decision, known.paper
    return {
        "format": FORMAT,
        "site": evidence.site,
        "sitting": {"term": evidence.term, "number": evidence.sitting},
        "poll": known.poll,
        "number": known.number,
        "title": known.title,
        "text_sha256": known.text_sha256,
        "way": evidence.way.value,
        "ballot_paper": {"kind": paper.kind.value, "lines": list(paper.lines), "seats": paper.seats},
        "rule": matter_to_json(known.matter),
        "article": article(known),
        "quorum": {
            "needed": known.quorum,
            "expected": known.counts.expected,
            "present": known.counts.present,
        },
        "counts": known.figures,
        "votes": [list(row) for row in known.votes],
        "needed": decision.needed,
        "outcome": decision.outcome.value,
        "passed": decision.passed,
        "results": [
            {"name": line.name, "votes": list(line.votes), "standing": line.standing.value}
            for line in decision.lines
        ],
        "opened": asdict(evidence.opened),
        "closed": asdict(evidence.closed),
        "head": asdict(evidence.head),
        "archive": {"name": f"poll-{known.poll}.bel", "sha256": evidence.archive}
        if evidence.archive
        else None,
    }


def article(known: Certificate) -> dict[str, str] | None:
    """The article that the threshold rests on."""
    found = firmest(known.matter.threshold_sources)
    return {"law": found.text, "law_en": found.en, "article": found.article} if found else None
