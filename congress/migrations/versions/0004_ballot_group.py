"""The group of secret ballots"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


GROUPS = ("Ed25519", "BELENIOS-2048")


def upgrade() -> None:
    kind = sa.Enum(*GROUPS, name="groupname", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ballot_group", kind, nullable=False, server_default="Ed25519"))


def downgrade() -> None:
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_enterprise_groupname"), type_="check")
        batch_op.drop_column("ballot_group")
