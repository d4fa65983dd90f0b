"""The real software in a process of its own, for tests that need more than one person at the door."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0  # seconds to become ready on a busy machine
FAREWELL = 15.0
DIRECTLY = build_opener(ProxyHandler({}))  # whatever proxy the machine has, this is next door


@dataclass(frozen=True)
class Server:
    """Where it listens, the one folder it keeps everything in, and what it says."""

    url: str
    data: Path
    log: Path
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.kill()
        self.process.wait(FAREWELL)

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def load_demo(data: Path) -> None:
    """Load the demo congress into an empty folder, as the command line does."""
    subprocess.run(
        [sys.executable, "-m", "congress", "demo", "--data", data], cwd=ROOT, check=True, timeout=600
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, *options: str, port: int = 0) -> Iterator[Server]:
    """Start ``congress serve`` on this data folder, wait until it is ready, and end it afterwards.

    Fails if the server said ``Traceback``: an error that reached no person is still an error.
    """
    data.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    log = data.parent / f"{data.name}-{port}.log"
    command = [sys.executable, "-m", "congress", "serve", "--port", str(port), "--data", str(data), *options]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    server = Server(f"http://127.0.0.1:{port}", data, log, process)
    try:
        wait_until_ready(server)
        yield server
    finally:
        end(process)
    assert "Traceback" not in server.said(), server.said()


def wait_until_ready(server: Server, patience: float = PATIENCE) -> None:
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended with {server.process.returncode}:\n{server.said()}")
        try:
            with DIRECTLY.open(f"{server.url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server was not ready after {patience:.0f} s:\n{server.said()}")


def end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(FAREWELL)
        raise
