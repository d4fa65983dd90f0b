"""What employees may say about a notice, how often, and by when it is answered. Pure.

Comments on what is disclosed are answered within 30 days (浙江省企业民主管理条例 art. 23;
重庆市厂务公开条例 art. 11); the rule profile has the number.
"""

import re
from typing import Final

from congress.errors import Refusal
from congress.i18n import say
from congress.publication.rules import NoticeStage

BODY_LEAST: Final = 5
BODY_MOST: Final = 1000
ANSWER_MOST: Final = 1000
EACH_MOST: Final = 5  # comments of one person on one notice
NAMELESS_MOST: Final = 500  # comments without a name on one notice: nobody knows how many are one person's
CODE: Final = re.compile(r"[0-9a-f]{20}")
"""80 bits by which a form is known when it comes again, and by which a comment without a name is found again."""

OVER: Final = Refusal(say("公示已经结束，不再收意见"), say("您还可以在“意见建议”页提出，秘书处会答复"))


def may_comment(stage: NoticeStage, *, named: bool, nameless_allowed: bool, earlier: int) -> Refusal | None:
    """May one more be handed in? ``earlier``: this person's, or all without a name.

    Until the secretariat has noted the result: what a bad network delayed is not lost, and is marked as late.
    """
    if stage is NoticeStage.CONCLUDED:
        return OVER
    if not named and not nameless_allowed:
        return Refusal(say("这份公示不收匿名意见"), say("请以实名提出；姓名只有秘书处看得到"))
    if named and earlier >= EACH_MOST:
        return Refusal(
            say("每人对一份公示最多提 {most} 条意见", most=EACH_MOST), say("还有要说的，请直接联系秘书处")
        )
    if not named and earlier >= NAMELESS_MOST:
        return Refusal(say("这份公示的匿名意见已经收满"), say("请以实名提出，或者直接联系秘书处"))
    return None
