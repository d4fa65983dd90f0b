"""All tables of the house in one place, for migrations and the archive only."""

from sqlmodel import SQLModel

import congress.committee.store
import congress.delivery.store
import congress.identity.store
import congress.letters.store
import congress.motions.store
import congress.polls.store
import congress.publication.store
import congress.record.store
import congress.resolutions.store
import congress.roster.store
import congress.seals.store
import congress.secrecy.store
import congress.sittings.store
import congress.templates.store  # noqa: F401

METADATA = SQLModel.metadata
