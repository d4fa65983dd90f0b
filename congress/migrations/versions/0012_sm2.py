"""SM2 signatures beside the seal's"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("seal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sm2", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("impression", schema=None) as batch_op:
        kind = sqlmodel.sql.sqltypes.AutoString()
        batch_op.add_column(sa.Column("sm2", kind, nullable=False, server_default=""))
    for table in ("seal", "impression"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("sm2", server_default=None)


def downgrade() -> None:
    for table in ("impression", "seal"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("sm2")
