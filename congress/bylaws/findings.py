"""What a rule says about the facts."""

from dataclasses import dataclass

from congress.bylaws.terms import Source, Sources, blocks, firmest
from congress.errors import Refusal
from congress.i18n import Message


@dataclass(frozen=True)
class Finding:
    """One thing a rule says. ``ok``: the rule is kept. Neither ``ok`` nor ``blocks``: a warning."""

    message: Message
    blocks: bool
    source: Source | None = None
    remedy: Message | None = None
    ok: bool = False

    @property
    def refusal(self) -> Refusal:
        """The finding as a service raises it."""
        return Refusal(self.message, self.remedy, self.source.cite if self.source else "")


def kept(message: Message, sources: Sources) -> Finding:
    """The rule is kept."""
    return Finding(message, blocks=False, source=firmest(sources), ok=True)


def broken(message: Message, sources: Sources, remedy: Message | None = None, soft: bool = False) -> Finding:
    """The rule is broken: it blocks when a text that says so was read, unless the text itself is soft."""
    return Finding(message, blocks=blocks(sources) and not soft, source=firmest(sources), remedy=remedy)


def noted(message: Message, sources: Sources = ()) -> Finding:
    """Something to mind that no fact here can settle."""
    return Finding(message, blocks=False, source=firmest(sources))


def impossible(message: Message, remedy: Message | None = None, source: Source | None = None) -> Finding:
    """Figures that cannot be: whatever the law, nothing can rest on them."""
    return Finding(message, blocks=True, source=source, remedy=remedy)
