"""传阅: who may be asked to read, and who may start it. Pure."""

from datetime import date
from typing import Final

from congress.committee.rules.lights import is_sensible
from congress.errors import Refusal
from congress.i18n import say

NOTE_MOST: Final = 300
REMARK_MOST: Final = 1_000
FIELDS: Final = ("note", "due_on")
"""The fields that the organiser's device signs; beside them a tick ``reader_N`` for each person named."""
READER: Final = "reader_"


def may_remind(*, read: bool, gone: bool, last: date | None, today: date) -> Refusal | None:
    """Only who has to read, once a day. ``last`` is the day of the newest reminder."""
    if read:
        return Refusal(say("这位已经阅过"))
    if gone:
        return Refusal(say("这位已离任，不再等候"))
    if last is not None and last >= today:
        return Refusal(say("今天已经提醒过"), say("每人每天提醒一次，明天可以再提醒"))
    return None


def may_start(
    *, readers: frozenset[int], offered: frozenset[int], due_on: date, today: date
) -> Refusal | None:
    """At least one reader, all of them people with an office, and a day to come."""
    if not readers:
        return Refusal(say("请至少选择一位传阅人"))
    if readers - offered:
        return Refusal(say("只能传阅给本届大会和党委任职的人员"), say("请刷新页面后重新选择"))
    if not is_sensible(due_on, today):
        return Refusal(say("传阅期限应当在今天之后、一年之内"))
    return None
