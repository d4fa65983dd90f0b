"""Were the votes opened lawfully, are the ballots those of the roll, do the counts and results follow?"""

from dataclasses import asdict, dataclass, field
from typing import Any

from congress.archive.verification.check import Check, at
from congress.bylaws.engine import BallotPaper, PaperKind, SixCounts, Votes, decide_vote, may_open
from congress.bylaws.matter import Matter
from congress.bylaws.profile import matter_from_json
from congress.bylaws.terms import Form
from congress.crypto import canonical
from congress.errors import CongressError
from congress.i18n import say
from congress.polls.rules import (
    Choice,
    counted,
    named_counts,
    said_votes,
    tally,
    text_hash,
    with_votes,
)
from congress.record.entries import Act, Kind


@dataclass
class Box:
    """One poll as the record tells it, from its opening on."""

    act: Act
    matter: Matter
    form: Form
    roll: dict[int, bool]
    ballots: list[tuple[int, int, Choice]] = field(default_factory=list)
    signed: dict[tuple[str, int], str] = field(default_factory=dict)  # by device and person: when last
    entered: dict[int, tuple[int, tuple[SixCounts, Votes]]] = field(default_factory=dict)
    confirmed: tuple[SixCounts, Votes] | None = None
    sealed: bool = False
    over: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """What was sealed."""
        return self.act.facts

    @property
    def secret(self) -> bool:
        """Secret ballots by phone: they are in a box of their own (:mod:`.boxes`)."""
        return is_secret(self.facts)

    @property
    def paper(self) -> BallotPaper:
        """What stood on the ballot paper."""
        return paper_of(self.facts)


def is_secret(facts: dict[str, Any]) -> bool:
    """Was this poll opened for secret ballots by phone?"""
    return facts["form"] == Form.SECRET.value and facts.get("paper", True) is False


def paper_of(facts: dict[str, Any]) -> BallotPaper:
    """What stood on the ballot paper of this poll."""
    kind = PaperKind(facts.get("kind", PaperKind.MATTER.value))
    return BallotPaper(kind, tuple(facts.get("lines", ())), facts.get("seats", 0))


@dataclass
class Scene:
    """What the record has told so far: open boxes, and who is in which sitting's hall."""

    boxes: dict[int, Box] = field(default_factory=dict)
    here: set[tuple[int, int]] = field(default_factory=set)


def check_votes(acts: list[Act]) -> Check:
    """Replay every poll of the record."""
    check = Check(say("表决依规开始，计数和结果重新算得相同"))
    scene = Scene()
    steps = {
        Kind.ATTENDANCE_NOTED: _note,
        Kind.POLL_OPENED: _open,
        Kind.BALLOT_CAST: _cast,
        Kind.COUNT_ENTERED: _enter,
        Kind.COUNT_CONFIRMED: _confirm,
        Kind.BOX_SEALED: _seal,
        Kind.KEY_TURNED: _turn,
        Kind.POLL_CLOSED: _close,
        Kind.POLL_VOIDED: _void,
    }
    for act in acts:
        if step := steps.get(act.kind):
            try:
                step(act, scene, check)
            except (KeyError, TypeError, ValueError, CongressError):
                check.look(False, at(act.seq, say("表决记录读不出来")))
    return check


def _note(act: Act, scene: Scene, _check: Check) -> None:
    who = (act.facts["sitting"], act.facts["person"])
    scene.here.discard(who)
    if act.facts["presence"] in {"arrived", "returned"}:
        scene.here.add(who)


def _open(act: Act, scene: Scene, check: Check) -> None:
    facts = act.facts
    matter, form = matter_from_json(facts["rule"]), Form(facts["form"])
    roll = dict(facts["roll"])
    check.look(facts["poll"] not in scene.boxes, at(act.seq, say("同一项表决开始了两次")))
    check.look(
        text_hash(facts["title"], facts["text"], paper_of(facts)) == facts["text_sha256"],
        at(act.seq, say("表决文本与校验值不符")),
    )
    counted = len(roll) == len(facts["roll"]) == facts["expected"] and sum(roll.values()) == facts["present"]
    check.look(counted, at(act.seq, say("名册人数与应到、实到不符")))
    seen = {person: (facts["sitting"], person) in scene.here for person in roll}
    check.look(seen == roll, at(act.seq, say("名册上的到会情况与签到记录不符")))
    lawful = may_open(matter, form, facts["expected"], facts["present"]).allowed
    check.look(lawful, at(act.seq, say("按封存的规则，这项表决不能开始")))
    scene.boxes[facts["poll"]] = Box(act, matter, form, roll)


