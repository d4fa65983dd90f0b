"""The fingerprint of the voting scripts: what stock tools say, over every script that a page can load."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from congress import booth
from congress.booth import STATIC
from congress.web.assets import Assets

BOOTH = booth.read()
STOCK = "find static -name '*.js' | LC_ALL=C sort | xargs sha256sum"  # as docs/security.md tells it
LEADS = re.compile(r"""(?:from|import|import\(|new URL\()\s*"(\.[^"]+)\"""")

HIDDEN = re.compile(
    r"""\bimport\((?!"\.)|\bfrom\s+["'`](?!\.)|importScripts|SharedWorker|createElement\("script|\beval\(|\bFunction\("""
)


def stock(command: str, folder: Path) -> str:
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_fingerprint_is_what_stock_tools_say():
    assert f"\n{STOCK} | sha256sum\n" in (STATIC.parent / "docs/security.md").read_text()
    assert stock(STOCK, STATIC.parent) == BOOTH.listing
    assert stock(f"{STOCK} | sha256sum", STATIC.parent).split()[0] == BOOTH.fingerprint


def test_the_command_prints_each_and_all():
    command = [sys.executable, "-m", "congress", "fingerprint"]
    said = subprocess.run(command, cwd=STATIC.parent, capture_output=True, text=True, check=True).stdout
    assert said == f"{BOOTH.listing}{BOOTH.fingerprint}\n"


def leads_to(name: str) -> set[str]:
    """The scripts that this one imports, at once or later, or makes a worker of."""
    text = BOOTH.files[name].decode()
    return {
        ((STATIC / name).parent / lead).resolve().relative_to(STATIC).as_posix()
        for lead in LEADS.findall(text)
    }


def reached(*names: str) -> set[str]:
    """These scripts and all that they lead to. KeyError when one of them has no place in the listing."""
    seen, waiting = set[str](), list(names)
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            waiting += leads_to(name)
    return seen


def test_whatever_a_page_can_run_is_in_it_and_nothing_else():
    """Follow the imports from what every page loads."""
    assert reached(*Assets().scripts, "vendor/htmx.min.js") == set(BOOTH.files)


@pytest.mark.parametrize("entry", ["js/seal.js", "js/votingkey.js", "js/turning.js"])
def test_imports_are_followed(entry):
    """Else the test above would prove little."""
    assert {"js/keys.js", "js/secret/group.js", "vendor/noble-ed25519.js"} < reached(entry)


@pytest.mark.parametrize("name", [name for name in sorted(BOOTH.files) if name.startswith("js/")])
def test_no_script_is_loaded_in_a_way_that_is_not_followed(name):
    code = BOOTH.files[name].decode()
    assert HIDDEN.findall(code) == []
    assert code.count("new Worker(") == (name == "js/turning.js")


def test_what_the_worker_loads_the_page_has_loaded_first():
    """A browser compares no file of a worker: turning.js has the page load the same ones, which it does compare."""
    assert reached("js/secret/counting.js") - {"js/secret/counting.js"} <= reached("js/secret/tally.js")


@pytest.fixture
def static(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STATIC, tmp_path / "static"))


def change(static: Path) -> None:
    with (static / "js/secret/ballot.js").open("a") as script:
        script.write("\n")


def rename(static: Path) -> None:
    (static / "js/seal.js").rename(static / "js/zeal.js")


def add(static: Path) -> None:
    (static / "js/secret/more.js").touch()


@pytest.mark.parametrize("act", [change, rename, add])
def test_any_change_gives_another_fingerprint(static, act):
    act(static)
    assert booth.read(static).fingerprint != BOOTH.fingerprint


def test_a_copy_elsewhere_has_the_same_fingerprint(static):
    assert booth.read(static).fingerprint == BOOTH.fingerprint
