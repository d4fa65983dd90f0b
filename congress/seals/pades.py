"""A signature inside a PDF: PAdES B-B, or B-T with a time stamp (ETSI EN 319 142-1, RFC 3161), by pyHanko.

Importing it takes a second or more, so only the process that presses seals does. What
was there before stays byte for byte: the file is continued (ISO 32000-2, 7.5.6), first
with the officers' approvals as an attachment, then with the signature over everything.
"""

import logging
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import (
    DictionaryObject,
    IndirectObject,
    NumberObject,
    PdfObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from congress.errors import Refusal
from congress.i18n import say
from congress.seals.certificates import organisation
from congress.seals.keyfile import Unlocked
from congress.seals.rules import Level
from congress.typesetting.pdf import Spot

ATTACHMENT: Final = "approvals.json"
FIELD: Final = "CongressSeal"
PATIENCE: Final = 10  # seconds for an answer of the time stamp service
UNREADABLE: Final = Refusal(
    say("这个 PDF 读不了，不能用印"), say("文件可能已经损坏、加了密码，或者已经签过名；请重新生成后再用印")
)
STRANGE: Final = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What pyHanko raises when a service is away, refuses, or sends what is no answer to our question."""

SIDE: Final = 42 / 25.4 * 72  # points: the picture of the seal is 42 mm wide and high
MICROMETRE: Final = 72 / 25_400  # points

log = logging.getLogger(__name__)
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its tracebacks of what we answer for
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Look:
    """How and where the seal is seen: a PDF of one page, and the middle of it."""

    spot: Spot
    picture: bytes


class Picture(PdfContent):
    """The first page of a PDF as something to be drawn."""

    def __init__(self, picture: bytes) -> None:
        self.picture = picture
        super().__init__(box=BoxConstraints(width=SIDE, height=SIDE))

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self.picture)))
        self.resources.xobject["/Seal"] = drawn
        self.resources.ext_g_state["/Ink"] = (
            dictionary(  # what is under it stays legible (ISO 32000-1, 11.3.5)
                {"/Type": pdf_name("/ExtGState"), "/BM": pdf_name("/Multiply")}
            )
        )
        return b"/Ink gs /Seal Do"


def sign(
    pdf: bytes, held: Unlocked, *, approvals: bytes, timestamp: str, look: Look | None = None
) -> tuple[bytes, Level] | Refusal:
    """The PDF with approvals and signature at its end, and the level that was reached. It is seen where ``look`` says.

    ``timestamp`` is the address of an RFC 3161 service, or empty. A service that does not
    answer, or answers nonsense, costs the time stamp and not the seal.
    """
    try:
        if timestamp:
            try:
                stamper = HTTPTimeStamper(timestamp, timeout=PATIENCE)
                return signed(pdf, held, approvals, stamper, look), Level.TIMED
            except STRANGE as error:  # the service's; what is wrong with the PDF comes up again
                log.warning("no time stamp from %s: %s", timestamp, error)
        return signed(pdf, held, approvals, None, look), Level.BASIC
    except (PdfError, SigningError, ValueError, KeyError, NotImplementedError) as error:
        log.warning("a PDF could not be sealed: %s", error)
        return UNREADABLE


def signed(
    pdf: bytes, held: Unlocked, approvals: bytes, stamper: HTTPTimeStamper | None, look: Look | None
) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    attach(writer, approvals)
    style = show(writer, held, look) if look else None
    signer = PdfSigner(metadata(held), signer=signer_of(held), timestamper=stamper, stamp_style=style)
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


def show(writer: IncrementalPdfFileWriter, held: Unlocked, look: Look) -> StaticStampStyle:
    """A field on the page, and what fills it when it is signed: before that nothing is seen."""
    page_ref, _ = writer.find_page_for_modification(look.spot.page - 1)  # type: ignore[no-untyped-call]
    top = float(page_ref.get_object()["/MediaBox"][3])
    left = round(look.spot.x * MICROMETRE - SIDE / 2)
    bottom = round(top - look.spot.y * MICROMETRE - SIDE / 2)
    name = f"{organisation(held.cert)}印章"
    spec = SigFieldSpec(
        FIELD,
        on_page=look.spot.page - 1,
        box=(left, bottom, left + round(SIDE), bottom + round(SIDE)),
        readable_field_name=name,
    )
    append_signature_field(writer, spec)
    tag(writer, page_ref, name)
    filled = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_FILL
    )
    return StaticStampStyle(border_width=0, background=Picture(look.picture), background_layout=filled)


def tag(writer: IncrementalPdfFileWriter, page_ref: IndirectObject, name: str) -> None:
    """The seal in the tree that is read aloud: a form at the end of the text (ISO 14289-1, 7.18.4; ISO 32000-1, 14.7.4.3)."""
    tree = writer.root["/StructTreeRoot"]
    trunk_ref, parents, key = tree["/K"].raw_get(0), tree["/ParentTree"], tree["/ParentTreeNextKey"]
    field_ref = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
    inside = dictionary({"/Type": pdf_name("/OBJR"), "/Obj": field_ref, "/Pg": page_ref})
    leaf = dictionary(
        {
            "/Type": pdf_name("/StructElem"),
            "/S": pdf_name("/Form"),
            "/P": trunk_ref,
            "/Pg": page_ref,
            "/Alt": TextStringObject(name),
            "/K": inside,
        }
    )
    leaf_ref = writer.add_object(leaf)
    trunk = trunk_ref.get_object()
    trunk["/K"].append(leaf_ref)
    field = field_ref.get_object()
    field[pdf_name("/StructParent")] = number(key)
    parents["/Nums"].extend([number(key), leaf_ref])
    tree[pdf_name("/ParentTreeNextKey")] = number(key + 1)
    for changed in (trunk["/K"], field, parents["/Nums"], tree):
        writer.update_container(changed)


def dictionary(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({pdf_name(key): value for key, value in entries.items()})  # type: ignore[no-untyped-call]


def number(value: int) -> NumberObject:
    return NumberObject(value)  # type: ignore[no-untyped-call]


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
