"""The set-up script on a project so small that it needs no network: same script, one package, one module."""

import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UV = ROOT / ".venv/bin"  # uv is among the tests' packages; people may or may not have it
SYSTEM = "/usr/local/bin:/usr/bin:/bin"
MODULE = 'import sys, gavel; print("heard", gavel.SOUND, *sys.argv[1:])'
INSTALLING = "installing the packages"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def wheel(folder: Path, sound: str) -> str:
    """A package to be installed, and the line that locks it."""
    path = folder / "gavel-1.0-py3-none-any.whl"
    info = "gavel-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("gavel.py", f"SOUND = {sound!r}")
        package.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: gavel\nVersion: 1.0\n")
        package.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        package.writestr(f"{info}/RECORD", "")
    return f"./requirements/{path.name} --hash=sha256:{sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a space and Chinese in its name."""
    project = tmp_path / "职工 代表大会"
    shutil.copytree(ROOT / "scripts", project / "scripts")
    (project / "requirements").mkdir()
    (project / "congress").mkdir()
    (project / "congress/__init__.py").touch()
    (project / "congress/__main__.py").write_text(MODULE)
    (project / "requirements/run.txt").write_text(wheel(project / "requirements", "knock"))
    return project


def newcomer(folder: Path, path: str) -> Run:
    """Runs commands as somebody with nothing in their environment but a path and an empty home."""
    home = folder / "home"
    home.mkdir()

    def run(*command: str | Path, **environment: str | None) -> "subprocess.CompletedProcess[str]":
        bare: dict[str, str | None] = {"PATH": path, "HOME": str(home), **environment}
        known = {name: value for name, value in bare.items() if value is not None}
        return subprocess.run(
            command,
            cwd=folder,
            env=known,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Somebody who has uv, which is quick."""
    return newcomer(tmp_path, f"{UV}:{SYSTEM}")


@pytest.fixture(params=["uv", "pip"])
def run_either(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Somebody who has uv, and somebody who has not."""
    path = {"uv": f"{UV}:{SYSTEM}", "pip": SYSTEM}[request.param]
    assert (shutil.which("uv", path=path) is not None) == (request.param == "uv")
    return newcomer(tmp_path, path)


def test_it_sets_up_once_and_hands_the_arguments_on(project, run_either):
    first = run_either(project / "scripts/run", "--port", "9", "--data", "my hall")
    assert (first.stdout, first.returncode) == ("heard knock serve --port 9 --data my hall\n", 0), (
        first.stderr
    )
    assert INSTALLING in first.stderr
    second = run_either(project / "scripts/run")
    assert (second.stdout, second.stderr) == ("heard knock serve\n", "")


def test_the_command_works_from_anywhere_by_any_name_and_after_a_move(project, run, tmp_path):
    run(project / "scripts/setup", "run")
    moved = project.rename(tmp_path / "moved hall")
    (tmp_path / "short").symlink_to(moved / ".venv/bin/congress")
    (tmp_path / "congress").mkdir()  # a package of that name where we stand is not the software
    (tmp_path / "congress/__init__.py").touch()
    for command in (moved / ".venv/bin/congress", tmp_path / "short"):
        assert run(command, "verify").stdout == "heard knock verify\n"
    assert run(moved / "scripts/run").stdout == "heard knock serve\n"


def test_a_changed_lock_is_installed(project, run):
    run(project / "scripts/setup", "run")
    (project / "requirements/run.txt").write_text(wheel(project / "requirements", "bang"))
    again = run(project / "scripts/setup", "run")
    assert INSTALLING in again.stderr


def test_a_package_that_is_not_what_was_locked_is_refused(project, run_either):
    lock = project / "requirements/run.txt"
    honest = lock.read_text()
    wheel(project / "requirements", "forged")
    for _ in range(2):  # and it is not taken for done the second time
        refused = run_either(project / "scripts/run")
        assert refused.returncode != 0
        assert refused.stdout == ""
        assert INSTALLING in refused.stderr
    assert honest == lock.read_text()


@pytest.mark.parametrize("home", [None, "/proc/nowhere"])
def test_a_home_is_lent_to_who_has_none(project, run, home):
    assert run(project / "scripts/run", HOME=home).stdout == "heard knock serve\n"


def lose_its_python(venv: Path) -> None:
    (venv / "bin/python").unlink()
    (venv / "bin/python").symlink_to("/nowhere/python3")


def have_been_made_for_another_python(venv: Path) -> None:
    next((venv / "lib").glob("python3.*")).rename(venv / "lib/python3.10")


@pytest.mark.parametrize("misfortune", [lose_its_python, have_been_made_for_another_python])
def test_a_broken_environment_is_made_anew(project, run, misfortune):
    run(project / "scripts/setup", "run")
    misfortune(project / ".venv")
    assert run(project / "scripts/run").stdout == "heard knock serve\n"


def test_two_at_once_do_not_disturb_each_other(project, run_either):
    answers: list[subprocess.CompletedProcess[str]] = []
    starts = [
        threading.Thread(target=lambda: answers.append(run_either(project / "scripts/run"))) for _ in range(3)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert [answer.stdout for answer in answers] == ["heard knock serve\n"] * 3
    assert sum(INSTALLING in answer.stderr for answer in answers) == 1


def test_without_python_it_says_what_is_needed(project, run, tmp_path):
    bare = tmp_path / "bin"
    bare.mkdir()
    for name in ("bash", "env", "dirname", "cmp", "mkdir", "flock", "rm", "id"):
        (bare / name).symlink_to(shutil.which(name) or "")
    refused = run(project / "scripts/run", PATH=str(bare))
    assert refused.returncode == 1
    assert "Python 3.11 or newer is needed" in refused.stderr


def test_it_explains_its_use(project, run):
    refused = run(project / "scripts/setup", "everything")
    assert refused.returncode == 1
    assert "usage" in refused.stderr


@pytest.mark.parametrize(
    "path",
    [*sorted(filter(Path.is_file, (ROOT / "scripts").iterdir())), ROOT / ".ci/run"],
    ids=lambda path: path.name,
)
def test_scripts_are_sound_and_can_be_started(path):
    assert os.access(path, os.X_OK)
    if path.read_text().startswith("#!/usr/bin/env bash"):
        assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
        assert "\nset -euo pipefail\n" in path.read_text()


def test_the_receiver_tells_half_a_key():
    """The page folds a key to its beginning and an ellipsis, which is easily copied instead of it."""
    command = [ROOT / "scripts/receiver", "--folder", "unused", "--public", "whpk_XTkBTBL…"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "not a whole key" in done.stderr
    assert "Traceback" not in done.stderr
