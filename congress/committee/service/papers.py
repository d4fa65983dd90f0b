"""The 报告 or 请示 as a formal document, with the resolution as its annex (GB/T 9704-2012, 7.2 and 7.3)."""

from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.committee.rules import DispatchKind
from congress.committee.rules.wording import CLOSING, REPORT_CLOSING
from congress.committee.store import Dispatch
from congress.documents import text
from congress.documents.content import COUNTS_MARK, Annex, Block, Document, Imprint, Signoff, Tally
from congress.resolutions import service as resolutions
from congress.roster import service as roster

CODES = {DispatchKind.REPORT: "职代会报", DispatchKind.REQUEST: "职代会请"}


def number_of(found: Dispatch) -> str:
    """职代会报〔2026〕1号."""
    return text.formal_number(CODES[found.kind], found.year, found.number)


def document(session: Session, found: Dispatch, annexed: resolutions.Sheet, zone: str) -> Document:
    """The letter. Its counts come from the poll, like those of the resolution it carries."""
    issuer = annexed.resolution.issuer
    day = found.sent_at.astimezone(ZoneInfo(zone)).date()
    parts = text.body(found.body, annexed.certificate.tally) if COUNTS_MARK in found.body else None
    body = parts or text.blocks(found.body)
    return Document(
        mark=f"{issuer}工会委员会文件",
        number=number_of(found),
        signer=found.signer or roster.names(session, [found.sent_by])[found.sent_by],
        title=found.title,
        addressee=f"中共{issuer}委员会：",
        body=(*body, *_closing(found, body)),
        annexes=(Annex(annexed.resolution.title, document=annexed.document),),
        signoff=Signoff(f"{issuer}工会委员会", text.formal_date(day)),
        imprint=Imprint(f"{issuer}工会委员会", text.formal_date(day)),
    )


def _closing(found: Dispatch, body: tuple[Block | Tally, ...]) -> tuple[Block, ...]:
    """The one request of a 请示 and its customary end, or the end of a 报告, unless it was written already."""
    if found.kind is DispatchKind.REPORT:
        last = Block(0, "", REPORT_CLOSING)
        return () if body[-1:] == (last,) else (last,)
    sentence = found.request if found.request.endswith(("。", "！", "？")) else f"{found.request}。"
    return (*text.blocks(sentence), Block(0, "", CLOSING))
