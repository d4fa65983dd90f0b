"""Which sitting a resolution and what became of it belong to: those of the sittings that an export is about."""

from dataclasses import dataclass

from congress.archive.contents.scope import Scope
from congress.committee import service as committee
from congress.committee.store import Dispatch
from congress.resolutions import service as resolutions


@dataclass(frozen=True)
class Homes:
    """The sitting of each resolution, dispatch and decision, by their numbers; and the dispatches themselves."""

    resolutions: dict[int, int]
    dispatches: dict[int, int]
    decisions: dict[int, int]
    sent: list[Dispatch]

    def of(self, matter: str, about: int) -> int | None:
        """The sitting that a delivery belongs to; None for one of another sitting, or of none (a test)."""
        match matter:
            case "resolution" | "filing":
                return self.resolutions.get(about)
            case "dispatch" | "receipt":
                return self.dispatches.get(about)
            case "decision":
                return self.decisions.get(about)
            case _:
                return None


def homes(scope: Scope) -> Homes:
    """In four queries."""
    found = resolutions.numbered(scope.session, scope.sitting_ids)
    sittings = {one.id or 0: one.sitting_id for one in found}
    sent = [one for several in committee.standing(scope.session, sittings).values() for one in several]
    sent.sort(key=lambda one: one.id or 0)
    dispatches = {one.id or 0: sittings[one.resolution_id] for one in sent}
    decided = committee.decided(scope.session, dispatches)
    return Homes(sittings, dispatches, {one.id or 0: dispatches[one.dispatch_id] for one in decided}, sent)
