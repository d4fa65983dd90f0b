"""What a 报告 or 请示 begun now from a wording would look like: for the page on which templates are edited."""

from dataclasses import replace

from sqlmodel import Session

from congress.clock import now
from congress.committee.rules import DispatchKind
from congress.committee.service.papers import document
from congress.committee.service.sending import slots_of, suggested, today
from congress.committee.store import Dispatch
from congress.documents import text
from congress.documents.content import Document
from congress.resolutions import service as resolutions
from congress.resolutions.service import Sample
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.templates.rules import Wording, filled

ASKED = "【请示事项】"  # what the form asks for beside the template's text


def sample(session: Session, viewer: Viewer, kind: DispatchKind, wording: Wording, zone: str) -> Sample:
    """The letter about the resolution that got its number last, with it as the annex."""
    found = next(iter(resolutions.sealed(session)), None)
    if found is None:
        return Sample(_empty(session, viewer, wording))
    said, day = filled(wording, slots_of(found)), today(session)
    row = Dispatch(
        kind=kind,
        year=day.year,
        number=0,
        resolution_id=found.id or 0,
        attempt=1,
        title=said.title,
        body=said.body,
        request=ASKED if kind is DispatchKind.REQUEST else "",
        sha256="",
        sent_by=viewer.person_id,
        sent_at=now(),
        sent_seq=0,
        due_on=day,
        signer=next(iter(suggested(session, found)), ""),
    )
    made = document(session, row, resolutions.sheet(session, found, zone), zone)
    return Sample(replace(made, number=""), found.title)


def _empty(session: Session, viewer: Viewer, wording: Wording) -> Document:
    """Before the first resolution: who writes to whom."""
    enterprise = roster.enterprise(session)
    company = enterprise.name if enterprise else ""
    return Document(
        mark=f"{company}工会委员会文件",
        number="",
        signer=viewer.name,
        title=wording.title,
        addressee=f"中共{company}委员会：",
        body=text.blocks(wording.body),
    )
