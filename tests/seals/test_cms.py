"""The signature beside a file, judged by stock openssl."""

from hashlib import sha256

import pytest

from congress.seals import cms, keyfile

CONTENT = "职工代表大会\r\n决议\n".encode() * 50
VERIFY = [
    "openssl",
    "cms",
    "-verify",
    "-binary",
    "-inform",
    "DER",
    "-in",
    "file.p7s",
    "-content",
    "file",
    "-CAfile",
    "ca.pem",
    "-out",
    "/dev/null",
]


@pytest.fixture
def folder(tmp_path, held):
    (tmp_path / "file").write_bytes(CONTENT)
    (tmp_path / "file.p7s").write_bytes(cms.detached(CONTENT, held))
    (tmp_path / "ca.pem").write_text(keyfile.pem(held.chain[-1]))
    return tmp_path


def test_openssl_accepts_the_signature_with_our_root(folder, stock):
    assert "CMS Verification successful" in stock(*VERIFY).stderr


@pytest.mark.parametrize("place", [0, 17, len(CONTENT) - 1])
def test_openssl_refuses_it_for_one_changed_byte(folder, stock, place):
    changed = bytearray(CONTENT)
    changed[place] ^= 1
    (folder / "file").write_bytes(changed)
    done = stock(*VERIFY)
    assert done.returncode != 0
    assert "content verify error" in done.stderr


def test_openssl_refuses_it_without_our_root(folder, stock, stamper):
    (folder / "ca.pem").write_bytes((stamper / "ca.pem").read_bytes())
    assert "self-signed certificate in certificate chain" in stock(*VERIFY).stderr


def test_the_signature_does_not_hold_the_file(folder):
    assert CONTENT[:30] not in (folder / "file.p7s").read_bytes()
    assert sha256(CONTENT).digest() in (folder / "file.p7s").read_bytes()


def test_sm3_is_what_openssl_says(folder, stock):
    assert stock("openssl", "dgst", "-sm3", "-r", "file").stdout.split()[0] == cms.sm3(CONTENT)


def test_sm3_of_the_standards_example():
    """GB/T 32905-2016, A.1."""
    assert cms.sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
