"""The enterprise and its people: who they are, and what they may see."""

from congress.roster.service.people import enterprise, viewer
from congress.roster.service.reading import (
    by_numbers,
    delegations,
    handling_units,
    holders,
    mandate,
    mandates,
    names,
    units,
    voting_delegates,
)

__all__ = [
    "by_numbers",
    "delegations",
    "enterprise",
    "handling_units",
    "holders",
    "mandate",
    "mandates",
    "names",
    "units",
    "viewer",
    "voting_delegates",
]
