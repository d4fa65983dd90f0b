"""What the house's two authorities share (the hall's TLS, the congress's seal): X.509 drafts on the curve P-256 (RFC 5280)."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

SLACK: Final = timedelta(days=1)  # clocks differ, most of all in a hall without internet

Key = ec.EllipticCurvePrivateKey


class Issued(NamedTuple):
    """A certificate and its key."""

    cert: x509.Certificate
    key: Key


def new_key() -> Key:
    """Random, on P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def draft(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    """What every certificate has. Serial numbers are 159 random bits."""
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


def root(builder: x509.CertificateBuilder, key: Key) -> Issued:
    """Signed by itself: it stands behind certificates, and those behind none."""
    drafted = builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    ).add_extension(usage(signs_certificates=True), critical=True)
    return Issued(drafted.sign(key, SHA256()), key)


def under(authority: Issued, builder: x509.CertificateBuilder, key: Key, *, commits: bool = False) -> Issued:
    """Signed by an authority. ``commits``: its owner stands by what the key signed (content commitment)."""
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    drafted = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False, commits=commits), critical=True)
        .add_extension(issuer, critical=False)
    )
    return Issued(drafted.sign(authority.key, SHA256()), key)


def usage(*, signs_certificates: bool, commits: bool = False) -> x509.KeyUsage:
    """A root signs certificates and nothing else."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=commits,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
