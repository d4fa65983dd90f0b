"""A private key at rest: PKCS#8 under AES-256-GCM, with a key that Argon2id makes of a passphrase (RFC 9106).

Not PKCS#12 or encrypted PKCS#8: the ones that we could write slow a guesser down by 2,048
rounds only. The passphrase is never stored; without it the file is of no use to anybody.
One file holds one key with its certificate, is written whole or not at all, and says
in plain text whose it is. A seal that also signs with SM2 has that key in the same file,
behind the first one: neither is lost, opened or taken away without the other.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from congress.errors import Refusal
from congress.i18n import say
from congress.seals import sm2

FORMAT: Final = "congress/seal-key/1"
BOTH: Final = "congress/seal-key/2"  # with a key for SM2
TIME: Final = 3  # passes
MEMORY: Final = 64 * 1024  # KiB; with TIME and LANES the second recommended option of RFC 9106 section 4
LANES: Final = 4
GONE: Final = Refusal(
    say("印章的密钥文件不在服务器上"), say("请从备份里找回数据文件夹中的 seal 文件夹；找不回时，请换新印章")
)
BROKEN: Final = Refusal(say("印章的密钥文件已经损坏"), say("请从备份里找回；找不回时，请换新印章"))
LOCKED: Final = Refusal(
    say("口令不对，印章没有打开"), say("请重新输入制作或导入印章时设的口令；忘记了只能换新印章")
)

Key = EllipticCurvePrivateKey | RSAPrivateKey
Sm2 = sm2.Key


@dataclass(frozen=True)
class Unlocked:
    """A key with its certificate, the certificates above it, and the key for SM2, if the seal has one."""

    cert: x509.Certificate
    key: Key
    chain: tuple[x509.Certificate, ...]
    sm2: Sm2 | None = None

    @property
    def sm2_public(self) -> str:
        """The public key for SM2 in PEM, or an empty text."""
        return self.sm2.public if self.sm2 else ""


def fingerprint(cert: x509.Certificate) -> str:
    """SHA-256 of a certificate, lower-case hex: its name in our tables and among the files."""
    return cert.fingerprint(SHA256()).hex()


def lock(held: Unlocked, passphrase: str) -> bytes:
    """The file for a key. Raises nothing: any key and any passphrase will do."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    plain = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    more = held.sm2.secret if held.sm2 else b""
    certs = [pem(cert) for cert in (held.cert, *held.chain)]
    shut = AESGCM(stretched(passphrase, salt)).encrypt(nonce, plain + more, bound(certs, held.sm2_public))
    said = {
        "format": BOTH if more else FORMAT,
        "kdf": {"name": "argon2id", "time": TIME, "memory": MEMORY, "lanes": LANES, "salt": text(salt)},
        "cipher": {"name": "aes-256-gcm", "nonce": text(nonce)},
        "key": text(shut),
        "certificates": certs,
        **({"sm2": held.sm2_public} if more else {}),
    }
    return json.dumps(said, indent=1).encode()


def unlock(content: bytes, passphrase: str) -> Unlocked | Refusal:
    """Inverse of :func:`lock`, or why it cannot be. Some 0.1 s of work and 64 MiB of memory."""
    try:
        said = json.loads(content)
        certs = said["certificates"]
        salt, nonce = b64decode(said["kdf"]["salt"]), b64decode(said["cipher"]["nonce"])
        shut = b64decode(said["key"])
        own, *chain = [x509.load_pem_x509_certificate(cert.encode()) for cert in certs]
        public = said.get("sm2", "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return BROKEN
    try:
        plain = AESGCM(stretched(passphrase, salt)).decrypt(nonce, shut, bound(certs, public))
    except InvalidTag:
        return LOCKED
    except (ValueError, HashingError):  # a nonce or a salt of another length
        return BROKEN
    plain, more = (plain[: -sm2.SIZE], sm2.of(plain[-sm2.SIZE :])) if public else (plain, None)
    key = load_der_private_key(plain, None)
    held = Unlocked(own, key, tuple(chain), more) if isinstance(key, Key) else None
    return held if held and is_whole(held, public) else BROKEN


def is_whole(held: Unlocked, public: str) -> bool:
    """Do the keys belong to what the file says of them?"""
    return held.key.public_key() == held.cert.public_key() and held.sm2_public == public


def stretched(passphrase: str, salt: bytes) -> bytes:
    """32 bytes from a passphrase, slowly."""
    return hash_secret_raw(passphrase.encode(), salt, TIME, MEMORY, LANES, 32, Type.ID)


def bound(certs: list[str], public: str) -> bytes:
    """What the cipher authenticates beside the key: nobody puts another certificate or public key to it."""
    return json.dumps([BOTH, certs, public] if public else [FORMAT, certs]).encode()


def pem(cert: x509.Certificate) -> str:
    return cert.public_bytes(Encoding.PEM).decode()


def text(raw: bytes) -> str:
    return b64encode(raw).decode()


# --- files -------------------------------------------------------------------------------------------------


def path_of(folder: Path, name: str) -> Path:
    """Where the key of the certificate with this fingerprint lies."""
    return folder / f"{name}.key"


def write(path: Path, content: bytes) -> None:
    """Put a file in its place durably and all at once, readable by us only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".new-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make the new name durable too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> bytes | Refusal:
    """The file, or that it is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return GONE
