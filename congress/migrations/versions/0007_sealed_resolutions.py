"""Resolutions under the seal"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("impression", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spot", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_impression_withdrawn_by_person"), "person", ["withdrawn_by"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f("uq_impression_sha256"), type_="unique")
    op.create_index(
        "uq_impression_standing",
        "impression",
        ["sha256"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
    )
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("file", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.alter_column("file", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.drop_column("file")
    op.drop_index("uq_impression_standing", "impression")
    with op.batch_alter_table("impression", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_impression_sha256"), ["sha256"])
        batch_op.drop_constraint(batch_op.f("fk_impression_withdrawn_by_person"), type_="foreignkey")
        batch_op.drop_column("withdrawn_by")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("spot")
