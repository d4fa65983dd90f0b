"""The seal inside a PDF, judged by poppler's pdfsig and by openssl; the officers' signatures by openssl."""

import json
import re
from hashlib import sha256

import pytest
from openssl_command import openssl_accepts

from congress.crypto import canonical, signatures
from congress.crypto.signatures import Signer
from congress.errors import Refusal
from congress.seals import keyfile
from congress.seals.cms import sm3
from congress.seals.pades import UNREADABLE
from congress.seals.pressing import Sealed, approvals_of, seal_pdf
from congress.seals.rules import Level

ALICE = Signer.generate()
STATEMENT = canonical.canonical({"act": "approve-seal", "role": "executive_chair"})
APPROVAL = {
    "at": "2026-11-22T02:03:12.000Z",
    "key": ALICE.id,
    "person": "安丽华",
    "public": signatures.encode(ALICE.public),
    "role": "executive_chair",
    "signature": signatures.encode(ALICE.sign(STATEMENT)),
    "statement": STATEMENT.decode(),
}


def sealed(pdf: bytes, held: keyfile.Unlocked, timestamp: str = "") -> Sealed:
    done = seal_pdf(pdf, held, approvals=approvals_of(pdf, "决议", [APPROVAL]), timestamp=timestamp)
    assert isinstance(done, Sealed)
    return done


@pytest.fixture(scope="module")
def plain(pdf, held) -> bytes:
    """Sealed without a time stamp."""
    return sealed(pdf, held).document


@pytest.fixture
def judged(tmp_path, stock):
    """What pdfsig says of a PDF."""

    def judge(content: bytes, *options: str) -> str:
        (tmp_path / "judged.pdf").write_bytes(content)
        done = stock("pdfsig", *options, "judged.pdf")
        return done.stdout + done.stderr

    return judge


def test_pdfsig_says_valid(plain, judged):
    said = judged(plain)
    assert "Signature is Valid." in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "长风精工有限公司职工代表大会" in said


def places(content: bytes) -> list[int]:
    """Places of a changed byte: in the page, in the attachment, in the signature itself (its padding is zeros)."""
    signature = re.search(rb"/Contents <[0-9A-Fa-f]*?0{99}", content)
    assert signature
    return [200, content.index(b"/AFRelationship") + 20, signature.end() - 99 - 20]


@pytest.mark.parametrize("which", range(3))
def test_one_changed_byte_and_pdfsig_says_invalid(plain, judged, which):
    changed = bytearray(plain)
    changed[places(plain)[which]] ^= 1
    said = judged(bytes(changed))
    assert "Signature is Valid." not in said
    assert which == 2 or "Digest Mismatch" in said  # the third breaks the signature, not what it signs


def test_what_is_added_afterwards_is_not_under_the_seal(plain, judged):
    assert "Total document signed" not in judged(plain + b"\n% more")


def test_the_document_before_stays_byte_for_byte(plain, pdf):
    assert plain.startswith(pdf)
    assert len(plain) > len(pdf)


def test_openssl_checks_the_seal_in_the_pdf_with_our_root(plain, held, tmp_path, stock):
    (tmp_path / "sealed.pdf").write_bytes(plain)
    (tmp_path / "ca.pem").write_text(keyfile.pem(held.chain[-1]))
    first, size, second, rest = map(int, re.findall(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+)", plain)[0])
    (tmp_path / "signed").write_bytes(plain[first : first + size] + plain[second : second + rest])
    assert second + rest == len(plain)
    assert stock("pdfsig", "-dump", "sealed.pdf").returncode == 0
    command = "openssl cms -verify -binary -inform DER -in sealed.pdf.sig0 -content signed -CAfile ca.pem -out /dev/null"
    assert "CMS Verification successful" in stock(*command.split()).stderr


def test_the_officers_signatures_are_inside_and_openssl_checks_them(plain, pdf, tmp_path, stock):
    (tmp_path / "sealed.pdf").write_bytes(plain)
    assert stock("pdfdetach", "-saveall", "sealed.pdf").returncode == 0
    told = json.loads((tmp_path / "approvals.json").read_text())
    assert told["document"] == {
        "bytes": len(pdf),
        "name": "决议",
        "sha256": sha256(plain[: told["document"]["bytes"]]).hexdigest(),
        "sm3": sm3(pdf),
    }
    (one,) = told["approvals"]
    public, signature = signatures.decode(one["public"]), signatures.decode(one["signature"])
    assert openssl_accepts(tmp_path, public, one["statement"].encode(), signature)
    assert not openssl_accepts(tmp_path, public, one["statement"].encode() + b" ", signature)


def test_the_signature_beside_fits_the_sealed_pdf(pdf, held, tmp_path, stock):
    done = sealed(pdf, held)
    (tmp_path / "r.pdf").write_bytes(done.document)
    (tmp_path / "r.p7s").write_bytes(done.signature)
    (tmp_path / "ca.pem").write_text(keyfile.pem(held.chain[-1]))
    command = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "r.p7s",
        "-content",
        "r.pdf",
        "-CAfile",
        "ca.pem",
        "-out",
        "/dev/null",
    ]
    assert stock(*command).returncode == 0
    assert done.level is Level.BASIC


# --- time stamps ---------------------------------------------------------------------------------------------


def test_a_time_stamp_is_inside_and_openssl_checks_it(pdf, held, stamps, stamper, judged, tmp_path, stock):
    done = sealed(pdf, held, stamps)
    assert done.level is Level.TIMED
    assert "Signature is Valid." in judged(done.document)
    token, value = token_of(done.document)
    (tmp_path / "token").write_bytes(token)
    (tmp_path / "value").write_bytes(value)
    command = f"openssl ts -verify -token_in -in token -data value -CAfile {stamper}/ca.pem"
    assert "Verification: OK" in stock(*command.split()).stdout
    (tmp_path / "value").write_bytes(value + b"\x00")
    assert "Verification: OK" not in stock(*command.split()).stdout


def token_of(pdf: bytes) -> tuple[bytes, bytes]:
    """The time stamp in a sealed PDF, and the signature value that it stamps (RFC 5126 section 6.1.1)."""
    from asn1crypto.cms import ContentInfo  # noqa: PLC0415 -- of pyHanko, and needed here only

    hexed = re.findall(rb"/Contents <([0-9A-Fa-f]+)>", pdf)[-1]
    signer = ContentInfo.load(bytes.fromhex(hexed.decode()))["content"]["signer_infos"][0]
    (found,) = [a for a in signer["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token"]
    return found["values"][0].dump(), signer["signature"].native


def test_without_an_answer_it_is_sealed_without_a_time_stamp(pdf, held, bad_stamps, judged):
    done = sealed(pdf, held, bad_stamps)
    assert done.level is Level.BASIC
    assert "Signature is Valid." in judged(done.document)


# --- what cannot be sealed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-", b"%PDF-1.4\n" + b"\x00" * 500])
def test_what_is_no_pdf_is_refused_in_words(held, content):
    assert seal_pdf(content, held, approvals=b"{}") == UNREADABLE


def test_half_a_pdf_is_refused(pdf, held):
    assert isinstance(seal_pdf(pdf[: len(pdf) // 2], held, approvals=b"{}"), Refusal)


def test_a_sealed_pdf_is_not_sealed_again(plain, held):
    assert seal_pdf(plain, held, approvals=b"{}") == UNREADABLE
