"""The verifier that others wrote: the stock ``belenios-tool`` of Debian. It knows no elliptic curve, but BELENIOS-2048."""

import subprocess
from pathlib import Path

from congress.crypto.belenios.archive import Archive, Writer

MOMENT = 1_795_339_636


def stock_verifier(whole: bytes, folder: Path) -> str:
    """What it complains about in this archive; nothing when it accepts it. It wants a folder with one archive."""
    folder.mkdir(exist_ok=True)
    (folder / "vote.bel").write_bytes(whole)
    command = ["belenios-tool", "election", "verify", "--dir", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return f"{done.returncode}: {done.stderr}" if done.returncode else ""


def rebuilt(found: Archive) -> bytes:
    """An archive that says this, with all its hashes right: only what is said can be wrong."""
    writer = Writer(MOMENT)
    writer.set_up(found.election, found.trustees, found.roll)
    for ballot in found.ballots:
        writer.point("Ballot", ballot)
    if found.ended:
        writer.tell("EndBallots")
    if found.tally:
        writer.total(*found.tally)
    for owner, share in found.shares:
        writer.share(owner, share)
    if found.result:
        writer.point("Result", found.result)
    return bytes(writer.whole)
