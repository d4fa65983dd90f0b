"""A seal that another authority made, brought as PKCS#12 (RFC 7292): read, and refused with a reason if it cannot seal."""

from datetime import datetime
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from congress.errors import Invalid
from congress.i18n import Message, say
from congress.seals.certificates import DOCUMENT_SIGNING
from congress.seals.rules import Standing, standing

LARGEST: Final = 1 << 20  # bytes: a key and a handful of certificates are some kilobytes
LEAST_RSA: Final = 2048  # bits
SUITABLE: Final = frozenset(
    {
        DOCUMENT_SIGNING,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        x509.ObjectIdentifier("1.2.840.113583.1.1.5"),  # Adobe's for PDF
        x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # Microsoft's for documents
    }
)

Key = EllipticCurvePrivateKey | RSAPrivateKey


class Bundle(NamedTuple):
    """A certificate, its key, and the certificates above it as they came."""

    cert: x509.Certificate
    key: Key
    chain: tuple[x509.Certificate, ...]


def read(content: bytes, password: str, now: datetime) -> Bundle:
    """The seal in a .p12 file. Raises Invalid with a complaint beside ``file`` or ``password``."""
    held = opened(content, password)
    if held.cert is None and not held.additional_certs:
        raise bad_file(say("文件里没有证书"))
    if held.key is None:
        raise bad_file(say("文件里没有私钥，只有证书不能用印"))
    if not isinstance(held.key, Key):
        raise bad_file(say("不支持这种私钥，请用 RSA 或椭圆曲线（P-256、P-384、P-521）的证书"))
    if isinstance(held.key, RSAPrivateKey) and held.key.key_size < LEAST_RSA:
        raise bad_file(say("RSA 私钥太短，至少 {n} 位", n=LEAST_RSA))
    certs = [entry.certificate for entry in (held.cert, *held.additional_certs) if entry]
    own = [cert for cert in certs if cert.public_key() == held.key.public_key()]
    if not own:
        raise bad_file(say("私钥和证书不是一对"))
    insist_on_use(own[0], now)
    return Bundle(own[0], held.key, tuple(cert for cert in certs if cert != own[0]))


def opened(content: bytes, password: str) -> PKCS12KeyAndCertificates:
    if len(content) > LARGEST:
        raise bad_file(say("文件太大，不是证书文件"))
    try:
        return load_pkcs12(content, password.encode() or None)
    except ValueError as error:
        if (
            "password" in str(error).lower()
        ):  # the library's words for both; what cannot be parsed says otherwise
            complaint = say("口令不对，打不开这个文件")
            raise Invalid(complaint, {"password": complaint}) from error
        raise bad_file(say("这不是 PKCS#12（.p12、.pfx）文件，或者文件已经损坏")) from error
    except UnsupportedAlgorithm as error:
        raise bad_file(say("不支持这个文件所用的算法，请重新导出后再试")) from error


def insist_on_use(cert: x509.Certificate, now: datetime) -> None:
    """Valid today, and meant for documents (RFC 5280 section 4.2.1)."""
    found = standing(cert.not_valid_before_utc, cert.not_valid_after_utc, now)
    if found is Standing.EXPIRED:
        raise bad_file(say("这张证书已经到期"))
    if found is Standing.EARLY:
        raise bad_file(say("这张证书尚未生效，请核对服务器的时间"))
    if not is_for_documents(cert):
        raise bad_file(say("这张证书的用途不是签署文件，不能用作印章"))


def is_for_documents(cert: x509.Certificate) -> bool:
    """What a certificate does not limit is allowed; an authority's own certificate is no seal."""
    wanted = cert.extensions
    try:
        if wanted.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        usage = wanted.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        return not SUITABLE.isdisjoint(wanted.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return True


def bad_file(complaint: Message) -> Invalid:
    return Invalid(complaint, {"file": complaint})
