"""The 报告 or 请示 as a formal document, with the resolution as its annex (GB/T 9704-2012, 7.2 and 7.3)."""

from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.committee import store
from congress.committee.rules import DecisionKind, DispatchKind
from congress.committee.rules.wording import CLOSING, REPORT_CLOSING
from congress.committee.service.loading import load
from congress.committee.store import Decision, Dispatch
from congress.documents import text
from congress.documents.content import COUNTS_MARK, Annex, Block, Document, Imprint, Signoff, Tally
from congress.errors import Missing
from congress.i18n import say
from congress.resolutions import service as resolutions
from congress.roster import service as roster

DECISIONS = {
    DecisionKind.INSTRUCTION: "批示",
    DecisionKind.REPLY: "批复",
    DecisionKind.ANSWER: "答复",
}
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
        signer=roster.names(session, [found.sent_by])[found.sent_by],
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


def decision_title(found: Dispatch, decision: Decision) -> str:
    """关于《…》的批复."""
    return text.nested(f"关于《{found.title}》的{DECISIONS[decision.kind]}")


def decision_paper(session: Session, decision_id: int, zone: str) -> tuple[Document, Decision]:
    """What the committee decided, as a document that goes back to the sender. Raises Missing."""
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise Missing(say("没有这项批示"))
    found = load(session, decision.dispatch_id)
    issuer = resolutions.load(session, found.resolution_id).issuer
    units = {unit.id: unit.name for unit in roster.handling_units(session)}
    given = [task for task in store.assignments(session, [found.id or 0]) if task.decision_id == decision_id]
    tasks = "\n".join(
        f"{units.get(task.unit_id, '')}：{task.task}（{text.formal_date(task.due_on)}前办结）"
        for task in given
    )
    granted = {True: "同意。\n", False: "不同意。\n", None: ""}[decision.grants]
    day = text.formal_date(decision.at.astimezone(ZoneInfo(zone)).date())
    document = Document(
        mark=f"中共{issuer}委员会",
        number="",
        title=decision_title(found, decision),
        addressee=f"{issuer}工会委员会：",
        body=text.blocks(f"你会{number_of(found)}收悉。\n{granted}{decision.body}\n{tasks}".strip()),
        signoff=Signoff(f"中共{issuer}委员会", day),
    )
    return document, decision
