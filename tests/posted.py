"""What tests of deliveries share: the courier of a hall, a clock that can be set, receivers of every kind, all real."""

import asyncio
import json
import socket
import socketserver
import ssl
import subprocess
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import passed
from aiosmtpd.controller import Controller
from cast import SITE, Cast
from server import ROOT
from sqlmodel import Session

from congress.clock import now, stamp
from congress.courier import Courier, courier_of
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, encode
from congress.database import Database
from congress.delivery import service as delivery
from congress.delivery.parcel import Mailer
from congress.delivery.rules import Stage, Way, Who
from congress.delivery.service import Delivery, Try, Wish
from congress.house import House, open_house
from congress.settings import Settings


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.moment = now()

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **much: float) -> None:
        self.moment += timedelta(**much)


@dataclass
class Post:
    """A house with its courier, and who is who."""

    house: House
    cast: Cast
    clock: Clock
    courier: Courier

    @property
    def database(self) -> Database:
        return self.house.database

    def write(self, what: Callable[..., object], *args: object, **more: object) -> object:
        return self.database.write(lambda s: what(s, *args, **more))

    def olga(self, session: Session) -> object:
        return passed.viewer(session, self.cast, "olga")

    def add(self, who: Who, way: Way, address: str, key: str = "", name: str = "对方") -> delivery.Receiver:
        wish = Wish(who, way, name, address, key)
        return self.database.write(lambda s: delivery.add(s, self.olga(s), wish, at=self.clock()))

    def test(self, receiver: delivery.Receiver, once: str = "a") -> Delivery:
        return self.database.write(
            lambda s: delivery.send_test(
                s, self.olga(s), receiver.id or 0, title="送达测试", once=once, at=self.clock()
            )
        )

    def round(self) -> int:
        with ThreadPoolExecutor(1) as apart:  # a browser of this process may have a loop in this thread
            return apart.submit(asyncio.run, self.courier.round()).result()

    def kept(self, found: Delivery) -> Delivery:
        with self.database.read() as session:
            return delivery.load(session, found.id or 0)

    def tries(self, found: Delivery) -> list[Try]:
        with self.database.read() as session:
            return delivery.sheet(session, self.olga(session), found.id or 0).tries

    def move(self, what: Callable[..., Delivery], found: Delivery) -> Delivery:
        return self.database.write(lambda s: what(s, self.olga(s), found.id or 0, at=self.clock()))

    def mail_through(self, mailer: Mailer) -> None:
        self.courier.means = replace(self.courier.means, mailer=mailer)


def open_post(folder: Path, cast: Cast, *, drops: tuple[Path, ...] = ()) -> Post:
    """The house over a data folder, with a courier whose clock we set."""
    house = open_house(Settings(data=folder, drops=drops))
    house.name_site(SITE, "Asia/Shanghai")
    clock = Clock()
    return Post(house, cast, clock, courier_of(house, clock))


def until_settled(post: Post, found: Delivery, most: int = 200) -> Delivery:
    """Let time go from try to try until something is decided."""
    for _ in range(most):
        if (kept := post.kept(found)).stage is not Stage.WAITING:
            return kept
        post.clock.moment = max(post.clock.moment, kept.next_at or post.clock.moment)
        post.round()
    raise AssertionError(f"still waiting after {most} rounds")


def receipt_for(found: Delivery, signer: Signer, **change: object) -> dict[str, str]:
    """What an honest receiver signs, or a changed one."""
    said = {
        "act": "receive-delivery",
        "at": stamp(now()),
        "delivery": found.uid,
        "sha256": found.file,
        "site": SITE,
    } | change
    statement = canonical(said)
    return {
        "key": signer.id,
        "signature": encode(signer.sign(statement)),
        "statement": statement.decode(),
    }


# --- the web --------------------------------------------------------------------------------------------------


@dataclass
class Web:
    """A server of ours that answers as its script says; ``calls`` keeps what came."""

    answer: Callable[["Call"], tuple[int, dict[str, str], bytes] | None]
    url: str = ""
    calls: list["Call"] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes
    path: str


@contextmanager
def web(
    answer: Callable[[Call], tuple[int, dict[str, str], bytes] | None], tls: ssl.SSLContext | None = None
) -> Iterator[Web]:
    """``answer`` gives status, headers and body, or None to hang up without a word."""
    found = Web(answer)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["content-length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(headers, self.rfile.read(size), self.path)
            found.calls.append(call)
            said = found.answer(call)
            if said is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, extra, body = said
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **extra}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    found.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/in"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Script:
    """``scripts/receiver`` in a process of its own."""

    url: str
    key: str
    folder: Path

    @property
    def kept(self) -> list[Path]:
        """Deliveries that it has."""
        return sorted(self.folder.glob("msg_*"))


@contextmanager
def receiver_script(folder: Path, *options: str) -> Iterator[Script]:
    command = [str(ROOT / "scripts/receiver"), "--folder", str(folder), "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, stdin=subprocess.DEVNULL
    )
    assert process.stdout
    try:
        url, _, key = process.stdout.readline().strip().partition(" public key for receipts: ")
        assert url.startswith("http://"), url
        yield Script(url, key, folder)
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()


# --- mail -----------------------------------------------------------------------------------------------------


@dataclass
class Mailbox:
    """What a mail server answers, and what it took."""

    rcpt: list[str] = field(default_factory=list)  # replies to RCPT, the last one for ever
    data: list[str] = field(default_factory=list)  # replies to DATA
    messages: list[bytes] = field(default_factory=list)

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        said = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        said = self.data.pop(0) if self.data else "250 OK"
        if said.startswith("250"):
            self.messages.append(envelope.content)
        return said


@contextmanager
def mail_server(box: object, **options: object) -> Iterator[int]:
    """A real SMTP server on a port of its own."""
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def plain(port: int) -> Mailer:
    return Mailer("127.0.0.1", port, "never", "", "", "union@changfeng.example")


class CutInData(socketserver.StreamRequestHandler):
    """A mail server that hangs up in the middle of DATA."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                self.rfile.readline()
                return
            self.wfile.write(b"250 OK\r\n")


@contextmanager
def cutting_server() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), CutInData) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def tls_context(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side for 127.0.0.1, and the root that trusts it, made by stock openssl."""
    for step in (
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=Test",
        "req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj /CN=127.0.0.1",
    ):
        subprocess.run(["openssl", *step.split()], cwd=folder, check=True, capture_output=True)
    (folder / "ext").write_text("subjectAltName=IP:127.0.0.1\n")
    sign = "x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out own.pem -days 2 -extfile ext"
    subprocess.run(["openssl", *sign.split()], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem", folder / "own.key")
    return context, folder / "ca.pem"


def document_in(call: Call) -> bytes:
    """The document in a webhook's body; its hash is what the body says."""

    sent = json.loads(call.body)["data"]["document"]
    content = b64decode(sent["content"])
    assert sha256(content).hexdigest() == sent["sha256"]
    return content
