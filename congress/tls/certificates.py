"""Certificates of a hall: its authority's and its server's, on the curve P-256."""

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from congress.crypto.issuing import Issued, draft, new_key, root, under
from congress.tls.names import lies_in, territory

AUTHORITY_LIFE: Final = timedelta(days=5 * 365)
SERVER_LIFE: Final = timedelta(days=397)  # browsers refuse more than 398
RENEWAL: Final = timedelta(days=30)  # made anew when less is left

Names = list[x509.GeneralName]


def authority(names: Names, now: datetime) -> Issued:
    """A root for the names of one hall. People trust it by hand, so its name tells the day."""
    key = new_key()
    subject = title(f"职代会会场根证书 Congress hall CA {now:%Y-%m-%d}")
    drafted = draft(subject, subject, key, now, now + AUTHORITY_LIFE)
    return root(drafted.add_extension(territory(names), critical=True), key)


def server(ca: Issued, names: Names, now: datetime) -> Issued:
    """For a server of these names."""
    key, end = new_key(), min(now + SERVER_LIFE, ca.cert.not_valid_after_utc)
    drafted = draft(title("职代会会场 Congress hall"), ca.cert.subject, key, now, end)
    for purpose in (
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
        x509.SubjectAlternativeName(names),
    ):
        drafted = drafted.add_extension(purpose, critical=False)
    return under(ca, drafted, key)


def title(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


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
