"""The seal with a key for SM2, from its making to its use; and every way in which that key is not the one on record."""

from dataclasses import replace
from pathlib import Path

import pytest
from acts import acts
from openssl_command import openssl_accepts_sm2
from seals.test_imported import SIGNER, bundle
from seals.test_sealing import CHAIR, PASSPHRASE, TELLER, adopted, approve, asked, folder, press, reading

from congress.clock import now
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.record.entries import Kind
from congress.seals import keyfile, sm2
from congress.seals import service as seals
from congress.seals.keyfile import Unlocked
from congress.seals.pressing import Press
from congress.seals.pressing import press as press_here
from congress.seals.rules import Origin
from congress.seals.service import Impression, Seal
from congress.seals.service.making import Made

__all__ = ["bundle", "folder", "reading"]  # fixtures


def made(folder: Path, *, with_sm2: bool = True) -> Made:
    return seals.make(
        folder, enterprise="长风精工有限公司", passphrase=PASSPHRASE, moment=now(), with_sm2=with_sm2
    )


@pytest.fixture
def seal(database, cast, folder) -> Seal:
    return adopted(database, cast, made(folder))


def allow(database, cast, folder, content: bytes) -> Impression:
    found = asked(database, cast, folder, content)
    approve(database, cast, found, "alice", CHAIR)
    approve(database, cast, found, "ruth", TELLER)
    return found


@pytest.fixture
def allowed(database, cast, folder, seal, pdf) -> Impression:
    """A PDF that both officers have allowed."""
    return allow(database, cast, folder, pdf)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def changed(content: bytes) -> bytes:
    return content[:300] + bytes([content[300] ^ 1]) + content[301:]


# --- the whole way -------------------------------------------------------------------------------------------


def test_openssl_checks_the_sealed_pdf_by_the_key_on_record(
    database, cast, folder, allowed, seal, reading, tmp_path
):
    done = press(database, cast, folder, allowed)
    document, signature = seals.sealed_file(folder, done), seals.sm2_file(folder, done)
    (fact,) = acts(reading, Kind.SEAL_MADE)
    assert fact["sm2_fingerprint"] == sm2.fingerprint(fact["sm2_key"])
    assert openssl_accepts_sm2(tmp_path, fact["sm2_key"], document, signature)
    assert not openssl_accepts_sm2(tmp_path, fact["sm2_key"], changed(document), signature)
    assert acts(reading, Kind.SEAL_PRESSED)[0]["sm2"] == done.sm2
    key = seals.sm2_of(seal)
    assert (key.seal, key.fingerprint, key.seq) == (seal.id, fact["sm2_fingerprint"], seal.seq)


def test_any_other_file_is_signed_as_it_is(database, cast, folder, seal, tmp_path):
    done = press(database, cast, folder, allow(database, cast, folder, b"list" * 100))
    assert openssl_accepts_sm2(tmp_path, seal.sm2, b"list" * 100, seals.sm2_file(folder, done))


def test_the_process_of_its_own_signs_too(database, cast, folder, allowed, seal):
    machine = Press()
    try:
        done = press(database, cast, folder, allowed, presser=machine.press)
    finally:
        machine.close()
    assert sm2.verify(seal.sm2, seals.sealed_file(folder, done), seals.sm2_file(folder, done))


def test_a_seal_without_it_says_and_signs_nothing(database, cast, folder, pdf, reading):
    plain = adopted(database, cast, made(folder, with_sm2=False))
    done = press(database, cast, folder, allow(database, cast, folder, pdf))
    assert (plain.sm2, done.sm2, seals.sm2_of(plain)) == ("", "", None)
    told = {**acts(reading, Kind.SEAL_MADE)[0], **acts(reading, Kind.SEAL_PRESSED)[0]}
    assert not [name for name in told if "sm2" in name]
    for ask in (lambda: seals.sm2_file(folder, done), lambda: seals.sm2_public(reading, plain.id)):
        with pytest.raises(Missing):
            ask()


def test_an_imported_seal_gets_a_key_of_ours(database, cast, folder, bundle, pdf, reading):
    fresh = seals.bring(
        folder,
        content=bundle(*SIGNER),
        password="geheim",
        passphrase=PASSPHRASE,
        moment=now(),
        with_sm2=True,
    )
    taken = adopted(database, cast, fresh)
    done = press(database, cast, folder, allow(database, cast, folder, pdf))
    assert taken.origin is Origin.IMPORTED
    assert acts(reading, Kind.SEAL_MADE)[0]["sm2_key"] == taken.sm2
    assert sm2.verify(taken.sm2, seals.sealed_file(folder, done), seals.sm2_file(folder, done))


