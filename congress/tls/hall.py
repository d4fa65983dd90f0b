"""The files that let a hall without internet be served over TLS, made once and kept."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import GeneralName, load_pem_x509_certificate

from congress.crypto.issuing import Issued, Key
from congress.tls.certificates import authority, lasts, may_speak_for, server, speaks_for
from congress.tls.names import names


class HallCertificate(NamedTuple):
    """``cert`` (the server's, then the authority's) and ``key`` are for uvicorn; ``ca`` is for the phones."""

    cert: Path
    key: Path
    ca: Path


def hall_certificate(folder: Path, hosts: Iterable[str], now: datetime | None = None) -> HallCertificate:
    """Make what a hall needs in this folder, or return what is there while it is valid for the same hosts.

    ``hosts`` are names and IP addresses. The authority outlives a change of hosts as long
    as it may speak for them, so that phones need not trust another. Raises Invalid when a
    host cannot stand in a certificate.
    """
    now = now or datetime.now(UTC)
    wanted = names(hosts)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = HallCertificate(folder / "server.pem", folder / "server.key", folder / "ca.pem")
    ca = keep_authority(paths.ca, folder / "ca.key", wanted, now)
    kept = read(paths.cert, paths.key)
    if kept is None or not lasts(kept.cert, now) or not speaks_for(kept.cert, ca.cert, wanted):
        write(server(ca, wanted, now), paths.cert, paths.key, chain=pem(ca))
    return paths


def keep_authority(path: Path, key: Path, wanted: list[GeneralName], now: datetime) -> Issued:
    kept = read(path, key)
    if kept and lasts(kept.cert, now) and may_speak_for(kept.cert, wanted):
        return kept
    made = authority(wanted, now)
    write(made, path, key)
    return made


def fingerprint(path: Path) -> str:
    """SHA-256 of the first certificate in a file, as phones and openssl show it: ``AB:CD:…``."""
    return load_pem_x509_certificate(path.read_bytes()).fingerprint(SHA256()).hex(":").upper()


def read(cert: Path, key: Path) -> Issued | None:
    """A certificate with its key, or None when they are missing, broken or not of one pair."""
    try:
        certificate = load_pem_x509_certificate(cert.read_bytes())
        private = load_pem_private_key(key.read_bytes(), password=None)
    except (FileNotFoundError, ValueError):
        return None
    if not isinstance(private, Key) or private.public_key() != certificate.public_key():
        return None
    return Issued(certificate, private)


def write(issued: Issued, cert: Path, key: Path, chain: bytes = b"") -> None:
    place(key, issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    place(cert, pem(issued) + chain, 0o644)


def pem(issued: Issued) -> bytes:
    return issued.cert.public_bytes(Encoding.PEM)


def place(path: Path, content: bytes, mode: int) -> None:
    """Put a file in its place whole, never readable by more than ``mode`` allows."""
    fresh = path.with_suffix(f"{path.suffix}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    fresh.replace(path)
