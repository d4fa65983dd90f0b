"""Who may see a notice, how it stands, and what it looks like as a formal document."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.documents import text
from congress.documents.content import Annex, Block, Document, Signoff
from congress.documents.qr import Code
from congress.errors import Missing
from congress.i18n import say
from congress.publication import store
from congress.publication.rules import Outcome, Standing, notices, periods
from congress.publication.store import Notice, NoticeExtension
from congress.roster.rules import Viewer

CODE = "职代会公示"
NO_TITLE = "（尚无标题）"
NONE = Missing(say("没有这份公示"), say("它可能没有对外公开，请登录后再看"))


def visible_to(session: Session, viewer: Viewer | None, notice_id: int) -> Notice:
    """For everybody who has signed in; without that, only where the secretariat said so."""
    found = session.get(Notice, notice_id)
    if found is None or (viewer is None and not found.open):
        raise NONE
    return found


def kept_by(session: Session, viewer: Viewer, notice_id: int) -> Notice:
    """For the secretariat, which puts it up, answers, and ends it."""
    if not viewer.organises:
        raise NONE
    return visible_to(session, viewer, notice_id)


def listed(session: Session, viewer: Viewer | None) -> list[Notice]:
    """Those on show first, newest first."""
    return store.notices(session, only_open=viewer is None)


def kept(session: Session, sitting_ids: Iterable[int]) -> list[Notice]:
    """Every notice of these sittings, in the order in which they were put up: for the archive."""
    wanted = set(sitting_ids)
    found = [one for one in store.notices(session) if one.sitting_id in wanted]
    return sorted(found, key=lambda one: one.id or 0)


def extensions(session: Session, found: Notice) -> list[NoticeExtension]:
    """How often it was given more days."""
    return store.extensions(session, found.id or 0)


def of_resolution(session: Session, resolution_id: int) -> Notice | None:
    """The newest notice of a resolution, if there ever was one."""
    return next(iter(store.of_resolution(session, resolution_id)), None)


def standing(session: Session, *, resolution_id: int, moment: datetime) -> Standing:
    """For what depends on it: has a notice of this resolution stood its whole period?

    One that was withdrawn has not, however long it stood. Where there were several, the newest counts.
    """
    found = of_resolution(session, resolution_id)
    return standing_of(found, moment) if found else Standing.NONE


def standing_of(found: Notice, moment: datetime) -> Standing:
    """The same of one notice."""
    return notices.standing(over=periods.is_over(found.last_day, found.zone, moment), outcome=found.outcome)


def number_of(found: Notice) -> str:
    """职代会公示〔2026〕3号."""
    return text.formal_number(CODE, found.year, found.number)


def today(found: Notice, moment: datetime) -> date:
    """The day it is where the notice hangs."""
    return moment.astimezone(ZoneInfo(found.zone)).date()


# --- as a document -----------------------------------------------------------------------------------------


def document(found: Notice, *, address: str, annex: Document | None = None) -> Document:
    """The notice as it is printed. ``address`` is where it can be read and answered; ``annex`` what it is about.

    Without an address (in an archive, which outlives it) it has no code.
    """
    return Document(
        mark=f"{found.issuer}职工代表大会",
        number=number_of(found),
        title=found.title or NO_TITLE,
        addressee="全体职工：",
        body=(
            *text.blocks(found.body),
            *(Block(0, "", line) for line in _terms(found, "扫描文末二维码，" if address else "")),
        ),
        annexes=(Annex(annex.title, document=annex),) if annex else (),
        signoff=Signoff(
            f"{found.issuer}职工代表大会秘书处",
            text.formal_date(found.posted_at.astimezone(ZoneInfo(found.zone)).date()),
        ),
        code=Code(address, ("扫码查看公示、提出意见", address)) if address else None,
    )


def _terms(found: Notice, code: str) -> list[str]:
    """For how long, where comments go, and when they are answered; how it ended, once it has."""
    first, last = text.formal_date(found.first_day), text.formal_date(found.last_day)
    unit = "个工作日" if found.working else "日"
    answered = f"{found.answer_days}{'个工作日' if found.answer_working else '日'}"
    how = "可以实名，也可以匿名" if found.nameless else "应当实名"
    lines = [
        f"公示期：{first}至{last}{_extended(found, unit)}，至最后一日24时止。",
        f"公示期内对公示内容有异议、建议或者疑问的，可以{code}登录后在网上提出，{how}；也可以{found.contact}。秘书处收到意见之日起{answered}内答复。",
    ]
    return [*lines, *_ended(found)]


def _extended(found: Notice, unit: str) -> str:
    planned = f"（{found.days}{unit}，发布当日不计入"
    return f"{planned}，经延长）" if found.extended else f"{planned}）"


def _ended(found: Notice) -> list[str]:
    if found.concluded_at is None:
        return []
    day = text.formal_date(today(found, found.concluded_at))
    match found.outcome:
        case Outcome.NO_OBJECTION:
            return [f"公示期已满，没有收到异议（{day}记录）。"]
        case Outcome.HANDLED:
            return [f"公示期已满，收到的异议已经处理（{day}记录）。{found.note}"]
        case _:
            return [f"本公示已于{day}撤回。{found.note}"]
