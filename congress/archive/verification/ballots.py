"""Checking the archive of a secret vote (``.bel``) with nothing but the archive: every ballot, the sum, the result.

Stricter than the official tools of 2026, several of which do not enforce ballots' proofs, the
order of events, or the number of ballots counted (docs/ballots.md). Pure: bytes in, findings out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from congress.archive.verification.check import Check
from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import Archive, read_archive
from congress.crypto.belenios.ballot import Ballot, check_ballot, read_ballot
from congress.crypto.belenios.election import Election, read_election, read_roll
from congress.crypto.belenios.tally import (
    Tally,
    add_up,
    combine,
    open_tally,
    read_share,
    read_tally,
    write_result,
)
from congress.crypto.belenios.trustees import Trustees, read_trustees
from congress.crypto.belenios.wire import Broken
from congress.i18n import Message, say

Fault = Message | None
Verdict = Ballot | Message
Judge = Callable[[str, Sequence[str]], Iterable[Verdict]]


def judge(election: str, ballots: Sequence[str]) -> list[Verdict]:
    """For each ballot's bytes what is wrong with it, or what is added up of it. May run in another process."""
    read = read_election(election)
    return [_judge_one(read, raw) for raw in ballots]


def _judge_one(election: Election, raw: str) -> Verdict:
    try:
        ballot = read_ballot(raw, election)
        check_ballot(ballot, election)
    except Broken as broken:
        return broken.message
    return ballot.bare()


def verify_ballots(whole: bytes, judging: Judge = judge) -> Iterator[Check]:
    """Every check in order; what depends on a broken part is not looked at."""
    box: list[Archive] = []
    yield (check := _one(say("归档的每个字节和事件的先后"), lambda: box.append(read_archive(whole))))
    if not check.passed:
        return
    [archive] = box
    elections: list[Election] = []
    yield (check := _one(say("选举和加密公钥"), lambda: elections.append(read_election(archive.election))))
    if not check.passed:
        return
    [election] = elections
    yield from _parts(archive, election, judging)


def _parts(archive: Archive, election: Election, judging: Judge) -> Iterator[Check]:
    holders: list[Trustees] = []
    yield (keys := _one(say("计票人的密钥"), lambda: holders.append(_holders(archive, election))))
    rolls: list[dict[str, int]] = []
    yield (listed := _one(say("投票公钥名册"), lambda: rolls.append(read_roll(archive.roll, election.group))))
    if not (keys.passed and listed.passed):
        return
    listed.examined = len(rolls[0])
    last: dict[str, Ballot] = {}
    yield (ballots := _ballots(archive, rolls[0], judging, last))
    if not ballots.passed:
        return
    yield from _ending(archive, election, holders[0], add_up(election, rolls[0], list(last.values())))


def _holders(archive: Archive, election: Election) -> Trustees:
    found = read_trustees(archive.trustees, election.group)
    if found.public_key(election.group) != election.public_key:
        raise Broken(say("加密公钥不是计票人密钥的合成"))
    return found


def _ballots(archive: Archive, roll: dict[str, int], judging: Judge, last: dict[str, Ballot]) -> Check:
    """Each ballot by itself, that none stands twice, and that its key is on the roll.

    ``last`` gets each key's last ballot: only what is added up, so that memory hardly grows.
    """
    check = Check(say("选票：签名、证明、名册"))
    seen: set[str] = set()
    verdicts = zip(archive.ballots, judging(archive.election, archive.ballots), strict=True)
    for number, (raw, verdict) in enumerate(verdicts, 1):
        check.look(raw not in seen, _of(number, raw, say("同一张票出现了两次")))
        seen.add(raw)
        if isinstance(verdict, Message):
            check.fail(_of(number, raw, verdict))
        elif verdict.credential not in roll:
            check.fail(_of(number, raw, say("投票公钥不在名册上")))
        else:
            last[verdict.credential] = verdict
    return check


def _of(number: int, raw: str, fault: Message) -> Message:
    """A fault of one ballot: its place in the box, and the tracker by which its voter finds it."""
    return say("第 {n} 张选票（{tracker}）：{fault}", n=number, tracker=wire.fingerprint(raw), fault=fault)


def _ending(archive: Archive, election: Election, trustees: Trustees, expected: Tally) -> Iterator[Check]:
    """The sum, the shares and the result, as far as the story has come."""
    if archive.tally is None:
        return
    raw, sized = archive.tally
    yield (total := _one(say("密文合计与票数"), lambda: _same_tally(raw, sized, election, expected)))
    if not total.passed or not archive.shares:
        return
    factors: dict[int, list[list[str]]] = {}
    shares = Check(say("解密份额"))
    for owner, share in archive.shares:
        about = say("第 {n} 位计票人：{fault}", n=owner, fault=say("没有这位计票人"))
        if not shares.look(1 <= owner <= len(trustees.owners), about):
            continue
        twice = say("第 {n} 位计票人：{fault}", n=owner, fault=say("份额出现了两次"))
        if owner in factors:
            shares.fail(twice)
            continue
        try:
            factors[owner] = read_share(share, election, expected, trustees.owners[owner - 1])
        except Broken as broken:
            shares.fail(say("第 {n} 位计票人：{fault}", n=owner, fault=broken.message))
    yield shares
    if shares.passed and archive.result is not None:
        yield _one(
            say("结果与解密一致"), lambda: _same_result(archive, election, trustees, expected, factors)
        )


def _same_tally(raw: str, sized: str, election: Election, expected: Tally) -> None:
    given = read_tally(raw, sized, election)
    if given.columns != expected.columns:
        raise Broken(say("密文合计不是全部有效选票之和"))
    if (given.counted, given.weight) != (expected.counted, expected.weight):
        raise Broken(say("计入的票数或权数不符"))


def _same_result(
    archive: Archive,
    election: Election,
    trustees: Trustees,
    tally: Tally,
    factors: dict[int, list[list[str]]],
) -> None:
    numbers = open_tally(election, tally, combine(election.group, trustees, factors, tally))
    if write_result(numbers) != archive.result:
        raise Broken(say("公布的结果不是解密得到的结果"))


def _one(name: Message, act: Callable[[], object]) -> Check:
    """A check that looks at one thing."""
    check = Check(name, 1)
    if fault := _fault(act):
        check.fail(fault)
    return check


def _fault(act: Callable[[], object]) -> Fault:
    try:
        act()
    except Broken as broken:
        return broken.message
    return None
