"""Attacks on a running vote that are not one forged ballot: each is an act and what must come of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from attacks.forgeries import stuffed
from attacks.scene import Scene
from crypto.belenios.secretvote import EDWARDS, faults
from sealed import CHOICES, Secret

from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import Writer, read_archive
from congress.crypto.belenios.ballot import seal_ballot
from congress.crypto.belenios.ceremony import certified, coefficients, single_key
from congress.crypto.belenios.election import read_election
from congress.crypto.belenios.proofs import sign
from congress.demo.devices import Teller, Voter
from congress.errors import Conflict, Invalid, Refused
from congress.polls import service as polls
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step

STRANGER, OVER = "不在本次表决的名册上", "正在计票"


def refused(what: str, act: Callable[[], object], kind: type[Exception] = Refused) -> None:
    with pytest.raises(kind, match=what):
        act()


def arrived(vote: Secret) -> int:
    with vote.database.read() as session:
        return secrecy.arrived(session, vote.poll_id)


def cast(vote: Secret, name: str, checked: secrecy.Checked, poll_id: int = 0) -> secrecy.Posted:
    """Straight into the box of a vote."""
    return vote.database.write(
        lambda s: polls.cast_secret(
            s,
            poll_id=poll_id or vote.poll_id,
            person_id=vote.person(name),
            checked=checked,
            follows="",
        )
    )


def ended(vote: Secret) -> polls.Poll:
    """Sealed, and opened by two tellers."""
    vote.seal()
    vote.turn("ruth")
    return vote.turn("sam")


# --- whose ballot ---


def the_identity_is_registered(vote: Secret) -> None:
    refused("投票公钥的格式不对", lambda: vote.register("kate", Voter(secret=0)), Invalid)


def a_key_with_a_part_of_small_order_is_registered(vote: Secret) -> None:
    class Odd(Voter):
        public = "7f" + "ff" * 30 + "ec"

    refused("投票公钥的格式不对", lambda: vote.register("kate", Odd()), Invalid)


def a_good_ballot_is_brought_by_another(vote: Secret) -> None:
    refused(STRANGER, lambda: vote.throw("carol", body=vote.ballot("bob", "for")))


def a_key_that_is_not_on_the_roll(vote: Secret) -> None:
    refused(STRANGER, lambda: vote.throw("alice", body=Voter().ballot(vote.election, 0)))


def a_ballot_checked_against_another_vote(vote: Secret) -> None:
    """Even were it right there: a box takes only what was checked against its own election."""
    late = secrecy.check(vote.election, vote.ballot("alice", "for"))
    first = vote.poll_id
    ended(vote)
    vote.open()
    refused("已经结束", lambda: cast(vote, "alice", late, first))
    refused("另一项表决", lambda: cast(vote, "alice", late))
    assert arrived(vote) == 0


def a_second_key_of_one_person(vote: Secret) -> None:
    """A new phone's key is for the next vote, and there it is the only one of theirs."""
    old = vote.voters["alice"]
    vote.register("alice")
    refused(STRANGER, lambda: vote.throw("alice"))
    vote.throw("alice", body=old.ballot(vote.election, 0))
    assert ended(vote).counts["favour"] == 1
    vote.open()
    roll = json.loads(read_roll(vote))
    assert (vote.voters["alice"].public in roll, old.public in roll, len(roll)) == (True, False, 3)


def read_roll(vote: Secret) -> str:
    with vote.database.read() as session:
        return secrecy.the_box(session, vote.poll_id).roll


# --- how often, in which order, until when ---


def the_same_ballot_again(vote: Secret) -> None:
    first = vote.ballot("alice", "for")
    one = vote.throw("alice", body=first)
    two = vote.throw("alice", "against")
    assert vote.throw("alice", body=first) == one, "a retry is told that it arrived"
    assert (one.place, two.place, arrived(vote)) == (1, 2, 2)
    vote.seal()
    assert vote.throw("alice", body=first) == one, "also after the end"
    vote.turn("ruth")
    assert vote.turn("sam").counts["against"] == 1, "and it does not become the last"


def an_older_ballot_arrives_last(vote: Secret) -> None:
    late = vote.ballot("alice", "for")
    vote.throw("alice", "against")
    refused("晚到", lambda: vote.throw("alice", body=late, follows=""))


