"""Tables of polls, the sealed roll, the box of ballots, and counts entered by tellers."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from congress.bylaws.engine import BallotPaper, PaperKind
from congress.bylaws.terms import Form
from congress.polls.rules import Choice, PollStage, Way
from congress.schema import Table, state, text


class Poll(Table, table=True):
    """A question. Opening seals ``rule`` (the matter as data), ``text_sha256``, expected and present."""

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    number: int  # 表决事项第 N 号 of the sitting
    title: str
    title_en: str = ""
    text: str = text()
    text_sha256: str = ""
    matter: str  # key of the matter in the rule profile
    form: Form = state(Form)
    paper: bool = True  # a secret vote is on paper, not on phones
    may_change: bool = True
    kind: PaperKind = state(PaperKind, PaperKind.MATTER)
    lines: list[str] = Field(
        default_factory=list, sa_type=JSON
    )  # on its ballot paper, where there are several
    seats: int = 0  # that an election fills
    stage: PollStage = state(PollStage, PollStage.DRAFT, index=True)
    rule: dict[str, object] | None = Field(default=None, sa_type=JSON)
    expected: int | None = None
    present: int | None = None
    opened_at: datetime | None = None
    opened_by: int | None = Field(default=None, foreign_key="person.id")
    closes_at: datetime | None = None  # a countdown shown to the hall; closing itself is an act
    closed_at: datetime | None = None
    counts: dict[str, int] | None = Field(default=None, sa_type=JSON)
    votes: list[list[int]] | None = Field(
        default=None, sa_type=JSON
    )  # of a paper with lines (``bylaws.paper``)
    passed: bool | None = None
    void_why: str = ""
    replaces_id: int | None = Field(default=None, foreign_key="poll.id", unique=True)  # a void one, put again

    @property
    def cast_by_phone(self) -> bool:
        """Delegates vote on their own devices."""
        return self.form is Form.NAMED or self.sealed

    @property
    def sealed(self) -> bool:
        """Secret ballots go into a sealed box, which tellers open together."""
        return self.form is Form.SECRET and not self.paper

    @property
    def ballot_paper(self) -> BallotPaper:
        """What stands on it."""
        return BallotPaper(self.kind, tuple(self.lines), self.seats)

    @property
    def way(self) -> Way:
        """How ballots are given."""
        return Way.of(self.form, paper=self.paper)


class Seat(Table, table=True):
    """The roll as sealed at the opening: one row for each delegate who may vote."""

    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    present: bool


class Ballot(Table, table=True):
    """A signed ballot in the box. All are kept; the last one of a person (by ``seq``) counts."""

    __table_args__ = (Index("ix_ballot_poll_id_person_id", "poll_id", "person_id"),)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # its entry in the record
    poll_id: int = Field(foreign_key="poll.id")
    person_id: int = Field(foreign_key="person.id")
    digest: str = Field(unique=True)  # SHA-256 of the signed statement: the same ballot twice is one ballot
    choice: Choice = state(Choice)
    received_at: datetime


class HandCount(Table, table=True):
    """What tellers counted by hand or from paper, entered by one and confirmed by another."""

    __tablename__ = "hand_count"
    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    issued: int
    returned: int
    invalid: int
    favour: int
    against: int
    abstain: int
    votes: list[list[int]] | None = Field(
        default=None, sa_type=JSON
    )  # of a paper with lines; the three are 0
    entered_by: int = Field(foreign_key="person.id")
    entered_at: datetime
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None
