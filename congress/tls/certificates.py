"""Certificates of a hall: its authority's and its server's, on the curve P-256."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from congress.tls.names import lies_in, territory

AUTHORITY_LIFE: Final = timedelta(days=5 * 365)
SERVER_LIFE: Final = timedelta(days=397)  # browsers refuse more than 398
RENEWAL: Final = timedelta(days=30)  # made anew when less is left
SLACK: Final = timedelta(days=1)  # clocks in a hall without internet differ

Key = ec.EllipticCurvePrivateKey
Names = list[x509.GeneralName]


class Issued(NamedTuple):
    """A certificate and its key."""

    cert: x509.Certificate
    key: Key


def authority(names: Names, now: datetime) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = title(
        f"职代会会场根证书 Congress hall CA {now:%Y-%m-%d}"
    )  # trusted by hand: told apart by date
    builder = (
        draft(subject, subject, key, now, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .add_extension(territory(names), critical=True)
    )
    return Issued(builder.sign(key, SHA256()), key)


def server(ca: Issued, names: Names, now: datetime) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    end = min(now + SERVER_LIFE, ca.cert.not_valid_after_utc)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.key.public_key())
    builder = (
        draft(title("职代会会场 Congress hall"), ca.cert.subject, key, now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(issuer, critical=False)
    )
    return Issued(builder.sign(ca.key, SHA256()), key)


def draft(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def title(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def may_speak_for(ca: x509.Certificate, names: Names) -> bool:
    """Whether all these names lie in the authority's territory."""
    allowed = ca.extensions.get_extension_for_class(x509.NameConstraints).value
    return all(lies_in(name, allowed) for name in names)


def speaks_for(cert: x509.Certificate, ca: x509.Certificate, names: Names) -> bool:
    """Whether a server's certificate is this authority's, for exactly these names."""
    try:
        cert.verify_directly_issued_by(ca)
    except (ValueError, InvalidSignature):
        return False
    return set(cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value) == set(names)


def lasts(cert: x509.Certificate, now: datetime) -> bool:
    """Whether it is valid, and for a while yet."""
    return cert.not_valid_before_utc <= now < cert.not_valid_after_utc - RENEWAL