def one_tracker_for_two_voters(vote: Secret) -> None:
    """Bob's phone brings Alice's ballot, which is on the board, to show her receipt as his own."""
    hers = vote.ballot("alice", "for")
    vote.throw("alice", body=hers)
    refused(STRANGER, lambda: vote.throw("bob", body=hers))
    with vote.database.read() as session:
        assert polls.tracker_of(session, vote.poll_id, vote.person("bob")) is None
    vote.seal()
    refused(OVER, lambda: vote.throw("bob", body=hers))


def two_alike_have_two_trackers(vote: Secret) -> None:
    trackers = {vote.throw(name).tracker for name in ("alice", "bob", "carol")}
    assert len(trackers) == 3


def a_ballot_after_the_end(vote: Secret) -> None:
    late = vote.ballot("bob", "for")
    vote.throw("alice")
    vote.seal()
    refused(OVER, lambda: vote.throw("bob", body=late))
    assert arrived(vote) == 1


# --- the tellers' shares ---


def a_share_of_a_part_of_the_box(vote: Secret) -> None:
    vote.throw("alice")
    early = vote.share("ruth")
    refused("还没有封好", lambda: vote.turn("ruth", early))
    vote.throw("bob")
    vote.seal()
    refused("解密份额的证明不符", lambda: vote.turn("ruth", early))


def shares_that_are_bad_foreign_swapped_or_second(vote: Secret) -> None:
    vote.throw("alice")
    vote.seal()
    own = vote.share("ruth")
    bent = json.loads(own)
    bent["decryption_factors"][0][0] = EDWARDS.product(bent["decryption_factors"][0][0], EDWARDS.generator)
    refused("解密份额的证明不符", lambda: vote.turn("ruth", wire.compact(bent)))
    refused("解密份额的证明不符", lambda: vote.turn("sam", own))
    refused("解密份额不合格式", lambda: vote.turn("sam", "{}"))
    refused("不保管", lambda: vote.turn("bob", own))
    vote.turn("ruth", own)
    refused("已经收到", lambda: vote.turn("ruth"), Conflict)


def one_share_too_few(vote: Secret) -> None:
    vote.throw("alice")
    vote.seal()
    own = vote.share("ruth")
    vote.turn("ruth", own)
    vote.turn("ruth", own)
    with vote.database.read() as session:
        assert secrecy.numbers_of(secrecy.the_box(session, vote.poll_id)) is None


# --- the tellers' key ---


def called(vote: Secret, step: Step) -> None:
    """The next ceremony stands before this step."""
    ended(vote)
    vote.call()
    while vote.table().step is not step:
        for name in vote.tellers:
            vote.post(name, *vote.step(name))


def a_certificate_for_another_ceremony(vote: Secret) -> None:
    called(vote, Step.CERTIFY)
    for given in ((3, 1, 1), (2, 2, 1), (3, 2, 2)):
        bent = vote.tellers["ruth"].certify(*given)
        refused("计票人签的不是这次密钥仪式", lambda bent=bent: vote.post("ruth", Step.CERTIFY, bent))


def a_teller_with_the_key_of_another(vote: Secret) -> None:
    called(vote, Step.CERTIFY)
    vote.post("ruth", *vote.step("ruth"))
    vote.tellers["sam"] = replace(vote.tellers["ruth"])
    refused("两名计票人用了同一把公钥", lambda: vote.post("sam", *vote.step("sam")))


def a_teller_whose_key_is_the_identity(vote: Secret) -> None:
    called(vote, Step.CERTIFY)
    value = json.loads(vote.step("ruth")[1])
    message = wire.compact({**json.loads(value["message"]), "encryption": EDWARDS.identity})
    bent = wire.compact(sign(EDWARDS, vote.tellers["ruth"].seat.signing(EDWARDS), message))
    refused("计票人公钥不是群里的合格元素", lambda: vote.post("ruth", Step.CERTIFY, bent))


def a_dealing_signed_by_another(vote: Secret) -> None:
    called(vote, Step.DEAL)
    bent = vote.step("sam")[1]
    refused("计票人在密钥仪式中的签名不符", lambda: vote.post("ruth", Step.DEAL, bent))


def finish(vote: Secret, name: str, **changes: object) -> None:
    """The last step with other parts."""
    step, body = vote.step(name)
    vote.post(name, step, wire.compact({**json.loads(body), **changes}))


def a_key_of_ones_own_choice(vote: Secret) -> None:
    """A rogue teller who waited for the others: their key must follow from what everybody dealt."""
    called(vote, Step.FINISH)
    signing = vote.tellers["ruth"].seat.signing(EDWARDS)
    rogue = single_key(EDWARDS, 99)
    signed = {**rogue, "signature": sign(EDWARDS, signing, rogue["public_key"])["signature"]}
    told = "计票人公钥与密钥仪式公布的系数不符"
    refused(told, lambda: finish(vote, "ruth", verification=signed))


