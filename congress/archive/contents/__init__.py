"""What stands in an export, one module for each kind of thing. Each gives the data of one JSON file, and files.

Everything is read from one session: one moment of the congress. The same state gives the same bytes, so no
clock is asked. What is secret or nobody's business is not taken: telephone numbers, sex, year of birth,
passwords, invitation cards, drafts.
"""

from congress.archive.contents.scope import Scope, chosen

__all__ = ["Scope", "chosen"]
