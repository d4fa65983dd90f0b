"""The verbs of motions and suggestions, by capability."""

from congress.motions.service.archiving import handed_in
from congress.motions.service.comparing import Likeness, Rewriting, rewriting, similar
from congress.motions.service.discussing import comment, hide
from congress.motions.service.drafting import discard, draft, revise
from congress.motions.service.listing import (
    PAGE,
    SCOPES,
    Asked,
    Filters,
    Line,
    Listing,
    Scope,
    filed_between,
    invitations,
    lines,
    listing,
    queue,
    reviewed,
)
from congress.motions.service.loading import (
    facts,
    for_placing,
    for_review,
    is_over,
    lead,
    needed,
    own,
    visible_to,
)
from congress.motions.service.people import Said, Seconder
from congress.motions.service.placing import place, settle
from congress.motions.service.reviewing import (
    Breakdown,
    Decision,
    breakdown,
    mergeable,
    review,
    sitting_report,
)
from congress.motions.service.seconding import (
    Candidate,
    candidates,
    decline,
    invite,
    open_up,
    second,
    statement,
    take_back,
)
from congress.motions.service.showing import Permits, Shown, permits, shown
from congress.motions.service.submitting import submit, withdraw
from congress.motions.service.suggesting import Voice, answer, suggest, suggestion, suggestions
from congress.motions.service.timeline import Step

__all__ = [
    "PAGE",
    "SCOPES",
    "Asked",
    "Breakdown",
    "Candidate",
    "Decision",
    "Filters",
    "Likeness",
    "Line",
    "Listing",
    "Permits",
    "Rewriting",
    "Said",
    "Scope",
    "Seconder",
    "Shown",
    "Step",
    "Voice",
    "answer",
    "breakdown",
    "candidates",
    "comment",
    "decline",
    "discard",
    "draft",
    "facts",
    "filed_between",
    "for_placing",
    "for_review",
    "handed_in",
    "hide",
    "invitations",
    "invite",
    "is_over",
    "lead",
    "lines",
    "listing",
    "mergeable",
    "needed",
    "open_up",
    "own",
    "permits",
    "place",
    "queue",
    "review",
    "reviewed",
    "revise",
    "rewriting",
    "second",
    "settle",
    "shown",
    "similar",
    "sitting_report",
    "statement",
    "submit",
    "suggest",
    "suggestion",
    "suggestions",
    "take_back",
    "visible_to",
    "withdraw",
]
