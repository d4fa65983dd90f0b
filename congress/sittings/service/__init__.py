"""Terms and sittings, the agenda, papers, and who is present: the verbs of the slice, by capability."""

from congress.sittings.service.agenda import add_item, is_struck, item, item_of_motion
from congress.sittings.service.attendance import is_present, present, tally
from congress.sittings.service.meetings import Meeting, current, is_held, meeting, profile_of, sitting, term_of

__all__ = [
    "Meeting",
    "add_item",
    "current",
    "is_held",
    "is_present",
    "is_struck",
    "item",
    "item_of_motion",
    "meeting",
    "present",
    "profile_of",
    "sitting",
    "tally",
    "term_of",
]
