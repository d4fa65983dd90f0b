"""Pressing the seal on a resolution of three pages: PAdES inside, CMS beside; beside a bare signature of the same bytes."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from congress.clock import now
from congress.documents.content import Signoff
from congress.errors import Refusal
from congress.seals import keyfile
from congress.seals.keyfile import Unlocked
from congress.seals.pressing import Job, Sealed, approvals_of, press, seal_pdf
from congress.seals.service.making import make
from congress.typesetting.pdf import Attachment, pdf_to_seal, seal_picture
from scripts.benchmarks.apart import apart
from scripts.benchmarks.papers import AT, paper

TIMES = 20
PASSPHRASE = "measured seal passphrase"
ISSUER = "长风精工有限公司"


def run() -> dict[str, object]:
    """The first of a process, then the median of others; each part of it alone."""
    with tempfile.TemporaryDirectory() as folder:
        job = asked(Path(folder))
        (Path(folder) / "job.pdf").write_bytes(job.document)
        firsts = [apart(__name__, "first", folder) for _ in range(3)]
        held = opened(job)
        sealed = _sealed(press(job))
        return {
            "bytes": len(sealed.document),
            "first_ms": round(median(firsts)),
            "next_ms": middle(lambda: press(job)),
            "passphrase_ms": middle(lambda: keyfile.unlock(job.key, PASSPHRASE)),
            "pades_and_cms_ms": middle(lambda: _pressed(job, held)),
            "bare_ms": middle(lambda: bare(held, sealed.document), 500),
        }


def middle(act: Callable[[], object], times: int = TIMES) -> float:
    """Milliseconds, the median of several."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append((time.perf_counter() - start) * 1000)
    return round(median(found), 2)


def first(folder: str) -> float:
    """Milliseconds of a process's first seal: pyHanko is loaded."""
    job = with_key(Path(folder), (Path(folder) / "job.pdf").read_bytes())
    start = time.perf_counter()
    _sealed(press(job))
    return (time.perf_counter() - start) * 1000


def asked(folder: Path) -> Job:
    """A seal in this folder, and a resolution that waits for it, with the picture at its spot."""
    make(folder, enterprise=ISSUER, passphrase=PASSPHRASE, moment=now())
    signoff = Signoff(ISSUER, "2026年3月8日", sealed=True)
    data = Attachment("signatures.json", "Signatures", "[]")
    sheets = pdf_to_seal(replace(paper(1), signoff=signoff), AT, (data,))
    job = with_key(folder, sheets.content)
    return replace(job, spot=sheets.spot, picture=seal_picture(ISSUER, "职工代表大会"))


def with_key(folder: Path, document: bytes) -> Job:
    """The document with the seal's key: of two keys in the folder, not the root's."""
    for path in folder.glob("*.key"):
        key = path.read_bytes()
        held = keyfile.unlock(key, PASSPHRASE)
        if isinstance(held, Unlocked) and held.chain:
            given = {"statement": "x" * 400, "signature": "y" * 88}
            return Job(document, key, PASSPHRASE, approvals_of(document, "测量", [given, given]))
    raise LookupError(folder)


def opened(job: Job) -> Unlocked:
    """The key, out of its file."""
    held = keyfile.unlock(job.key, job.passphrase)
    if isinstance(held, Refusal):
        raise TypeError(held.reason.text)
    return held


def _pressed(job: Job, held: Unlocked) -> Sealed:
    return _sealed(seal_pdf(job.document, held, approvals=job.approvals, spot=job.spot, picture=job.picture))


def _sealed(done: Sealed | Refusal) -> Sealed:
    if isinstance(done, Refusal):
        raise TypeError(done.reason.text)
    return done


def bare(held: Unlocked, document: bytes) -> list[bytes]:
    """The floor: the same bytes hashed and signed, twice, as there are two signatures."""
    if not isinstance(held.key, EllipticCurvePrivateKey):
        raise TypeError("the key of our seals is an elliptic curve's")
    return [held.key.sign(document, ECDSA(SHA256())) for _ in range(2)]
