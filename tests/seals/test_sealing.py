"""The seal from its making to its use: two officers allow it, the passphrase opens it, and the record tells it all."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from acts import acts, refused
from cast import SITE, Cast
from seals.conftest import Stamping
from sqlmodel import Session

from congress.clock import as_of, now
from congress.database import Database
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer
from congress.roster.store import Office
from congress.seals import keyfile
from congress.seals import service as seals
from congress.seals.pressing import Press
from congress.seals.pressing import press as press_here
from congress.seals.rules import Level, Standing
from congress.seals.service import Impression, Seal
from congress.seals.service.making import Made

PASSPHRASE = "十二个字符以上的口令就够了"
CHAIR, TELLER = OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER
FOLDER = "seal"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / FOLDER


@pytest.fixture
def reading(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


def viewer(database: Database, cast: Cast, name: str) -> Viewer:
    with database.read() as session:
        found = roster.viewer(session, cast[name].person_id)
    assert found
    return found


def made(folder: Path, moment=None) -> Made:
    return seals.make(folder, enterprise="长风精工有限公司", passphrase=PASSPHRASE, moment=moment or now())


def adopted(database: Database, cast: Cast, fresh: Made, seen: str = "") -> Seal:
    olga = viewer(database, cast, "olga")
    return database.write(lambda s: seals.adopt(s, olga, fresh, seen=seen))


@pytest.fixture
def seal(database: Database, cast: Cast, folder: Path) -> Seal:
    return adopted(database, cast, made(folder))


def asked(database: Database, cast: Cast, folder: Path, content: bytes) -> Impression:
    olga, digest = viewer(database, cast, "olga"), seals.lay(folder, content)
    return database.write(lambda s: seals.ask(s, olga, name="决议", sha256=digest, size=len(content)))


def approve(database: Database, cast: Cast, found: Impression, name: str, office: OfficeKind, **change):
    statement = seals.statement_for(found, site=SITE, office=office) | change
    person, signed = viewer(database, cast, name), cast[name].sign(**statement)
    return database.write(
        lambda s: seals.approve(s, person, found.id, site=SITE, office=office, signed=signed)
    )


def press(
    database, cast, folder, found, *, presser=press_here, passphrase=PASSPHRASE, timestamp="", name="olga"
):
    person = viewer(database, cast, name)
    return seals.press(
        database, presser, folder, person, found.id, passphrase=passphrase, timestamp=timestamp
    )


@pytest.fixture
def allowed(database: Database, cast: Cast, folder: Path, seal: Seal, pdf: bytes) -> Impression:
    """A PDF that both officers have allowed."""
    found = asked(database, cast, folder, pdf)
    approve(database, cast, found, "alice", CHAIR)
    approve(database, cast, found, "ruth", TELLER)
    return found


# --- the whole way -------------------------------------------------------------------------------------------


def test_two_officers_allow_a_pdf_and_it_is_sealed(database, cast, folder, allowed, reading, stock, tmp_path):
    done = press(database, cast, folder, allowed)
    assert done.level is Level.BASIC
    sealed = seals.sealed_file(folder, done)
    assert sealed.startswith((folder / allowed.sha256).read_bytes())
    (tmp_path / "r.pdf").write_bytes(sealed)
    (tmp_path / "r.p7s").write_bytes(seals.signature_file(folder, done))
    (tmp_path / "ca.pem").write_text(seals.authority_pem(reading))
    assert "Signature is Valid." in stock("pdfsig", "r.pdf").stdout
    command = "openssl cms -verify -binary -inform DER -in r.p7s -content r.pdf -CAfile ca.pem -out /dev/null"
    assert stock(*command.split()).returncode == 0
    assert stock("pdfdetach", "-saveall", "r.pdf").returncode == 0
    told = json.loads((tmp_path / "approvals.json").read_text())
    assert [(a["role"], a["person"]) for a in told["approvals"]] == [
        ("executive_chair", "安丽华"),
        ("chief_teller", "阮淑芬"),
    ]
    (fact,) = acts(reading, Kind.SEAL_PRESSED)
    assert (fact["result"], fact["seal"], fact["level"]) == (
        done.result,
        seals.current(reading).fingerprint,
        "B-B",
    )
    assert stock("openssl", "dgst", "-sm3", "-r", "r.pdf").stdout.split()[0] == fact["sm3"]


def test_any_other_file_gets_a_signature_beside_it(database, cast, folder, seal, reading):
    found = asked(database, cast, folder, "名册".encode())
    approve(database, cast, found, "alice", CHAIR)
    approve(database, cast, found, "ruth", TELLER)
    done = press(database, cast, folder, found)
    assert (done.level, done.result) == (Level.BESIDE, found.sha256)
    assert seals.sealed_file(folder, done) == "名册".encode()


def test_a_process_of_its_own_seals_and_survives_being_killed(database, cast, folder, allowed):
    machine = Press()
    try:
        machine._ready().submit(int).result()
        for process in machine._pool._processes.values():
            process.kill()
            process.join()
        assert press(database, cast, folder, allowed, presser=machine.press).level is Level.BASIC
    finally:
        machine.close()


def test_a_process_killed_in_the_middle_of_sealing_costs_nothing(
    database, cast, folder, allowed, service, reading
):
    """It waits for its time stamp when it is killed; another process begins anew, and there is one seal."""
    machine = Press()

    class Killing(Stamping):
        killed: ClassVar[list[int]] = []

        def do_POST(self):  # noqa: N802 -- the name that http.server calls
            if not Killing.killed:
                (process,) = machine._pool._processes.values()
                Killing.killed.append(process.pid)
                process.kill()
                process.join()
                return
            super().do_POST()

    try:
        done = press(database, cast, folder, allowed, presser=machine.press, timestamp=service(Killing))
    finally:
        machine.close()
    assert Killing.killed
    assert (done.level, done.untimed) == (Level.TIMED, False)
    assert len(acts(reading, Kind.SEAL_PRESSED)) == 1
    seals.sealed_file(folder, done)


def test_two_that_press_at_once_get_one_seal(database, cast, folder, allowed, reading):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: press(database, cast, folder, allowed), range(2))
    assert (first.result, first.signature) == (second.result, second.signature)
    assert len(acts(reading, Kind.SEAL_PRESSED)) == 1
    seals.sealed_file(folder, first)
    names = {path.name for path in folder.iterdir() if path.suffix != ".key"}
    assert names == {first.sha256, first.result, first.signature}, "what lost is taken away"


def test_a_time_stamp_that_was_wanted_and_missed_is_noted(database, cast, folder, allowed, reading):
    done = press(database, cast, folder, allowed, timestamp="http://127.0.0.1:9/")
    assert (done.level, done.untimed) == (Level.BASIC, True)
    assert acts(reading, Kind.SEAL_PRESSED)[0]["untimed"] is True


def test_a_time_stamp_that_came_is_noted(database, cast, folder, allowed, stamps):
    done = press(database, cast, folder, allowed, timestamp=stamps)
    assert (done.level, done.untimed) == (Level.TIMED, False)


# --- who and what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [(), (("alice", CHAIR),), (("ruth", TELLER),)])
def test_without_both_officers_nothing_is_sealed(database, cast, folder, seal, pdf, reading, given):
    found = asked(database, cast, folder, pdf)
    for name, office in given:
        approve(database, cast, found, name, office)
    with pytest.raises(Refused):
        press(database, cast, folder, found)
    assert acts(reading, Kind.SEAL_PRESSED) == []


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"impression": 99},
        {"role": "chief_teller"},
        {"site": "elsewhere"},
        {"act": "ballot"},
    ],
)
def test_a_signature_for_anything_else_allows_nothing(database, cast, folder, seal, pdf, change):
    found = asked(database, cast, folder, pdf)
    with pytest.raises(Refused):
        approve(database, cast, found, "alice", CHAIR, **change)


def test_nobody_allows_for_another_and_nobody_twice(database, cast, folder, seal, pdf, reading):
    found = asked(database, cast, folder, pdf)
    with pytest.raises(Refused):
        approve(database, cast, found, "olga", CHAIR)
    for stranger in ("bob", "sam", "peter", "dan"):
        with pytest.raises(Missing):
            approve(database, cast, found, stranger, CHAIR)
    for _ in range(2):
        approve(database, cast, found, "alice", CHAIR)
    assert len(acts(reading, Kind.SEAL_APPROVED)) == 1
    office = Office(term_id=cast.term_id, person_id=cast["alice"].person_id, kind=TELLER)
    database.write(lambda s: s.add(office))
    with pytest.raises(Refused, match="另一职务"):
        approve(database, cast, found, "alice", TELLER)


def test_only_organisers_ask_adopt_and_press(database, cast, folder, allowed, seal):
    alice = viewer(database, cast, "alice")
    with pytest.raises(Missing):
        press(database, cast, folder, allowed, name="alice")
    refused(database, lambda s: seals.ask(s, alice, name="x", sha256="0" * 64, size=1), Missing)
    fresh = made(folder)
    refused(database, lambda s: seals.adopt(s, alice, fresh, seen=seal.fingerprint), Missing)


def test_the_same_bytes_are_asked_for_once(database, cast, folder, seal, pdf, reading):
    assert asked(database, cast, folder, pdf).id == asked(database, cast, folder, pdf).id
    assert len(acts(reading, Kind.SEAL_ASKED)) == 1


# --- bad days ------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_seals_nothing(database, cast, folder, allowed, reading):
    with pytest.raises(Invalid) as caught:
        press(database, cast, folder, allowed, passphrase="x" * 20)
    assert "passphrase" in caught.value.fields
    assert acts(reading, Kind.SEAL_PRESSED) == []
    assert press(database, cast, folder, allowed).result


def test_a_lost_key_file_is_told(database, cast, folder, allowed, seal, reading):
    keyfile.path_of(folder, seal.fingerprint).unlink()
    assert seals.state(reading, folder, now()).refusal == keyfile.GONE
    with pytest.raises(Refused, match="不在服务器上"):
        press(database, cast, folder, allowed)


def test_a_damaged_key_file_is_told(database, cast, folder, allowed, seal):
    path = keyfile.path_of(folder, seal.fingerprint)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Refused, match="已经损坏"):
        press(database, cast, folder, allowed)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 another"])
def test_a_document_changed_behind_our_back_is_not_sealed(database, cast, folder, allowed, content):
    (folder / allowed.sha256).write_bytes(content)
    with pytest.raises(Refused, match="被改动或丢失"):
        press(database, cast, folder, allowed)


@pytest.mark.parametrize(("days", "words"), [(4 * 365, "已经到期"), (-2, "尚未生效")])
def test_a_certificate_out_of_its_time_or_a_wrong_clock_seals_nothing(
    database, cast, folder, allowed, days, words
):
    with as_of(now() + timedelta(days=days)), pytest.raises(Refused, match=words):
        press(database, cast, folder, allowed)


def test_organisers_are_warned_before_the_end(reading, seal):
    assert seals.warning(reading, seal.ends_at - timedelta(days=61)) is None
    assert seals.warning(reading, seal.ends_at - timedelta(days=59)) is Standing.SOON
    assert seals.warning(reading, seal.ends_at + timedelta(seconds=1)) is Standing.EXPIRED


def test_a_sealed_file_that_was_changed_is_not_given_out(database, cast, folder, allowed):
    done = press(database, cast, folder, allowed)
    (folder / done.result).write_bytes(b"%PDF-another")
    with pytest.raises(Missing):
        seals.sealed_file(folder, done)


# --- renewal and replacement ---------------------------------------------------------------------------------


def test_renewal_keeps_the_root_and_retires_the_old_key(database, cast, folder, seal, reading):
    fresh = seals.renew(folder, seal, passphrase=PASSPHRASE, moment=now())
    new = adopted(database, cast, fresh, seal.fingerprint)
    seals.tidy(reading, folder)
    assert (new.authority, new.chain) == (seal.authority, seal.chain)
    assert {path.stem for path in folder.glob("*.key")} == {new.fingerprint, new.authority}
    assert [f["fingerprint"] for f in acts(reading, Kind.SEAL_RETIRED)] == [seal.fingerprint]
    assert [f["fingerprint"] for f in acts(reading, Kind.SEAL_MADE)] == [seal.fingerprint, new.fingerprint]


def test_renewal_needs_the_passphrase(folder, seal):
    with pytest.raises(Invalid):
        seals.renew(folder, seal, passphrase="x" * 20, moment=now())
    keyfile.path_of(folder, seal.authority).unlink()
    with pytest.raises(Refused, match="不在服务器上"):
        seals.renew(folder, seal, passphrase=PASSPHRASE, moment=now())


def test_a_short_passphrase_locks_nothing(folder):
    with pytest.raises(Invalid):
        seals.make(folder, enterprise="x", passphrase="kurz", moment=now())
    assert not folder.exists()


def test_who_has_not_seen_the_present_seal_does_not_replace_it(database, cast, folder, seal):
    olga, fresh = viewer(database, cast, "olga"), made(folder)
    for seen in ("", "0" * 64):
        refused(database, lambda s, seen=seen: seals.adopt(s, olga, fresh, seen=seen), Conflict)


def test_a_seal_replaced_while_it_is_pressed_does_not_count(database, cast, folder, allowed, seal, reading):
    def slow(job):
        done = press_here(job)
        adopted(database, cast, made(folder), seal.fingerprint)
        return done

    with pytest.raises(Conflict):
        press(database, cast, folder, allowed, presser=slow)
    assert acts(reading, Kind.SEAL_PRESSED) == []
    assert press(database, cast, folder, allowed).seal_id != seal.id
