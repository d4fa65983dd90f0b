"""Tables of terms, sittings, agenda, papers and attendance."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from congress.bylaws.terms import Verb
from congress.schema import Table, state, text
from congress.sittings.rules import Channel, ItemStage, Presence, SittingStage


class Term(Table, table=True):
    """第 X 届. ``profile`` is the rule profile in force, as data (see ``bylaws``)."""

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    starts_on: date
    ends_on: date
    profile: dict[str, object] = Field(sa_type=JSON)


class Sitting(Table, table=True):
    """第 Y 次会议 of a term."""

    __table_args__ = (UniqueConstraint("term_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    term_id: int = Field(foreign_key="term.id")
    number: int
    opens_at: datetime
    place: str
    stage: SittingStage = state(SittingStage, SittingStage.PREPARING)
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    opened_expected: int | None = None  # 应到 and 实到 as stated at the opening
    opened_present: int | None = None
    checkin_code: str = ""  # shown on the projector while check-in by phone is open; empty when closed


class AgendaItem(Table, table=True):
    """One item of business."""

    __tablename__ = "agenda_item"
    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    position: int
    title: str
    title_en: str = ""
    verb: Verb = state(Verb, Verb.DELIBERATE)
    presenter: str = ""
    planned_at: datetime | None = None
    minutes: int | None = None
    motion_id: int | None = Field(default=None, foreign_key="motion.id")
    stage: ItemStage = state(ItemStage, ItemStage.WAITING)
    taken_at: datetime | None = None
    done_at: datetime | None = None
    struck_why: str = ""


class Paper(Table, table=True):
    """An attached file; its bytes lie in the data folder under their SHA-256."""

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    name: str
    media_type: str
    size: int
    sha256: str = Field(index=True)
    added_at: datetime
    added_by: int = Field(foreign_key="person.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="person.id")
    withdrawn_why: str = ""


class Attendance(Table, table=True):
    """One arrival, leaving or return; the last entry of a delegate says whether they are present.

    A mistake is corrected by a new entry that says what holds, why (``note``), and which entry was wrong.
    """

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    delegate_id: int = Field(foreign_key="delegate.id", index=True)
    presence: Presence = state(Presence)
    channel: Channel = state(Channel)
    noted_by: int = Field(foreign_key="person.id")
    at: datetime
    note: str = text(default="")
    corrects_id: int | None = Field(default=None, foreign_key="attendance.id")
