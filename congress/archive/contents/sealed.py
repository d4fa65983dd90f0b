"""What the congress sealed: each file with its seal, the signatures beside it, and the certificates."""

from datetime import datetime
from typing import Any

from congress.archive.contents.scope import Scope, just, moment, on_disk
from congress.archive.package import Content
from congress.errors import Missing
from congress.i18n import say
from congress.seals import service as seals
from congress.seals.rules import Level
from congress.seals.service import Impression, Seal
from congress.sittings import service as sittings

FILE = "seals.json"
FOLDER = "sealed/"


def data(scope: Scope) -> dict[str, Any]:
    """``seals.json``."""
    certificates = sorted(seals.seals(scope.session), key=lambda seal: seal.id or 0)
    return {
        "format": "congress/seals/1",
        "seals": [_seal(seal) for seal in certificates],
        "uses": [_use(use) for use in _pressed(scope)],
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
    """Those of the sitting's time: from its opening until the next one's; all of them for everything."""
    begin, end = _time(scope)
    uses = sorted(seals.impressions(scope.session), key=lambda use: use.id or 0)
    return [use for use in uses if use.pressed_at and _within(use.pressed_at, begin, end)]


def _within(at: datetime, begin: datetime | None, end: datetime | None) -> bool:
    return (begin is None or begin <= at) and (end is None or at < end)


def _time(scope: Scope) -> tuple[datetime | None, datetime | None]:
    """From the opening of the one sitting to that of the next; no bounds for everything."""
    if scope.only is None:
        return None, None
    known = sittings.all_meetings(scope.session)
    starts = [one.sitting.opened_at or one.sitting.opens_at for one in known]
    place = [one.sitting.id for one in known].index(scope.only.sitting.id)
    after = starts[place + 1] if place + 1 < len(starts) else None
    return (starts[place] if place else None), after


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
