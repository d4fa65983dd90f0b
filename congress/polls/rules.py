"""One question to the congress: choices, stages, and who may cast when. Pure."""

from enum import StrEnum


class Choice(StrEnum):
    """赞成, 反对, 弃权."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class PollStage(StrEnum):
    """A poll is drafted, open, closed; or void, with its ballots kept."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"
