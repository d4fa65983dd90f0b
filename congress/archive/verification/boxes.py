"""Are the boxes of secret votes by phone those of the record: opened, sealed, unlocked and counted as it tells?

Each box is first checked by itself (:mod:`.ballots`), then held against the record's entries.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from congress.archive.package import BALLOTS, Package, audits_of, box_of
from congress.archive.verification.ballots import Judge, verify_ballots
from congress.archive.verification.check import Check, at
from congress.archive.verification.votes import is_secret, paper_of
from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import Archive, event, read_archive, setup
from congress.crypto.belenios.audit import open_ballot
from congress.crypto.belenios.ballot import alphas
from congress.crypto.belenios.ceremony import NO_TRUSTEES
from congress.crypto.belenios.election import Election, read_election, read_roll
from congress.crypto.belenios.tally import read_result, read_tally
from congress.i18n import Message, say
from congress.polls.rules import sealed_counts, with_votes
from congress.record.entries import Act, Kind
from congress.secrecy.rules import Step, questions


@dataclass
class Key:
    """A key ceremony: who was called, what their devices signed, and the trustees that came of it."""

    tellers: list[int]
    threshold: int
    signed: dict[tuple[str, int], str] = field(default_factory=dict)  # by step and person
    trustees: str = ""


@dataclass
class Told:
    """A secret vote by phone as the record tells it. ``able``: who was present and had a voting key."""

    facts: dict[str, Any]
    key: Key | None
    able: int
    sealed: dict[str, Any] | None = None
    turned: list[Act] = field(default_factory=list)
    closed: dict[str, Any] | None = None
    audited: list[tuple[str, str, str]] = field(default_factory=list)  # tracker, hashes of ballot and opening


@dataclass
class Story:
    """What the record has told so far."""

    votes: dict[int, Told] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)  # by ceremony
    newest: dict[int, Key] = field(default_factory=dict)  # by sitting
    registered: set[int] = field(default_factory=set)

    def hear(self, act: Act) -> None:
        """Take an entry in; raises KeyError, TypeError or ValueError when it cannot be read."""
        facts = act.facts
        match act.kind:
            case Kind.VOTING_KEY_REGISTERED:
                self.registered.add(act.actor)
            case Kind.CEREMONY_BEGUN:
                key = Key(list(facts["tellers"]), int(facts["threshold"]))
                self.keys[facts["ceremony"]] = self.newest[facts["sitting"]] = key
            case Kind.CEREMONY_STEP:
                self.keys[facts["ceremony"]].signed[facts["step"], act.actor] = facts["body"]
            case Kind.CEREMONY_DONE:
                self.keys[facts["ceremony"]].trustees = facts["trustees"]
            case Kind.POLL_OPENED if is_secret(facts):
                able = {person for person, present in facts["roll"] if present} & self.registered
                key_then = self.newest.get(facts["sitting"])
                self.votes[facts["poll"]] = Told(facts, key_then, len(able))
            case Kind.BALLOT_AUDITED:
                one = (facts["tracker"], facts["body"], facts["opening"])
                self.votes[facts["poll"]].audited.append(one)
            case Kind.BOX_SEALED:
                self.votes[facts["poll"]].sealed = facts
            case Kind.KEY_TURNED:
                self.votes[facts["poll"]].turned.append(act)
            case Kind.POLL_CLOSED if facts["poll"] in self.votes:
                self.votes[facts["poll"]].closed = facts


def check_boxes(package: Package, acts: list[Act], judging: Judge) -> Iterator[Check]:
    """All boxes are there, and each is what the record says. Nothing when there was no such vote."""
    check, story = Check(say("每次手机无记名投票都有票箱")), Story()
    for act in acts:
        try:
            story.hear(act)
        except (KeyError, TypeError, ValueError):
            check.fail(at(act.seq, say("票箱的记录读不出来")))
    asked = {
        poll: told for poll, told in story.votes.items() if package.sitting in {None, told.facts["sitting"]}
    }
    known = {box_of(poll): told for poll, told in asked.items()}
    opened = {audits_of(poll) for poll, told in asked.items() if told.audited}
    for name in (*known, *opened):
        check.look(name in package.files, say("缺少票箱 {name}", name=name))
    for name in sorted(package.files):
        if name.startswith(BALLOTS) and name not in known and name not in opened:
            check.fail(say("票箱 {name} 不属于任何手机无记名投票", name=name))
    if known or check.faults:
        yield check
    for name, told in known.items():
        if name in package.files:
            yield _box(told, package, name, judging)


def _box(told: Told, package: Package, name: str, judging: Judge) -> Check:
    """One box: by itself, then against the record."""
    whole = package.files[name]
    check = Check(say("票箱与记录一致，选票和结果逐项核对：{title}", title=str(told.facts.get("title"))))
    for part in verify_ballots(whole, judging):
        check.examined += part.examined
        check.faults += part.faults
    if check.passed:
        try:
            box = read_archive(whole)
            _compare(told, box, check)
            _audits(told, box, package.json(audits_of(told.facts["poll"])) or [], check)
        except (KeyError, TypeError, ValueError, IndexError):
            check.fail(say("票箱的记录读不出来"))
    return check


def _compare(told: Told, box: Archive, check: Check) -> None:
    first = event("Setup", wire.digest(setup(box.election, box.trustees, box.roll)), "", 0)
    same = wire.digest(first) == told.facts.get("box")
    if not check.look(same, say("票箱不是这项表决开始时的那一个")):
        return
    election, fault = read_election(box.election), say("票箱不是为这项表决和这份文本设的")
    about = wire.read(box.election, fault)["description"]
    meant = f"congress/poll/{told.facts['poll']}/{told.facts['text_sha256']}"
    check.look(
        about == meant and election.questions == questions(told.facts["title"], paper_of(told.facts)), fault
    )
    made = told.key is not None and _is_made_by(told.key, box.trustees)
    check.look(made, say("计票密钥不是计票人在密钥仪式上签名生成的那一把"))
    _sealing(told, box, first, check)
    shares = [(owner, wire.digest(share)) for owner, share in box.shares]
    said = [(act.facts["owner"], act.facts["body"]) for act in told.turned]
    check.look(shares == said, say("解密份额不是计票人签名交出的那些"))
    tellers = told.key.tellers if told.key else []
    own = all(tellers[act.facts["owner"] - 1] == act.actor for act in told.turned)
    check.look(own, say("交出解密份额的人不保管那一份密钥"))
    _counting(told, box, election, check)


def _audits(told: Told, box: Archive, opened: list[dict[str, str]], check: Check) -> None:
    """Ballots opened instead of cast: they are those of the record, open as they say, and are not in the box."""
    unread = say("票箱的记录读不出来")
    texts = [(wire.words(one["ballot"], unread), wire.words(one["opening"], unread)) for one in opened]
    found = [
        (wire.fingerprint(ballot), wire.digest(ballot), wire.digest(opening)) for ballot, opening in texts
    ]
    check.look(sorted(found) == sorted(told.audited), say("打开检验的选票与记录的不符"))
    election, cast = read_election(box.election), set[str]().union(*map(alphas, box.ballots))
    for ballot, opening in texts:
        check.look(not alphas(ballot) & cast, _opened(ballot, say("打开检验过的选票又被投入了票箱")))
        try:
            open_ballot(election, ballot, opening)
        except wire.Broken as error:
            check.fail(_opened(ballot, error.message))


def _opened(ballot: str, fault: Message) -> Message:
    """A fault of one ballot that was opened, by its tracker."""
    return say("打开检验的选票 {tracker}：{fault}", tracker=wire.fingerprint(ballot), fault=fault)


def _is_made_by(key: Key, trustees: str) -> bool:
    """Are these the trustees of the ceremony, and did each teller's device sign its part of them?"""
    [[kind, parts]] = wire.read(trustees, NO_TRUSTEES)
    if kind != "Pedersen" or wire.digest(trustees) != key.trustees:
        return False
    ends = zip(parts["signatures"], parts["verification_keys"], strict=True)
    finished = [{"signature": mark, "verification": public} for mark, public in ends]
    published = {
        **{(Step.CERTIFY.value, n): part for n, part in zip(key.tellers, parts["certs"], strict=True)},
        **{(Step.FINISH.value, n): part for n, part in zip(key.tellers, finished, strict=True)},
    }
    signed = all(key.signed.get(what) == wire.digest(wire.compact(part)) for what, part in published.items())
    return signed and parts["threshold"] == key.threshold


