"""Tries mutants: each stands alone in a copy of the project while the tests run there. The project is never touched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from scripts.mutations.mutants import Mutant

PATIENCE = 900  # seconds for all tests of one mutant: one that never ends is caught, too
MEMORY = 3 << 30  # bytes: so is one that never has enough
PYTEST = """import resource, sys, pytest
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
sys.exit(pytest.main(sys.argv[2:]))"""
FAILED, BROKEN = 1, 2  # pytest: a test failed; a test could not even be read


@dataclass(frozen=True)
class Project:
    """``parts`` of the folder are copied; ``suites`` has for each module the tests that must notice."""

    root: Path
    parts: tuple[str, ...]
    suites: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Verdict:
    """``by``: the test that noticed; nothing when none did."""

    mutant: Mutant
    by: str


@contextmanager
def copies(project: Project, suite: Sequence[str], number: int) -> Iterator[list[Path]]:
    """Folders to work in. Raises RuntimeError unless the tests pass in them as things are."""
    with TemporaryDirectory() as place:
        first, *others = (Path(place) / str(n) for n in range(number))
        for part in project.parts:
            _copy(project.root / part, first / part)
        told = _run(suite, first, keep=True)
        if told.returncode:
            raise RuntimeError(f"the tests do not pass before anything is changed:\n{told.stdout[-2000:]}")
        for other in others:
            shutil.copytree(first, other)
        yield [first, *others]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def try_all(project: Project, mutants: Sequence[Mutant], jobs: int) -> Iterator[Verdict]:
    """What became of each, in their order."""
    wanted = dict.fromkeys(test for mutant in mutants for test in project.suites[mutant.file])
    with copies(project, [*wanted], jobs) as folders, ThreadPoolExecutor(jobs) as pool:
        free: SimpleQueue[Path] = SimpleQueue()
        for folder in folders:
            free.put(folder)
        yield from pool.map(partial(_try_one, project, free), mutants)


def _try_one(project: Project, free: "SimpleQueue[Path]", mutant: Mutant) -> Verdict:
    folder = free.get()
    file = folder / mutant.file
    original, times = file.read_bytes(), file.stat()
    try:
        file.write_bytes(mutant.written(original))
        return Verdict(mutant, _noticed(_run(project.suites[mutant.file], folder, keep=False)))
    finally:
        file.write_bytes(original)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # what is compiled still fits
        free.put(folder)


def _run(suite: Sequence[str], folder: Path, *, keep: bool) -> "subprocess.CompletedProcess[str]":
    """Until the first failure. ``keep``: compiled modules stay, and spare the later runs the work."""
    options = ["-x", "-q", "-rfE", "--tb=no", "--no-header", "-p", "no:cacheprovider"]
    known = {**os.environ, "PYTHONDONTWRITEBYTECODE": "" if keep else "1"}
    command = [sys.executable, "-c", PYTEST, str(MEMORY), *options, *suite]
    try:
        return subprocess.run(  # noqa: S603 our own tests
            command, cwd=folder, env=known, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, FAILED, "FAILED (it does not end)\n", "")


def _noticed(told: "subprocess.CompletedProcess[str]") -> str:
    if told.returncode == 0:
        return ""
    if told.returncode not in {FAILED, BROKEN}:
        raise RuntimeError(f"the tests did not run:\n{told.stdout[-2000:]}{told.stderr[-2000:]}")
    lines = [line for line in told.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return lines[0].split(" ", 1)[1].split(" - ")[0] if lines else "it does not start"
