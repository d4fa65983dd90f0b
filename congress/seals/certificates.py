"""The certificates that an own authority makes: its root, and the congress's seal, on the curve P-256 (RFC 5280).

The root may only stand behind documents and mail of this one enterprise: its extended
key usages leave TLS out, and its name constraints admit the enterprise's own name only
(RFC 5280 sections 4.2.1.10 and 4.2.1.12). Trusting it opens no other door.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LIFE: Final = timedelta(days=30 * 365)  # as long as what was sealed may be asked about
SEAL_LIFE: Final = timedelta(days=3 * 365)
SLACK: Final = timedelta(days=1)  # clocks of those who verify differ
LONGEST_NAME: Final = 64  # X.520 ub-common-name and ub-organization-name; bytes for the former, to be safe
DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
PURPOSES: Final = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
"""For documents; and for S/MIME, because that is what ``openssl cms -verify`` asks for unless told otherwise."""

Key = ec.EllipticCurvePrivateKey


class Issued(NamedTuple):
    """A certificate and its key."""

    cert: x509.Certificate
    key: Key


def authority(enterprise: str, now: datetime) -> Issued:
    """A root for the seals of one enterprise. People trust it by hand, so its name tells the day."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = name(enterprise, f"印章根证书 {now:%Y-%m-%d}")
    builder = (
        draft(subject, subject, key, now, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .add_extension(PURPOSES, critical=False)
        .add_extension(territory(enterprise), critical=True)
    )
    return Issued(builder.sign(key, SHA256()), key)


def seal(root: Issued, now: datetime) -> Issued:
    """A seal under this root, for the enterprise that the root names."""
    enterprise = organisation(root.cert)
    key = ec.generate_private_key(ec.SECP256R1())
    end = min(now + SEAL_LIFE, root.cert.not_valid_after_utc)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    builder = (
        draft(name(enterprise, "职工代表大会"), root.cert.subject, key, now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(PURPOSES, critical=False)
        .add_extension(issuer, critical=False)
    )
    return Issued(builder.sign(root.key, SHA256()), key)


def draft(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    """What both have. Serial numbers are 159 random bits."""
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


def name(enterprise: str, common: str) -> x509.Name:
    """C=CN, O=the enterprise, CN=the enterprise, as much of it as there is room for, and what it is."""
    room = LONGEST_NAME - len(common.encode())
    whole = enterprise.encode()[:room].decode(errors="ignore") + common
    return x509.Name([*country_and_enterprise(enterprise), x509.NameAttribute(NameOID.COMMON_NAME, whole)])


def country_and_enterprise(enterprise: str) -> list[x509.NameAttribute[str]]:
    return [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, enterprise[:LONGEST_NAME]),
    ]


def territory(enterprise: str) -> x509.NameConstraints:
    """Subjects of this enterprise, and no mail address of anybody (``invalid`` is RFC 2606's)."""
    own = x509.DirectoryName(x509.Name(country_and_enterprise(enterprise)))
    return x509.NameConstraints([own, x509.RFC822Name("invalid")], None)


def organisation(cert: x509.Certificate) -> str:
    """The enterprise that a certificate names."""
    found = cert.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else ""


def usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """A root signs certificates and nothing else; a seal signs documents, and stands by what it signed."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
