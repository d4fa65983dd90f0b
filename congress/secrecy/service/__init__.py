"""The verbs of secret votes: register a voting key, make the tellers' key, open a box, cast, seal, open it."""

from congress.secrecy.service.auditing import Audited, audit, audited, audits
from congress.secrecy.service.box import Checked, Posted, cast, check, check_opening, give_up, known, last_of, open_box, seal
from congress.secrecy.service.ceremony import Post, Table, begin, current, post, ready, table
from congress.secrecy.service.counting import Outcome, numbers_of, turn
from congress.secrecy.service.judging import Judges
from congress.secrecy.service.keys import key_of, live_keys, register_key
from congress.secrecy.service.reading import (
    KeyProgress,
    Line,
    archive,
    arrived,
    ballots,
    box,
    boxes,
    holders,
    key_progress,
    posted,
    roll,
    the_box,
    turned,
    turnout,
)

__all__ = [
    "Audited",
    "Checked",
    "Judges",
    "KeyProgress",
    "Line",
    "Outcome",
    "Post",
    "Posted",
    "Table",
    "archive",
    "arrived",
    "audit",
    "audited",
    "audits",
    "ballots",
    "begin",
    "box",
    "boxes",
    "cast",
    "check",
    "check_opening",
    "current",
    "give_up",
    "holders",
    "key_of",
    "key_progress",
    "known",
    "last_of",
    "live_keys",
    "numbers_of",
    "open_box",
    "post",
    "posted",
    "ready",
    "register_key",
    "roll",
    "seal",
    "table",
    "the_box",
    "turn",
    "turned",
    "turnout",
]
