"""From a result to a published resolution (决议): stages and who signs. Pure."""

from enum import StrEnum


class ResolutionStage(StrEnum):
    """Drafted, being signed, frozen with its number, published."""

    DRAFT = "draft"
    SIGNING = "signing"
    SEALED = "sealed"
    PUBLISHED = "published"


class Signatory(StrEnum):
    """Who signs a resolution."""

    EXECUTIVE_CHAIR = "executive_chair"
    CHIEF_TELLER = "chief_teller"
