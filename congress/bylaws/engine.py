"""The one engine: may this be opened, what would pass, did it pass and why.

企业民主管理规定 art. 20: votes are measured against all delegates; important matters are
secret and itemised. Provinces differ (``profiles``). 民法典 art. 1259: 以上 includes the number.
"""

from congress.bylaws.announcement import Outcome
from congress.bylaws.counts import Counts, SixCounts, check_counts, needed, quorum_needed
from congress.bylaws.decision import Decision, decide
from congress.bylaws.findings import Finding
from congress.bylaws.lines import Line, Standing
from congress.bylaws.opening import Opening, may_open
from congress.bylaws.paper import BallotPaper, PaperKind, Votes
from congress.bylaws.several import check_vote, decide_vote
from congress.bylaws.wording import rule_in_words

__all__ = [
    "BallotPaper",
    "Counts",
    "Decision",
    "Finding",
    "Line",
    "Opening",
    "Outcome",
    "PaperKind",
    "SixCounts",
    "Standing",
    "Votes",
    "check_counts",
    "check_vote",
    "decide",
    "decide_vote",
    "may_open",
    "needed",
    "quorum_needed",
    "rule_in_words",
]
