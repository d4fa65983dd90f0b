"""``scripts/bench``: run one measurement or all, print JSON or a table, write the report."""

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from scripts.benchmarks import ballots, documents, live, page, report, verify, votes

REPORT = Path("docs/bench.md")
RUNS = {
    "votes": votes.run,
    "page": page.run,
    "live": live.run,
    "ballots": ballots.run,
    "verify": verify.run,
    "documents": documents.run,
}


def main() -> None:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(RUNS), help="one measurement; all when left out")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--write", action="store_true", help="write its sections of docs/bench.md, and no others"
    )
    wish = parser.parse_args()
    names = [wish.name] if wish.name else list(RUNS)
    found = {"machine": machine(), **{name: RUNS[name]() for name in names}}
    if wish.name is None or wish.write:
        REPORT.write_text(report.write(found, REPORT.read_text() if REPORT.exists() else ""))
    sys.stdout.write(json.dumps(found, indent=None if wish.json else 1, ensure_ascii=False) + "\n")


def machine() -> dict[str, object]:
    """Where this was measured."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "load_before": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
