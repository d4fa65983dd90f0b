"""The certificates that an own authority makes: its root, and the congress's seal, on the curve P-256 (RFC 5280).

The root may only stand behind documents and mail of this one enterprise: its extended
key usages leave TLS out, and its name constraints admit the enterprise's own name only
(RFC 5280 sections 4.2.1.10 and 4.2.1.12). Trusting it opens no other door.
"""

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from congress.crypto.issuing import Issued, draft, new_key, root, under

AUTHORITY_LIFE: Final = timedelta(days=30 * 365)  # as long as what was sealed may be asked about
SEAL_LIFE: Final = timedelta(days=3 * 365)
LONGEST_NAME: Final = 64  # X.520 ub-common-name and ub-organization-name; bytes for the former, to be safe
DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
PURPOSES: Final = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
"""For documents; and for S/MIME, because that is what ``openssl cms -verify`` asks for unless told otherwise."""


def authority(enterprise: str, now: datetime) -> Issued:
    """A root for the seals of one enterprise. People trust it by hand, so its name tells the day."""
    key = new_key()
    subject = name(enterprise, f"印章根证书 {now:%Y-%m-%d}")
    drafted = draft(subject, subject, key, now, now + AUTHORITY_LIFE)
    return root(
        drafted.add_extension(PURPOSES, critical=False).add_extension(territory(enterprise), critical=True),
        key,
    )


def seal(above: Issued, now: datetime) -> Issued:
    """A seal under this root, for the enterprise that the root names."""
    key, end = new_key(), min(now + SEAL_LIFE, above.cert.not_valid_after_utc)
    subject = name(organisation(above.cert), "职工代表大会")
    drafted = draft(subject, above.cert.subject, key, now, end).add_extension(PURPOSES, critical=False)
    return under(above, drafted, key, commits=True)


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
