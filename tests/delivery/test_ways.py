"""Each way against a real other side: what it gets, what we make of its answers."""

import base64
import email
import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from posted import (
    Mailbox,
    Post,
    cutting_server,
    document_in,
    free_port,
    mail_server,
    plain,
    receipt_for,
    receiver_script,
    tls_context,
    web,
)

from congress.crypto.signatures import Signer, encode
from congress.delivery import mailserver, signing
from congress.delivery.parcel import Mailer
from congress.delivery.rules import Stage, Trouble, Way, Who
from congress.delivery.ways import webhook
from congress.errors import Refused

OK = (200, {}, b"thanks")
TO = "office@party.example"


def trouble(post: Post, found) -> Trouble | None:
    return post.tries(found)[0].trouble


def tried(post: Post, way: Way, address: str, **more: str):
    found = post.test(post.add(Who.OFFICE, way, address, **more))
    assert post.round() == 1
    return post.kept(found)


# --- the web ----------------------------------------------------------------------------------------------------


def test_a_webhook_brings_the_document_and_stock_openssl_agrees_with_both_signatures(post, tmp_path):
    with web(lambda _: OK) as there:
        found = tried(post, Way.WEBHOOK, there.url)
    (call,) = there.calls
    assert found.stage is Stage.SENT
    assert document_in(call).startswith(b"%PDF-")
    assert call.path == "/in"
    assert call.headers["webhook-id"] == found.uid == json.loads(call.body)["data"]["delivery"]
    assert abs(int(call.headers["webhook-timestamp"]) - time.time()) < 60
    signed = f"{found.uid}.{call.headers['webhook-timestamp']}.".encode() + call.body
    mac, own = (part.partition(",") for part in call.headers["webhook-signature"].split(" "))
    assert (mac[0], own[0]) == ("v1", "v1a")
    signer = post.courier.means.signer
    shared = signing.secret(signer, found.receiver_id, 1)
    assert base64.b64decode(mac[2]) == hmac_by_openssl(shared, signed)
    assert checks_by_openssl(signer.public, signed, base64.b64decode(own[2]), tmp_path)
    assert not checks_by_openssl(signer.public, signed + b" ", base64.b64decode(own[2]), tmp_path)


def hmac_by_openssl(key: bytes, signed: bytes) -> bytes:
    command = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}", "-binary"]
    return subprocess.run(command, input=signed, capture_output=True, check=True).stdout


def checks_by_openssl(public: bytes, signed: bytes, signature: bytes, folder: Path) -> bool:
    der = bytes.fromhex("302a300506032b6570032100") + public  # RFC 8410
    (folder / "key.der").write_bytes(der)
    (folder / "signed").write_bytes(signed)
    (folder / "signature").write_bytes(signature)
    command = (
        "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed -sigfile signature"
    )
    return subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode == 0


def test_the_body_is_the_same_at_every_try(post):
    with web(lambda _: (503, {}, b"busy")) as there:
        found = tried(post, Way.WEBHOOK, there.url)
        post.clock.forward(minutes=1)
        post.round()
    assert len(there.calls) == 2
    assert there.calls[0].body == there.calls[1].body
    assert (post.kept(found).tries, trouble(post, found)) == (2, Trouble.ANSWER)
    assert post.tries(found)[0].said == "503 busy"


@pytest.mark.parametrize(("status", "headers", "stage", "expected"), [
    (202, {}, Stage.SENT, None),
    (302, {"location": "http://127.0.0.1:1/"}, Stage.WAITING, Trouble.REDIRECT),
    (404, {}, Stage.WAITING, Trouble.ANSWER),
    (410, {}, Stage.FAILED, Trouble.GONE),
    (500, {}, Stage.WAITING, Trouble.ANSWER),
])  # fmt: skip
def test_what_an_answer_means(post, status, headers, stage, expected):
    with web(lambda _: (status, headers, b"")) as there:
        found = tried(post, Way.WEBHOOK, there.url)
    assert (found.stage, trouble(post, found), len(there.calls)) == (stage, expected, 1)


def test_nobody_there_is_told_so(post):
    found = tried(post, Way.WEBHOOK, f"http://127.0.0.1:{free_port()}/")
    assert (found.stage, trouble(post, found)) == (Stage.WAITING, Trouble.UNREACHABLE)


