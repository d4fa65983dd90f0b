"""All tables of the house in one place, for migrations and the archive only."""

from sqlmodel import SQLModel

import congress.committee.store
import congress.delivery.store
import congress.identity.store
import congress.motions.store
import congress.polls.store
import congress.record.store
import congress.resolutions.store
import congress.roster.store
import congress.seals.store
import congress.secrecy.store
import congress.sittings.store  # noqa: F401

METADATA = SQLModel.metadata
