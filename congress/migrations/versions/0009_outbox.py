"""The outbox: receivers, deliveries, tries"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None

WHO = ("committee", "union", "office", "sender")
WAYS = ("inbox", "mail", "webhook", "folder")
MATTERS = ("resolution", "dispatch", "decision", "receipt", "test")
STAGES = ("waiting", "sent", "received", "stopped", "failed")
TROUBLES = (
    "unreachable", "slow", "answer", "redirect", "gone", "address", "tls", "no_mail", "login", "refused",
    "later", "cut", "content", "folder", "full", "outside", "receipt", "defect",
)  # fmt: skip


def kind(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "receiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", kind("who", WHO), nullable=False),
        sa.Column("way", kind("way", WAYS), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_receiver_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receiver")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("matter", kind("matter", MATTERS), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["receiver.id"], name=op.f("fk_delivery_receiver_id_receiver")
        ),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name=op.f("fk_delivery_received_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("cause", name=op.f("uq_delivery_cause")),
        sa.UniqueConstraint("uid", name=op.f("uq_delivery_uid")),
    )
    op.create_index(op.f("ix_delivery_about"), "delivery", ["about"], unique=False)
    op.create_index(op.f("ix_delivery_receiver_id"), "delivery", ["receiver_id"], unique=False)
    op.create_index(op.f("ix_delivery_stage"), "delivery", ["stage"], unique=False)
    op.create_table(
        "delivery_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("trouble", kind("trouble", TROUBLES), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_try_delivery_id_delivery")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_try")),
        sa.UniqueConstraint("delivery_id", "number", name=op.f("uq_delivery_try_delivery_id_number")),
    )
    op.create_index(op.f("ix_delivery_try_delivery_id"), "delivery_try", ["delivery_id"], unique=False)


def downgrade() -> None:
    op.drop_table("delivery_try")
    op.drop_table("delivery")
    op.drop_table("receiver")
