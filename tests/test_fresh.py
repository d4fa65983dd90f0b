"""What a newcomer does first: a fresh clone, an empty home, one command, and a second start."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from server import Server, end, free_port, wait_until_ready

ROOT = Path(__file__).parent.parent
OURS = ("HOME", "PYTHONPATH", "VIRTUAL_ENV", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")


@pytest.mark.timeout(900)
def test_a_fresh_clone_starts_with_one_command_and_again_in_seconds(tmp_path):
    hall = tmp_path / "职工 代表大会"
    subprocess.run(["git", "clone", "--quiet", ROOT, hall], check=True)
    home = tmp_path / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | {
        "HOME": str(home)
    }

    start(hall, tmp_path, environment)
    began = time.monotonic()
    start(hall, tmp_path, environment)
    assert time.monotonic() - began < 30

    shutil.rmtree(hall / ".venv")  # hundreds of megabytes: pytest keeps the folders of three runs


def start(hall: Path, folder: Path, environment: dict[str, str]) -> None:
    """Start it from another folder, see its front page, and end it as Ctrl-C does."""
    port = free_port()
    log = folder / f"{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [hall / "scripts/run", "--port", str(port), "--data", folder / "my hall"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", folder / "my hall", log, process)
    try:
        wait_until_ready(server, patience=600)
        process.send_signal(signal.SIGINT)
        process.wait(20)
    finally:
        end(process)
    assert f"http://127.0.0.1:{port}" in server.said()
    assert "Traceback" not in server.said()
    assert (folder / "my hall/congress.db").exists()
