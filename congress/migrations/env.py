"""How alembic reaches the tables of this software. SQLite alters by batch; constraints have names."""

from alembic import context
from sqlmodel import create_engine

from congress.tables import METADATA


def run() -> None:
    """Run the migrations on the address that the caller put into the configuration."""
    engine = create_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
