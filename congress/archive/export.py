"""Writing the record out, with all that is needed to check it and to read it."""

import json
from pathlib import Path

from sqlmodel import Session

from congress.archive import package
from congress.clock import now, stamp
from congress.crypto.signatures import encode, pem
from congress.errors import Missing
from congress.i18n import say
from congress.record import service as record
from congress.record.service import Keeper
from congress.roster import service as roster
from congress.seals import service as seals
from congress.secrecy import service as secrecy

README = """\
本包是一次职工代表大会的完整记录，可以脱离原系统核验。
This package is the complete record of an employee congress; it can be checked without the system that made it.

核验 / verify:        congress verify FILE.zip
单条签名 / one signature, with openssl only: see the handbook, "Checking a signature with openssl".

record.jsonl      每行一条正式记录，含前一条的哈希 / one official act a line, with the hash of the one before
heads.jsonl       每次提交后由记录密钥签名的树根（RFC 9162） / signed tree heads
record-keys.json  记录密钥的公钥 / the record's public keys
names.json        人名和代表团，供阅读 / names and delegations, for reading
ballots/*.bel     手机无记名投票的票箱：加密的选票、解密份额、结果，每次表决一个
                  / the boxes of secret votes on phones: encrypted ballots, decryption shares, results
sealed/*.pdf, *.p7s  盖了印章的文件和它的签名（编号见记录中的 seal.pressed）
                  / documents with the congress's seal, and the signature beside each (numbers: seal.pressed in the record)
manifest.json     各文件的 SHA-256 / the SHA-256 of each file

ballots/*.audits.json  打开检验、没有计入的选票 / ballots that were opened instead of cast, and not counted

一个票箱也可以单独核验 / one box by itself: congress verify ballots/poll-N.bel
票箱里没有姓名，看不出谁投了什么。
A box has no names in it; nobody can see from it who voted how.

本包写明每个人的记名票，以及谁谢绝了附议；请只交给有权看到的人。
It tells everybody's named ballot, and who declined to second; give it only to those entitled to see that.
"""


def export(session: Session, keeper: Keeper, path: Path, *, seal: Path | None = None) -> int:
    """Write the whole record to ``path`` (a zip). Returns the number of entries.

    ``seal``: the folder of what was sealed; needed where something was. Raises Missing where a sealed file is gone.
    """
    enterprise = roster.enterprise(session)
    head = record.latest_head(session)
    if enterprise is None or head is None:
        raise Missing(say("还没有可以导出的记录"))
    bodies = record.bodies(session, head.size)
    heads = record.heads(session, head.size)
    public = keeper.signer.public
    files = {
        package.RECORD: b"".join(body.encode() + b"\n" for body in bodies),
        package.HEADS: b"".join(_line(found) for found in heads),
        package.KEYS: _json({keeper.signer.id: {"public": encode(public), "pem": pem(public)}}),
        package.NAMES: _json(_names(session)),
        "README.txt": README.encode(),
        **_boxes(session),
        **_sealed(session, seal),
    }
    about = {
        "site": enterprise.uid,
        "enterprise": enterprise.name,
        "made_at": stamp(now()),
        "entries": head.size,
        "root": head.root.hex(),
    }
    package.write(path, files, about)
    return head.size


def _boxes(session: Session) -> dict[str, bytes]:
    """The box of each secret vote by phone, and the ballots that were opened instead of cast, if there are any."""
    found = {}
    for poll in secrecy.boxes(session):
        found[package.box_of(poll)] = secrecy.archive(session, poll)
        if opened := secrecy.audits(session, poll):
            found[package.audits_of(poll)] = _json(
                [{"ballot": one.body, "opening": one.opening} for one in opened]
            )
    return found


def _sealed(session: Session, folder: Path | None) -> dict[str, bytes]:
    """What was sealed, with the signature beside each."""
    found: dict[str, bytes] = {}
    for use in seals.impressions(session):
        if use.pressed_at and use.level and use.id:
            if folder is None:
                raise Missing(say("没有这份用印文件"), say("请从备份里找回数据文件夹中的 seal 文件夹"))
            found[package.sealed_of(use.id, use.level.value)] = seals.sealed_file(folder, use)
            found[package.signature_of(use.id)] = seals.signature_file(folder, use)
    return found


def _line(head: record.Head) -> bytes:
    said = {
        "size": head.size,
        "root": head.root.hex(),
        "at": head.at,
        "key": head.key,
        "signature": encode(head.signature),
    }
    return json.dumps(said, sort_keys=True).encode() + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _names(session: Session) -> dict[str, dict[str, str]]:
    people = {str(person): name for person, name in roster.names(session).items()}
    units = {str(unit): found.name for unit, found in roster.units(session).items()}
    return {"people": people, "units": units}