# --- renewed, replaced, retired ------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [True, False])
def test_renewal_makes_a_new_key_or_none(database, cast, folder, allowed, seal, reading, wanted):
    done = press(database, cast, folder, allowed)
    fresh = seals.renew(folder, seal, passphrase=PASSPHRASE, moment=now(), with_sm2=wanted)
    new = adopted(database, cast, fresh, seal.fingerprint)
    seals.tidy(reading, folder)
    assert bool(new.sm2) == wanted
    assert new.sm2 != seal.sm2
    assert {path.stem for path in folder.glob("*.key")} == {new.fingerprint, new.authority}, "the old is gone"
    old = seals.sm2_public(reading, seal.id)
    assert sm2.verify(old, seals.sealed_file(folder, done), seals.sm2_file(folder, done)), "and still checks"


def test_a_seal_made_before_gets_one_by_renewal(database, cast, folder):
    plain = adopted(database, cast, made(folder, with_sm2=False))
    fresh = seals.renew(folder, plain, passphrase=PASSPHRASE, moment=now(), with_sm2=True)
    assert adopted(database, cast, fresh, plain.fingerprint).sm2


# --- bad days ------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_signs_nothing(database, cast, folder, allowed, reading):
    before = files(folder)
    with pytest.raises(Invalid):
        press(database, cast, folder, allowed, passphrase="x" * 20)
    assert acts(reading, Kind.SEAL_PRESSED) == []
    assert files(folder) == before


def relocked(folder: Path, seal: Seal, **change) -> None:
    """The key's file anew, by somebody who knows the passphrase."""
    path = keyfile.path_of(folder, seal.fingerprint)
    held = keyfile.unlock(path.read_bytes(), PASSPHRASE)
    assert isinstance(held, Unlocked)
    keyfile.write(path, keyfile.lock(replace(held, **change), PASSPHRASE))


@pytest.mark.parametrize("other", [None, sm2.make()], ids=["none", "another"])
def test_a_file_without_the_key_on_record_seals_nothing(
    database, cast, folder, allowed, seal, reading, other
):
    relocked(folder, seal, sm2=other)
    with pytest.raises(Refused, match="与登记的 SM2 公钥不符"):
        press(database, cast, folder, allowed)
    assert acts(reading, Kind.SEAL_PRESSED) == []


def test_a_key_that_is_not_on_record_signs_nothing(database, cast, folder, pdf):
    plain = adopted(database, cast, made(folder, with_sm2=False))
    relocked(folder, plain, sm2=sm2.make())
    with pytest.raises(Refused, match="与登记的 SM2 公钥不符"):
        press(database, cast, folder, allow(database, cast, folder, pdf))


def test_a_lost_or_damaged_file_is_told(database, cast, folder, allowed, seal, reading):
    path = keyfile.path_of(folder, seal.fingerprint)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Refused, match="已经损坏"):
        press(database, cast, folder, allowed)
    path.unlink()
    assert seals.state(reading, folder, now()).refusal == keyfile.GONE
    with pytest.raises(Refused, match="不在服务器上"):
        press(database, cast, folder, allowed)


def test_a_signature_file_that_was_changed_or_lost_is_not_given_out(database, cast, folder, allowed):
    done = press(database, cast, folder, allowed)
    (folder / done.sm2).write_bytes(b"another")
    with pytest.raises(Missing):
        seals.sm2_file(folder, done)
    (folder / done.sm2).unlink()
    with pytest.raises(Missing):
        seals.sm2_file(folder, done)


def test_of_two_that_press_at_once_one_signature_is_kept(database, cast, folder, allowed):
    def slow(job):
        done = press_here(job)
        press(database, cast, folder, allowed)
        return done

    noted = press(database, cast, folder, allowed, presser=slow)
    kept = {allowed.sha256, noted.result, noted.signature, noted.sm2}
    assert {name for name in files(folder) if not name.endswith(".key")} == kept


def test_a_seal_replaced_while_it_is_pressed_leaves_nothing(database, cast, folder, allowed, seal):
    def slow(job):
        done = press_here(job)
        adopted(database, cast, made(folder), seal.fingerprint)
        return done

    with pytest.raises(Conflict):
        press(database, cast, folder, allowed, presser=slow)
    assert {name for name in files(folder) if not name.endswith(".key")} == {allowed.sha256}
