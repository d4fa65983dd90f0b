"""Secret ballots found by poll and key"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("secret_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_secret_ballot_credential"))
        batch_op.create_index("ix_secret_ballot_poll_id_credential", ["poll_id", "credential"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("secret_ballot", schema=None) as batch_op:
        batch_op.drop_index("ix_secret_ballot_poll_id_credential")
        batch_op.create_index(batch_op.f("ix_secret_ballot_credential"), ["credential"], unique=False)
