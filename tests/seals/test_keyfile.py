"""The key's file: what is locked can be opened with the passphrase, and with nothing else."""

import json
from base64 import b64decode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from congress.seals import keyfile, sm2
from congress.seals.keyfile import BROKEN, GONE, LOCKED, Unlocked

PASSPHRASE = "correct horse 电池"


@pytest.fixture(scope="module")
def locked(held) -> bytes:
    return keyfile.lock(held, PASSPHRASE)


def test_what_is_locked_is_opened_with_the_passphrase(held, locked):
    opened = keyfile.unlock(locked, PASSPHRASE)
    assert isinstance(opened, Unlocked)
    assert (opened.cert, opened.chain) == (held.cert, held.chain)
    assert opened.key.public_key() == held.key.public_key()


@pytest.mark.parametrize("passphrase", ["", "correct horse", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_another_passphrase_opens_nothing(locked, passphrase):
    assert keyfile.unlock(locked, passphrase) == LOCKED


def test_the_file_does_not_hold_the_key(held, locked):
    plain = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    assert keyfile.text(plain)[:40].encode() not in locked
    assert locked != keyfile.lock(held, PASSPHRASE), "salt and nonce are fresh"


def test_nobody_puts_another_certificate_to_the_key(held, locked):
    said = json.loads(locked)
    said["certificates"].pop()
    assert keyfile.unlock(json.dumps(said).encode(), PASSPHRASE) == LOCKED


@pytest.mark.parametrize("part", ["kdf", "cipher", "key", "certificates"])
def test_a_file_that_lacks_something_is_broken(locked, part):
    said = json.loads(locked)
    del said[part]
    assert keyfile.unlock(json.dumps(said).encode(), PASSPHRASE) == BROKEN


@pytest.mark.parametrize("share", [0, 0.3, 0.9])
def test_half_a_file_is_broken(locked, share):
    assert keyfile.unlock(locked[: int(len(locked) * share)], PASSPHRASE) == BROKEN


@pytest.mark.parametrize("content", [b"[]", b"null", b"\xff\xfe", b'{"kdf": 7}', b'{"certificates": "x"}'])
def test_what_is_no_key_file_is_broken(content):
    assert keyfile.unlock(content, PASSPHRASE) == BROKEN


@pytest.mark.parametrize(("part", "name"), [("kdf", "salt"), ("cipher", "nonce")])
def test_a_salt_or_nonce_of_another_length_opens_nothing(locked, part, name):
    said = json.loads(locked)
    said[part][name] = "AA=="
    assert keyfile.unlock(json.dumps(said).encode(), PASSPHRASE) in (BROKEN, LOCKED)


def test_a_key_of_another_certificate_is_broken(held):
    other = Unlocked(held.cert, ec.generate_private_key(ec.SECP256R1()), held.chain)
    assert keyfile.unlock(keyfile.lock(other, PASSPHRASE), PASSPHRASE) == BROKEN


def test_a_file_is_there_whole_and_for_us_only(tmp_path):
    path = tmp_path / "seal" / "x.key"
    for content in (b"first", b"second"):
        keyfile.write(path, content)
        assert keyfile.read(path) == content
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["x.key"]
    assert keyfile.read(tmp_path / "none") == GONE


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "x.key"
    keyfile.write(path, b"first")
    with pytest.raises(TypeError):
        keyfile.write(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"first"
    assert [p.name for p in tmp_path.iterdir()] == ["x.key"]


# --- with a key for SM2 ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def both(held) -> Unlocked:
    return replace(held, sm2=sm2.make())


@pytest.fixture(scope="module")
def locked_both(both) -> bytes:
    return keyfile.lock(both, PASSPHRASE)


def test_both_keys_are_opened_with_the_one_passphrase(both, locked_both):
    opened = keyfile.unlock(locked_both, PASSPHRASE)
    assert isinstance(opened, Unlocked)
    assert (opened.sm2, opened.cert, opened.chain) == (both.sm2, both.cert, both.chain)
    assert opened.key.public_key() == both.key.public_key()
    assert keyfile.unlock(locked_both, "x" * 20) == LOCKED


def test_a_file_without_it_is_as_it_always_was(locked):
    said = json.loads(locked)
    assert (said["format"], set(said)) == (
        "congress/seal-key/1",
        {"format", "kdf", "cipher", "key", "certificates"},
    )
    assert keyfile.unlock(locked, PASSPHRASE).sm2 is None


def test_the_file_tells_the_public_key_and_not_the_secret(both, locked_both):
    said = json.loads(locked_both)
    assert (said["format"], said["sm2"]) == ("congress/seal-key/2", both.sm2.public)
    shut = b64decode(said["key"])
    assert both.sm2.secret not in shut
    assert both.sm2.secret.hex().encode() not in locked_both


@pytest.mark.parametrize("public", [None, "", "x", 7, [], sm2.make().public])
def test_nobody_puts_another_key_for_sm2_to_it(locked_both, public):
    said = json.loads(locked_both)
    said["sm2"] = public
    assert keyfile.unlock(json.dumps(said).encode(), PASSPHRASE) == LOCKED


def test_nobody_takes_it_away(locked_both):
    said = json.loads(locked_both)
    del said["sm2"]
    for form in ("congress/seal-key/1", "congress/seal-key/2"):
        said["format"] = form
        assert keyfile.unlock(json.dumps(said).encode(), PASSPHRASE) == LOCKED


def test_a_secret_that_is_not_its_public_keys_is_broken(both):
    other = replace(both, sm2=replace(both.sm2, public=sm2.make().public))
    assert keyfile.unlock(keyfile.lock(other, PASSPHRASE), PASSPHRASE) == BROKEN
