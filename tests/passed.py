"""A vote of the small congress that is over, and the resolution and dispatch that may follow from it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cast import SITE, Cast
from sqlmodel import Session, select

from congress.bylaws.engine import Counts
from congress.bylaws.profile import builtin, matter_to_json
from congress.bylaws.terms import Form, Verb
from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind
from congress.committee.rules.orders import FIELDS
from congress.committee.rules.wording import Letter
from congress.committee.store import Assignment, Dispatch
from congress.motions.rules import MotionStage
from congress.motions.store import Motion
from congress.polls.rules import PollStage, text_hash
from congress.polls.store import Poll
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Signatory
from congress.resolutions.store import Resolution
from congress.roster import service as roster
from congress.roster.rules import Viewer
from congress.sittings.store import AgendaItem

SIGNER = "安丽华"
TITLE = "关于改善铸造车间通风条件的提案"
TEXT = "会议同意在2027年6月底前完成铸造车间通风除尘系统改造。"
COUNTS = Counts(
    expected=12, present=11, issued=11, returned=11, valid=10, invalid=1, favour=8, against=1, abstain=1
)
CLOSED = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
BODY = "会议审议了有关提案。\n【表决结果】\n会议决定：\n一、通过该项提案。"


def viewer(session: Session, cast: Cast, name: str) -> Viewer:
    found = roster.viewer(session, cast[name].person_id)
    assert found
    return found


def poll(
    session: Session,
    cast: Cast,
    *,
    lead: str | None = "bob",
    passed: bool = True,
    number: int = 1,
    title: str = TITLE,
) -> int:
    """A closed named vote, on a motion of ``lead`` if there is one."""
    motion_id = None
    if lead:
        motion = Motion(
            sitting_id=cast.sitting_id,
            number=number,
            lead_id=cast[lead].person_id,
            title=TITLE,
            stage=MotionStage.PASSED,
            created_at=CLOSED,
            changed_at=CLOSED,
        )
        session.add(motion)
        session.flush()
        motion_id = motion.id
    item = AgendaItem(
        sitting_id=cast.sitting_id, position=number, title=TITLE, verb=Verb.PASS, motion_id=motion_id
    )
    session.add(item)
    session.flush()
    counts = dict(vars(COUNTS)) if passed else dict(vars(COUNTS)) | {"favour": 5, "against": 4}
    found = Poll(
        item_id=item.id,
        sitting_id=cast.sitting_id,
        number=number,
        title=title,
        text=TEXT,
        text_sha256=text_hash(title, TEXT),
        matter="motion_resolution",
        form=Form.NAMED,
        stage=PollStage.CLOSED,
        rule=matter_to_json(builtin()["national"].matters["motion_resolution"]),
        expected=12,
        present=11,
        opened_at=CLOSED - timedelta(minutes=5),
        closed_at=CLOSED,
        counts=counts,
        passed=passed,
    )
    session.add(found)
    session.flush()
    assert found.id
    return found.id


def drafted(session: Session, cast: Cast, *, lead: str | None = "bob", number: int = 1) -> Resolution:
    """A draft without blanks."""
    olga = viewer(session, cast, "olga")
    poll_id = poll(session, cast, lead=lead, number=number)
    found = resolutions.create(session, olga, poll_id=poll_id, template=Template.MOTION)
    seen = resolutions.stamp_of(found)
    return resolutions.edit(session, olga, found.id or 0, title=found.title, body=BODY, seen=seen)


def signing(session: Session, cast: Cast, *, lead: str | None = "bob", number: int = 1) -> Resolution:
    """A frozen text that waits for its signatures."""
    found = drafted(session, cast, lead=lead, number=number)
    seen = resolutions.stamp_of(found)
    return resolutions.start(session, viewer(session, cast, "olga"), found.id or 0, seen=seen)


def sign(session: Session, cast: Cast, found: Resolution, name: str, role: Signatory) -> Resolution:
    """One signature."""
    said = resolutions.statement_for(found, site=SITE, role=role)
    return resolutions.approve(
        session,
        viewer(session, cast, name),
        found.id or 0,
        site=SITE,
        role=role,
        signed=cast[name].sign(**said),
    )


def sealed(session: Session, cast: Cast, *, lead: str | None = "bob", number: int = 1) -> Resolution:
    """Signed by both, numbered."""
    found = signing(session, cast, lead=lead, number=number)
    sign(session, cast, found, "alice", Signatory.EXECUTIVE_CHAIR)
    return sign(session, cast, found, "ruth", Signatory.CHIEF_TELLER)


def published(session: Session, cast: Cast, *, lead: str | None = "bob", number: int = 1) -> Resolution:
    """Shown to everybody."""
    found = sealed(session, cast, lead=lead, number=number)
    return resolutions.publish(session, viewer(session, cast, "olga"), found.id or 0)


# --- at the Party committee ----------------------------------------------------------------------------------


def letter(found: Resolution, kind: DispatchKind, **changes: object) -> Letter:
    """A letter that may go."""
    request = "恳请批准将改造资金列入2027年预算" if kind is DispatchKind.REQUEST else ""
    body = "现将决议有关情况报告如下。\n【表决结果】\n由设备部牵头落实。"
    values = {
        "title": "关于通风改造的函件",
        "body": body,
        "request": request,
        "resolutions": (found.id,),
        "signer": SIGNER,
    }
    return Letter(kind=kind, **{**values, **changes})  # type: ignore[arg-type]


def sent(
    session: Session,
    cast: Cast,
    kind: DispatchKind = DispatchKind.REPORT,
    *,
    found: Resolution | None = None,
    days: int = 30,
) -> Dispatch:
    """A dispatch that waits for its receipt; of a published resolution unless told."""
    found = found or published(session, cast)
    due_on = committee.today(session) + timedelta(days=days)
    return committee.send(session, viewer(session, cast, "olga"), letter(found, kind), due_on=due_on)


def received(session: Session, cast: Cast, kind: DispatchKind = DispatchKind.REPORT) -> Dispatch:
    """Signed for by the Party secretary."""
    found = sent(session, cast, kind)
    return receive(session, cast, found)


def receive(session: Session, cast: Cast, found: Dispatch, name: str = "peter") -> Dispatch:
    said = committee.statement_for_receipt(found, site=SITE)
    return committee.receive(
        session, viewer(session, cast, name), found.id or 0, site=SITE, signed=cast[name].sign(**said)
    )


def today() -> date:
    """The day it is where the congress is."""
    return now().astimezone(ZoneInfo("Asia/Shanghai")).date()


@dataclass
class Task:
    """A row of the committee's form."""

    unit: int
    task: str = "制定改造方案并组织实施"
    due: date = field(default_factory=lambda: today() + timedelta(days=60))


