"""What the tests of packages share."""

import json
import subprocess
from pathlib import Path
from typing import Any

from congress.archive.package import Package
from congress.archive.verification import verify
from congress.i18n import render

ROOT = Path(__file__).parents[2]
KINDS = [
    "README.txt", "index.html", "index.en.html", "documents/resolution-1.pdf", "documents/resolution-1.txt",
    "documents/dispatch-1.pdf", "papers/1.pdf", "sealed/1.bin", "sealed/1.p7s", "sealed/1.sm2", "sealed/seal-1.pem",
    "sealed/seal-1-chain.pem", "sealed/seal-1-sm2.pem", "votes/poll-1.json", "sittings.json", "roster.json", "motions.json", "votes.json",
    "resolutions.json", "rules.json", "rules-3.zh.txt", "seals.json", "names.json", "record.jsonl", "heads.jsonl",
    "record-keys.json", "record-key.pem", "manifest.json", "schemas/votes.schema.json",
]  # fmt: skip


def faults(package: Package) -> set[str]:
    """What is said of it, in Chinese."""
    return {render(fault, "zh") for check in verify(package) for fault in check.faults}


def data(package: Package, name: str) -> dict[str, Any]:
    return json.loads(package.files[name])


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