def test_a_line_that_is_cut_is_told_so(post):
    with web(lambda _: None) as there:
        found = tried(post, Way.WEBHOOK, there.url)
    assert (found.stage, trouble(post, found)) == (Stage.WAITING, Trouble.CUT)


def test_whoever_never_answers_is_not_waited_for(post, monkeypatch):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.3)
    with web(lambda _: time.sleep(1.5)) as there:
        found = tried(post, Way.WEBHOOK, there.url)
        assert (found.stage, trouble(post, found)) == (Stage.WAITING, Trouble.SLOW)


def test_of_a_long_answer_only_the_beginning_is_read(post):
    with web(lambda _: (400, {}, b"x" * 1_000_000)) as there:
        found = tried(post, Way.WEBHOOK, there.url)
    assert post.tries(found)[0].said == "400 " + "x" * webhook.SAID_MOST


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/"]
)
def test_addresses_that_are_nobodys_are_not_asked(post, address):
    found = tried(post, Way.WEBHOOK, address)
    assert (found.stage, trouble(post, found)) == (Stage.WAITING, Trouble.ADDRESS)


def test_a_name_that_leads_nowhere_is_told_so(post):
    found = tried(post, Way.WEBHOOK, "http://nobody.invalid/")
    assert trouble(post, found) is Trouble.UNREACHABLE


def test_over_tls_a_stranger_gets_nothing_and_whom_the_system_trusts_gets_it(post, tmp_path, monkeypatch):
    context, root = tls_context(tmp_path)
    with web(lambda _: OK, context) as there:
        found = tried(post, Way.WEBHOOK, there.url)
        assert (trouble(post, found), there.calls) == (Trouble.TLS, [])
        monkeypatch.setenv("SSL_CERT_FILE", str(root))
        post.clock.forward(minutes=1)
        post.round()
        assert post.kept(found).stage is Stage.SENT


def test_the_receiver_script_keeps_it_once_and_its_receipt_is_checked(post, tmp_path):
    public = signing.public_text(post.courier.means.signer)
    with receiver_script(tmp_path / "there", "--public", public) as there:
        receiver = post.add(Who.OFFICE, Way.WEBHOOK, there.url, key=there.key)
        found = post.test(receiver)
        post.round()
        kept = post.kept(found)
        assert kept.stage is Stage.RECEIVED
        (folder,) = there.kept
        assert folder.name == found.uid
        assert (folder / "document").read_bytes().startswith(b"%PDF-")
        own = json.loads((folder / "receipt.json").read_text())
        assert json.loads(kept.receipt) == {**own, "public": there.key}


@pytest.mark.parametrize(("generation", "stage", "kept"), [(1, Stage.SENT, 1), (2, Stage.WAITING, 0)])
def test_the_receiver_script_takes_only_what_its_secret_signs(post, tmp_path, generation, stage, kept):
    """Our first receiver has the number 1; a secret of another generation is not its secret."""
    secret = signing.secret_text(signing.secret(post.courier.means.signer, 1, generation))
    with receiver_script(tmp_path / "there", "--secret", secret) as there:
        found = tried(post, Way.WEBHOOK, there.url)
        assert found.receiver_id == 1
        assert (found.stage, len(there.kept)) == (stage, kept)


# --- mail -------------------------------------------------------------------------------------------------------


def test_a_mail_has_both_languages_the_document_and_a_name_that_stays(post):
    box = Mailbox(data=["451 not now"])
    with mail_server(box) as port:
        post.mail_through(plain(port))
        found = tried(post, Way.MAIL, TO)
        assert (found.stage, trouble(post, found)) == (Stage.WAITING, Trouble.LATER)
        post.clock.forward(minutes=1)
        post.round()
    message = email.message_from_bytes(box.messages[0], policy=email.policy.default)
    assert post.kept(found).stage is Stage.SENT
    assert message["Message-ID"] == f"<{found.uid}@changfeng.example>"
    assert (message["To"], message["Subject"]) == (TO, "送达测试")
    text = message.get_body().get_content()
    assert "长风精工有限公司职工代表大会发来测试，见附件。" in text
    assert "Delivery: " + found.uid in text
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content().startswith(b"%PDF-")