def a_key_without_proof_or_signature(vote: Secret) -> None:
    called(vote, Step.FINISH)
    own, other = (json.loads(vote.step(name)[1]) for name in ("ruth", "sam"))
    shown = own["verification"]
    unproved = {**shown, "pok": other["verification"]["pok"]}
    refused("计票人公钥的持有证明不符", lambda: finish(vote, "ruth", verification=unproved))
    told = "计票人在密钥仪式中的签名不符"
    unsigned = {name: part for name, part in shown.items() if name != "signature"}
    refused(told, lambda: finish(vote, "ruth", verification=unsigned))
    refused(told, lambda: finish(vote, "ruth", signature=other["signature"]))


def a_teller_who_was_shown_other_certificates(vote: Secret) -> None:
    """A server that put a key of its own in a colleague's place is found out when the teller signs what they saw."""
    called(vote, Step.FINISH)
    seen, signing = vote.table(), vote.tellers["ruth"].seat.signing(EDWARDS)
    shown = [json.loads(one.certificate) for one in seen.holders]
    shown[2] = json.loads(Teller().certify(3, 2, 3))
    mine = coefficients(EDWARDS, vote.tellers["ruth"].polynomial)
    signature = sign(EDWARDS, signing, certified(shown, mine))["signature"]
    told = "计票人在密钥仪式中的签名不符"
    refused(told, lambda: finish(vote, "ruth", signature=signature))


# --- the board, and ballots that were opened ---


def the_board_is_shortened_or_forked(vote: Secret) -> None:
    """What was published begins what is published later; whoever keeps a head finds another story out."""
    seen, heads = [vote.archive()], []
    for name in ("alice", "bob"):
        heads.append(vote.throw(name).head)
        seen.append(vote.archive())
    for act in (vote.seal, lambda: vote.turn("ruth"), lambda: vote.turn("sam")):
        act()
        seen.append(vote.archive())
    assert [faults(whole) for whole in seen] == [set()] * 6
    assert all(after.startswith(before) and after != before for before, after in pairwise(seen))
    assert all(f"{head}.event.json".encode() in seen[-1] for head in heads)
    old = read_archive(seen[-1])
    writer = Writer(1)
    writer.set_up(old.election, old.trustees, old.roll)
    forked = [writer.tell("Ballot", wire.digest(ballot)) for ballot in reversed(old.ballots)]
    assert not set(forked) & set(heads)


def sealed(vote: Secret, name: str, choice: str = "for") -> tuple[str, str]:
    """A ballot and what opens it."""
    marks = [int(n == CHOICES[choice]) for n in range(3)]
    return seal_ballot(read_election(vote.election), vote.voters[name].secret, [marks])


def audit(vote: Secret, name: str, body: str, opening: str) -> secrecy.Audited:
    checked = secrecy.check_opening(vote.election, body, opening)
    assert isinstance(checked, secrecy.Checked), checked.text
    return vote.database.write(
        lambda s: polls.audit_ballot(
            s, poll_id=vote.poll_id, person_id=vote.person(name), checked=checked, opening=opening
        )
    )


def an_opened_ballot_is_cast(vote: Secret) -> None:
    body, opening = sealed(vote, "alice")
    audit(vote, "alice", body, opening)
    refused("不能再投", lambda: vote.throw("alice", body=body))
    assert arrived(vote) == 0


def a_ballot_with_the_randomness_of_an_opened_one(vote: Secret) -> None:
    """Everybody knows that exponent, so everybody could read the new ballot."""
    body, opening = sealed(vote, "alice")
    audit(vote, "alice", body, opening)
    exponents = tuple(int(r) for r in json.loads(opening)["exponents"][0])
    scene = Scene.at(vote, "alice")
    for known in (exponents, (exponents[0], *Scene.randoms(2)), (*Scene.randoms(2), exponents[2])):
        again = stuffed(0, 1, 0, exponents=known)(scene)
        refused("不能再投", lambda again=again: vote.throw("alice", body=again))
    assert arrived(vote) == 0


def a_cast_ballot_is_opened(vote: Secret) -> None:
    body, opening = sealed(vote, "alice")
    vote.throw("alice", body=body)
    refused("已经投入票箱", lambda: audit(vote, "alice", body, opening))
