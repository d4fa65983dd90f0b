"""``scripts/mutate``: list the mutants, or try them and tell which survive."""

import argparse
import os
import resource
import sys
import time
from pathlib import Path

from scripts.mutations.equivalent import EQUIVALENT
from scripts.mutations.mutants import Mutant, of_all
from scripts.mutations.trying import Project, try_all

ROOT = Path(__file__).resolve().parent.parent.parent
CRYPTO = {  # the tests that are nearest to a module notice soonest
    "wire": "test_reading.py",
    "group": "test_reading.py",
    "proofs": "test_reading.py",
    "election": "test_elections.py",
    "ballot": "test_audit.py",
    "tally": "test_reading.py",
    "trustees": "test_ceremony.py",
    "archive": "test_every_byte.py",
    "audit": "test_audit.py",
    "ceremony": "test_ceremony.py",
    "channel": "test_ceremony.py",
}
ON_PAPER = ("tests/attacks", "tests/crypto/belenios", "tests/archive/test_progress.py")
IN_EXPORTS = ("tests/archive/test_boxes.py", "tests/archive/test_audited.py", "tests/secrecy/test_papers.py")
ON_THE_SERVER = ("tests/attacks", "tests/secrecy/test_audits.py", "tests/secrecy/test_sealed_votes.py")
TARGETS = {  # each module that checks, and the tests that must notice
    **{
        f"congress/crypto/belenios/{name}.py": (f"tests/crypto/belenios/{nearest}", *ON_PAPER)
        for name, nearest in CRYPTO.items()
    },
    "congress/archive/verification/ballots.py": ON_PAPER,
    "congress/archive/verification/boxes.py": IN_EXPORTS,
    "congress/secrecy/service/box.py": ON_THE_SERVER,
    "congress/secrecy/service/auditing.py": ON_THE_SERVER,
    "congress/secrecy/service/counting.py": ON_THE_SERVER,
}
PROJECT = Project(ROOT, ("congress", "tests", "templates", "static", "pyproject.toml"), TARGETS)


def main() -> int:
    """0 when every mutant is caught that can be."""
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument("--list", action="store_true", help="say what would be tried, and try nothing")
    parser.add_argument(
        "--only", metavar="FILE", nargs="+", default=[""], help="these modules; the ends of their paths do"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    wish = parser.parse_args()
    files = tuple(file for file in TARGETS if file.endswith(tuple(wish.only)))
    if not files:
        parser.error(f"no module that is tried ends with {' or '.join(wish.only)}")
    found = list(of_all(ROOT, files))
    if wish.list:
        for mutant in found:
            tell("known   " if mutant.name in EQUIVALENT else "        ", mutant)
        return 0
    return tried(found, max(1, wish.jobs), whole=len(files) == len(TARGETS))


def tried(found: list[Mutant], jobs: int, *, whole: bool) -> int:
    """Try those that can be caught; print one line for each, and a summary."""
    start = time.monotonic()
    wanted = [mutant for mutant in found if mutant.name not in EQUIVALENT]
    survivors = 0
    for verdict in try_all(PROJECT, wanted, jobs):
        tell("caught  " if verdict.by else "SURVIVED", verdict.mutant, verdict.by)
        survivors += not verdict.by
    gone = sorted(EQUIVALENT.keys() - {mutant.name for mutant in found}) if whole else []
    for name in gone:
        sys.stdout.write(f"no such mutant any more: {name}\n")
    seconds = round(time.monotonic() - start)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(
        f"{len(wanted)} mutants, {survivors} survived; {len(found) - len(wanted)} more cannot be caught "
        f"(scripts/mutations/equivalent.py). {seconds} s, {jobs} at once; {round(used.ru_utime + used.ru_stime)} s of processor time.\n"
    )
    return int(survivors > 0 or bool(gone))


def tell(word: str, mutant: Mutant, by: str = "") -> None:
    """One line."""
    told = f"{word} {mutant.file}:{mutant.line} {mutant.way} `{mutant.what}`"
    sys.stdout.write(f"{told} ({by})\n" if by else f"{told}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
