"""The own authority and its seal, judged by stock openssl."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from congress.crypto import issuing
from congress.crypto.issuing import Issued
from congress.seals import certificates
from congress.seals.keyfile import pem

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def root() -> Issued:
    return certificates.authority("长风精工有限公司", NOW)


@pytest.fixture
def verify(tmp_path, stock, root):
    """What ``openssl verify`` says of a certificate under our root."""

    def judge(cert: x509.Certificate, purpose: str = "smimesign") -> str:
        (tmp_path / "ca.pem").write_text(pem(root.cert))
        (tmp_path / "seal.pem").write_text(pem(cert))
        command = f"openssl verify -x509_strict -purpose {purpose} -CAfile ca.pem seal.pem"
        done = stock(*command.split())
        return done.stdout + done.stderr

    return judge


def test_openssl_accepts_a_seal_of_our_own(root, verify):
    assert verify(certificates.seal(root, NOW).cert).strip() == "seal.pem: OK"


@pytest.mark.parametrize("purpose", ["sslserver", "sslclient", "timestampsign"])
def test_a_seal_is_good_for_nothing_else(root, verify, purpose):
    assert "unsuitable certificate purpose" in verify(certificates.seal(root, NOW).cert, purpose)


def test_the_root_cannot_stand_for_another_enterprise(root, verify):
    """Even with its key in hand."""
    issued = certificates.seal(root, NOW)
    forged = (
        issuing.draft(
            certificates.name("别家公司", "别家"), root.cert.subject, issued.key, NOW, NOW + timedelta(9)
        )
        .add_extension(issuing.usage(signs_certificates=False), critical=True)
        .add_extension(certificates.PURPOSES, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), critical=False
        )
        .sign(root.key, SHA256())
    )
    assert "permitted subtree violation" in verify(forged)


def test_the_root_cannot_make_a_web_site(root, verify):
    """TLS is not among the purposes of the root, whatever the certificate below it says."""
    issued = certificates.seal(root, NOW)
    server = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH])
    forged = (
        issuing.draft(issued.cert.subject, root.cert.subject, issued.key, NOW, NOW + timedelta(9))
        .add_extension(issuing.usage(signs_certificates=False), critical=True)
        .add_extension(server, critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bank.example")]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), critical=False
        )
        .sign(root.key, SHA256())
    )
    assert "unsuitable certificate purpose" in verify(forged, "sslserver")


def test_a_seal_never_outlives_its_root():
    early = NOW - certificates.AUTHORITY_LIFE + timedelta(days=30)
    old = certificates.authority("长风精工有限公司", early)
    assert certificates.seal(old, NOW).cert.not_valid_after_utc == old.cert.not_valid_after_utc


def test_clocks_may_differ_by_a_day(root):
    assert certificates.seal(root, NOW).cert.not_valid_before_utc <= NOW - timedelta(hours=23)


@pytest.mark.parametrize("enterprise", ["厂" * 100, "A" * 100, "珺玥祎堃喆翀赟集团", "a=b,c+d;<e>\\"])
def test_any_name_of_an_enterprise_will_do(enterprise, verify, root, tmp_path, stock):
    made = certificates.authority(enterprise, NOW)
    fresh = certificates.seal(made, NOW)
    (tmp_path / "ca.pem").write_text(pem(made.cert))
    (tmp_path / "seal.pem").write_text(pem(fresh.cert))
    done = stock(
        *["openssl", "verify", "-x509_strict", "-purpose", "smimesign", "-CAfile", "ca.pem", "seal.pem"]
    )
    assert done.returncode == 0, done.stderr
    assert certificates.organisation(fresh.cert) == enterprise[:64]


def test_serial_numbers_and_keys_are_fresh(root):
    first, second = certificates.seal(root, NOW), certificates.seal(root, NOW)
    assert first.cert.serial_number != second.cert.serial_number
    assert first.key.public_key() != second.key.public_key()
