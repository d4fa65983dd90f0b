"""A resolution under the seal: its PDF is fixed once, asked for, withdrawn, asked for again, allowed and sealed."""

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from acts import acts, refused
from cast import Cast
from passed import published, sealed, signing, viewer
from under_seal import CHAIR, TELLER, approve, approve_both, ask, make_seal, press, withdraw

from congress.crypto import canonical
from congress.crypto.signatures import decode, verify
from congress.database import Database
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.record import service as record
from congress.record.entries import Kind
from congress.resolutions import service as resolutions
from congress.resolutions.store import Resolution
from congress.seals import keyfile
from congress.seals import service as seals
from congress.seals.pressing import press as press_here
from congress.seals.rules import Level

ZONE = "Asia/Shanghai"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "seal"


@pytest.fixture
def signed(database: Database, cast: Cast, folder: Path) -> Resolution:
    """Signed by both and numbered, in a house that has a seal."""
    make_seal(database, cast, folder)
    return database.write(lambda s: sealed(s, cast))


def file_of(database: Database, folder: Path, found: Resolution) -> bytes:
    with database.read() as session:
        return resolutions.file_of(session, folder, resolutions.load(session, found.id), ZONE)


def publish(database: Database, cast: Cast, found: Resolution) -> None:
    database.write(lambda s: resolutions.publish(s, viewer(s, cast, "olga"), found.id))


def poppler(folder: Path, pdf: bytes, *command: str) -> str:
    """What a tool says of a PDF."""
    (folder / "r.pdf").write_bytes(pdf)
    done = subprocess.run([*command, "r.pdf"], cwd=folder, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


# --- fixed once --------------------------------------------------------------------------------------------------


def test_publishing_changes_no_byte(database, cast, folder, signed):
    before = file_of(database, folder, signed)
    publish(database, cast, signed)
    assert file_of(database, folder, signed) == before
    use = ask(database, cast, folder, signed)
    fixed = file_of(database, folder, signed)
    assert fixed != before, "issuer and date have come, and the signatures as data"
    assert sha256(fixed).hexdigest() == use.sha256


def test_what_was_fixed_is_never_set_anew(database, cast, folder, signed, monkeypatch):
    use = ask(database, cast, folder, signed)
    fixed = file_of(database, folder, signed)
    monkeypatch.setattr("congress.resolutions.service.sealing.pdf_to_seal", None)
    monkeypatch.setattr("congress.resolutions.service.sealing.pdf", None)
    publish(database, cast, signed)
    withdraw(database, cast, use)
    again = ask(database, cast, folder, signed)
    assert (again.sha256, again.spot) == (use.sha256, use.spot)
    assert file_of(database, folder, signed) == fixed


def test_the_sealed_pdf_begins_with_what_was_fixed(database, cast, folder, signed):
    use = ask(database, cast, folder, signed)
    fixed = file_of(database, folder, signed)
    approve_both(database, cast, use)
    done = press(database, cast, folder, use)
    whole = file_of(database, folder, signed)
    assert whole.startswith(fixed)
    assert sha256(whole).hexdigest() == done.result


def test_a_fixed_file_that_is_lost_is_set_again_before_the_seal(database, cast, folder, signed):
    use = ask(database, cast, folder, signed)
    (folder / use.sha256).unlink()
    with pytest.raises(Missing):
        file_of(database, folder, signed)
    withdraw(database, cast, use)
    again = ask(database, cast, folder, signed)
    assert again.sha256 == use.sha256, "the same software sets the same bytes"
    assert file_of(database, folder, signed)


# --- who asks, and when --------------------------------------------------------------------------------------------


def test_what_is_not_signed_is_not_sealed(database, cast, folder):
    make_seal(database, cast, folder)
    found = database.write(lambda s: signing(s, cast))
    with pytest.raises(Refused, match="还没有签署和编号"):
        ask(database, cast, folder, found)


def test_without_a_seal_nobody_is_troubled(database, cast, folder, reading):
    found = database.write(lambda s: published(s, cast))
    with pytest.raises(Refused, match="还没有印章"):
        ask(database, cast, folder, found)
    assert acts(reading, Kind.SEAL_ASKED) == []


@pytest.mark.parametrize("name", ["alice", "ruth", "bob", "peter"])
def test_only_organisers_ask_and_withdraw(database, cast, folder, signed, name):
    with pytest.raises(Missing):
        ask(database, cast, folder, signed, name)
    use = ask(database, cast, folder, signed)
    refused(database, lambda s: seals.withdraw(s, viewer(s, cast, name), use.id), Missing)


def test_asking_twice_at_once_is_one_request(database, cast, folder, signed, reading):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: ask(database, cast, folder, signed), range(2))
    assert first.id == second.id
    (fact,) = acts(reading, Kind.SEAL_ASKED)
    assert (fact["resolution"], fact["sha256"]) == (signed.id, first.sha256)
    assert fact["name"].startswith(f"职代会〔{signed.year}〕1号")


