"""What the congress sealed: each file with its seal, the signatures beside it, and the certificates; and what officers declined to seal."""

from collections.abc import Mapping
from typing import Any

from congress.archive.belonging import KINDS, homes, is_here
from congress.archive.contents.scope import Scope, both, just, moment, on_disk, who
from congress.archive.package import Content
from congress.errors import Missing
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import read
from congress.roster import service as roster
from congress.roster.rules import OFFICE_WORDS, OfficeKind
from congress.seals import service as seals
from congress.seals.rules import Level
from congress.seals.service import Impression, Seal, SealRefusal

FILE = "seals.json"
FOLDER = "sealed/"


def data(scope: Scope) -> dict[str, Any]:
    """``seals.json``."""
    certificates = sorted(seals.seals(scope.session), key=lambda seal: seal.id or 0)
    return {
        "format": "congress/seals/1",
        "seals": [_seal(seal) for seal in certificates],
        "uses": [_use(use) for use in _pressed(scope)],
        "declined": _declined(scope),
    }


def files(scope: Scope) -> dict[str, Content]:
    """Raises Missing when a sealed file is lost."""
    found: dict[str, Content] = {}
    for seal in seals.seals(scope.session):
        found[certificate_of(seal)] = just(seal.certificate.encode())
        if seal.chain:
            found[chain_of(seal)] = just(seal.chain.encode())
        if seal.sm2:
            found[sm2_key_of(seal)] = just(seal.sm2.encode())
    for use in _pressed(scope):
        found[file_of(use)] = _kept(scope, use.result)
        found[signature_of(use)] = _kept(scope, use.signature)
        if use.sm2:
            found[sm2_of(use)] = _kept(scope, use.sm2)
    return found


def certificate_of(seal: Seal) -> str:
    """The certificate of the seal itself."""
    return f"{FOLDER}seal-{seal.id}.pem"


def chain_of(seal: Seal) -> str:
    """The certificates above it; the last one is the root that others trust."""
    return f"{FOLDER}seal-{seal.id}-chain.pem"


def sm2_key_of(seal: Seal) -> str:
    """The public key that checks its SM2 signatures."""
    return f"{FOLDER}seal-{seal.id}-sm2.pem"


def file_of(use: Impression) -> str:
    """The file with its seal."""
    return f"{FOLDER}{use.id}.{'bin' if use.level is Level.BESIDE else 'pdf'}"


def signature_of(use: Impression) -> str:
    """The signature beside it: CMS, RFC 5652."""
    return f"{FOLDER}{use.id}.p7s"


def sm2_of(use: Impression) -> str:
    """The SM2 signature beside the file."""
    return f"{FOLDER}{use.id}.sm2"


def _pressed(scope: Scope) -> list[Impression]:
    """Those of the sitting, whenever they were pressed; all of them for everything."""
    here = _here(scope)
    uses = sorted(seals.impressions(scope.session), key=lambda use: use.id or 0)
    return [use for use in uses if use.pressed_at and use.id in here]


def _here(scope: Scope) -> set[int]:
    """The numbers of the requests that belong in the package."""
    only = scope.only.sitting.id if scope.only else None
    known = record.entries(scope.session, kinds=KINDS, limit=-1)  # SQLite: all of them
    found = homes(read(entry.body.encode()) for entry in known)
    return {number for number, home in found.items() if is_here(only, home)}


def _kept(scope: Scope, name: str) -> Content:
    path = (scope.folder.joinpath("seal", name)) if scope.folder else None
    if path is None or not path.is_file():
        raise Missing(say("没有这份用印文件"), say("请从备份里找回数据文件夹中的 seal 文件夹"))
    return on_disk(path)


def _seal(seal: Seal) -> dict[str, Any]:
    key = seals.sm2_of(seal)
    return {
        "id": seal.id,
        "subject": seal.subject,
        "issuer": seal.issuer,
        "serial": seal.serial,
        "fingerprint": seal.fingerprint,
        "begins_at": moment(seal.begins_at),
        "ends_at": moment(seal.ends_at),
        "retired_at": moment(seal.retired_at),
        "certificate": certificate_of(seal),
        "chain": chain_of(seal) if seal.chain else None,
        "sm2_fingerprint": key.fingerprint if key else None,
        "sm2_key": sm2_key_of(seal) if key else None,
    }


def _use(use: Impression) -> dict[str, Any]:
    return {
        "id": use.id,
        "name": use.name,
        "seal": use.seal_id,
        "level": use.level.value if use.level else None,
        "sha256": use.result,
        "signature_sha256": use.signature,
        "pressed_at": moment(use.pressed_at),
        "seq": use.seq,
        "file": file_of(use),
        "signature": signature_of(use),
        "sm2": sm2_of(use) if use.sm2 else None,
        "sm2_sha256": use.sm2 or None,
    }


def _declined(scope: Scope) -> list[dict[str, Any]]:
    here = _here(scope)
    refused = [one for one in seals.refusals(scope.session) if one.impression_id in here]
    names = roster.names(scope.session, {one.person_id for one in refused})
    asked = {use.id: use for use in seals.impressions(scope.session)}
    return [_refusal(one, asked[one.impression_id], names) for one in refused]


def _refusal(found: SealRefusal, asked: Impression, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": asked.id,
        "name": asked.name,
        "sha256": asked.sha256,
        "asked_at": moment(asked.asked_at),
        "office": found.office,
        "office_words": both(OFFICE_WORDS[OfficeKind(found.office)]),
        "by": who(found.person_id, names),
        "why": found.why,
        "at": moment(found.at),
        "seq": found.seq,
    }
