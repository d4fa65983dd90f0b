"""What all tables share: named constraints (so that migrations can find them) and states stored by value."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The base of every table."""


def state(kinds: type[StrEnum], default: StrEnum | None = None, **options: Any) -> Any:
    """A column that holds one value of an enumeration, checked by the database."""
    kind = sa.Enum(
        kinds,
        name=kinds.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [m.value for m in members],
    )
    if default is not None:
        options["default"] = default
    return Field(sa_type=kind, **options)


def text(**options: Any) -> Any:
    """A column of unlimited text."""
    return Field(sa_type=sa.Text, **options)