def test_the_officers_are_told_what_waits_for_them(database, cast, folder, signed, reading):
    use = ask(database, cast, folder, signed)

    def waits(name: str) -> list[int]:
        reading.rollback()
        return [found.id for found in seals.waits_for(reading, viewer(reading, cast, name))]

    assert [waits(name) for name in ("alice", "ruth", "olga", "bob")] == [[use.id], [use.id], [], []]
    approve(database, cast, use, "alice", CHAIR)
    assert [waits(name) for name in ("alice", "ruth")] == [[], [use.id]]
    withdraw(database, cast, use)
    assert waits("ruth") == []


# --- withdrawn -----------------------------------------------------------------------------------------------------


def test_a_withdrawn_request_allows_nothing_and_a_new_one_needs_new_leave(
    database, cast, folder, signed, reading
):
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)
    for _ in range(2):
        withdraw(database, cast, use)
    assert len(acts(reading, Kind.SEAL_WITHDRAWN)) == 1
    with pytest.raises(Refused, match="已经撤回"):
        press(database, cast, folder, use)
    again = ask(database, cast, folder, signed)
    assert again.id != use.id
    with pytest.raises(Refused, match="还没有批准用印"):
        press(database, cast, folder, again)
    approve_both(database, cast, again)
    assert press(database, cast, folder, again).level is Level.BASIC
    reading.rollback()
    assert len(acts(reading, Kind.SEAL_PRESSED)) == 1


def test_a_withdrawn_request_is_not_allowed_any_more(database, cast, folder, signed):
    use = ask(database, cast, folder, signed)
    withdraw(database, cast, use)
    with pytest.raises(Refused, match="已经撤回"):
        approve(database, cast, use, "alice", CHAIR)


def test_what_is_sealed_is_not_withdrawn(database, cast, folder, signed, reading):
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)
    press(database, cast, folder, use)
    with pytest.raises(Refused, match="不能撤回"):
        withdraw(database, cast, use)
    assert acts(reading, Kind.SEAL_WITHDRAWN) == []
    assert ask(database, cast, folder, signed).id == use.id, "asking again finds what is done"


def test_a_request_withdrawn_while_it_is_pressed_seals_nothing(database, cast, folder, signed, reading):
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)
    before = {path.name for path in folder.iterdir()}

    def slow(job):
        done = press_here(job)
        withdraw(database, cast, use)
        return done

    with pytest.raises(Refused, match="已经撤回"):
        press(database, cast, folder, use, presser=slow)
    assert acts(reading, Kind.SEAL_PRESSED) == []
    assert {path.name for path in folder.iterdir()} == before, "what was sealed is taken away"


# --- bad days --------------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_leaves_the_request_as_it_was(database, cast, folder, signed):
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)
    with pytest.raises(Invalid):
        press(database, cast, folder, use, passphrase="x" * 20)
    assert press(database, cast, folder, use).pressed_at


def test_a_seal_lost_while_a_request_is_open_is_replaced_and_the_leave_still_counts(
    database, cast, folder, signed, reading
):
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)
    lost = seals.current(reading).fingerprint
    keyfile.path_of(folder, lost).unlink()
    with pytest.raises(Refused, match="不在服务器上"):
        press(database, cast, folder, use)
    fresh = make_seal(database, cast, folder)
    done = press(database, cast, folder, use)
    reading.rollback()
    assert (seals.seal_of(reading, done).fingerprint, fresh != lost) == (fresh, True)


