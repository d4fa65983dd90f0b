"""Judging ballots on all cores: each takes milliseconds, and there may be thousands."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from congress.archive.verification.ballots import Verdict, judge
from congress.crypto.belenios.archive import HEADER

CHUNK = 20  # ballots at a time: about a tenth of a second
AHEAD = 4  # chunks for each core that wait or are done: enough to keep it busy, and few copies of ballots
FEW = 40  # below, starting processes takes longer than the work


def judge_everywhere(election: str, ballots: Sequence[str]) -> Iterator[Verdict]:
    """What :func:`judge` says, in the same order."""
    cores = os.cpu_count() or 1
    chunks = (ballots[n : n + CHUNK] for n in range(0, len(ballots), CHUNK))
    if cores == 1 or len(ballots) < FEW:
        for chunk in chunks:
            yield from judge(election, chunk)
        return
    asked: deque[Future[list[Verdict]]] = deque()
    with ProcessPoolExecutor(cores) as pool:
        for chunk in chunks:
            asked.append(pool.submit(judge, election, chunk))
            if len(asked) > AHEAD * cores:
                yield from asked.popleft().result()
        while asked:
            yield from asked.popleft().result()


def is_ballot_archive(file: Path) -> bool:
    """Does this file begin like the archive of a secret vote?"""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(HEADER) + 1) == f"{HEADER}\0".encode()
