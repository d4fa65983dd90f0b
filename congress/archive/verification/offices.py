"""Who held which office at a place of the record: as the entries that gave and ended offices tell it.

An office that came with the founding has no entry that gave it: of such the package's ``offices.json`` tells,
which is held against the record like the other data, and signed with the list of checksums.
"""

from dataclasses import dataclass, field

from congress.archive.package import Package
from congress.archive.verification.story import rows
from congress.record.entries import Act, Kind


@dataclass
class Offices:
    """Those held so far, by their numbers: kind and person."""

    held: dict[int, tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def founded(cls, package: Package) -> "Offices":
        """As they were before the first entry. Raises KeyError or TypeError when the file cannot be read."""
        found = (row for row in rows(package, "offices") if row["founded"])
        return cls({row["id"]: (row["kind"], row["person"]) for row in found})

    def hear(self, act: Act) -> None:
        """Take an entry in."""
        if act.kind is not Kind.OFFICE_CHANGED:
            return
        facts = act.facts
        if facts["change"] == "ended":
            self.held.pop(facts["office"], None)
        else:
            self.held[facts["office"]] = (facts["kind"], facts["person"])

    def holds(self, person: int, *kinds: str) -> bool:
        """Does this person hold one of these offices now?"""
        return any(who == person and kind in kinds for kind, who in self.held.values())