def test_with_starttls_nothing_goes_to_a_stranger_and_the_password_only_over_tls(post, tmp_path, monkeypatch):
    context, root = tls_context(tmp_path)
    seen = []

    def check(_server, session, _envelope, _mechanism, data):
        seen.append((data.login, data.password, session.ssl is not None))
        return AuthResult(success=data.password == b"right", handled=False)

    box = Mailbox()
    with mail_server(
        box, tls_context=context, require_starttls=True, authenticator=check, auth_required=True
    ) as port:
        post.mail_through(Mailer("127.0.0.1", port, "start", "union", "wrong", "union@changfeng.example"))
        found = tried(post, Way.MAIL, TO)
        assert (trouble(post, found), seen) == (Trouble.TLS, [])
        monkeypatch.setenv("SSL_CERT_FILE", str(root))
        again(post)
        assert (trouble(post, found), post.kept(found).stage) == (Trouble.LOGIN, Stage.WAITING)
        post.mail_through(Mailer("127.0.0.1", port, "start", "union", "right", "union@changfeng.example"))
        again(post)
    assert post.kept(found).stage is Stage.SENT
    assert len(box.messages) == 1
    assert seen[-1] == (b"union", b"right", True)
    assert {encrypted for _, _, encrypted in seen} == {True}


def again(post: Post) -> None:
    post.clock.forward(hours=1)
    post.round()


def test_a_server_without_starttls_gets_nothing(post):
    box = Mailbox()
    with mail_server(box) as port:
        post.mail_through(Mailer("127.0.0.1", port, "start", "", "", "union@changfeng.example"))
        found = tried(post, Way.MAIL, TO)
    assert (trouble(post, found), box.messages) == (Trouble.TLS, [])


@pytest.mark.parametrize(("rcpt", "data", "stage", "expected"), [
    (["550 no such mailbox"], [], Stage.FAILED, Trouble.REFUSED),
    (["451 greylisted"], [], Stage.WAITING, Trouble.LATER),
    ([], ["552 too large"], Stage.FAILED, Trouble.CONTENT),
    ([], ["452 full"], Stage.WAITING, Trouble.LATER),
])  # fmt: skip
def test_what_a_mail_server_answers(post, rcpt, data, stage, expected):
    box = Mailbox(rcpt=rcpt, data=data)
    said = (rcpt + data)[0]
    with mail_server(box) as port:
        post.mail_through(plain(port))
        found = tried(post, Way.MAIL, TO)
    assert (found.stage, trouble(post, found), box.messages) == (stage, expected, [])
    assert post.tries(found)[0].said == said


def test_a_mail_server_that_hangs_up_in_the_middle_is_tried_again(post):
    with cutting_server() as port:
        post.mail_through(plain(port))
        found = tried(post, Way.MAIL, TO)
    assert (found.stage, trouble(post, found)) == (Stage.WAITING, Trouble.CUT)


def test_without_a_mail_server_it_waits_for_one(post):
    found = tried(post, Way.MAIL, TO)
    assert (found.stage, trouble(post, found)) == (Stage.WAITING, Trouble.NO_MAIL)


@pytest.mark.parametrize(("address", "host", "port", "tls", "user"), [
    ("smtps://u%40a.example@mail.example", "mail.example", 465, "always", "u@a.example"),
    ("smtp://mail.example:2525", "mail.example", 2525, "start", ""),
    ("smtp+plain://10.0.0.1", "10.0.0.1", 25, "never", ""),
])  # fmt: skip
def test_the_mail_server_on_the_command_line(address, host, port, tls, user):
    found = mailserver.read(address, sender="a@a.example", password="secret")
    assert (found.host, found.port, found.tls, found.user) == (host, port, tls, user)
    assert "secret" not in repr(found)


@pytest.mark.parametrize("address", [
    "mail.example", "http://mail.example", "smtp://", "smtp://u:word@mail.example", "smtp://mail.example:x",
    "smtp+plain://u@mail.example",
])  # fmt: skip
def test_a_mail_server_that_makes_no_sense_is_refused_at_the_start(address):
    with pytest.raises(Refused):
        mailserver.read(address, sender="a@a.example", password="")


