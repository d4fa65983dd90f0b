"""Pressing the seal: what two officers allowed is sealed with the passphrase, kept, and recorded.

Sealing is slow, so it is done before the writer's turn. Of two that are pressed at once
the first one counts, and both are told its result.
"""

from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session

from congress.clock import now
from congress.database import Database
from congress.errors import Conflict, CongressError, Invalid, Missing, Refusal, Refused, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.seals import keyfile, rules
from congress.seals.pressing import Job, Sealed, approvals_of
from congress.seals.rules import Level
from congress.seals.service.asking import facts_of
from congress.seals.service.reading import current, given, impression, standing
from congress.seals.store import Impression, Seal
from congress.typesetting.pdf import Spot, seal_picture

BODY = "职工代表大会"
Presser = Callable[[Job], Sealed | Refusal]
CHANGED = Refusal(say("等待用印的文件在服务器上被改动或丢失"), say("请重新申请用印"))


def press(
    database: Database,
    presser: Presser,
    folder: Path,
    viewer: Viewer,
    impression_id: int,
    *,
    passphrase: str,
    timestamp: str = "",
) -> Impression:
    """Seal what was allowed. Pressing again gives what the first time gave.

    ``presser`` is :meth:`congress.seals.pressing.Press.press`. Without an answer of the
    time stamp service the seal has none, which the impression notes as ``untimed``.
    """
    roster.organiser(viewer)
    with database.read() as session:
        found = impression(session, impression_id)
        if found.pressed_at:
            return found
        seal = allowed(session, found)
        job = prepared(session, folder, found, seal, passphrase=passphrase, timestamp=timestamp)
    done = presser(job)
    if done == keyfile.LOCKED:
        raise Invalid(keyfile.LOCKED.reason, {"passphrase": keyfile.LOCKED.reason})
    if isinstance(done, Refusal):
        raise Refused(done.reason, done.remedy)
    signature = keep(folder, done)
    untimed = bool(timestamp) and done.level is Level.BASIC
    made = {done.sha256, signature, sha256_of(done.sm2)} - {found.sha256, ""}
    try:
        noted = database.write(
            lambda s: note(
                s,
                viewer,
                impression_id,
                seal=seal.fingerprint,
                done=done,
                signature=signature,
                untimed=untimed,
            )
        )
    except CongressError:  # certainly not on record
        drop(folder, made)
        raise
    drop(folder, made - {noted.result, noted.signature, noted.sm2})  # where somebody else was first
    return noted


def drop(folder: Path, names: set[str]) -> None:
    """Take away what was sealed and does not count."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


def allowed(session: Session, found: Impression) -> Seal:
    """The seal, if it may be pressed now and two have allowed it."""
    seal = current(session)
    insist(rules.may_press(standing(seal, now())))
    insist(rules.may_seal(facts_of(session, found)))
    if seal is None:  # may_press has refused that already
        raise Missing(say("还没有印章"))
    return seal


def prepared(
    session: Session, folder: Path, found: Impression, seal: Seal, *, passphrase: str, timestamp: str
) -> Job:
    """Everything the other process needs. The bytes are those that were allowed, or nothing is sealed."""
    key = keyfile.read(keyfile.path_of(folder, seal.fingerprint))
    document = keyfile.read(folder / found.sha256)
    if isinstance(key, Refusal):
        raise Refused(key.reason, key.remedy)
    if isinstance(document, Refusal) or sha256(document).hexdigest() != found.sha256:
        raise Refused(CHANGED.reason, CHANGED.remedy)
    approvals = [asdict(one) for one in given(session, found.id or 0)]
    told = approvals_of(document, found.name, approvals)
    spot = Spot(*found.spot) if found.spot else None
    shown = picture(session) if spot else b""
    return Job(document, key, passphrase, told, timestamp, spot, shown, seal.sm2)


def picture(session: Session) -> bytes:
    """How the seal is seen."""
    enterprise = roster.enterprise(session)
    return seal_picture(enterprise.name if enterprise else "", BODY)


def keep(folder: Path, done: Sealed) -> str:
    """The files under their hashes, before the record speaks of them. The hash of the signature."""
    name = sha256_of(done.signature)
    keyfile.write(folder / done.sha256, done.document)
    keyfile.write(folder / name, done.signature)
    if done.sm2:
        keyfile.write(folder / sha256_of(done.sm2), done.sm2)
    return name


def sha256_of(content: bytes) -> str:
    """The name of a file; empty where there is none."""
    return sha256(content).hexdigest() if content else ""


def note(
    session: Session,
    viewer: Viewer,
    impression_id: int,
    *,
    seal: str,
    done: Sealed,
    signature: str,
    untimed: bool,
) -> Impression:
    """The use of the seal, on record. Of two the first one counts; a seal that was replaced meanwhile does not."""
    found = impression(session, impression_id)
    if found.pressed_at:
        return found
    insist(rules.may_seal(facts_of(session, found)))  # it may have been withdrawn meanwhile
    known = current(session)
    if known is None or known.fingerprint != seal:
        raise Conflict(say("印章刚刚已由别人更换"), say("请重新用印"))
    moment = now()
    facts = {
        "impression": found.id,
        "level": done.level.value,
        "name": found.name,
        "result": done.sha256,
        "seal": known.fingerprint,
        "sha256": found.sha256,
        "signature": signature,
        "sm3": done.sm3,
        "untimed": untimed,
        **({"sm2": sha256_of(done.sm2)} if done.sm2 else {}),
    }
    found.seal_id, found.level, found.untimed = known.id, done.level, untimed
    found.result, found.signature, found.sm2 = done.sha256, signature, sha256_of(done.sm2)
    found.pressed_at, found.pressed_by = moment, viewer.person_id
    found.seq = record.append(session, Kind.SEAL_PRESSED, actor=viewer.person_id, at=moment, facts=facts)
    session.add(found)
    session.flush()
    return found


def sealed_file(folder: Path, found: Impression) -> bytes:
    """The file with its seal. Raises Missing when there is none, or not the one that was sealed."""
    return kept(folder, found.result)


def signature_file(folder: Path, found: Impression) -> bytes:
    """The signature beside it (.p7s). Raises Missing."""
    return kept(folder, found.signature)


def sm2_file(folder: Path, found: Impression) -> bytes:
    """The SM2 signature beside it (.sm2). Raises Missing, also where the seal has no such key."""
    return kept(folder, found.sm2)


def waiting_file(folder: Path, found: Impression) -> bytes:
    """The file as it was asked for, without a seal. Raises Missing."""
    return kept(folder, found.sha256)


def kept(folder: Path, name: str) -> bytes:
    content = keyfile.read(folder / name) if name else keyfile.GONE
    if isinstance(content, Refusal) or sha256(content).hexdigest() != name:
        raise Missing(say("没有这份用印文件"), say("请从备份里找回数据文件夹中的 seal 文件夹"))
    return content