def said(kind: DecisionKind, body: str, *tasks: Task, grants: str = "yes") -> dict[str, str]:
    """The fields of the committee's form as a browser sends them."""
    fields = dict.fromkeys(FIELDS[kind], "") | {"body": body}
    if kind is DecisionKind.REPLY:
        fields["grants"] = grants
    for row, task in enumerate(tasks, 1):
        fields |= {
            f"unit_{row}": str(task.unit),
            f"task_{row}": task.task,
            f"due_{row}": task.due.isoformat(),
        }
    return fields


def decide(
    session: Session,
    cast: Cast,
    found: Dispatch,
    kind: DecisionKind,
    fields: dict[str, str],
    name: str = "peter",
) -> Dispatch:
    """One signed decision."""
    template = committee.statement_for_decision(found, kind, site=SITE)
    return committee.decide(
        session,
        viewer(session, cast, name),
        found.id or 0,
        kind,
        site=SITE,
        said=fields,
        signed=cast[name].sign(**template, **fields),
    )


def rate(
    session: Session, cast: Cast, found: Dispatch, rating: str, name: str = "bob", body: str = ""
) -> Dispatch:
    """One signed rating."""
    fields = {"rating": rating, "body": body}
    template = committee.statement_for_rating(found, site=SITE)
    return committee.rate(
        session,
        viewer(session, cast, name),
        found.id or 0,
        site=SITE,
        said=fields,
        signed=cast[name].sign(**template, **fields),
    )


def canteen(cast: Cast) -> Task:
    """A task for the canteen's department."""
    return Task(cast.units["canteen"])


def assigned(session: Session, cast: Cast) -> Dispatch:
    """A 报告 instructed, with one department at work."""
    found = received(session, cast)
    fields = said(DecisionKind.INSTRUCTION, "请抓紧落实。", canteen(cast))
    return decide(session, cast, found, DecisionKind.INSTRUCTION, fields)


def finished(session: Session, cast: Cast) -> Dispatch:
    """Everything accepted and answered; it waits to be rated."""
    found = assigned(session, cast)
    task = session.exec(select(Assignment).where(Assignment.dispatch_id == found.id)).one()
    committee.report(session, viewer(session, cast, "quinn"), task.id, body="改造完成。", done=True)
    committee.accept(session, viewer(session, cast, "peter"), task.id)
    fields = said(DecisionKind.ANSWER, "改造已经完成，感谢职工代表。")
    return decide(session, cast, found, DecisionKind.ANSWER, fields)
