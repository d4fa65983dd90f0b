"""Judging ballots on all cores: each takes milliseconds, and there may be thousands."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from congress.archive.verification.ballots import Fault, judge
from congress.crypto.belenios.archive import HEADER

CHUNK = 20  # ballots at a time: about a tenth of a second
FEW = 40  # below, starting processes takes longer than the work


def judge_everywhere(election: str, ballots: Sequence[str]) -> Iterator[Fault]:
    """What :func:`judge` says, in the same order."""
    cores = os.cpu_count() or 1
    chunks = [ballots[n : n + CHUNK] for n in range(0, len(ballots), CHUNK)]
    if cores == 1 or len(ballots) < FEW:
        for chunk in chunks:
            yield from judge(election, chunk)
        return
    with ProcessPoolExecutor(cores) as pool:
        for faults in pool.map(partial(judge, election), chunks):
            yield from faults


def is_ballot_archive(file: Path) -> bool:
    """Does this file begin like the archive of a secret vote?"""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(HEADER) + 1) == f"{HEADER}\0".encode()
