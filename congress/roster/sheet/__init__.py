"""The roster as a spreadsheet: read, checked cell by cell, compared with what is known, and written. Pure.

Bytes become a table (``files``, ``tables``), rows become facts or troubles (``cells``, ``rows``),
and facts compared with the roster become a plan (``plan``). Nothing here touches the database.
"""

from congress.roster.sheet.columns import HEADERS, Column
from congress.roster.sheet.facts import (
    Change,
    Facts,
    Known,
    NewDelegation,
    NewUnit,
    Plan,
    Trouble,
    differences,
)
from congress.roster.sheet.files import read
from congress.roster.sheet.plan import plan
from congress.roster.sheet.tables import Table, table
from congress.roster.sheet.writing import workbook

__all__ = [
    "HEADERS",
    "Change",
    "Column",
    "Facts",
    "Known",
    "NewDelegation",
    "NewUnit",
    "Plan",
    "Table",
    "Trouble",
    "differences",
    "plan",
    "read",
    "table",
    "workbook",
]
