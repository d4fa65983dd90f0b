"""``congress verify`` on the archive of a large secret vote: wall time on one core and on all, and memory."""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from congress.bylaws.paper import BallotPaper
from congress.crypto.belenios import ceremony, wire
from congress.crypto.belenios.archive import Writer
from congress.crypto.belenios.ballot import read_ballot
from congress.crypto.belenios.election import new_uuid, read_election, write_election
from congress.crypto.belenios.tally import add_up, combine, make_share, open_tally, read_share, write_result
from congress.crypto.belenios.trustees import read_trustees
from congress.demo.devices import GROUP, Voter
from congress.secrecy.rules import questions

BALLOTS = 10_000
SMALL = 1_000
ONE_CORE = "import os, sys; os.cpu_count = lambda: 1; from congress.__main__ import cli; cli(['verify', sys.argv[1]])"
ALL_CORES = "import sys; from congress.__main__ import cli; cli(['verify', sys.argv[1]])"


def run() -> dict[str, object]:
    """The same archive twice; a small one for how memory grows."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.bel", Path(folder) / "small.bel"
        large.write_bytes(archive(BALLOTS))
        small.write_bytes(archive(SMALL))
        return {
            "ballots": BALLOTS,
            "megabytes": round(large.stat().st_size / 1e6, 1),
            "all_cores_seconds": timed(ALL_CORES, large)[0],
            "one_core_seconds": timed(ONE_CORE, large)[0],
            "memory_mb": timed(ONE_CORE, large)[1],
            f"memory_mb_of_{SMALL}": timed(ONE_CORE, small)[1],
        }


def timed(program: str, file: Path) -> tuple[float, int]:
    """Wall time, and the most memory the process ever had, in MB."""
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603 our own command line
        [sys.executable, "-c", _with_memory(program), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - start
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    return round(took, 1), int(done.stderr.rsplit("memory ", 1)[1])


def _with_memory(program: str) -> str:
    """The program, which says at its end how much memory it had (MB)."""
    return (
        "import atexit, sys\n"
        "from scripts.benchmarks.apart import most_memory\n"
        "atexit.register(lambda: sys.stderr.write(f'memory {most_memory()}'))\n"
        f"{program}"
    )


def archive(size: int) -> bytes:
    """A finished secret vote, two of three tellers."""
    seats = [ceremony.Seat.new() for _ in range(3)]
    polynomials = [ceremony.new_polynomial(GROUP, 2) for _ in seats]
    certificates = [seat.certificate(GROUP, 3, 2, n) for n, seat in enumerate(seats, 1)]
    published, keys = ceremony.publish(GROUP, seats, polynomials, certificates)
    listed = wire.compact([["Pedersen", published]])
    held = read_trustees(listed, GROUP)
    election = write_election(
        uuid=new_uuid(),
        name="测量",
        description="",
        group=GROUP,
        public_key=held.public_key(GROUP),
        questions=list(questions("测量", BallotPaper())),
    )
    voters = [Voter() for _ in range(size)]
    with ProcessPoolExecutor() as pool:
        made = list(
            pool.map(Voter.ballot, voters, [election.raw] * size, [n % 3 for n in range(size)], chunksize=50)
        )
    writer = Writer(int(time.time()))
    writer.set_up(election.raw, listed, wire.compact(sorted(voter.public for voter in voters)))
    for body in made:
        writer.point("Ballot", body)
    writer.tell("EndBallots")
    read = read_election(election.raw)
    ballots = [read_ballot(body, read) for body in made]
    tally = add_up(read, {ballot.credential: 1 for ballot in ballots}, ballots)
    writer.total(tally.as_json(), tally.sized_json())
    shares = {owner: make_share(read, tally, keys[owner - 1]) for owner in (1, 2)}
    for owner, share in shares.items():
        writer.share(owner, share)
    factors = {n: read_share(body, read, tally, held.owners[n - 1]) for n, body in shares.items()}
    writer.point("Result", write_result(open_tally(read, tally, combine(GROUP, held, factors, tally))))
    return bytes(writer.whole)