def test_pressing_cut_off_before_it_is_on_record_is_done_again(database, cast, folder, signed, reading):
    """As if the power went after sealing and before recording: files without a record count for nothing."""
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)

    def cut_off(job):
        done = press_here(job)
        keyfile.write(folder / done.sha256, done.document)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        press(database, cast, folder, use, presser=cut_off)
    assert acts(reading, Kind.SEAL_PRESSED) == []
    done = press(database, cast, folder, use)
    assert press(database, cast, folder, use).result == done.result
    reading.rollback()
    assert len(acts(reading, Kind.SEAL_PRESSED)) == 1


def test_a_seal_replaced_meanwhile_takes_nothing_half_done_with_it(database, cast, folder, signed):
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)

    def slow(job):
        done = press_here(job)
        make_seal(database, cast, folder)
        return done

    with pytest.raises(Conflict):
        press(database, cast, folder, use, presser=slow)
    assert press(database, cast, folder, use).pressed_at


# --- the file --------------------------------------------------------------------------------------------------------


def claims(folder: Path, pdf: bytes) -> dict[str, str]:
    """What the XMP of a file says of archives and readers: an attribute or an element for each (ISO 16684-1, 7.9.2.2)."""
    said = poppler(folder, pdf, "pdfinfo", "-meta")
    names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
    return {name: found[1] for name in names if (found := re.search(rf'{name}(?:="|>)(\w+)', said))}


@pytest.fixture
def whole(database: Database, cast: Cast, folder: Path, signed: Resolution) -> bytes:
    """The resolution with its seal."""
    use = ask(database, cast, folder, signed)
    approve_both(database, cast, use)
    press(database, cast, folder, use)
    return file_of(database, folder, signed)


def test_it_is_an_archival_file_with_data_and_says_so(whole, tmp_path):
    """PDF/A-3, because the files in it are no PDF/A: they are associated with the document (ISO 19005-3, 6.8)."""
    assert claims(tmp_path, whole) == {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    listed = poppler(tmp_path, whole, "pdfdetach", "-list")
    assert ("approvals.json" in listed, "signatures.json" in listed) == (True, True)
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 -- slow to load

    with (tmp_path / "r.pdf").open("rb") as file:
        associated = [one.get_object() for one in PdfFileReader(file).root["/AF"]]
        found = {(one["/UF"], one["/AFRelationship"], one["/EF"]["/F"]["/Subtype"]) for one in associated}
    assert found == {
        ("signatures.json", "/Supplement", "/application/json"),
        ("approvals.json", "/Supplement", "/application/json"),
    }


def test_a_plain_pdf_does_not_claim_data(database, cast, folder, signed, tmp_path):
    assert claims(tmp_path, file_of(database, folder, signed))["pdfaid:part"] == "2"


def test_one_changed_byte_and_pdfsig_says_invalid(whole, tmp_path):
    assert "Signature is Valid." in poppler(tmp_path, whole, "pdfsig")
    changed = bytearray(whole)
    changed[len(whole) // 3] ^= 1
    assert "Signature is Valid." not in poppler(tmp_path, bytes(changed), "pdfsig")


def test_the_officers_signatures_are_data_that_checks_with_their_keys(whole, cast, tmp_path, signed, reading):
    poppler(tmp_path, whole, "pdfdetach", "-saveall")
    told = json.loads((tmp_path / "signatures.json").read_text())
    assert canonical.digest(told["text"]) == told["sha256"] == signed.sha256
    entry = record.act(reading, signed.sealed_seq)
    assert (entry.kind, entry.leaf.hex()) == (Kind.RESOLUTION_SEALED, told["record"]["leaf"])
    assert [one["role"] for one in told["signatures"]] == [CHAIR.value, TELLER.value]
    for one, name in zip(told["signatures"], ("alice", "ruth"), strict=True):
        public = cast[name].signer.public
        assert decode(one["public"]) == public
        assert verify(public, one["statement"].encode(), decode(one["signature"]))
        assert json.loads(one["statement"])["sha256"] == told["sha256"]


def test_the_seal_is_read_aloud_and_comes_last(whole, tmp_path):
    said = poppler(tmp_path, whole, "pdfinfo", "-struct").partition("Syntax Error")[0]
    assert re.search(r"\n  Form\n    Object \d+ 0$", said.rstrip())
