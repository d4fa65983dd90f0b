"""Documents as they would be printed if they were sent or signed now: for the pages beside the forms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.clock import now
from congress.committee.rules import DecisionKind, orders
from congress.committee.rules.wording import Letter, bare, may_say
from congress.committee.service.loading import NONE, for_committee
from congress.committee.service.papers import CODES, document
from congress.committee.service.replies import Draft, foreseen_document
from congress.committee.service.sending import unfinished
from congress.committee.store import Dispatch
from congress.documents import text
from congress.documents.content import Document
from congress.errors import Refusal
from congress.i18n import say
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.roster.rules import Viewer


@dataclass(frozen=True)
class Foreseen:
    """The document, None while too little is chosen to set it, and what keeps it from going out."""

    document: Document | None
    refusal: Refusal | None


def foresee_letter(session: Session, viewer: Viewer, letter: Letter, zone: str) -> Foreseen:
    """报告 or 请示 with its annex; its number is given when it is sent."""
    if not viewer.organises:
        raise NONE
    found, moment = resolutions.load(session, letter.resolutions[0]), now()
    year = moment.astimezone(ZoneInfo(zone)).year
    sent = Dispatch(
        kind=letter.kind,
        year=year,
        number=0,
        resolution_id=found.id or 0,
        title=letter.title,
        body=letter.body,
        request=bare(letter.request),
        signer=letter.signer,
        sha256="",
        sent_by=viewer.person_id,
        sent_at=moment,
        sent_seq=0,
        due_on=moment.date(),
    )
    made = document(session, sent, resolutions.sheet(session, found, zone), zone)
    left = unfinished(session, found, letter)
    return Foreseen(
        replace(made, number=text.open_number(CODES[letter.kind], year)),
        may_say(letter) or (Refusal(left) if left else None),
    )


def foresee_decision(
    session: Session,
    viewer: Viewer,
    dispatch_id: int,
    kind: DecisionKind,
    said: Mapping[str, str],
    zone: str,
) -> Foreseen:
    """批示, 批复 or 答复 from what stands in the form; a 批复 only once it is said whether it is granted."""
    found = for_committee(session, viewer, dispatch_id)
    order, complaints = orders.read(kind, said)
    wrong = next(iter(complaints.values()), None)
    refusal = Refusal(wrong) if wrong else None
    if kind is DecisionKind.REPLY and order.grants is None:
        return Foreseen(None, Refusal(say("请选择同意或不同意"), say("选择后显示批复的版面")))
    if not order.body:
        refusal = Refusal(say("还没有写内容"), say("下面是系统印在前后的文字"))
    handling = {unit.id for unit in roster.handling_units(session)}
    tasks = tuple(task for task in order.tasks if task.unit in handling)
    draft = Draft(kind, order.body[: orders.BODY_MOST], order.grants, tasks, now())
    return Foreseen(foreseen_document(session, found, draft, zone), refusal)
