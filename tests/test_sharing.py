"""Processes side by side, on a small project: who took which test?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILE = """
import os, time
import pytest

@pytest.mark.parametrize("n", range(6))
def test_here(n):
    time.sleep(0.05)
    with open(__file__ + ".took", "a") as took:
        print(os.environ["PYTEST_XDIST_WORKER"], file=took)
"""


@pytest.fixture
def taken(tmp_path: Path) -> list[list[str]]:
    """For each of three files, the processes that took its tests."""
    files = [tmp_path / f"test_{name}.py" for name in "abc"]
    for file in files:
        file.write_text(FILE)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "sharing",
        "-n",
        "2",
        "--rootdir",
        tmp_path,
        tmp_path,
    ]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**clean, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "18 passed" in done.stdout, done.stdout + done.stderr
    return [Path(f"{file}.took").read_text().split() for file in files]


def test_a_file_stays_whole_and_the_files_are_shared(taken: list[list[str]]) -> None:
    assert [len(set(processes)) for processes in taken] == [1, 1, 1]
    assert {process for processes in taken for process in processes} == {"gw0", "gw1"}
