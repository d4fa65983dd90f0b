"""A sealed resolution by every way: stock tools accept what arrived; and what happens when the seal comes late."""

import email
import json
import shutil
import subprocess
from base64 import b64decode
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import passed
import pytest
import under_seal
from acts import acts, refused
from posted import (
    Mailbox,
    Post,
    free_port,
    mail_server,
    open_post,
    plain,
    receiver_script,
    until_settled,
    web,
)
from sqlmodel import select

from congress.committee import service as committee
from congress.delivery import service as delivery
from congress.delivery import signing
from congress.delivery.rules import Matter, Stage, Way, Who
from congress.delivery.store import Delivery
from congress.errors import Missing
from congress.record.entries import Kind
from congress.resolutions import service as resolutions
from congress.resolutions.store import Resolution
from congress.seals import service as seals

OK = (200, {}, b"")
ZONE = "Asia/Shanghai"


@pytest.fixture(scope="module")
def halfway(founded, tmp_path_factory):
    """A house whose last resolution has both signatures, and whose seal is made: not asked for yet."""
    folder, cast = founded
    place = tmp_path_factory.mktemp("halfway") / "data"
    shutil.copytree(folder, place)
    post = open_post(place, cast)
    under_seal.make_seal(post.database, cast, post.house.settings.seal)
    found = under_seal.resolved(post.house, cast)
    post.courier.turn.give_back()
    post.house.database.close()
    return place, cast, found.id


@pytest.fixture
def post(halfway, tmp_path, drop):
    folder, cast, _ = halfway
    shutil.copytree(folder, tmp_path / "house")
    opened = open_post(tmp_path / "house", deepcopy(cast), drops=(drop,))
    yield opened
    opened.courier.turn.give_back()
    opened.house.database.close()


@pytest.fixture
def row(halfway, post) -> Resolution:
    with post.database.read() as session:
        return resolutions.load(session, halfway[2])


def press(post: Post, row: Resolution):
    """The seal is asked for, allowed and pressed."""
    folder = post.house.settings.seal
    use = under_seal.ask(post.database, post.cast, folder, row)
    under_seal.approve_both(post.database, post.cast, use)
    return under_seal.press(post.database, post.cast, folder, use)


def publish(post: Post, row: Resolution) -> None:
    post.database.write(lambda s: resolutions.publish(s, post.olga(s), row.id))
    post.clock.forward(minutes=1)


def everything(post: Post) -> list[Delivery]:
    with post.database.read() as session:
        return list(session.exec(select(Delivery).order_by(Delivery.id)))


def send_sealed(post: Post, found: Delivery) -> Delivery:
    return post.database.write(lambda s: resolutions.send_sealed(s, post.olga(s), found.id, at=post.clock()))


