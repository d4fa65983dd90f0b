"""``congress export`` and ``verify`` of full sittings, ballots named and papers, or ballots secret: wall time, and how memory grows."""

import secrets
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from congress.clock import now, stamp
from congress.crypto.canonical import canonical
from congress.crypto.signatures import encode
from congress.house import prepare
from congress.identity.rules import Signed
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import Choice
from congress.settings import Settings
from congress.sittings import service as sittings
from scripts.benchmarks import hall, secret
from scripts.benchmarks.apart import apart, zipped_alone
from scripts.benchmarks.verify import timed

BALLOTS, FEW = 1_000, 50
PAPERS, PAPER = 20, 5_000_000  # bytes of each, which no compression makes smaller
EXPORT = "import sys; from congress.__main__ import cli; cli(['export', sys.argv[1] + '/x.zip', '--data', sys.argv[1]])"
VERIFY = "import sys; from congress.__main__ import cli; cli(['verify', sys.argv[1] + '/x.zip'])"


def run(ballots: int = BALLOTS, few: int = FEW, papers: int = PAPERS) -> dict[str, Any]:
    """Two full sittings, each beside a small one of its kind."""
    return {
        "ballots": ballots,
        "few": few,
        "papers": papers,
        "named": compared(
            lambda folder, size: hold(folder, size, papers if size == ballots else 0), ballots, few
        ),
        "secret": compared(secret.hold, ballots, few),
    }


def compared(build: Callable[[Path, int], None], size: int, few: int) -> dict[str, Any]:
    """What a sitting costs to export and to verify, for how memory grows a small one too, and zipping alone."""
    with tempfile.TemporaryDirectory() as large, tempfile.TemporaryDirectory() as small:
        build(Path(large), size)
        build(Path(small), few)
        wrote, wrote_mb = timed(EXPORT, Path(large))
        checked, checked_mb = timed(VERIFY, Path(large))
        wrote_small, wrote_small_mb = timed(EXPORT, Path(small))
        checked_small, checked_small_mb = timed(VERIFY, Path(small))
        return {
            "megabytes": round((Path(large) / "x.zip").stat().st_size / 1e6, 1),
            "zipped_alone_seconds": apart(__name__, "zipped", large),
            "export_seconds": wrote,
            "export_seconds_of_a_small_one": wrote_small,
            "export_memory_mb": wrote_mb,
            "export_memory_mb_of_a_small_one": wrote_small_mb,
            "verify_seconds": checked,
            "verify_seconds_of_a_small_one": checked_small,
            "verify_memory_mb": checked_mb,
            "verify_memory_mb_of_a_small_one": checked_small_mb,
        }


def zipped(folder: str) -> float:
    """The floor: seconds to zip the same bytes with ``zipfile``."""
    return zipped_alone(Path(folder) / "x.zip")


def hold(folder: Path, size: int, papers: int) -> None:
    """Everybody votes by name, and the papers lie there."""
    bench = hall.build(folder, size)
    house = prepare(Settings(data=folder))
    house.name_site(hall.SITE, "Asia/Shanghai")
    start = now()
    try:
        for n, voter in enumerate(bench.voters):
            signed = ballot(bench, voter, stamp(start + timedelta(milliseconds=n)))
            house.database.write(
                lambda s, v=voter, g=signed: polls.cast(
                    s,
                    site=hall.SITE,
                    poll_id=bench.poll_id,
                    person_id=v.person_id,
                    choice=Choice.FOR,
                    signed=g,
                )
            )
        clerk = bench.voters[0].person_id
        house.database.write(lambda s: polls.close(s, poll_id=bench.poll_id, by=clerk))
        for n in range(papers):
            kept = sittings.keep(house.settings.papers, secrets.token_bytes(PAPER))
            house.database.write(
                lambda s, k=kept, number=n: sittings.add_paper(
                    s,
                    item_id=1,
                    name=f"{number}.pdf",
                    media_type="application/pdf",
                    size=PAPER,
                    sha256=k,
                    by=clerk,
                )
            )
    finally:
        house.database.close()


def ballot(bench: hall.Bench, voter: hall.Voter, at: str) -> Signed:
    """What a phone signs."""
    said = rules.ballot_statement(
        site=hall.SITE, poll=bench.poll_id, text_sha256=bench.text_sha256, choice=Choice.FOR
    )
    body = canonical({**said, "at": at, "nonce": secrets.token_hex(16)})
    return Signed(body.decode(), voter.signer.id, encode(voter.signer.sign(body)))
