"""What organisers and officers see of the seal: its certificate, its uses, and who allowed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from congress.clock import stamp
from congress.errors import Missing, Refusal
from congress.i18n import say
from congress.identity import service as identity
from congress.record import service as record
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.seals import keyfile, rules, sm2, store
from congress.seals.rules import Standing
from congress.seals.store import Impression, Seal, current, impressions, of_file, seals

__all__ = [
    "Given",
    "Sm2Key",
    "State",
    "authority_pem",
    "current",
    "given",
    "impression",
    "impressions",
    "of_file",
    "root_pem",
    "seal_of",
    "seals",
    "sm2_of",
    "sm2_public",
    "sm3_of",
    "standing",
    "state",
    "visible_to",
    "warning",
]


@dataclass(frozen=True)
class State:
    """The seal as its page shows it: the certificate, what the clock says, and what keeps it from being used."""

    seal: Seal | None
    standing: Standing | None
    refusal: Refusal | None
    days: int  # until it ends; 0 where it has
    renewable: bool


@dataclass(frozen=True)
class Given:
    """An officer's leave, with what somebody else needs to check the signature."""

    role: str
    person: str
    key: str
    public: str
    at: str
    statement: str
    signature: str


@dataclass(frozen=True)
class Sm2Key:
    """A seal's key for SM2: whose it is, SHA-256 of its DER, and the entry of the record that vouches for it."""

    seal: int
    fingerprint: str
    seq: int


def standing(seal: Seal | None, now: datetime) -> Standing | None:
    """What the clock says of the seal."""
    return rules.standing(seal.begins_at, seal.ends_at, now) if seal else None


def state(session: Session, folder: Path, now: datetime) -> State:
    """The seal now. A key file that is gone is told before somebody needs it."""
    seal = current(session)
    found = standing(seal, now)
    refusal = rules.may_press(found)
    if seal and refusal is None and not keyfile.path_of(folder, seal.fingerprint).is_file():
        refusal = keyfile.GONE
    days = max(0, (seal.ends_at - now).days) if seal else 0
    rooted = bool(seal and seal.authority and keyfile.path_of(folder, seal.authority).is_file())
    return State(seal, found, refusal if seal else None, days, rooted)


def warning(session: Session, now: datetime) -> Standing | None:
    """What organisers should be told before they need the seal: that it ends soon, or has ended."""
    found = standing(current(session), now)
    return found if found in {Standing.SOON, Standing.EXPIRED} else None


def authority_pem(session: Session) -> str:
    """The certificate that others trust, in PEM: the own root, or what came last in the imported chain. Raises Missing."""
    return _root(current(session))


def root_pem(session: Session, seal_id: int) -> str:
    """The same of one seal, of a retired one too. Raises Missing."""
    return _root(session.get(Seal, seal_id))


def _root(seal: Seal | None) -> str:
    chain = seal.chain if seal else ""
    if not chain:
        raise Missing(say("没有可以下载的根证书"))
    begin = "-----BEGIN CERTIFICATE-----"
    return begin + chain.rpartition(begin)[2]


def impression(session: Session, impression_id: int) -> Impression:
    """A use of the seal by its id. Raises Missing."""
    found = session.get(Impression, impression_id)
    if found is None:
        raise Missing(say("没有这次用印"))
    return found


def seal_of(session: Session, found: Impression) -> Seal:
    """Which certificate sealed it. Raises Missing where none has."""
    seal = session.get(Seal, found.seal_id) if found.seal_id else None
    if seal is None:
        raise Missing(say("没有这次用印"))
    return seal


def sm3_of(session: Session, found: Impression) -> str:
    """The SM3 digest of the sealed file (GB/T 32905-2016), as it is on record; empty before."""
    return "" if found.seq is None else str(record.act(session, found.seq).facts["sm3"])


def sm2_of(seal: Seal | None) -> Sm2Key | None:
    """The seal's key for SM2, if it has one."""
    if seal is None or not seal.sm2:
        return None
    return Sm2Key(seal.id or 0, sm2.fingerprint(seal.sm2), seal.seq)


def sm2_public(session: Session, seal_id: int) -> str:
    """The public key in PEM, of a retired seal too: what it signed is still checked. Raises Missing."""
    seal = session.get(Seal, seal_id)
    if seal is None or not seal.sm2:
        raise Missing(say("这枚印章不做 SM2 签名"))
    return seal.sm2


def visible_to(session: Session, viewer: Viewer | None, impression_id: int) -> Impression:
    """For organisers and the two officers; for others there is no such thing."""
    if viewer is None or not (viewer.organises or viewer.offices & set(rules.OFFICES)):
        raise Missing(say("没有这次用印"))
    return impression(session, impression_id)


def given(session: Session, impression_id: int) -> list[Given]:
    """Who has allowed a use, in order."""
    found = store.approvals(session, impression_id)
    names: Mapping[int, str] = roster.names(session, {a.person_id for a in found})
    public = {key.id: key.public for a in found for key in identity.keys(session, a.person_id)}
    return [
        Given(
            role=a.office,
            person=names.get(a.person_id, ""),
            key=a.key,
            public=public[a.key],
            at=stamp(a.at),
            statement=a.statement,
            signature=a.signature,
        )
        for a in found
    ]
