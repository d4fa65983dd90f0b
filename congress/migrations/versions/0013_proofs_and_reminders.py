"""Filing as a matter of deliveries, scans of proofs, reminders to readers, refusals of the seal"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WHO = ("committee", "union", "office", "sender")
WAYS = ("inbox", "mail", "webhook", "folder")
STAGES = ("waiting", "sent", "received", "stopped", "failed")
BEFORE = ("resolution", "dispatch", "decision", "receipt", "test")
AFTER = ("resolution", "dispatch", "decision", "filing", "receipt", "test")
NAMES = {"ck": "ck_%(table_name)s_%(constraint_name)s"}


def kind(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def deliveries(matters: tuple[str, ...]) -> sa.Table:
    """The whole table: SQLite changes a constraint by making the table anew, and tells nobody which it has."""
    return sa.Table(
        "delivery",
        sa.MetaData(naming_convention=NAMES),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("matter", kind("matter", matters), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("who", kind("who", WHO), nullable=False),
        sa.Column("way", kind("way", WAYS), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=True),
        sa.Column("stage", kind("stage", STAGES), nullable=False),
        sa.Column("put_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("put_by", sa.Integer(), nullable=False),
        sa.Column("put_seq", sa.Integer(), nullable=False),
        sa.Column("next_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("file", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("signature", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("received_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("received_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["receiver_id"], ["receiver.id"], name="fk_delivery_receiver_id_receiver"),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name="fk_delivery_received_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("cause", name="uq_delivery_cause"),
        sa.UniqueConstraint("uid", name="uq_delivery_uid"),
        sa.Index("ix_delivery_about", "about"),
        sa.Index("ix_delivery_receiver_id", "receiver_id"),
        sa.Index("ix_delivery_stage", "stage"),
    )


def allow(matters: tuple[str, ...]) -> None:
    """Deliveries of these matters and no others."""
    with op.batch_alter_table("delivery", copy_from=deliveries(matters), recreate="always"):
        pass


def upgrade() -> None:
    allow(AFTER)
    op.create_table(
        "filing_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_filing_proof_filing_id_filing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_filing_proof_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_proof")),
        sa.UniqueConstraint("filing_id", "sha256", name=op.f("uq_filing_proof_filing_id_sha256")),
    )
    op.create_table(
        "reading_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_reading_reminder_reading_id_reading")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reading_reminder_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_reminder")),
        sa.UniqueConstraint("reading_id", "day", name=op.f("uq_reading_reminder_reading_id_day")),
    )
    op.create_table(
        "seal_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("impression_id", sa.Integer(), nullable=False),
        sa.Column("office", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["impression_id"], ["impression.id"], name=op.f("fk_seal_refusal_impression_id_impression")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seal_refusal_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_refusal")),
        sa.UniqueConstraint("impression_id", name=op.f("uq_seal_refusal_impression_id")),
    )


def downgrade() -> None:
    op.drop_table("seal_refusal")
    op.drop_table("reading_reminder")
    op.drop_table("filing_proof")
    op.execute(
        "DELETE FROM delivery_try WHERE delivery_id IN (SELECT id FROM delivery WHERE matter = 'filing')"
    )
    op.execute("DELETE FROM delivery WHERE matter = 'filing'")
    allow(BEFORE)
