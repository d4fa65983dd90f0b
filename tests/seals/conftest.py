"""A seal, a PDF that segno made, and a time stamp authority that is openssl behind a port of this machine."""

import io
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import segno

from congress.seals import certificates
from congress.seals.keyfile import Unlocked

ENTERPRISE = "长风精工有限公司"
TSA = """
[tsa]
dir = .
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[stamper]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


@pytest.fixture(scope="session")
def held() -> Unlocked:
    """A seal and its root."""
    root = certificates.authority(ENTERPRISE, datetime.now(UTC))
    fresh = certificates.seal(root, datetime.now(UTC))
    return Unlocked(fresh.cert, fresh.key, (root.cert,))


@pytest.fixture(scope="session")
def pdf() -> bytes:
    """A page with a QR code."""
    out = io.BytesIO()
    segno.make("https://congress.example/resolutions/1").save(out, kind="pdf")
    return out.getvalue()


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """A command of the system in this folder."""
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def stock(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs a stock tool in this test's folder: ``stock("openssl", "version")``."""
    return lambda *command: run(tmp_path, *command)


@pytest.fixture(scope="session")
def stamper(tmp_path_factory) -> Path:
    """The folder of a time stamp authority made by openssl: root ``ca.pem``, and ``openssl.cnf`` for its answers."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "openssl.cnf").write_text(TSA)
    (folder / "serial").write_text("01")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")
    usual = ("-config", "/etc/ssl/openssl.cnf")
    for command in (
        ("openssl", "req", "-x509", *curve, *usual, "-keyout", "ca.key", "-out", "ca.pem", "-days", "9", "-subj", "/CN=Stamps"),
        ("openssl", "req", *curve, *usual, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Stamper"),
        ("openssl", "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem",
         "-days", "9", "-extfile", "openssl.cnf", "-extensions", "stamper"),
    ):  # fmt: skip
        made = run(folder, *command)
        assert made.returncode == 0, made.stderr
    return folder


class Stamping(BaseHTTPRequestHandler):
    """RFC 3161 section 3.4: a query by POST, a reply with openssl's answer."""

    folder: Path

    def do_POST(self):
        (self.folder / "query.tsq").write_bytes(self.rfile.read(int(self.headers["content-length"])))
        command = "openssl ts -reply -config openssl.cnf -section tsa -queryfile query.tsq -out reply.tsr"
        made = run(self.folder, *command.split())
        assert made.returncode == 0, made.stderr
        self.answer((self.folder / "reply.tsr").read_bytes())

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Tests are quiet."""


class Babbling(Stamping):
    """Answers, but not with a time stamp."""

    def do_POST(self):
        self.answer(b"\x30\x03\x02\x01\x07")


class Stale(Stamping):
    """Answers every question with the answer to another one."""

    def do_POST(self):
        command = "openssl ts -query -digest " + "0" * 64 + " -sha256 -cert -out other.tsq"
        run(self.folder, *command.split())
        command = "openssl ts -reply -config openssl.cnf -section tsa -queryfile other.tsq -out other.tsr"
        run(self.folder, *command.split())
        self.answer((self.folder / "other.tsr").read_bytes())


@pytest.fixture
def service(stamper) -> Iterator[Callable[..., str]]:
    """Starts a time stamp service of a kind; its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(kind: type[Stamping]) -> str:
        handler = type("Handler", (kind,), {"folder": stamper})
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def stamps(service) -> str:
    """The address of a time stamp service that works."""
    return service(Stamping)


@pytest.fixture(params=["down", "babbling", "stale"])
def bad_stamps(request, service) -> str:
    """The address of one that does not."""
    if request.param == "down":
        return "http://127.0.0.1:9/"
    return service({"babbling": Babbling, "stale": Stale}[request.param])
