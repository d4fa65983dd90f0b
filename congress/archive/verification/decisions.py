"""Was whoever decided for the Party committee a secretary at that moment, or did they hold a secretary's authority?

Who was secretary is read from the entries that gave and ended offices (:mod:`.offices`). The first versions let
the committee's office decide too, and their statements had no word for authority; once one with that word
stands in the record, none without it follows. Authority (授权代办) is a signed entry of its own: to whom, for which decisions and matters, from which day to
which. It ends when it is taken back, when the key that signed it is revoked, or when its giver's office ends.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from congress.archive.verification.check import Check, at
from congress.archive.verification.offices import Offices
from congress.crypto import canonical
from congress.i18n import Message, say
from congress.record.entries import Act, Kind

DECIDED = {
    Kind.DISPATCH_DECIDED: "instruction",
    Kind.DISPATCH_REPLIED: "reply",
    Kind.DISPATCH_ANSWERED: "answer",
    Kind.DISPATCH_REMANDED: "remand",
    Kind.TASK_TRANSFERRED: "instruction",  # whoever may instruct may transfer
}
POWERS = frozenset(DECIDED.values())
SECRETARY, OFFICE = "party_secretary", "party_office"


@dataclass
class Authority:
    """One that was given; ``over`` says why it has ended."""

    grantor: int
    key: str
    facts: dict[str, Any]
    over: Message | None = None


@dataclass
class Story:
    """What the record has told so far. ``offices``: None where the package does not tell who held them."""

    offices: Offices | None = None
    modern: bool = False  # has anybody decided since authority is part of what is signed?
    given: dict[int, Authority] = field(default_factory=dict)
    resolutions: dict[int, int] = field(default_factory=dict)  # of each dispatch
    polls: dict[int, int] = field(default_factory=dict)  # of each resolution
    matters: dict[int, str] = field(default_factory=dict)  # of each poll
    replies: dict[int, tuple[int, int]] = field(default_factory=dict)  # by place: of which dispatch, by whom

    def hear(self, act: Act) -> None:
        """Take an entry in; raises KeyError, TypeError or ValueError when it cannot be read."""
        facts = act.facts
        if self.offices:
            self.offices.hear(act)
        match act.kind:
            case Kind.POLL_OPENED:
                self.matters[facts["poll"]] = facts["rule"]["key"]
            case Kind.RESOLUTION_SEALED:
                self.polls[facts["resolution"]] = facts["text"]["poll"]
            case Kind.DISPATCH_SENT:
                self.resolutions[facts["dispatch"]] = facts["resolution"]
            case Kind.DISPATCH_REPLIED:
                self.replies[act.seq] = (facts["dispatch"], act.actor)
            case Kind.PROXY_GIVEN:
                key = (act.signed or {})["key"]
                self.given[facts["proxy"]] = Authority(act.actor, key, facts)
            case Kind.PROXY_REVOKED:
                self.given[facts["proxy"]].over = say("授权当时已经收回")
            case Kind.KEY_REVOKED:
                self._end(lambda one: one.key == facts["key"], say("授权所用的密钥当时已经停用"))
            case Kind.OFFICE_CHANGED if (facts["kind"], facts["change"]) == (SECRETARY, "ended"):
                self._end(lambda one: one.grantor == facts["person"], say("授权人当时已不任职"))

    def _end(self, which: Any, why: Message) -> None:
        for one in self.given.values():
            if which(one):
                one.over = one.over or why

    def matter(self, dispatch: int) -> str:
        """The matter that a dispatch is about."""
        return self.matters.get(self.polls[self.resolutions[dispatch]], "")


def check_decisions(acts: list[Act], offices: Offices | None = None) -> Check:
    """Every decision is of the kind that was signed, by a secretary, or under the authority of one who could give it.

    ``offices`` as they were before the first entry; without them it is not judged who was secretary.
    """
    check = Check(say("党委的决定由当时的书记签署，或者当时确有授权，与签名的种类一致"))
    story = Story(offices)
    for act in acts:
        try:
            if act.kind in DECIDED:
                _decided(act, story, check)
            elif act.kind is Kind.PROXY_GIVEN:
                _given(act, story, check)
            elif act.kind is Kind.PROXY_REVOKED:
                _revoked(act, story, check)
            story.hear(act)
        except (KeyError, TypeError, ValueError):
            check.fail(at(act.seq, say("党委办理的记录读不出来")))
    return check


def _said(act: Act) -> dict[str, Any]:
    return dict(canonical.parse((act.signed or {})["statement"].encode()))


def _decided(act: Act, story: Story, check: Check) -> None:
    if act.signed is None:
        _closed(act, story, check)
        return
    said, kind = _said(act), DECIDED[act.kind]
    check.look(said.get("kind", kind) == kind, at(act.seq, say("决定的种类不是签名的那一种")))
    named, kept = said.get("proxy", ""), act.facts.get("proxy")
    if not check.look(
        str("" if kept is None else kept) == named, at(act.seq, say("以谁的名义签署，与签名的内容不同"))
    ):
        return
    if kept is not None:
        fault = _unfit(act, kind, story)
        check.look(fault is None, at(act.seq, fault or say("没有这样的授权")))
    elif story.offices is not None:
        old = "proxy" not in said and not story.modern
        may = story.offices.holds(act.actor, *((SECRETARY, OFFICE) if old else (SECRETARY,)))
        check.look(may, at(act.seq, say("签署人当时不是党委书记，也没有写明受谁委托")))
    story.modern = story.modern or "proxy" in said


def _closed(act: Act, story: Story, check: Check) -> None:
    """A reply that gives nobody a task closes its dispatch: the one entry that leans on the signature of another.

    That others are not signed is told by the check of signatures.
    """
    if act.kind is Kind.DISPATCH_ANSWERED:
        leans = story.replies.get(act.facts.get("reply", -1)) == (act.facts["dispatch"], act.actor)
        check.look(leans, at(act.seq, say("没有签名，也没有所依据的批复")))


def _unfit(act: Act, kind: str, story: Story) -> Message | None:
    """Why the authority did not cover it, if it did not."""
    authority = story.given.get(act.facts["proxy"])
    if authority is None:
        return say("没有这样的授权")
    facts = authority.facts
    if authority.over:
        return authority.over
    day = act.moment.astimezone(ZoneInfo(facts["zone"])).date()
    if not date.fromisoformat(facts["begins_on"]) <= day <= date.fromisoformat(facts["ends_on"]):
        return say("授权当时不在期限之内")
    own = facts["deputy"] == act.actor and act.facts["on_behalf_of"] == authority.grantor
    covered = kind in facts["powers"] and facts["matter"] in {"", story.matter(act.facts["dispatch"])}
    return None if own and covered else say("授权的人、种类或事项不对")


def _given(act: Act, story: Story, check: Check) -> None:
    if story.offices is not None:
        leads = story.offices.holds(act.actor, SECRETARY)
        check.look(leads, at(act.seq, say("授权人当时不是党委书记")))
    ticked = {name for name, value in _said(act).items() if name in POWERS and value == "yes"}
    check.look(ticked == set(act.facts["powers"]), at(act.seq, say("授权范围与签名的内容不同")))


def _revoked(act: Act, story: Story, check: Check) -> None:
    authority = story.given.get(act.facts["proxy"])
    parties = {authority.grantor, authority.facts["deputy"]} if authority else set()
    check.look(act.actor in parties, at(act.seq, say("收回授权的不是授权人或代办人")))