def insist_that_stock_tools_agree(post: Post, place: Path, document: bytes, signature: bytes) -> None:
    """``pdfsig`` and ``openssl cms``; and not for one changed byte."""
    with post.database.read() as session:
        (place / "root.pem").write_text(seals.authority_pem(session))
    (place / "it.p7s").write_bytes(signature)
    assert judged(place, document) == (True, True)
    changed = bytearray(document)
    changed[len(document) // 3] ^= 1
    assert judged(place, bytes(changed)) == (False, False)


def judged(place: Path, document: bytes) -> tuple[bool, bool]:
    (place / "it.pdf").write_bytes(document)
    poppler = subprocess.run(["pdfsig", "it.pdf"], cwd=place, capture_output=True, text=True, check=False)
    command = "openssl cms -verify -binary -inform DER -in it.p7s -content it.pdf -CAfile root.pem -out out"
    cms = subprocess.run(command.split(), cwd=place, capture_output=True, check=False)
    return "Signature is Valid." in poppler.stdout, cms.returncode == 0


# --- by every way ----------------------------------------------------------------------------------------------


def test_a_sealed_resolution_goes_by_every_way_and_stock_tools_accept_what_arrived(post, row, drop, tmp_path):
    public = signing.public_text(post.courier.means.signer)
    use, box = press(post, row), Mailbox()
    with mail_server(box) as port, receiver_script(tmp_path / "got", "--public", public) as there:
        post.mail_through(plain(port))
        post.add(Who.UNION, Way.MAIL, "union@a.example")
        post.add(Who.UNION, Way.WEBHOOK, there.url)
        post.add(Who.OFFICE, Way.FOLDER, str(drop))
        publish(post, row)
        assert post.round() == 3
        arrived = {Way.MAIL: mailed(box), Way.WEBHOOK: posted(there.kept[0])}
    (found,) = [one for one in everything(post) if one.way is Way.FOLDER]
    arrived[Way.FOLDER] = dropped(drop / found.uid)
    assert {one.stage for one in everything(post)} == {Stage.SENT}
    for way, (document, signature) in arrived.items():
        place = tmp_path / way.value
        place.mkdir()
        insist_that_stock_tools_agree(post, place, document, signature)
    folder = post.house.settings.seal
    assert len(set(arrived.values())) == 1
    assert arrived[Way.MAIL] == (seals.sealed_file(folder, use), seals.signature_file(folder, use))


def mailed(box: Mailbox) -> tuple[bytes, bytes]:
    (message,) = box.messages
    document, signature = list(email.message_from_bytes(message).walk())[2:]
    assert signature.get_content_type() == "application/pkcs7-signature"
    assert signature.get_filename() == f"{document.get_filename()}.p7s"
    return document.get_payload(decode=True), signature.get_payload(decode=True)


def posted(folder: Path) -> tuple[bytes, bytes]:
    """What ``scripts/receiver`` keeps."""
    return (folder / "document").read_bytes(), (folder / "document.p7s").read_bytes()


def dropped(folder: Path) -> tuple[bytes, bytes]:
    about = json.loads((folder / "delivery.json").read_text())
    return (folder / about["file"]["name"]).read_bytes(), (folder / about["signature"]).read_bytes()


# --- the seal comes late ---------------------------------------------------------------------------------------


def test_what_was_not_tried_yet_takes_the_seal_that_was_pressed_meanwhile(post, row, drop):
    post.add(Who.UNION, Way.FOLDER, str(drop))
    publish(post, row)
    use = press(post, row)
    post.round()
    (found,) = everything(post)
    assert (found.file, found.signature) == (use.result, use.signature)


def test_the_file_that_was_fixed_goes_even_before_it_is_sealed(post, row, drop):
    """The seal was asked for and not pressed: nobody sets the PDF anew."""
    use = under_seal.ask(post.database, post.cast, post.house.settings.seal, row)
    post.add(Who.UNION, Way.FOLDER, str(drop))
    publish(post, row)
    post.round()
    (found,) = everything(post)
    assert (found.file, found.signature, found.stage) == (use.sha256, "", Stage.SENT)


def test_what_went_without_the_seal_is_sent_anew_with_it_once(post, row, drop):
    post.add(Who.UNION, Way.FOLDER, str(drop))
    publish(post, row)
    post.round()
    (first,) = everything(post)
    refused(post.database, lambda s: resolutions.send_sealed(s, post.olga(s), first.id, at=post.clock()))
    use = press(post, row)
    second, again = send_sealed(post, first), send_sealed(post, first)
    assert second.id == again.id != first.id
    assert second.uid != first.uid
    post.round()
    assert [(one.file, one.stage) for one in everything(post)] == [
        (first.file, Stage.SENT),
        (use.result, Stage.SENT),
    ]
    assert (drop / first.uid / "document.pdf").read_bytes() != (
        drop / second.uid / "document.pdf"
    ).read_bytes()
    assert not (drop / first.uid / "document.pdf.p7s").exists()
    kept = post.kept(second)
    refused(post.database, lambda s: resolutions.send_sealed(s, post.olga(s), kept.id, at=post.clock()))


@pytest.mark.parametrize("name", ["alice", "peter", "dan"])
def test_only_the_secretariat_sends_anew(post, row, drop, name):
    post.add(Who.UNION, Way.FOLDER, str(drop))
    publish(post, row)
    post.round()
    press(post, row)
    (found,) = everything(post)

    def job(session):
        return resolutions.send_sealed(
            session, passed.viewer(session, post.cast, name), found.id, at=post.clock()
        )

    refused(post.database, job, Missing)
    assert len(everything(post)) == 1


def test_bytes_that_may_have_arrived_are_not_changed_under_their_number(post, row):
    """Tried without an answer, then sealed: the first number is stopped, and the seal goes under another."""
    with web(lambda _: None) as there:
        post.add(Who.UNION, Way.WEBHOOK, there.url)
        publish(post, row)
        post.round()
        (first,) = everything(post)
        use = press(post, row)
        post.clock.forward(minutes=2)
        post.round()
        assert len({call.body for call in there.calls}) == 1
        second = send_sealed(post, first)
        assert post.kept(first).stage is Stage.STOPPED
        there.answer = lambda _: OK
        assert until_settled(post, second).file == use.result
    sent = json.loads(there.calls[-1].body)["data"]
    assert sent["delivery"] == second.uid
    assert b64decode(sent["document"]["signature"])


def test_a_sealed_file_that_is_lost_is_told_and_no_unsealed_one_goes(post, row, drop):
    use = press(post, row)
    (post.house.settings.seal / use.result).unlink()
    post.add(Who.UNION, Way.FOLDER, str(drop))
    publish(post, row)
    post.round()
    assert list(drop.iterdir()) == []
    assert post.tries(everything(post)[0])[0].trouble.value == "defect"


def test_a_receiver_that_was_down_for_a_week_gets_the_filing_with_the_seal_of_its_first_try(post, row):
    """The matter that is filed, on a bad week."""
    port = free_port()
    use = press(post, row)
    receiver = post.add(Who.UNION, Way.WEBHOOK, f"http://127.0.0.1:{port}/")
    post.database.write(lambda s: committee.deliver_filing(s, post.olga(s), row.id, at=post.clock()))
    begin = post.clock()
    while post.clock() - begin < timedelta(days=7):
        post.round()
        post.clock.forward(hours=2)
    with web(lambda _: OK) as there:
        wish = delivery.Wish(receiver.who, receiver.way, receiver.name, there.url, "")
        post.database.write(lambda s: delivery.change(s, post.olga(s), receiver.id, wish, at=post.clock()))
        post.clock.forward(hours=6)
        post.round()
    (found,) = everything(post)
    assert (found.matter, found.stage, found.file) == (Matter.FILING, Stage.SENT, use.result)
    assert json.loads(there.calls[0].body)["type"] == "congress.filing"


def test_the_record_tells_of_both(post, row, drop):
    post.add(Who.UNION, Way.FOLDER, str(drop))
    publish(post, row)
    post.round()
    press(post, row)
    send_sealed(post, everything(post)[0])
    with post.database.read() as session:
        put = acts(session, Kind.DELIVERY_PUT)
    assert [one["delivery"] for one in put] == [one.uid for one in everything(post)]
