"""The templates of formal letters as the software brings them. Pure.

What only people know stands in 【】 beside the slots that fill themselves (``SLOTS``, ``service.filling``).
"""

from typing import Final

from congress.i18n import Message, say
from congress.letters.rules import ADDRESSED, LetterKind
from congress.templates.rules import Original, Wording

SLOTS: Final = (
    "单位", "届次", "会议", "会议时间", "会议地点", "议程", "会议文件", "主持人", "主席团", "应到人数", "实到人数",
    "出席人员", "未到人员", "列席人员", "各项表决", "各项决议", "今天",
)  # fmt: skip

CONVENING: Final = Wording(
    "关于召开【届次】的通知",
    """\
经研究，定于【会议时间】召开【会议】。现将有关事项通知如下。
一、会议时间和地点
【会议时间】，【会议地点】。
二、会议议程
【议程】
三、会议文件
【会议文件】
四、有关要求
（一）请各代表团组织代表提前阅读会议文件，征求职工意见。
（二）请代表准时到会签到。因故不能到会的，请于【请假截止时间】前向代表团团长请假。
（三）联系人：【联系人】，电话：【联系电话】。
特此通知。""",
    "各代表团、各位代表",
)
CALLING: Final = Wording(
    "关于征集【届次】提案的通知",
    """\
【会议】即将召开。为广泛听取职工意见，现就征集提案有关事项通知如下。
一、征集内容
企业生产经营和改革发展，劳动报酬、工作时间、休息休假、劳动安全卫生、保险福利、职工培训，以及职工关心的其他事项。
二、提案要求
（一）一事一案，写明案由和建议措施。
（二）由正式代表领衔提出，并有规定人数的代表附议。
三、征集时间
自即日起至【征集截止日】止。
特此通知。""",
    "各代表团、各位代表",
)
REPORTING: Final = Wording(
    "关于【届次】情况的报告",
    """\
签发人：【签发人】
【会议】于【会议时间】在【会议地点】召开。会议应到职工代表【应到人数】名，实到【实到人数】名，符合规定人数。
会议通过下列决议：
【各项决议】
特此报告。
（联系人：【联系人】，电话：【联系电话】）
附件：【附件名称】
【附件内容】""",
    "【上级工会】",
)
INVITING: Final = Wording(
    "关于请派员指导【届次】的请示",
    """\
签发人：【签发人】
我单位定于【会议时间】在【会议地点】召开【届次】，主要议程是：
【议程】
为开好这次会议，恳请派员到会指导。
妥否，请批示。
（联系人：【联系人】，电话：【联系电话】）""",
    "【上级工会】",
)
GUESTS: Final = Wording(
    "关于邀请派员列席【届次】的函",
    """\
我单位定于【会议时间】在【会议地点】召开【届次】，主要议程是：
【议程】
诚邀贵单位派员列席，请将列席人员名单于【回复截止日】前函告。
（联系人：【联系人】，电话：【联系电话】）""",
    "【受邀单位】",
)
MINUTES: Final = Wording(
    "【会议】纪要",
    """\
【会议时间】，【会议】在【会议地点】召开。会议由【主持人】主持，应到职工代表【应到人数】名，实到【实到人数】名，符合规定人数。
一、会议议程
【议程】
二、表决情况
【各项表决】
三、会议决定
【会议决定的事项】
出席：【出席人员】
请假：【未到人员】
列席：【列席人员】""",
)
PRESIDIUM: Final = Wording(
    "主席团第【次数】次会议纪要",
    """\
【开会时间】，【会议】主席团召开第【次数】次会议。会议由【主持人】主持。
会议听取了【听取的汇报】。
会议研究了【研究的事项】。
会议决定：
一、【决定的事项】
出席：【主席团】
列席：【列席的人】""",
)


def kind_of(key: str) -> LetterKind:
    """The kind of letter that a template makes: the first word of its key."""
    return LetterKind(key.partition("-")[0])


def _original(key: str, name: Message, wording: Wording) -> Original:
    return Original(key, name, wording, SLOTS, addressed=kind_of(key) in ADDRESSED)


ORIGINALS: Final[dict[str, Original]] = {
    original.key: original
    for original in (
        _original("notice-convening", say("召开会议的通知"), CONVENING),
        _original("notice-calling", say("征集提案的通知"), CALLING),
        _original("minutes-sitting", say("大会会议纪要"), MINUTES),
        _original("minutes-presidium", say("主席团会议纪要"), PRESIDIUM),
        _original("letter-inviting", say("邀请派员列席"), GUESTS),
        _original("report-sitting", say("向上级工会报告会议情况"), REPORTING),
        _original("request-guidance", say("请上级工会派员指导"), INVITING),
    )
}
