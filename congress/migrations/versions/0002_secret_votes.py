"""Secret votes"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


BEFORE = ("draft", "open", "closed", "void")
AFTER = ("draft", "open", "counting", "closed", "void")
CHECK = op.f("ck_poll_pollstage")


def change_stages(new: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{stage}'" for stage in new)
    with op.batch_alter_table("poll") as batch_op:
        batch_op.drop_constraint(CHECK, type_="check")
        batch_op.create_check_constraint(CHECK, sa.text(f"stage IN ({listed})"))


def upgrade() -> None:
    op.create_table(
        "ceremony",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("begun_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("trustees", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_ceremony_begun_by_person")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_ceremony_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony")),
    )
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ceremony_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "voting_key",
        sa.Column("public", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("blind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("registered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("replaced_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_voting_key_person_id_person")),
        sa.PrimaryKeyConstraint("public", name=op.f("pk_voting_key")),
    )
    with op.batch_alter_table("voting_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voting_key_person_id"), ["person_id"], unique=False)

    op.create_table(
        "key_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("dealing", sa.Text(), nullable=False),
        sa.Column("sealed", sa.JSON(), nullable=False),
        sa.Column("finish", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ceremony_id"], ["ceremony.id"], name=op.f("fk_key_holder_ceremony_id_ceremony")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_key_holder_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_holder")),
        sa.UniqueConstraint("ceremony_id", "owner", name=op.f("uq_key_holder_ceremony_id_owner")),
        sa.UniqueConstraint("ceremony_id", "person_id", name=op.f("uq_key_holder_ceremony_id_person_id")),
    )
    op.create_table(
        "box",
        sa.Column("poll_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("election", sa.Text(), nullable=False),
        sa.Column("election_sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("roll", sa.Text(), nullable=False),
        sa.Column("moment", sa.Integer(), nullable=False),
        sa.Column("head", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("tally", sa.Text(), nullable=False),
        sa.Column("sized", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("given_up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_box_ceremony_id_ceremony")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_box_poll_id_poll")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_box")),
    )
    with op.batch_alter_table("box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_box_ceremony_id"), ["ceremony_id"], unique=False)

    op.create_table(
        "roll_key",
        sa.Column("poll_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["box.poll_id"], name=op.f("fk_roll_key_poll_id_box")),
        sa.PrimaryKeyConstraint("poll_id", "public", name=op.f("pk_roll_key")),
    )
    op.create_table(
        "secret_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("credential", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("tracker", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("event", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["box.poll_id"], name=op.f("fk_secret_ballot_poll_id_box")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_ballot")),
        sa.UniqueConstraint("poll_id", "tracker", name=op.f("uq_secret_ballot_poll_id_tracker")),
    )
    with op.batch_alter_table("secret_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_secret_ballot_credential"), ["credential"], unique=False)
        batch_op.create_index(batch_op.f("ix_secret_ballot_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "audited_ballot",
        sa.Column("poll_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tracker", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["box.poll_id"], name=op.f("fk_audited_ballot_poll_id_box")),
        sa.PrimaryKeyConstraint("poll_id", "tracker", name=op.f("pk_audited_ballot")),
    )
    op.create_table(
        "share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["box.poll_id"], name=op.f("fk_share_poll_id_box")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("poll_id", "owner", name=op.f("uq_share_poll_id_owner")),
    )
    change_stages(AFTER)
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paper", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_column("paper")
    change_stages(BEFORE)
    op.drop_table("share")
    op.drop_table("audited_ballot")
    with op.batch_alter_table("secret_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_secret_ballot_poll_id"))
        batch_op.drop_index(batch_op.f("ix_secret_ballot_credential"))

    op.drop_table("secret_ballot")
    op.drop_table("roll_key")
    with op.batch_alter_table("box", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_box_ceremony_id"))

    op.drop_table("box")
    op.drop_table("key_holder")
    with op.batch_alter_table("voting_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voting_key_person_id"))

    op.drop_table("voting_key")
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ceremony_sitting_id"))

    op.drop_table("ceremony")
