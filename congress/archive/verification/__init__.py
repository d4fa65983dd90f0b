"""Checking an exported record with nothing but the export. Pure: bytes in, findings out.

Order: files, both lists of digests, shapes, chain, heads, keys and signatures, votes, boxes, resolutions, seals, what is attached to
sealed files, letters, notices, decisions, data, certificates. Each part is a generator of :class:`Check`, so that the command
line can show progress.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from congress.archive.package import RECORD, Package
from congress.archive.verification.attached import check_attached
from congress.archive.verification.ballots import Judge, judge
from congress.archive.verification.boxes import check_boxes
from congress.archive.verification.certificates import check_certificate, check_certificates
from congress.archive.verification.chain import check_chain, check_heads
from congress.archive.verification.check import Check
from congress.archive.verification.contents import check_contents
from congress.archive.verification.decisions import check_decisions
from congress.archive.verification.files import check_files, check_list, check_sm3
from congress.archive.verification.letters import check_letters
from congress.archive.verification.notices import check_notices
from congress.archive.verification.offices import Offices
from congress.archive.verification.resolutions import check_resolutions
from congress.archive.verification.seals import check_seals, elsewhere
from congress.archive.verification.shapes import check_shapes
from congress.archive.verification.signatures import check_signatures
from congress.archive.verification.told import check_told
from congress.archive.verification.votes import check_votes
from congress.record.entries import Act, Kind, read

__all__ = ["Check", "booths", "check_certificate", "uses", "verify"]


def verify(package: Package, judging: Judge = judge) -> Iterator[Check]:
    """Every check, in order. The later ones read what the chain check could read."""
    broken: list[str] = []
    yield check_files(package, broken)
    if broken:  # a damaged zip: what cannot be read cannot be looked at
        return
    shapes: Check | None = None
    if package.generation > 1:
        yield check_list(package)
        if package.generation > 2:
            yield check_sm3(package)
        yield (shapes := check_shapes(package))
    acts: list[Act] = []
    yield check_chain(package, acts)
    yield check_heads(package, acts)
    site = str(package.manifest.get("site", ""))
    yield check_signatures(acts, site)
    yield check_votes(acts)
    yield from check_boxes(package, acts, judging)
    yield check_resolutions(acts)
    yield check_seals(package, acts)
    yield check_attached(package, acts)
    yield check_letters(acts)
    yield check_notices(acts)
    sound = shapes is not None and shapes.passed
    yield check_decisions(acts, Offices.founded(package) if sound and package.generation > 2 else None)
    if sound:
        yield check_contents(package, acts)
        if package.generation > 2:
            yield from check_told(package, acts)
            yield check_certificates(package, acts)


def booths(package: Package) -> list[str]:
    """The fingerprints of the voting scripts that the record names, each once: told, not judged.

    What they must be only somebody knows who has the software from elsewhere.
    """
    opened = (act for act in readable(package) if act.kind is Kind.POLL_OPENED and "booth" in act.facts)
    return list(dict.fromkeys(str(act.facts["booth"]) for act in opened))


@dataclass(frozen=True)
class Uses:
    """Uses of the seal by the record: told, judged by :func:`verify`. ``elsewhere`` are those of sittings not in the package."""

    here: int
    sm2: int  # of them with an SM2 signature
    elsewhere: int


def uses(package: Package) -> Uses:
    """How many there are."""
    acts = list(readable(package))
    others = elsewhere(package, acts)
    pressed = [act for act in acts if act.kind is Kind.SEAL_PRESSED]
    here = [act for act in pressed if act.facts.get("impression") not in others]
    return Uses(len(here), sum("sm2" in act.facts for act in here), len(pressed) - len(here))


def readable(package: Package) -> Iterator[Act]:
    """The record, as far as it can be read; what cannot is the chain check's business."""
    for line in package.lines(RECORD):
        try:
            yield read(line)
        except (ValueError, TypeError):
            return