def _live(act: Act, scene: Scene, check: Check) -> Box | None:
    box = scene.boxes.get(act.facts["poll"])
    fine = box is not None and not box.over
    check.look(fine, at(act.seq, say("不在表决进行期间")))
    return box if fine else None


def _cast(act: Act, scene: Scene, check: Check) -> None:
    if (box := _live(act, scene, check)) is None:
        return
    said = canonical.parse((act.signed or {})["statement"].encode())
    check.look(box.form is Form.NAMED, at(act.seq, say("不是记名投票，却有署名的票")))
    check.look(box.roll.get(act.actor, False), at(act.seq, say("投票人不在名册上或未到会")))
    bound = (
        said["act"] == "ballot"
        and said["poll"] == act.facts["poll"]
        and said["text"] == box.facts["text_sha256"]
    )
    check.look(bound and said["choice"] == act.facts["choice"], at(act.seq, say("票上签的不是这项表决")))
    again = any(person == act.actor for _, person, _ in box.ballots)
    check.look(box.facts["may_change"] or not again, at(act.seq, say("本项表决不许改投")))
    device = ((act.signed or {})["key"], act.actor)
    late = said["at"] < box.signed.get(device, "")
    check.look(not late, at(act.seq, say("晚到的票取代了同一设备后来签的票")))
    box.signed[device] = said["at"]
    box.ballots.append((act.seq, act.actor, Choice(said["choice"])))


def _enter(act: Act, scene: Scene, check: Check) -> None:
    if box := _live(act, scene, check):
        said = canonical.parse((act.signed or {})["statement"].encode())
        counts = act.facts["counts"]
        entered = counted(counts, act.facts.get("votes"))
        agree = all(said[name] == number for name, number in said_votes(box.paper, entered[1]).items())
        check.look(said["act"] == "count" and agree, at(act.seq, say("计票人签的数字与记录不符")))
        box.entered[act.facts["count"]] = (act.actor, entered)
        box.confirmed = None


def _confirm(act: Act, scene: Scene, check: Check) -> None:
    if box := _live(act, scene, check):
        by, counts = box.entered[act.facts["count"]]
        newest = act.facts["count"] == max(box.entered)
        check.look(by != act.actor and newest, at(act.seq, say("核对人与录入人相同，或核对的不是最新数字")))
        box.confirmed = counts


def _seal(act: Act, scene: Scene, check: Check) -> None:
    if box := _live(act, scene, check):
        check.look(box.secret and not box.sealed, at(act.seq, say("这项表决没有等待封存的票箱")))
        box.sealed = True


def _turn(act: Act, scene: Scene, check: Check) -> None:
    if box := _live(act, scene, check):
        check.look(box.sealed, at(act.seq, say("票箱还没有封存，就有人交出解密份额")))


def _close(act: Act, scene: Scene, check: Check) -> None:
    if (box := _live(act, scene, check)) is None:
        return
    box.over = True
    if box.secret:
        check.look(box.sealed, at(act.seq, say("票箱没有封存就宣布了结果")))
    declared = counted(act.facts["counts"], act.facts.get("votes"))
    found = declared if box.secret else _count(box)  # the box is counted apart
    if not check.look(found is not None, at(act.seq, say("没有核对过的计票结果"))) or found is None:
        return
    counts, votes = found
    kept = asdict(with_votes(counts, box.paper, votes)) == act.facts["counts"] and votes == declared[1]
    check.look(kept, at(act.seq, say("重新计数与宣布的数字不同")))
    decision = decide_vote(box.matter, counts, box.paper, votes, box.form, box.facts["title"])
    lines = [[line.name, line.standing.value] for line in decision.lines]
    same = decision.passed is act.facts["passed"] and lines == act.facts.get("standings", [])
    check.look(same, at(act.seq, say("按规则重新判定，结果与宣布的不同")))


def _count(box: Box) -> tuple[SixCounts, Votes] | None:
    if box.form is not Form.NAMED:
        return box.confirmed
    counts = named_counts(box.facts["expected"], box.facts["present"], tally(box.ballots))
    return counts, ((counts.favour, counts.against, counts.abstain),)


def _void(act: Act, scene: Scene, check: Check) -> None:
    if box := _live(act, scene, check):
        box.over = True
        check.look(bool(act.facts["why"]), at(act.seq, say("作废没有说明原因")))
