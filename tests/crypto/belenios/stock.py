"""The verifier that others wrote: the stock ``belenios-tool`` of Debian. It knows no elliptic curve, but BELENIOS-2048."""

import subprocess
from pathlib import Path


def stock_verifier(whole: bytes, folder: Path) -> str:
    """What it complains about in this archive; nothing when it accepts it. It wants a folder with one archive."""
    folder.mkdir(exist_ok=True)
    (folder / "vote.bel").write_bytes(whole)
    command = ["belenios-tool", "election", "verify", "--dir", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return f"{done.returncode}: {done.stderr}" if done.returncode else ""
