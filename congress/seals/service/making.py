"""The seal's certificate: made by an own authority, renewed under it, or brought from elsewhere; replaced, on record.

Making and locking keys takes a while and happens before the writer's turn: the key's
file is in its place when :func:`adopt` says that there is a new seal. A file of a seal
that was never adopted, or is retired, is taken away by :func:`tidy`.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from sqlmodel import Session

from congress.clock import now, stamp
from congress.crypto.issuing import Issued, Key
from congress.errors import Conflict, Invalid, Refusal, Refused
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.seals import certificates, imported, keyfile, rules, sm2, store
from congress.seals.keyfile import Unlocked
from congress.seals.rules import Origin
from congress.seals.store import Seal

KEYS = "*.key"
T = TypeVar("T")


@dataclass(frozen=True)
class Made:
    """A certificate whose key is in its file, waiting to be adopted; ``authority`` is its own root's, if it has one.

    ``sm2`` is the public key for SM2 in PEM, or empty: not wanted.
    """

    cert: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    origin: Origin
    authority: str = ""
    sm2: str = ""


def make(folder: Path, *, enterprise: str, passphrase: str, moment: datetime, with_sm2: bool = False) -> Made:
    """A new authority, and a seal under it; both keys locked with the passphrase."""
    insist_on_passphrase(passphrase)
    root = certificates.authority(enterprise, moment)
    keep(folder, Unlocked(root.cert, root.key, ()), passphrase)
    return under(folder, root, passphrase, moment, with_sm2)


def renew(folder: Path, known: Seal, *, passphrase: str, moment: datetime, with_sm2: bool = False) -> Made:
    """A new key and certificate under the authority that people trust already; a key for SM2 is new too."""
    if not known.authority:
        raise Refused(say("从外部导入的印章不能在这里换证"), say("请向颁发机构申请新证书，再导入"))
    content = opened(keyfile.read(keyfile.path_of(folder, known.authority)))
    root = keyfile.unlock(content, passphrase)
    if root is keyfile.LOCKED:
        raise Invalid(keyfile.LOCKED.reason, {"passphrase": keyfile.LOCKED.reason})
    held = opened(root)
    if not isinstance(held.key, Key) or held.cert.not_valid_after_utc <= moment:
        raise Refused(say("根证书已经到期"), say("请重新制作印章，并请核验的人信任新的根证书"))
    return under(folder, Issued(held.cert, held.key), passphrase, moment, with_sm2)


def bring(
    folder: Path, *, content: bytes, password: str, passphrase: str, moment: datetime, with_sm2: bool = False
) -> Made:
    """A seal that another authority made. Its file's password and our passphrase are two things.

    A key for SM2 is ours: that authority does not vouch for it.
    """
    insist_on_passphrase(passphrase)
    bundle = imported.read(content, password, moment)
    held = Unlocked(bundle.cert, bundle.key, bundle.chain, sm2.make() if with_sm2 else None)
    keep(folder, held, passphrase)
    return Made(bundle.cert, bundle.chain, Origin.IMPORTED, sm2=held.sm2_public)


def under(folder: Path, root: Issued, passphrase: str, moment: datetime, with_sm2: bool) -> Made:
    fresh = certificates.seal(root, moment)
    held = Unlocked(fresh.cert, fresh.key, (root.cert,), sm2.make() if with_sm2 else None)
    keep(folder, held, passphrase)
    return Made(fresh.cert, held.chain, Origin.OWN, keyfile.fingerprint(root.cert), held.sm2_public)


def keep(folder: Path, held: Unlocked, passphrase: str) -> None:
    path = keyfile.path_of(folder, keyfile.fingerprint(held.cert))
    keyfile.write(path, keyfile.lock(held, passphrase))


def insist_on_passphrase(passphrase: str) -> None:
    if refusal := rules.may_lock_with(passphrase):
        raise Invalid(refusal.reason, {"passphrase": refusal.reason})


def adopt(session: Session, viewer: Viewer, made: Made, *, seen: str) -> Seal:
    """From now on this is the seal; the one before, whose fingerprint the organiser has ``seen``, is retired.

    Raises Conflict when it is another one by now. A certificate that is the seal already is left alone.
    """
    roster.organiser(viewer)
    known, moment = store.current(session), now()
    name = keyfile.fingerprint(made.cert)
    if known and known.fingerprint == name:
        return known
    if (known.fingerprint if known else "") != seen:
        raise Conflict(say("印章刚刚已由别人更换"), say("请刷新页面，看过现在的印章再决定"))
    if known:
        retire(session, viewer, known, moment)
    return add(session, viewer, made, moment)


def add(session: Session, viewer: Viewer, made: Made, moment: datetime) -> Seal:
    cert = made.cert
    fresh = Seal(
        fingerprint=keyfile.fingerprint(cert),
        authority=made.authority,
        origin=made.origin,
        subject=cert.subject.rfc4514_string(),
        issuer=cert.issuer.rfc4514_string(),
        serial=f"{cert.serial_number:x}",
        begins_at=cert.not_valid_before_utc,
        ends_at=cert.not_valid_after_utc,
        certificate=keyfile.pem(cert),
        chain="".join(map(keyfile.pem, made.chain)),
        sm2=made.sm2,
        made_at=moment,
        made_by=viewer.person_id,
        seq=record.append(session, Kind.SEAL_MADE, actor=viewer.person_id, at=moment, facts=facts_of(made)),
    )
    session.add(fresh)
    session.flush()
    return fresh


def facts_of(made: Made) -> dict[str, str]:
    """What the record tells of a certificate: enough to find out which one sealed.

    And the key for SM2, where there is one: nothing else vouches for it.
    """
    more = {"sm2_fingerprint": sm2.fingerprint(made.sm2), "sm2_key": made.sm2} if made.sm2 else {}
    return {
        "authority": made.authority,
        "begins": stamp(made.cert.not_valid_before_utc),
        "certificate": keyfile.pem(made.cert),
        "ends": stamp(made.cert.not_valid_after_utc),
        "fingerprint": keyfile.fingerprint(made.cert),
        "issuer": made.cert.issuer.rfc4514_string(),
        "origin": made.origin.value,
        "subject": made.cert.subject.rfc4514_string(),
        **more,
    }


def retire(session: Session, viewer: Viewer, known: Seal, moment: datetime) -> None:
    known.retired_at = moment
    session.add(known)
    facts = {"fingerprint": known.fingerprint}
    record.append(session, Kind.SEAL_RETIRED, actor=viewer.person_id, at=moment, facts=facts)
    session.flush()


def tidy(session: Session, folder: Path) -> None:
    """Take away key files that are neither the seal's nor its authority's: what is not there is not stolen."""
    known = store.current(session)
    kept = {known.fingerprint, known.authority} if known else set()
    for path in folder.glob(KEYS):
        if path.stem not in kept:
            path.unlink(missing_ok=True)


def opened(found: T | Refusal) -> T:
    """What was found. Raises the refusal, if it is one."""
    if isinstance(found, Refusal):
        raise Refused(found.reason, found.remedy)
    return found
