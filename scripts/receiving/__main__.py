"""A receiver of webhooks as ``docs/webhook.md`` describes it, which knows nothing of Congress' own code.

It checks the signature, keeps each delivery once, and answers with a signed receipt;
a repeat gets the receipt of the first time.
"""

import argparse
import hmac
import json
import os
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TOLERANCE = 300  # seconds
LARGEST = 64 * 1024 * 1024


@dataclass
class Receiver:
    """Where deliveries are kept, what checks them, and the key that signs receipts."""

    folder: Path
    shared: bytes
    public: bytes
    key: Ed25519PrivateKey
    lock: Lock

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and answer."""
        if not self.is_genuine(headers, body):
            return 401, {"error": "signature"}
        sent = json.loads(body)
        data, uid = sent["data"], headers["webhook-id"]
        content = b64decode(data["document"]["content"])
        if sha256(content).hexdigest() != data["document"]["sha256"] or data["delivery"] != uid:
            return 422, {"error": "content"}
        with self.lock:
            return 200, {"receipt": self.keep(uid, data, content)}

    def is_genuine(self, headers: dict[str, str], body: bytes) -> bool:
        """Signed by the sender, and lately."""
        uid, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not at.isdecimal() or abs(time.time() - int(at)) > TOLERANCE or not uid.replace("_", "").isalnum():
            return False
        signed = f"{uid}.{at}.".encode() + body
        return any(self.fits(part, signed) for part in headers.get("webhook-signature", "").split(" "))

    def fits(self, part: str, signed: bytes) -> bool:
        """Is this one of the signatures a good one?"""
        version, _, value = part.partition(",")
        raw = b64decode(value)
        if version == "v1" and self.shared:
            return hmac.compare_digest(hmac.digest(self.shared, signed, sha256), raw)
        if version == "v1a" and self.public:
            try:
                Ed25519PublicKey.from_public_bytes(self.public).verify(raw, signed)
            except InvalidSignature:
                return False
            return True
        return False

    def keep(self, uid: str, data: dict[str, Any], content: bytes) -> dict[str, str]:
        """Once; the receipt that was given the first time is given again."""
        place = self.folder / uid
        if not place.exists():
            fresh = self.folder / f".new-{secrets.token_hex(8)}"
            fresh.mkdir(parents=True)
            (fresh / "document").write_bytes(content)
            if data["document"]["signature"]:  # the seal's, beside the document
                (fresh / "document.p7s").write_bytes(b64decode(data["document"]["signature"]))
            (fresh / "delivery.json").write_text(json.dumps({**data, "document": data["document"]["sha256"]}))
            (fresh / "receipt.json").write_text(json.dumps(self.receipt(uid, data)))
            fresh.rename(place)
        found: dict[str, str] = json.loads((place / "receipt.json").read_text())
        return found

    def receipt(self, uid: str, data: dict[str, Any]) -> dict[str, str]:
        """What is signed: canonical JSON, keys in order, no spaces."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        said = {
            "act": "receive-delivery",
            "at": at,
            "delivery": uid,
            "nonce": secrets.token_hex(16),
            "sha256": data["document"]["sha256"],
            "site": data["site"],
        }
        statement = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        public = self.key.public_key().public_bytes_raw()
        return {
            "key": sha256(public).hexdigest()[:16],
            "signature": encoded(self.key.sign(statement.encode())),
            "statement": statement,
        }


def encoded(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def own_key(path: Path) -> Ed25519PrivateKey:
    """The key for receipts; made at the first start."""
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes_raw())
    return key


def door(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    """HTTP, as plainly as it goes."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("content-length", "0"))
            if size > LARGEST:
                self.answer(413, {"error": "size"})
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                self.answer(*receiver.take(headers, self.rfile.read(size)))
            except (ValueError, KeyError, TypeError):
                self.answer(400, {"error": "format"})

        def answer(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Door


def whole(prefix: str) -> Callable[[str], bytes]:
    """Reads a key of the command line; half a key, as the folded page shows it, is told as such."""

    def read(text: str) -> bytes:
        try:
            return b64decode(text.removeprefix(prefix), validate=True)
        except ValueError as error:
            reason = f"not a whole key: unfold {prefix}… on the receiver's page and copy all of it"
            raise argparse.ArgumentTypeError(reason) from error

    return read


def main() -> None:
    """Listen until stopped."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, required=True, help="where deliveries are kept")
    options.add_argument(
        "--secret", default="", type=whole("whsec_"), help="whsec_…, from the receiver's page"
    )
    options.add_argument("--public", default="", type=whole("whpk_"), help="whpk_…, from the receiver's page")
    options.add_argument("--port", type=int, default=8090)
    given = options.parse_args()
    if not given.secret and not given.public:
        options.error("give --secret or --public: without them nobody knows who sends")
    key = own_key(given.folder / "receiver.key")
    receiver = Receiver(
        given.folder,
        given.secret,
        given.public,
        key,
        Lock(),
    )
    server = ThreadingHTTPServer(("127.0.0.1", given.port), door(receiver))
    own = encoded(key.public_key().public_bytes_raw())
    print(f"http://127.0.0.1:{server.server_port}/ public key for receipts: {own}", flush=True)  # noqa: T201 -- a command
    server.serve_forever()


if __name__ == "__main__":
    main()
