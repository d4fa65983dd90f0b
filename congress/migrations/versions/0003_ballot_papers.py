"""Ballot papers with several lines"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = ("matter", "items", "election", "appraisal")


def upgrade() -> None:
    kind = sa.Enum(*KINDS, name="paperkind", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("poll") as batch_op:  # what was asked before was one matter
        batch_op.add_column(sa.Column("kind", kind, nullable=False, server_default="matter"))
        batch_op.add_column(sa.Column("lines", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("seats", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("votes", sa.JSON(), nullable=True))
    with op.batch_alter_table("poll") as batch_op:
        for name in ("kind", "lines", "seats"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("hand_count") as batch_op:
        batch_op.add_column(sa.Column("votes", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("hand_count") as batch_op:
        batch_op.drop_column("votes")
    with op.batch_alter_table("poll") as batch_op:
        batch_op.drop_constraint(op.f("ck_poll_paperkind"), type_="check")
        for name in ("votes", "seats", "lines", "kind"):
            batch_op.drop_column(name)
