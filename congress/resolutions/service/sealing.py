"""Under the seal: a resolution's PDF is fixed once, its exact bytes are laid before the officers, and kept.

The PDF is fixed when the seal is asked for, which may be done once both have signed and the number is
given (签发, 编号, 用印, then 印发), before or after publication. From then on nobody sets it anew: other
software might set other bytes than those that two officers have allowed.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.clock import stamp
from congress.crypto.canonical import canonical
from congress.database import Database
from congress.documents.content import Document, Signoff
from congress.documents.text import formal_date
from congress.errors import Missing, insist
from congress.identity import service as identity
from congress.polls import service as polls
from congress.record import service as record
from congress.resolutions import rules, store
from congress.resolutions.certificates import Certificate
from congress.resolutions.service.reading import Sheet, certificate, current_text, kept_by, number_of, sheet
from congress.resolutions.store import Resolution
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.seals import service as seals
from congress.seals.service import Impression
from congress.typesetting.pdf import Attachment, Sheets, Spot, pdf, pdf_to_seal

FORMAT = "congress/signatures/2"
ATTACHMENT = "signatures.json"


def ask_for_seal(
    database: Database, folder: Path, viewer: Viewer, resolution_id: int, *, zone: str
) -> Impression:
    """Fix the PDF and lay it before the two officers. Asking twice gives the request of the first time.

    Setting takes longer than a writer's turn should, so it is done before. Raises Missing, Refused.
    """
    with database.read() as session:
        found = kept_by(session, viewer, resolution_id)
        insist(rules.may_be_sealed(found.stage))
        sheets = fixed(session, folder, found) or to_seal(session, found, zone)
    sha256, size = seals.lay(folder, sheets.content), len(sheets.content)
    return database.write(lambda s: lay(s, viewer, resolution_id, sha256=sha256, size=size, spot=sheets.spot))


def lay(
    session: Session, viewer: Viewer, resolution_id: int, *, sha256: str, size: int, spot: Spot | None
) -> Impression:
    """The file with this hash is the resolution's, and is to be sealed."""
    found = kept_by(session, viewer, resolution_id)
    if (standing := impression_of(session, found)) and standing.withdrawn_at is None:
        return standing
    name = f"{number_of(found)} {found.title}"
    asked = seals.ask(
        session,
        viewer,
        name=name,
        sha256=sha256,
        size=size,
        spot=spot,
        about={"resolution": resolution_id},
    )
    found.file = sha256
    session.add(found)
    return asked


def impression_of(session: Session, found: Resolution) -> Impression | None:
    """What was asked for last: done, waiting, or withdrawn."""
    return seals.of_file(session, found.file) if found.file else None


def of_file(session: Session, sha256: str) -> Resolution | None:
    """The resolution whose PDF has this hash."""
    return store.of_file(session, sha256)


def file_of(session: Session, folder: Path, found: Resolution, zone: str) -> bytes:
    """Its PDF: sealed, or as it was fixed, or as it would be now. Raises Missing where kept bytes are gone."""
    asked = impression_of(session, found)
    if asked:
        return seals.sealed_file(folder, asked) if asked.pressed_at else seals.waiting_file(folder, asked)
    return pdf(sheet(session, found, zone).document, found.sealed_at or found.changed_at)


def fixed(session: Session, folder: Path, found: Resolution) -> Sheets | None:
    """What was fixed before, if it is still there byte for byte."""
    asked = impression_of(session, found)
    if asked is None:
        return None
    try:
        content = seals.waiting_file(folder, asked)
    except Missing:
        return None
    return Sheets(content, Spot(*asked.spot) if asked.spot else None)


def to_seal(session: Session, found: Resolution, zone: str) -> Sheets:
    """Set it for the seal: with issuer and date, and the officers' signatures as data."""
    known = certificate(session, found)
    whole = with_signoff(sheet(session, found, zone).document, found, known, zone)
    return pdf_to_seal(whole, found.sealed_at or found.changed_at, (signatures(session, found, known),))


def with_signoff(document: Document, found: Resolution, known: Certificate, zone: str) -> Document:
    """署名 and 成文日期 are what a seal is pressed on; the date is the day it was passed (GB/T 9704-2012, 7.3.5.4)."""
    day = local(known.closed_at, zone)
    return replace(document, signoff=Signoff(f"{found.issuer}职工代表大会", day, sealed=True))


def shown(found: Sheet, zone: str) -> Document:
    """The document as pages show it: once its PDF is fixed, with the same issuer and date."""
    row = found.resolution
    return with_signoff(found.document, row, found.certificate, zone) if row.file else found.document


def local(moment: datetime, zone: str) -> str:
    return formal_date(moment.astimezone(ZoneInfo(zone)).date())


def signatures(session: Session, found: Resolution, known: Certificate) -> Attachment:
    """The signatures under the resolution and behind it, as data.

    Of the officers: what stock openssl needs to check them, the text they signed, and its entry of the record. Of the
    delegates the signatures alone: who holds what was signed can check them, and nobody else learns from them who
    voted how (decision 0019).
    """
    valid = [one for one in store.approvals(session, found.id or 0) if one.revision == found.revision]
    names = roster.names(session, {one.person_id for one in valid})
    public = {key.id: key.public for one in valid for key in identity.keys(session, one.person_id)}
    told = [
        {
            "at": stamp(one.at),
            "key": one.key,
            "person": names[one.person_id],
            "public": public[one.key],
            "role": one.signatory.value,
            "signature": one.signature,
            "statement": one.statement,
        }
        for one in valid
    ]
    entry = record.act(session, found.sealed_seq or 0)
    about = {"leaf": entry.leaf.hex(), "seq": entry.seq}
    said = {
        "delegates": polls.delegate_signatures(session, found.poll_id).told,
        "format": FORMAT,
        "record": about,
        "sha256": found.sha256,
        "signatures": told,
        "text": current_text(found, known),
    }
    return Attachment(
        ATTACHMENT, "Signatures made on the devices of officers and delegates", canonical(said).decode()
    )
