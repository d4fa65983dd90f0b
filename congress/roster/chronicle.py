"""What was done about a person, in words, from the entries of the record. Pure."""

from typing import Any, Final

from congress.i18n import Message, say
from congress.record.entries import Act, Kind
from congress.roster.rules import DELEGATE_WORDS, OFFICE_WORDS, DelegateKind, OfficeKind, why_words

PERSON: Final = {
    "added": say("登记入名册"),
    "changed": say("修改了基本信息"),
    "left": say("离职"),
    "returned": say("恢复为在职职工"),
}
SEAT: Final = {
    "seated": say("成为代表"),
    "changed": say("变更代表类别或代表团"),
    "ended": say("代表资格终止"),
}
OFFICE: Final = {"given": say("任命为"), "ended": say("免去职务")}
ACCOUNT: Final = {"opened": say("生成登录密码"), "disabled": say("停用登录账号")}
CARD: Final = {
    Kind.INVITATION_MADE: say("制作邀请卡"),
    Kind.INVITATION_USED: say("用邀请卡登录"),
    Kind.INVITATION_REVOKED: say("邀请卡作废"),
    Kind.KEY_REGISTERED: say("登记签名密钥"),
    Kind.KEY_REVOKED: say("停用签名密钥"),
}


def told(act: Act) -> Message:
    """The act as a line of a person's history."""
    facts = act.facts
    match act.kind:
        case Kind.PERSON_CHANGED:
            return PERSON[facts["change"]]
        case Kind.DELEGATE_CHANGED:
            kind = DELEGATE_WORDS[DelegateKind(facts["kind"])]
            return because(say("{what}：{which}", what=SEAT[facts["change"]], which=kind), facts)
        case Kind.OFFICE_CHANGED:
            office = OFFICE_WORDS[OfficeKind(facts["kind"])]
            return say("{what}：{which}", what=OFFICE[facts["change"]], which=office)
        case Kind.ACCOUNT_CHANGED:
            return ACCOUNT[facts["change"]]
        case Kind.KEY_REGISTERED | Kind.KEY_REVOKED:
            return because(say("{what}：{which}", what=CARD[act.kind], which=facts["key"]), facts)
        case _:
            return CARD[act.kind]


def because(what: Message, facts: dict[str, Any]) -> Message:
    """With the reason, where one was given."""
    return say("{what}（{why}）", what=what, why=why_words(facts["why"])) if facts.get("why") else what
