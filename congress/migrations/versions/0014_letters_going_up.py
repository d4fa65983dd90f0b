"""Reports and requests to the higher union among formal letters"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STAGES = ("draft", "issued", "withdrawn")
BEFORE = ("notice", "letter", "announcement", "minutes")
AFTER = ("notice", "letter", "announcement", "minutes", "report", "request")
NAMES = {"ck": "ck_%(table_name)s_%(constraint_name)s"}


def kind(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def letters(kinds: tuple[str, ...]) -> sa.Table:
    """The whole table: SQLite changes a constraint by making the table anew."""
    return sa.Table(
        "letter",
        sa.MetaData(naming_convention=NAMES),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("kind", kind("letterkind", kinds), nullable=False),
        sa.Column("template", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("copies", sa.Text(), nullable=False),
        sa.Column("stage", kind("letterstage", STAGES), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("issued_seq", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("withdrawn_seq", sa.Integer(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name="fk_letter_drafted_by_person"),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name="fk_letter_issued_by_person"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_letter_sitting_id_sitting"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("kind", "year", "number", name="uq_letter_kind_year_number"),
        sa.Index("ix_letter_sitting_id", "sitting_id"),
        sa.Index("ix_letter_stage", "stage"),
    )


def allow(kinds: tuple[str, ...]) -> None:
    """Letters of these kinds and no others."""
    with op.batch_alter_table("letter", copy_from=letters(kinds), recreate="always"):
        pass


def upgrade() -> None:
    allow(AFTER)


def downgrade() -> None:
    op.execute(
        "DELETE FROM letter_version"
        " WHERE letter_id IN (SELECT id FROM letter WHERE kind IN ('report', 'request'))"
    )
    op.execute("DELETE FROM letter WHERE kind IN ('report', 'request')")
    allow(BEFORE)
