"""A signature inside a PDF: PAdES B-B, or B-T with a time stamp (ETSI EN 319 142-1, RFC 3161), by pyHanko.

Importing it takes a second or more, so only the process that presses seals does. What
was there before stays byte for byte: the file is continued (ISO 32000-2, 7.5.6), first
with the officers' approvals as an attachment, then with the signature over everything.
"""

import logging
from io import BytesIO
from typing import Final

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from congress.errors import Refusal
from congress.i18n import say
from congress.seals.certificates import organisation
from congress.seals.keyfile import Unlocked
from congress.seals.rules import Level

ATTACHMENT: Final = "approvals.json"
FIELD: Final = "CongressSeal"
PATIENCE: Final = 10  # seconds for an answer of the time stamp service
UNREADABLE: Final = Refusal(
    say("这个 PDF 读不了，不能用印"), say("文件可能已经损坏、加了密码，或者已经签过名；请重新生成后再用印")
)
STRANGE: Final = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What pyHanko raises when a service is away, refuses, or sends what is no answer to our question."""

log = logging.getLogger(__name__)
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its tracebacks of what we answer for
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def sign(pdf: bytes, held: Unlocked, *, approvals: bytes, timestamp: str) -> tuple[bytes, Level] | Refusal:
    """The PDF with approvals and signature at its end, and the level that was reached.

    ``timestamp`` is the address of an RFC 3161 service, or empty. A service that does not
    answer, or answers nonsense, costs the time stamp and not the seal.
    """
    try:
        if timestamp:
            try:
                return signed(pdf, held, approvals, HTTPTimeStamper(timestamp, timeout=PATIENCE)), Level.TIMED
            except STRANGE as error:  # the service's; what is wrong with the PDF comes up again
                log.warning("no time stamp from %s: %s", timestamp, error)
        return signed(pdf, held, approvals, None), Level.BASIC
    except (PdfError, SigningError, ValueError, KeyError, NotImplementedError) as error:
        log.warning("a PDF could not be sealed: %s", error)
        return UNREADABLE


def signed(pdf: bytes, held: Unlocked, approvals: bytes, stamper: HTTPTimeStamper | None) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    attach(writer, approvals)
    signer = PdfSigner(metadata(held), signer=signer_of(held), timestamper=stamper)
    out = BytesIO()
    signer.sign_pdf(writer, output=out)
    return out.getvalue()


def attach(writer: IncrementalPdfFileWriter, approvals: bytes) -> None:
    """An associated file of the whole document (ISO 32000-2, 7.11.4 and 14.13; PDF/A-3 asks for the relationship)."""
    held = EmbeddedFileObject.from_file_data(writer, approvals, compress=True, mime_type="application/json")
    spec = FileSpec(
        file_spec_string=ATTACHMENT,
        file_name=ATTACHMENT,
        embedded_data=held,
        description="Approvals signed on the officers' devices",
        af_relationship=pdf_name("/Supplement"),
    )
    embed_file(writer, spec)


def metadata(held: Unlocked) -> PdfSignatureMetadata:
    """Certified: whatever else is added afterwards makes the signature invalid (ISO 32000-2, 12.8.2.2)."""
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=organisation(held.cert) or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )


def signer_of(held: Unlocked) -> SimpleSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call] # pyHanko types the rest
    store.register_multiple([translated(cert) for cert in held.chain])
    key = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(translated(held.cert), PrivateKeyInfo.load(key), store)


def translated(cert: x509.Certificate) -> Certificate:
    return Certificate.load(cert.public_bytes(Encoding.DER))
