"""Checking an exported record with nothing but the export. Pure: bytes in, findings out.

Order: files, chain, heads, keys and signatures, votes, sealed boxes, numbers. Each part is a
generator of :class:`Check`, so that the command line can show progress.
"""

from collections.abc import Iterator

from congress.archive.package import Package
from congress.archive.verification.ballots import Judge, judge
from congress.archive.verification.boxes import check_boxes
from congress.archive.verification.chain import check_chain, check_heads
from congress.archive.verification.check import Check
from congress.archive.verification.files import check_files
from congress.archive.verification.resolutions import check_resolutions
from congress.archive.verification.signatures import check_signatures
from congress.archive.verification.votes import check_votes
from congress.record.entries import Act

__all__ = ["Check", "verify"]


def verify(package: Package, judging: Judge = judge) -> Iterator[Check]:
    """Every check, in order. The later ones read what the chain check could read."""
    yield check_files(package)
    acts: list[Act] = []
    yield check_chain(package, acts)
    yield check_heads(package, acts)
    site = str(package.manifest.get("site", ""))
    yield check_signatures(acts, site)
    yield check_votes(acts)
    yield from check_boxes(package, acts, judging)
    yield check_resolutions(acts)
