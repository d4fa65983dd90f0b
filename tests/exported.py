"""A record with two votes in it, and ways to tamper with its export."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from cast import SITE, Cast
from sqlmodel import Session

from congress.archive import package as package_of
from congress.archive.digests import sm3
from congress.archive.package import (
    CERTIFICATES,
    HEADS,
    KEYS,
    MANIFEST,
    RECORD,
    SEALED_SUMS,
    SM3_SUMS,
    SUMS,
    Package,
)
from congress.bylaws.terms import Form, Verb
from congress.clock import now, stamp
from congress.crypto.merkle import Tree, leaf_hash
from congress.crypto.signatures import Signer, encode, pem
from congress.house import House
from congress.polls import service as polls
from congress.polls.service import Draft, HandFigures
from congress.record.entries import NOTHING, head_statement, write
from congress.record.entries import read as read_entry
from congress.sittings import service as sittings
from congress.sittings.rules import Presence


@dataclass(frozen=True)
class Exported:
    """The package, the file, and the key that the record was signed with."""

    package: Package
    path: Path
    signer: Signer

    def changed(self, name: str, change: Callable[[bytes], bytes]) -> Package:
        """The package with one file changed, the manifest as it was."""
        return Package({**self.package.files, name: change(self.package.files[name])})

    def retold(self, tell: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Package:
        """The package as the holder of the record's key could forge it: other entries, chain and head made anew."""
        acts = tell([json.loads(line) for line in self.package.lines(RECORD)])
        tree, bodies, prev = Tree(), [], NOTHING
        for seq, act in enumerate(acts):
            known = read_entry(_canonical({**act, "seq": seq, "prev": prev.hex()}))
            fields = {k: getattr(known, k) for k in ("seq", "at", "kind", "actor", "facts", "signed")}
            body, prev = write(prev=prev, **fields)
            bodies.append(body)
            tree.append(leaf_hash(body))
        at = "2026-11-22T10:00:00.000Z"
        statement = head_statement(site=SITE, size=len(bodies), root=tree.root(), at=at)
        head = {
            "size": len(bodies), "root": tree.root().hex(), "at": at, "key": self.signer.id,
            "signature": encode(self.signer.sign(statement)),
        }  # fmt: skip
        kept = {
            n: b for n, b in self.package.files.items() if not n.startswith(CERTIFICATES)
        }  # they tell of old heads
        files = {
            **kept,
            RECORD: b"".join(body + b"\n" for body in bodies),
            HEADS: json.dumps(head).encode() + b"\n",
            KEYS: json.dumps({self.signer.id: {"public": encode(self.signer.public), "pem": pem(self.signer.public)}}).encode(),
            "record-key.pem": pem(self.signer.public).encode(),
        }  # fmt: skip
        manifest = {**self.package.manifest, "entries": len(bodies), "root": tree.root().hex()}
        return self.listed({**files, MANIFEST: json.dumps(manifest).encode()})

    def listed(self, files: Mapping[str, bytes]) -> Package:
        """A package of these files whose list of checksums fits, signed with the record's key."""
        known = {n: body for n, body in files.items() if n not in {SUMS, SEALED_SUMS, SM3_SUMS}}
        if SM3_SUMS in files:
            known[SM3_SUMS] = package_of.sm3_sums({name: sm3([body]) for name, body in known.items()})
        sums = package_of.sums({name: sha256(body).hexdigest() for name, body in known.items()})
        return Package({**known, SUMS: sums, SEALED_SUMS: self.signer.sign(sums)})


def packed(package: Package, path: Path) -> Path:
    """These files as a zip, whatever they are."""
    with ZipFile(path, "w") as target:
        for name, body in package.files.items():
            target.writestr(name, body)
    return path


def _canonical(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def opened(house: House, cast: Cast, form: Form, matter: str) -> int:
    """A poll that is open, with everybody present."""

    def job(session: Session) -> int:
        olga = cast["olga"].person_id
        for member in cast.voting:
            sittings.note(
                session,
                sitting_id=cast.sitting_id,
                delegate_id=member.delegate_id,
                presence=Presence.ARRIVED,
                by=olga,
            )
        item = sittings.add_item(session, sitting_id=cast.sitting_id, title="办法", verb=Verb.PASS, by=olga)
        poll = polls.draft(
            session, item_id=item.id, wish=Draft(f"关于办法的决议{form}", "同意。", matter, form)
        )
        seen = polls.preflight(session, poll.id).text_sha256
        return polls.open_poll(session, poll_id=poll.id, by=olga, text_sha256=seen).id

    return house.database.write(job)


def by_phone(house: House, cast: Cast) -> None:
    """Seven for, two against, one changes their mind."""
    poll_id = opened(house, cast, Form.NAMED, "work_report")
    with house.database.read() as session:
        text = polls.poll(session, poll_id).text_sha256
    ballots = [(m, "for") for m in cast.voting[:8]] + [(m, "against") for m in cast.voting[7:10]]
    start = now()
    for second, (member, choice) in enumerate(ballots):
        at = stamp(start + timedelta(seconds=second))
        signed = member.sign(act="ballot", choice=choice, poll=poll_id, text=text, at=at)
        house.database.write(
            lambda s, m=member, c=choice, g=signed: polls.cast(
                s, site=SITE, poll_id=poll_id, person_id=m.person_id, choice=c, signed=g
            )
        )
    house.database.write(lambda s: polls.close(s, poll_id=poll_id, by=cast["olga"].person_id))


def by_hands(house: House, cast: Cast) -> None:
    """Ten raised for, counted by Sam, confirmed by Ruth."""
    poll_id = opened(house, cast, Form.HAND, "agenda")
    sam, ruth = cast["sam"], cast["ruth"]
    signed = sam.sign(act="count", poll=poll_id, favour="10", against="1", abstain="1")
    count = house.database.write(
        lambda s: polls.enter_count(
            s, site=SITE, poll_id=poll_id, by=sam.person_id, figures=HandFigures(10, 1, 1), signed=signed
        )
    )
    confirmed = ruth.sign(act="confirm-count", poll=poll_id, count=count.id)
    house.database.write(
        lambda s: polls.confirm_count(
            s, site=SITE, poll_id=poll_id, count_id=count.id, by=ruth.person_id, signed=confirmed
        )
    )
    house.database.write(lambda s: polls.close(s, poll_id=poll_id, by=cast["olga"].person_id))
