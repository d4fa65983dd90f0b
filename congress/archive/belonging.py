"""Which sitting each use of the seal belongs to, as the record tells: what the export packs, and ``verify`` demands. Pure."""

from collections.abc import Iterable

from congress.record.entries import Act, Kind

KINDS = (Kind.SITTING_OPENED, Kind.POLL_OPENED, Kind.RESOLUTION_SEALED, Kind.SEAL_ASKED)
"""The entries that tell it."""


def homes(acts: Iterable[Act]) -> dict[int, int | None]:
    """The sitting of each request for the seal, by the request's number.

    A resolution's is that of its vote, whenever the seal is pressed; that of another file the one that was opened
    last when the seal was asked for, or the first one where none was. None: there is no such sitting.
    Raises KeyError, TypeError for entries that no software of ours wrote.
    """
    polls: dict[int, int] = {}
    resolutions: dict[int, int | None] = {}
    opened: list[int] = []
    found: dict[int, int | None] = {}
    early: list[int] = []
    for act in acts:
        facts = act.facts
        if act.kind is Kind.SITTING_OPENED:
            opened.append(facts["sitting"])
        elif act.kind is Kind.POLL_OPENED:
            polls[facts["poll"]] = facts["sitting"]
        elif act.kind is Kind.RESOLUTION_SEALED:
            resolutions[facts["resolution"]] = polls.get(facts["text"]["poll"])
        elif act.kind is Kind.SEAL_ASKED and "resolution" in facts:
            found[facts["impression"]] = resolutions.get(facts["resolution"])
        elif act.kind is Kind.SEAL_ASKED:
            found[facts["impression"]] = opened[-1] if opened else None
            early += [] if opened else [facts["impression"]]
    return found | dict.fromkeys(early, opened[0] if opened else None)


def is_here(sitting: int | None, home: int | None) -> bool:
    """Is what belongs to ``home`` in the package of this sitting (None: of all)? What belongs to none is in every package."""
    return sitting is None or home is None or home == sitting
