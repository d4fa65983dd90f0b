"""Finds Chromium for the tests. Run as a program, it starts the browser once and prints its path."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (  # nothing of its own on the network: the tests' machine may have none
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def candidates() -> Iterator[str]:
    """Where Chromium may be: named by the caller, on the PATH, or installed by playwright."""
    if named := os.environ.get("CONGRESS_CHROMIUM"):
        yield named
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield installed()
    yield installed(PLAYWRIGHT_BROWSERS_PATH="0")  # inside its package, where scripts/setup puts it


def installed(**environment: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether it runs at all: a downloaded browser may lack the system's libraries."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
        )
    except OSError:
        return False


def find() -> str | None:
    return next(filter(starts, candidates()), None)


def environment(home: Path) -> dict[str, str | float | bool]:
    """A home of its own for the browser: the user's may be missing, or full of habits."""
    return {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)}


def main() -> None:
    path = find()
    if path is None:
        sys.exit("no Chromium was found")
    with sync_playwright() as playwright:
        playwright.chromium.launch(executable_path=path, args=list(QUIET)).close()
    print(path)


if __name__ == "__main__":
    main()