def _sealing(told: Told, box: Archive, first: str, check: Check) -> None:
    """The box stands where the record says that it was sealed."""
    if not check.look(box.ended == (told.sealed is not None), say("票箱的封存没有记录，或记录了却没有封存")):
        return
    fault = say("票箱里的选票与封存时记录的不符")
    if told.sealed is None:
        return
    if box.tally is None:
        check.fail(fault)
        return
    head, height = wire.digest(first), 1
    for ballot in box.ballots:
        head = wire.digest(event("Ballot", wire.digest(ballot), head, height))
        height += 1
    raw, sized = box.tally
    found = {
        "poll": told.facts["poll"],
        "ballots": len(box.ballots),
        "counted": read_tally(raw, sized, read_election(box.election)).counted,
        "head": wire.digest(event("EndBallots", "", head, height)),
        "tally": wire.digest(raw),
    }
    check.look(found == told.sealed, fault)


def _counting(told: Told, box: Archive, election: Election, check: Check) -> None:
    """The declared counts are those of the box."""
    roll = read_roll(box.roll, election.group)
    check.look(set(roll.values()) <= {1}, say("名册上有一把密钥不止一票"))
    check.look(len(roll) <= told.able, say("名册上的投票密钥多于到会并登记了密钥的代表"))
    opened = box.result is not None
    if not check.look(
        opened == (told.closed is not None), say("票箱打开了却没有宣布结果，或没有打开就宣布了")
    ):
        return
    if box.result is None or box.tally is None or told.closed is None:
        return
    votes, paper = read_result(box.result, election), paper_of(told.facts)
    returned = read_tally(*box.tally, election).counted
    six = sealed_counts(told.facts["expected"], told.facts["present"], len(roll), returned)
    counts = with_votes(six, paper, tuple(map(tuple, votes)))
    beside = None if paper.is_single else votes
    same = asdict(counts) == told.closed["counts"] and beside == told.closed.get("votes")
    check.look(same, say("宣布的数字不是票箱里的数字"))
