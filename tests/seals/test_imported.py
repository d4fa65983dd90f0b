"""A seal from elsewhere: .p12 files that openssl made, good ones and bad ones."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from congress.errors import Invalid
from congress.i18n import render
from congress.seals import imported

NOW = datetime.now(UTC) + timedelta(hours=1)  # the certificates are made during the test
CURVE = ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")


@pytest.fixture
def bundle(tmp_path, stock):
    """A .p12 that openssl made: a self-signed certificate with these extensions."""

    def make(*extensions: str, key: tuple[str, ...] = CURVE, days: str = "30", export: tuple[str, ...] = ()):
        wanted = [part for extension in extensions for part in ("-addext", extension)]
        request = ("openssl", "req", "-x509", "-newkey", *key, "-noenc", "-keyout", "k.pem", "-out", "c.pem")
        assert stock(*request, "-subj", "/CN=Seal", "-days", days, *wanted).returncode == 0
        inputs = export or ("-inkey", "k.pem", "-in", "c.pem")
        packed = stock("openssl", "pkcs12", "-export", *inputs, "-out", "s.p12", "-passout", "pass:geheim")
        assert packed.returncode == 0, packed.stderr
        return (tmp_path / "s.p12").read_bytes()

    return make


SIGNER = ("basicConstraints=critical,CA:false", "keyUsage=critical,digitalSignature")


@pytest.mark.parametrize(
    ("extensions", "key"),
    [
        (SIGNER, CURVE),
        (SIGNER, ("ec", "-pkeyopt", "ec_paramgen_curve:P-384")),
        (SIGNER, ("rsa:2048",)),
        ((SIGNER[0], "keyUsage=nonRepudiation"), CURVE),
        ((*SIGNER, "extendedKeyUsage=1.3.6.1.5.5.7.3.36"), CURVE),
        ((*SIGNER, "extendedKeyUsage=clientAuth,emailProtection"), CURVE),
        ((SIGNER[0],), CURVE),
    ],
)
def test_a_certificate_for_documents_is_taken(bundle, extensions, key):
    read = imported.read(bundle(*extensions, key=key), "geheim", NOW)
    assert read.cert.public_key() == read.key.public_key()
    assert read.chain == ()


def complaint(content: bytes, password: str = "geheim", now: datetime = NOW) -> tuple[str, str]:
    """The field at fault, and what is said of it."""
    with pytest.raises(Invalid) as caught:
        imported.read(content, password, now)
    ((field, words),) = caught.value.fields.items()
    return field, render(words, "zh")


@pytest.mark.parametrize("password", ["", "Geheim", "口令"])
def test_a_wrong_password_is_told_beside_the_password(bundle, password):
    assert complaint(bundle(*SIGNER), password) == ("password", "口令不对，打不开这个文件")


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----"])
def test_what_is_no_p12_is_told_beside_the_file(content):
    assert complaint(content) == ("file", "这不是 PKCS#12（.p12、.pfx）文件，或者文件已经损坏")


def test_half_a_file_is_told(bundle):
    content = bundle(*SIGNER)
    assert complaint(content[: len(content) // 2])[0] == "file"


def test_a_file_too_large_is_not_read():
    assert complaint(b"0" * (imported.LARGEST + 1))[1] == "文件太大，不是证书文件"


@pytest.mark.parametrize(
    ("extensions", "key", "words"),
    [
        (("basicConstraints=critical,CA:true",), CURVE, "用途"),
        ((SIGNER[0], "keyUsage=keyEncipherment"), CURVE, "用途"),
        ((*SIGNER, "extendedKeyUsage=serverAuth"), CURVE, "用途"),
        (SIGNER, ("rsa:1024",), "RSA 私钥太短"),
        (SIGNER, ("ed25519",), "不支持这种私钥"),
    ],
)
def test_what_cannot_seal_is_refused_with_the_reason(bundle, extensions, key, words):
    field, said = complaint(bundle(*extensions, key=key))
    assert field == "file"
    assert words in said


def test_an_expired_or_early_certificate_is_refused(bundle):
    content = bundle(*SIGNER)
    assert "已经到期" in complaint(content, now=NOW + timedelta(days=31))[1]
    assert "尚未生效" in complaint(content, now=NOW - timedelta(days=1))[1]


def test_a_certificate_without_its_key_is_refused(bundle):
    assert "没有私钥" in complaint(bundle(*SIGNER, export=("-nokeys", "-in", "c.pem")))[1]


def test_a_key_without_a_certificate_is_refused(bundle):
    assert "没有证书" in complaint(bundle(*SIGNER, export=("-nocerts", "-inkey", "k.pem")))[1]


def test_a_key_that_does_not_fit_its_certificate_is_refused(held):
    other = ec.generate_private_key(ec.SECP256R1())
    locked = BestAvailableEncryption(b"geheim")
    content = serialize_key_and_certificates(b"seal", other, None, [held.cert, *held.chain], locked)
    assert complaint(content) == ("file", "私钥和证书不是一对")