def test_without_an_address_to_send_from_it_is_refused():
    with pytest.raises(Refused):
        mailserver.read("smtp://mail.example", sender="", password="")
    assert (
        mailserver.read("smtps://u%40a.example@mail.example", sender="", password="").sender == "u@a.example"
    )


# --- the folder ---------------------------------------------------------------------------------------------------


def test_a_folder_gets_it_whole_and_the_receipt_in_it_is_the_proof(post, drop):
    signer = Signer.generate()
    found = tried(post, Way.FOLDER, str(drop), key=encode(signer.public))
    place = drop / found.uid
    assert found.stage is Stage.SENT
    assert sorted(path.name for path in place.iterdir()) == ["delivery.json", "document.pdf"]
    about = json.loads((place / "delivery.json").read_text())
    assert (about["delivery"], about["title"]) == (found.uid, "送达测试")
    (place / "receipt.json").write_text(json.dumps(receipt_for(found, signer)))
    post.round()
    assert post.kept(found).stage is Stage.RECEIVED


def test_an_office_that_takes_the_folder_away_signs_beside_it(post, drop):
    signer = Signer.generate()
    found = tried(post, Way.FOLDER, str(drop), key=encode(signer.public))
    (drop / found.uid).rename(drop / "taken")
    (drop / f"{found.uid}.receipt.json").write_text(json.dumps(receipt_for(found, signer)))
    post.round()
    assert post.kept(found).stage is Stage.RECEIVED
    assert not (drop / found.uid).exists()


def test_a_receipt_by_another_is_shown_once_and_proves_nothing(post, drop):
    found = tried(post, Way.FOLDER, str(drop), key=encode(Signer.generate().public))
    (drop / found.uid / "receipt.json").write_text(json.dumps(receipt_for(found, Signer.generate())))
    post.round()
    post.round()
    assert post.kept(found).stage is Stage.SENT
    assert [one.trouble for one in post.tries(found)] == [Trouble.RECEIPT, None]


def test_a_receipt_that_is_a_link_is_not_read(post, drop, tmp_path):
    signer = Signer.generate()
    found = tried(post, Way.FOLDER, str(drop), key=encode(signer.public))
    (tmp_path / "elsewhere").write_text(json.dumps(receipt_for(found, signer)))
    (drop / found.uid / "receipt.json").symlink_to(tmp_path / "elsewhere")
    post.round()
    assert post.kept(found).stage is Stage.SENT


def test_a_folder_that_is_not_there_is_told_so(post, drop):
    found = tried(post, Way.FOLDER, str(drop / "oa"))
    assert trouble(post, found) is Trouble.FOLDER
    (drop / "oa").mkdir()
    again(post)
    assert post.kept(found).stage is Stage.SENT


@pytest.mark.parametrize("where", ["/tmp", "link"])
def test_folders_that_the_command_line_does_not_name_get_nothing(post, drop, tmp_path, where):
    outside = tmp_path / "outside"
    outside.mkdir()
    if where == "link":
        (drop / "link").symlink_to(outside)
    found = tried(post, Way.FOLDER, str(drop / where if where == "link" else where))
    assert trouble(post, found) is Trouble.OUTSIDE
    assert list(outside.iterdir()) == []


def test_a_folder_that_may_not_be_written_to_keeps_nothing_half(post, drop):
    place = drop / "file"
    place.write_text("not a folder")
    found = tried(post, Way.FOLDER, str(place))
    assert (trouble(post, found), post.tries(found)[0].said) == (Trouble.FOLDER, os.strerror(20))


def test_what_a_killed_server_left_half_is_done_anew(post, drop):
    receiver = post.add(Who.OFFICE, Way.FOLDER, str(drop))
    found = post.test(receiver)
    half = drop / f".new-{found.uid}"
    half.mkdir()
    (half / "document.pdf").write_text("half")
    post.round()
    assert post.kept(found).stage is Stage.SENT
    assert [path.name for path in drop.iterdir()] == [found.uid]
    assert (drop / found.uid / "document.pdf").read_bytes().startswith(b"%PDF-")
