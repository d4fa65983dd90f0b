"""A part of a measurement in a process of its own: nothing is warm there, and its memory is nobody else's.

The memory of a process is read as ``VmHWM``: ``ru_maxrss`` of a child begins with that of its parent.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

STATUS = Path("/proc/self/status")
CALL = (
    "import json, sys; from {module} import {name}; json.dump({name}(*json.loads(sys.argv[1])), sys.stdout)"
)


def apart(module: str, name: str, *given: object) -> Any:
    """What the function of that name answers, in a fresh process. Arguments and answer are JSON."""
    program = CALL.format(module=module, name=name)
    command = [sys.executable, "-c", program, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 our own functions
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def most_memory() -> int:
    """The most that this process ever had, in MB."""
    return _told("VmHWM") or getrusage(RUSAGE_SELF).ru_maxrss // 1024


def memory() -> int:
    """What this process has now, in MB."""
    return _told("VmRSS") or getrusage(RUSAGE_SELF).ru_maxrss // 1024


def zipped_alone(path: Path) -> float:
    """A floor: seconds to zip what is in this zip with ``zipfile`` and nothing else."""
    with ZipFile(path) as source:
        bodies = {name: source.read(name) for name in source.namelist()}
    start = time.perf_counter()
    with ZipFile(path.with_suffix(".floor"), "w", ZIP_DEFLATED) as target:
        for name, body in bodies.items():
            target.writestr(name, body)
    return round(time.perf_counter() - start, 2)


def _told(name: str) -> int:
    if not STATUS.exists():
        return 0
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) // 1024
