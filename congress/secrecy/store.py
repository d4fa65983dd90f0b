"""Tables of secret votes. What devices publish is kept as the text they sent; no secret is in any of them."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from congress.schema import Table, text


class VotingKey(Table, table=True):
    """The public half of a delegate's voting key. One at a time is live (``replaced_at`` None).

    Who holds which key is known to the server alone: rolls and archives have keys without names.
    """

    __tablename__ = "voting_key"
    public: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    blind: str  # opens the commitment that the device signed
    registered_at: datetime
    replaced_at: datetime | None = None


class Ceremony(Table, table=True):
    """The tellers of a sitting make a key together; ``trustees`` is what they published, once complete."""

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    threshold: int
    begun_at: datetime
    begun_by: int = Field(foreign_key="person.id")
    cancelled_at: datetime | None = None
    trustees: str = text(default="")


class KeyHolder(Table, table=True):
    """One teller's place in a ceremony, and what their device has published; empty until it has."""

    __tablename__ = "key_holder"
    __table_args__ = (UniqueConstraint("ceremony_id", "owner"), UniqueConstraint("ceremony_id", "person_id"))
    id: int | None = Field(default=None, primary_key=True)
    ceremony_id: int = Field(foreign_key="ceremony.id")
    owner: int  # from 1, as in the archive
    person_id: int = Field(foreign_key="person.id")
    certificate: str = text(default="")
    dealing: str = text(default="")  # signed coefficients in the exponent
    sealed: list[str] = Field(
        default_factory=list, sa_type=JSON
    )  # for each teller, a share only they can read
    finish: str = text(default="")  # signature of the whole, and the verification key


class Box(Table, table=True):
    """The sealed box of one poll: the frozen election, its roll of keys, the head of its board."""

    poll_id: int = Field(primary_key=True, foreign_key="poll.id", sa_column_kwargs={"autoincrement": False})
    ceremony_id: int = Field(foreign_key="ceremony.id", index=True)
    election: str = text()
    election_sha256: str  # hex: what a checked ballot must have been checked against
    roll: str = text()
    moment: int  # seconds since 1970: the archive's one time
    head: str  # hash of the newest event
    height: int  # of the next event
    sealed_at: datetime | None = None
    tally: str = text(default="")
    sized: str = text(default="")
    result: str = text(default="")
    given_up: bool = False  # its poll was declared void


class RollKey(Table, table=True):
    """One voting key on the roll of a box."""

    __tablename__ = "roll_key"
    poll_id: int = Field(
        primary_key=True, foreign_key="box.poll_id", sa_column_kwargs={"autoincrement": False}
    )
    public: str = Field(primary_key=True)


class SecretBallot(Table, table=True):
    """An encrypted ballot in its order. No time is kept: the order is enough, and says less."""

    __tablename__ = "secret_ballot"
    __table_args__ = (
        UniqueConstraint("poll_id", "tracker"),
        Index("ix_secret_ballot_poll_id_credential", "poll_id", "credential"),  # asked for at each ballot
    )
    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="box.poll_id", index=True)
    credential: str
    tracker: str
    event: str  # hash of its event: the head of the board after it
    body: str = text()


class AuditedBallot(Table, table=True):
    """A ballot that was opened instead of cast, to see that the device encrypts what was chosen. Never counted."""

    __tablename__ = "audited_ballot"
    poll_id: int = Field(
        primary_key=True, foreign_key="box.poll_id", sa_column_kwargs={"autoincrement": False}
    )
    tracker: str = Field(primary_key=True)
    body: str = text()
    opening: str = text()


class Share(Table, table=True):
    """A teller's part of the decryption of a box; ``id`` is the order in which they came."""

    __table_args__ = (UniqueConstraint("poll_id", "owner"),)
    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="box.poll_id")
    owner: int
    body: str = text()
