"""Pressing the seal: one document in, the sealed one out, in a process of its own.

There the key is opened with the passphrase, used, and forgotten; and there pyHanko is
loaded, so that pages stay quick meanwhile.
"""

import logging
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from multiprocessing import get_context
from threading import Lock
from typing import Any

from congress.crypto.canonical import canonical
from congress.errors import Refusal
from congress.i18n import say
from congress.seals import keyfile, sm2
from congress.seals.cms import detached, sm3
from congress.seals.rules import Level
from congress.typesetting.pdf import Spot

log = logging.getLogger(__name__)
APPROVALS = "congress/seal-approvals/1"
PDF = b"%PDF-"
ANOTHER = Refusal(say("印章的密钥文件与登记的 SM2 公钥不符"), say("请从备份里找回；找不回时，请换新印章"))


@dataclass(frozen=True)
class Job:
    """A document, the key's file with its passphrase, what is embedded, and the time stamp service (or "").

    Where there is a ``spot``, ``picture`` is a PDF of one page that shows the seal. ``sm2`` is the public key (PEM)
    with which the seal is on record, or "" for none.
    """

    document: bytes
    key: bytes
    passphrase: str = field(repr=False)
    approvals: bytes = b"{}"
    timestamp: str = ""
    spot: Spot | None = None
    picture: bytes = b""
    sm2: str = ""


@dataclass(frozen=True)
class Sealed:
    """``document`` is the PDF with its seal, or the file as it was; ``signature`` (.p7s) fits exactly it.

    So does ``sm2`` (.sm2), which is empty where the seal has no such key.
    """

    document: bytes
    signature: bytes
    level: Level
    sm2: bytes = b""

    @property
    def sha256(self) -> str:
        return sha256(self.document).hexdigest()

    @property
    def sm3(self) -> str:
        return sm3(self.document)


def approvals_of(document: bytes, name: str, approvals: list[dict[str, str]]) -> bytes:
    """The attachment: which bytes were approved, by whom, with statements and signatures that stock openssl checks.

    The approved bytes are the first ``bytes`` bytes of the sealed PDF.
    """
    about: Mapping[str, Any] = {
        "bytes": len(document),
        "name": name,
        "sha256": sha256(document).hexdigest(),
        "sm3": sm3(document),
    }
    return canonical({"approvals": approvals, "document": dict(about), "format": APPROVALS})


def seal_pdf(
    pdf: bytes,
    held: keyfile.Unlocked,
    *,
    approvals: bytes,
    timestamp: str = "",
    spot: Spot | None = None,
    picture: bytes = b"",
) -> Sealed | Refusal:
    """A PDF sealed inside, and the signature beside the result. Slow at its first time; not for the event loop."""
    pades = import_module("congress.seals.pades")  # when it is needed: pyHanko takes a second or more
    look = pades.Look(spot, picture) if spot else None
    done = pades.sign(pdf, held, approvals=approvals, timestamp=timestamp, look=look)
    if isinstance(done, Refusal):
        return done
    document, level = done
    return signed(document, level, held)


def seal_file(content: bytes, held: keyfile.Unlocked) -> Sealed:
    """Any other file: it stays as it is, with a signature beside it."""
    return signed(content, Level.BESIDE, held)


def signed(document: bytes, level: Level, held: keyfile.Unlocked) -> Sealed:
    """With the signatures beside it, all over the same bytes."""
    more = sm2.sign(document, held.sm2) if held.sm2 else b""
    return Sealed(document, detached(document, held), level, more)


def press(job: Job) -> Sealed | Refusal:
    """Open the key and seal the document; or why not. Refusals are values, because they cross between processes."""
    held = keyfile.unlock(job.key, job.passphrase)
    if isinstance(held, Refusal):
        return held
    if held.sm2_public != job.sm2:  # nobody gets less than the record tells of this seal, nor more
        return ANOTHER
    if job.document.startswith(PDF):
        return seal_pdf(
            job.document,
            held,
            approvals=job.approvals,
            timestamp=job.timestamp,
            spot=job.spot,
            picture=job.picture,
        )
    return seal_file(job.document, held)


class Press:
    """One process, started with the first use: most days nothing is sealed. One document after the other."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def press(self, job: Job) -> Sealed | Refusal:
        """What :func:`press` says. Once more in a new process, when the old one was killed."""
        pool = self._ready()
        try:
            return pool.submit(press, job).result()
        except BrokenProcessPool:
            log.warning("the process that presses the seal has died; a new one is started")
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            return self._ready().submit(press, job).result()

    def close(self) -> None:
        """Stop the process; what waits is given up."""
        with self._lock:
            if self._pool:
                self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _ready(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:  # spawned, not forked: the server has threads
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            return self._pool
