"""What a delivery carries: the very file that its own page gives out, as it is when it first goes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.committee import service as committee
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.delivery.service import Delivery
from congress.documents import text
from congress.documents.content import Document, Signoff
from congress.errors import Missing
from congress.i18n import say
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.seals import service as seals
from congress.typesetting.pdf import pdf

PDF, JSON = "application/pdf", "application/json"
TEST_TEXT = "这是一份测试文件，用来检查送达设置。收到后不需要办理。\nThis is a test of the delivery settings. Nothing needs to be done."


@dataclass(frozen=True)
class Content:
    """The bytes, and the seal's signature beside them (or empty)."""

    file: bytes
    signature: bytes = b""


def media_type(found: Delivery) -> str:
    """Of what a delivery carries."""
    return JSON if found.matter is Matter.RECEIPT else PDF


def content(session: Session, found: Delivery, *, zone: str, seal: Path) -> Content:
    """Read it from where it stands. Raises Missing when it is no longer there."""
    match found.matter:
        case Matter.RECEIPT:
            return Content(receipt(session, found))
        case Matter.RESOLUTION | Matter.FILING:
            return resolution(session, found.about, zone=zone, folder=seal)
        case _:
            document, at = paper(session, found, zone)
            return Content(pdf(document, at))


def resolution(session: Session, resolution_id: int, *, zone: str, folder: Path) -> Content:
    """The file that its own page gives out: sealed with the signature beside it, or as it was fixed, or as it would be."""
    found = resolutions.load(session, resolution_id)
    asked = resolutions.impression_of(session, found)
    file = resolutions.file_of(session, folder, found, zone)
    return Content(file, seals.signature_file(folder, asked) if asked and asked.pressed_at else b"")


def paper(session: Session, found: Delivery, zone: str) -> tuple[Document, datetime]:
    """The document that is set when it goes, and when it became what it is."""
    match found.matter:
        case Matter.DISPATCH:
            dispatch = committee.load(session, found.about)
            return committee.sheet(session, dispatch, zone).document, dispatch.sent_at
        case Matter.DECISION:
            document, decision = committee.decision_document(session, found.about, zone)
            return document, decision.at
        case _:
            return trial(session, found, zone), found.put_at


def trial(session: Session, found: Delivery, zone: str) -> Document:
    """A document that says it is a test."""
    enterprise = roster.enterprise(session)
    name = enterprise.name if enterprise else ""
    day = text.formal_date(found.put_at.astimezone(ZoneInfo(zone)).date())
    return Document(
        mark=f"{name}职工代表大会文件",
        number="",
        title=found.title,
        body=text.blocks(TEST_TEXT),
        signoff=Signoff(f"{name}工会委员会", day),
        draft=True,
    )


def receipt(session: Session, found: Delivery) -> bytes:
    """The signed statement by which the committee received what was sent."""
    for line in delivery.of(session, Matter.DISPATCH, found.about):
        if line.receiver_id is None and line.receipt:
            return line.receipt.encode()
    raise Missing(say("没有签收凭证"))
