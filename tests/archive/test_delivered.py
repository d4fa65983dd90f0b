"""A webhook's receipt in an archive: signed by ``scripts/receiver``, kept by the courier, exported, verified; forged, named."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paperwork
import passed
import pytest
from archive.packages import data, faults
from archive.rich import Rich
from archive.test_changes import Change, edit
from archive.test_commands import congress
from cast import SITE
from exported import Exported, packed
from posted import Clock, Post, receiver_script
from sqlmodel import Session, select

from congress import archive
from congress.committee.rules import DispatchKind
from congress.courier import courier_of
from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, encode
from congress.delivery import signing
from congress.delivery.rules import Way, Who
from congress.house import open_house
from congress.resolutions.store import Resolution
from congress.settings import Settings

TITLE = "关于通风改造的函件"


@dataclass
class Delivered:
    """The export, and the receipt that the script itself has kept."""

    exported: Exported
    receipt: dict[str, str]
    key: str
    one: Exported


@pytest.fixture(scope="module")
def delivered(rich: Rich, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Delivered]:
    """A request goes to the Party committee's office system by webhook, and is signed for there."""
    folder = tmp_path_factory.mktemp("delivered")
    archive.backup(rich.house.settings, folder / "backup.zip")
    archive.restore(folder / "backup.zip", folder / "data")
    house = open_house(Settings(data=folder / "data"))
    house.name_site(SITE, "Asia/Shanghai")
    post = Post(house, rich.cast, Clock(), courier_of(house))
    post.courier.clock = post.clock
    known = Rich(house, rich.cast, folder / "data")
    public = signing.public_text(post.courier.means.signer)
    with receiver_script(folder / "there", "--public", public) as there:
        post.add(Who.OFFICE, Way.WEBHOOK, there.url, key=there.key, name="办公系统")
        known.do(request)
        post.clock.forward(minutes=1)
        assert post.round() >= 1
        kept = {path.name: json.loads((path / "receipt.json").read_text()) for path in there.kept}
    post.courier.turn.give_back()
    made = known.exported(folder / "export.zip")
    row = webhook(data(made.package, "deliveries.json"))
    yield Delivered(made, kept[row["uid"]], there.key, known.exported(folder / "one.zip", sitting="3-2"))
    house.database.close()


def request(session: Session, cast: Any) -> None:
    found = session.exec(select(Resolution)).one()
    sent = passed.sent(session, cast, DispatchKind.REQUEST, found=found)
    passed.receive(session, cast, sent)
    paperwork.circulate(session, cast, paperwork.readers(cast, "alice"), dispatch_id=sent.id or 0)


def webhook(told: dict[str, Any]) -> dict[str, Any]:
    """The request's delivery to the office system."""
    found = [d for d in told["deliveries"] if (d["matter"], d["way"]) == ("dispatch", "webhook")]
    return dict(found[-1])


def test_the_scripts_own_receipt_is_in_the_package_and_verifies(delivered: Delivered) -> None:
    for exported in (delivered.exported, delivered.one):
        row = webhook(data(exported.package, "deliveries.json"))
        assert (row["stage"], [one["trouble"] for one in row["tries"]]) == ("received", [None])
        assert json.loads(row["receipt"]) == {**delivered.receipt, "public": delivered.key}
        assert faults(exported.package) == set()
        assert congress("verify", exported.path).returncode == 0


def signed_by(signer: Signer, **said: object) -> Callable[[dict[str, str]], dict[str, str]]:
    """The same receipt with other words, signed well by this key."""

    def forge(own: dict[str, str]) -> dict[str, str]:
        statement = canonical(json.loads(own["statement"]) | said)
        return {
            "key": signer.id,
            "public": encode(signer.public),
            "signature": encode(signer.sign(statement)),
            "statement": statement.decode(),
        }

    return forge


def other_words(own: dict[str, str]) -> dict[str, str]:
    return {**own, "statement": own["statement"].replace('"sha256":"', '"sha256":"0')}


def other_signature(own: dict[str, str]) -> dict[str, str]:
    head = "B" if own["signature"][0] == "A" else "A"
    return {**own, "signature": head + own["signature"][1:]}


STRANGER = Signer.generate()
RECEIPTS: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "by a stranger's key": signed_by(STRANGER),
    "by a stranger of another file": signed_by(STRANGER, sha256="0" * 64),
    "words changed": other_words,
    "signature changed": other_signature,
}


def told(forge: Callable[[dict[str, str]], dict[str, str]]) -> Change:
    def change(deliveries: dict[str, Any]) -> None:
        for row in deliveries["deliveries"]:
            if row["way"] == "webhook" and row["receipt"]:
                row["receipt"] = canonical(forge(json.loads(row["receipt"]))).decode()

    return edit("deliveries.json", change)


@pytest.mark.parametrize("what", RECEIPTS)
def test_a_forged_receipt_in_the_data_is_named(delivered: Delivered, what: str, tmp_path: Path) -> None:
    files = dict(delivered.exported.package.files)
    told(RECEIPTS[what])(files)
    forged = delivered.exported.listed(files)
    assert faults(forged) == {f"送达“{TITLE}”的签收凭证与会议记录不符"}
    answer = congress("verify", packed(forged, tmp_path / "forged.zip"))
    assert (answer.returncode, "签收凭证与会议记录不符" in answer.stdout) == (1, True)


def in_record(change: Callable[[dict[str, Any]], None]) -> Callable[[list[dict[str, Any]]], Any]:
    """The record of a server that holds its key and tells of a receipt that nobody gave."""

    def tell(acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for act in acts:
            if act["kind"] == "delivery.received":
                change(act)
        return acts

    return tell


def of_a_stranger(act: dict[str, Any]) -> None:
    own = act["signed"] | {"public": act["facts"]["public"]}
    forged = signed_by(STRANGER)(own)
    act["signed"] = {name: forged[name] for name in act["signed"]}


def another_signature(act: dict[str, Any]) -> None:
    act["signed"] = other_signature(act["signed"])


@pytest.mark.parametrize("change", [of_a_stranger, another_signature])
def test_a_forged_receipt_in_the_record_is_named(
    delivered: Delivered, change: Callable[[dict[str, Any]], None]
) -> None:
    found = faults(delivered.exported.retold(in_record(change)))
    assert [fault for fault in found if "条记录：" in fault], found


def test_a_receipt_by_a_key_that_is_not_the_receivers_is_named(delivered: Delivered) -> None:
    """Entry and data fit together, and the signature is good; only the receiver's key is another one."""

    def strangers(act: dict[str, Any]) -> None:
        of_a_stranger(act)
        act["facts"]["public"] = encode(STRANGER.public)

    retold = delivered.exported.retold(in_record(strangers))
    files = dict(retold.files)
    told(signed_by(STRANGER))(files)
    found = faults(delivered.exported.listed(files))
    assert found == {f"送达“{TITLE}”的签收凭证与会议记录不符"} | certificates(found)


def certificates(found: set[str]) -> set[str]:
    """Certificates are not made anew for a record that was told otherwise."""
    return {fault for fault in found if "表决证明" in fault}
