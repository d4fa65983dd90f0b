"""The attacks on secret votes that have been published, as one list (docs/ballots.md): each is refused, for its own reason.

A forged ballot is tried twice: on a running vote, where the box must not take it, and in a finished archive, where the
verifier must name it. What happens on phones and pages is tested where they are; the row names the test.
"""

import ast
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from attacks import at_the_box as box
from attacks import forgeries as f
from attacks import in_archives as a
from attacks.scene import Forge, Scene
from cast import Cast
from cast import found as congress
from crypto.belenios.secretvote import EDWARDS, SecretVote, answer, faults
from sealed import Secret

from congress.crypto.belenios.ballot import check_ballot, read_ballot
from congress.crypto.belenios.wire import Broken
from congress.database import Database
from congress.secrecy import service as secrecy

TESTS = Path(__file__).parent.parent
Act = Callable[[Secret], None]


@dataclass(frozen=True)
class Attack:
    """``ballots`` and ``archives``: what is tried, and the sentence that refuses it; ``acts`` say it themselves."""

    number: int
    name: str
    source: str
    ballots: dict[str, tuple[Forge, str]] | None = None
    archives: dict[str, tuple[a.Make, str]] | None = None
    acts: tuple[Act, ...] = ()
    elsewhere: tuple[str, ...] = ()


LIST = (
    Attack(1, "a copied ballot, signed by another voter", "Cortier & Smyth 2011",
        {"": (f.bent(lambda _: None, voter=1), f.NO_CHOICE)}),
    Attack(2, "choices in another order", "Cortier & Smyth 2011", {
        "with their proofs": (f.bent(f.permute), f.WRONG_COUNT),
        "proofs only": (f.bent(f.swap_proofs), f.NO_CHOICE),
        "halves of a proof": (f.bent(f.swap_branches), f.NO_CHOICE),
    }),
    Attack(3, "a ciphertext made to look new", "Cortier & Smyth 2011", {"": (f.renewed, f.NO_CHOICE)}),
    Attack(4, "too many votes with made-up proofs", "counted six-fold by official verifiers 3.0 to 3.3.0", {
        "six in one choice": (f.stuffed(6, 0, 0), f.NO_CHOICE),
        "minus one": (f.stuffed(1, EDWARDS.order - 1, 1), f.NO_CHOICE),
        "two choices": (f.stuffed(1, 1, 0), f.WRONG_COUNT),
        "all choices": (f.stuffed(1, 1, 1), f.WRONG_COUNT),
        "none": (f.stuffed(0, 0, 0), f.WRONG_COUNT),
        "the sum of another ballot": (f.anothers_sum, f.WRONG_COUNT),
    }),
    Attack(5, "weak Fiat-Shamir: changed after the challenge", "Bernhard, Pereira, Warinschi 2012", {
        "alpha": (f.bent(f.multiplied("alpha", EDWARDS.generator, 1)), f.NO_CHOICE),
        "beta": (f.bent(f.multiplied("beta", EDWARDS.generator, 1)), f.NO_CHOICE),
        "the encryption key": (f.for_another_key, f.NO_CHOICE),
        "the credential": (f.renamed, f.NO_SIGNATURE),
        "the fingerprint": (f.for_another_election, f.NO_CHOICE),
    }),
    Attack(6, "proofs made in another group", "Cortier, Gaudry, Yang 2020", {
        "BELENIOS-2048": (f.of_another_group, f.NO_MEMBER),
        "another generator": (f.with_another_generator, f.NO_CHOICE),
    }, {"an unknown group": (a.in_group("Ed448"), "不认识的群：{name}")}),
    Attack(7, "a part of small order", "Chang-Fong & Essex 2016", {
        "alpha": (f.bent(f.multiplied("alpha", f.OF_ORDER_TWO)), f.NO_MEMBER),
        "beta": (f.bent(f.multiplied("beta", f.OF_ORDER_TWO)), f.NO_MEMBER),
        "nothing else": (f.bent(f.changed(alpha=f.OF_ORDER_TWO)), f.NO_MEMBER),
        "the credential": (f.under_an_odd_key, f.NO_KEY),
    }, {
        "minus beta modulo a prime": (a.minus_beta, f.NO_MEMBER),
        "a key on the roll": (a.first_key(f.OF_ORDER_TWO), f.NO_KEY),
        "the encryption key": (a.with_key(f.OF_ORDER_TWO), "加密公钥不是群里的合格元素"),
        "a factor of a share": (a.shared(a.factor_of_small_order), a.NO_SHARE),
    }, acts=(box.a_key_with_a_part_of_small_order_is_registered,)),
    Attack(8, "the identity in the place of a key", "accepted by all official verifiers", {
        "the credential": (f.under_the_identity, f.NO_KEY),
        "alpha": (f.bent(f.changed(alpha=a.IDENTITY)), f.NO_MEMBER),
        "beta": (f.bent(f.changed(beta=a.IDENTITY)), f.NO_MEMBER),
    }, {
        "a key on the roll": (a.first_key(a.IDENTITY), f.NO_KEY),
        "the encryption key": (a.with_key(a.IDENTITY), "加密公钥不是群里的合格元素"),
        "a teller's key": (a.singles(a.single_key(EDWARDS, 0)), "计票人公钥不是群里的合格元素"),
    }, acts=(box.the_identity_is_registered, box.a_teller_whose_key_is_the_identity)),
    Attack(9, "a choice in the clear", "accepted by all official verifiers",
        {"": (lambda scene: f.stuffed(1, 0, 0, exponents=(0, *scene.randoms(2)))(scene), f.NO_MEMBER)}),
    Attack(10, "the same ballot written otherwise", "partly accepted by all official verifiers", {
        **{name: (f.bent(bend), fault) for name, (bend, fault) in f.TWISTS.items()},
        **{name: (f.rewritten(rewrite), f.NO_BALLOT) for name, rewrite in f.BYTES.items()},
        "leading zero in the signature": (f.zero_in_the_signature, f.ODD_SIGNATURE),
    }),
    Attack(11, "proofs or answers missing, or too many", "Belenios specification 4.6 to 4.8",
        {name: (f.bent(bend), fault) for name, (bend, fault) in f.SHORT.items()}, {
        "no blank proof": (a.blank(lambda v: answer(v).pop("blank_proof")), f.NO_BALLOT),
        "empty blank proof": (a.blank(lambda v: answer(v).update(blank_proof=[])), f.NO_PROOF),
        "short overall proof": (a.blank(lambda v: answer(v)["overall_proof"].pop()), f.NO_PROOF),
        "another proof as the blank one": (a.blank(a.overall_as_blank), f.NO_BLANK),
        "branches exchanged": (a.blank(lambda v: answer(v)["overall_proof"].reverse()), f.WRONG_COUNT),
    }),
    Attack(12, "unsigned, or signed by a wrong key", "Belenios specification 5.4", {
        "unsigned": (f.unbound("signature", None), f.NO_BALLOT),
        "another ballot's signature": (f.signed_elsewhere("signature"), f.NO_SUMMARY),
        "another ballot's proof": (f.signed_elsewhere("proof"), f.NO_SIGNATURE),
        "credential exchanged": (f.unbound("credential", EDWARDS.power(EDWARDS.generator, 3)), f.NO_SUMMARY),
    }, {"not on the roll": (a.of_a_stranger, "投票公钥不在名册上")},
        acts=(box.a_key_that_is_not_on_the_roll, box.a_good_ballot_is_brought_by_another)),
    Attack(13, "a ballot of another election", "Belenios specification 5.4", {
        "signed again for this one": (f.of_another_vote("election_uuid", "election_hash"), f.OTHER_VOTE),
        "its name": (f.of_another_vote("election_uuid"), f.OTHER_VOTE),
        "its fingerprint": (f.of_another_vote("election_hash"), f.OTHER_VOTE),
    }, acts=(box.a_ballot_checked_against_another_vote,)),
    Attack(14, "two votes for one person", "Belenios specification 5.1", None, {
        "a key twice": (a.rolled(lambda keys: [*keys, keys[0]]), "同一个投票公钥在名册上出现两次"),
        "another weight": (a.weighing(",2"), a.OTHER_SUM),
        **{f"weight {w}": (a.weighing(w), "投票公钥名册不合格式") for w in (",0", ",-1", ",01", ",", ",x", ",1" + "0" * 12)},
    }, acts=(box.a_second_key_of_one_person,), elsewhere=(
        "archive/test_boxes.py::test_two_votes_for_one_key_are_named",
        "archive/test_boxes.py::stuff_the_roll",
    )),
    Attack(15, "ballots replayed or put into another order", "Baloglu et al. 2021", None,
        {"the same twice": (a.twice, "同一张票出现了两次")},
        acts=(box.the_same_ballot_again, box.an_older_ballot_arrives_last), elsewhere=(
        "archive/test_boxes.py::test_the_same_ballots_in_another_order_are_named",
        "js/test_turning.py::test_another_order_gets_no_share",
    )),
    Attack(16, "two voters shown one tracker", "Kuesters, Truderung, Vogt 2012",
        acts=(box.one_tracker_for_two_voters, box.two_alike_have_two_trackers)),
    Attack(17, "events out of order, twice, or left out", "accepted by all official verifiers", None, {
        "a ballot after the end": (a.told("Ballot", "EndBallots", "Ballot"), a.WRONG_ORDER),
        "a ballot after the sum": (a.told("EndBallots", "EncryptedTally", "Ballot"), a.WRONG_ORDER),
        "two ends": (a.told("EndBallots", "EndBallots"), a.WRONG_ORDER),
        "two sums": (a.told("EndBallots", "EncryptedTally", "EncryptedTally"), a.WRONG_ORDER),
        "two results": (a.told("EndBallots", "EncryptedTally", "Result", "Result"), a.WRONG_ORDER),
        "no end": (a.told("Ballot", "EncryptedTally"), a.WRONG_ORDER),
        "no sum": (a.told("EndBallots", "PartialDecryption"), a.WRONG_ORDER),
        "a result of nothing": (a.told("Result"), a.WRONG_ORDER),
        "what is no event": (a.told("Shuffle"), a.WRONG_ORDER),
        "no event before the end": (a.told("Shuffle", "EndBallots"), a.WRONG_ORDER),
    }, acts=(box.a_ballot_after_the_end,)),
    Attack(18, "a wrong sum or result", "accepted by official verifiers, in part", None, {
        "a ballot left out": (a.sum_of_some, a.OTHER_SUM),
        "one added": (a.changed_sum, a.OTHER_SUM),
        "more counted": (a.sized(3, 2), "计入的票数或权数不符"),
        "more weight": (a.sized(2, 3), "计入的票数或权数不符"),
        "another number": (a.declared('{"result":[[1,1,0]]}'), "公布的结果不是解密得到的结果"),
        "a vote more": (a.declared('{"result":[[3,0,0]]}'), "公布的结果不是解密得到的结果"),
    }, acts=(box.a_share_of_a_part_of_the_box,)),
    Attack(19, "bad decryption shares", "Belenios specification 4.9", None, {
        "of another vote": (a.shared(a.foreign), a.NO_FACTOR),
        "a factor changed": (a.shared(a.bent_share), a.NO_FACTOR),
        "owners swapped": (a.shared(a.swapped), a.NO_FACTOR),
        "one share twice": (a.shared(a.one_twice), "份额出现了两次"),
        "of nobody": (a.shared(a.of_nobody(4)), "没有这位计票人"),
        "of number nought": (a.shared(a.of_nobody(0)), "没有这位计票人"),
        "too few": (a.shared(a.too_few), "解密份额不够"),
        "a factor missing": (a.shaped(lambda v: v["decryption_factors"][0].pop()), a.NO_SHARE),
        "a proof missing": (a.shaped(lambda v: v["decryption_proofs"][0].pop()), a.NO_SHARE),
        "no factors": (a.shaped(lambda v: v["decryption_factors"].pop()), a.NO_SHARE),
        "no proofs": (a.shaped(lambda v: v["decryption_proofs"].pop()), a.NO_SHARE),
        "a factor twice": (a.shaped(lambda v: v["decryption_factors"][0].append("01")), a.NO_SHARE),
    }, acts=(box.shares_that_are_bad_foreign_swapped_or_second, box.one_share_too_few)),
    Attack(20, "another ceremony than was signed", "Belenios specification 4.5", None, {
        "one is enough": (a.published(lambda p, _: p.update(threshold=1)), "计票人签的不是这次密钥仪式"),
        "all are needed": (a.published(lambda p, _: p.update(threshold=3)), "计票人签的不是这次密钥仪式"),
        "nobody is needed": (a.published(lambda p, _: p.update(threshold=0)), a.NO_TRUSTEES),
        "more than there are": (a.published(lambda p, _: p.update(threshold=4)), a.NO_TRUSTEES),
        "agreement of others": (a.published(lambda p, o: p.update(signatures=o["signatures"])), a.NO_CERTIFICATE),
        "no agreement": (a.published(lambda p, _: p.update(signatures=[])), a.NO_TRUSTEES),
        "no signature of a key": (
            a.published(lambda p, _: p["verification_keys"][0].pop("signature")), a.NO_CERTIFICATE),
        "another's signature of a key": (a.published(lambda p, _: p["verification_keys"][0].update(
            signature=p["verification_keys"][1]["signature"])), a.NO_CERTIFICATE),
        "dealt by others": (a.published(lambda p, o: p.update(coefexps=o["coefexps"])), a.NO_CERTIFICATE),
        "certificates of others": (a.published(lambda p, o: p.update(certs=o["certs"])), a.NO_CERTIFICATE),
        "one key for two": (a.published(lambda p, _: p["verification_keys"].__setitem__(
            0, p["verification_keys"][1])), "计票人公钥与密钥仪式公布的系数不符"),
    }, acts=(
        box.a_certificate_for_another_ceremony,
        box.a_dealing_signed_by_another,
        box.a_teller_who_was_shown_other_certificates,
    )),
    Attack(21, "a rogue teller's key", "Gennaro et al. 1999", None, {
        "of one's own choice": (a.published(a.own_choice), "计票人公钥与密钥仪式公布的系数不符"),
        "the others' key taken out": (a.singles(a.HONEST, {**a.MINE, "public_key": a.ROGUE}), "计票人公钥的持有证明不符"),
        "with another's proof": (
            a.singles(a.HONEST, {**a.HONEST, "public_key": a.ROGUE}), "计票人公钥的持有证明不符"),
        "another's key": (a.singles(a.HONEST, a.HONEST), "两名计票人用了同一把公钥"),
        "what was signed for nothing": (a.nameless(signature=a.HONEST["pok"]), a.NO_TRUSTEES),
        "a name that is none": (a.nameless(name=7), a.NO_TRUSTEES),
        "a named stranger": (a.nameless(name="甲"), "加密公钥不是计票人密钥的合成"),
        "nobody": (a.trusting("[]"), a.NO_TRUSTEES),
        "no kind of teller": (a.of_no_kind, a.NO_TRUSTEES),
        "half an entry": (a.trusting('[["Single"]]'), a.NO_TRUSTEES),
        "an encryption key of nobody's": (
            a.with_key(EDWARDS.power(EDWARDS.generator, 77)), "加密公钥不是计票人密钥的合成"),
    }, acts=(
        box.a_key_of_ones_own_choice,
        box.a_key_without_proof_or_signature,
        box.a_teller_with_the_key_of_another,
    ), elsewhere=("js/test_secret_ceremony.py::test_a_share_that_is_not_what_was_dealt",)),
    Attack(22, "tellers shown another election than the voters", "Belenios specification 4.5", elsewhere=(
        "js/test_turning.py::test_an_election_for_another_key_gets_no_share",
        "js/test_secret_ceremony.py::test_what_i_dealt_is_not_what_the_server_says",
        "archive/test_boxes.py::test_boxes_that_were_swapped_are_named",
        "archive/test_boxes.py::change_the_box",
    )),
    Attack(23, "tellers asked to decrypt a part", "Belenios specification 4.9",
        acts=(box.a_share_of_a_part_of_the_box,), elsewhere=(
        "js/test_turning.py::test_a_ballot_left_out_gets_no_share",
        "js/test_turning.py::test_a_second_sum_gets_no_share",
    )),
    Attack(24, "a board that is shortened or forked", "Hirschi, Schmid, Basin 2021", None, {
        "cut short": (a.cut(1), "归档文件不合格式，或有一处被改动过"),
        "without its last block": (a.cut(512), "归档文件不合格式，或有一处被改动过"),
        "two stories": (a.joined, a.WRONG_ORDER),
    }, acts=(box.the_board_is_shortened_or_forked,), elsewhere=(
        "archive/test_boxes.py::test_a_ballot_taken_out_is_named",
        "archive/test_boxes.py::test_each_number_of_the_sealing_is_compared",
        "record/test_record.py::test_each_head_begins_with_the_one_before",
    )),
    Attack(25, "a proof used again in another place", "Cortier & Smyth 2011", {
        "as the sum's": (f.bent(f.choice_as_sum), f.WRONG_COUNT),
        "for another choice": (f.bent(f.swap_proofs), f.NO_CHOICE),
    }, {"for another question": (a.replayed, f.ONE_NONCE)}),
    Attack(26, "randomness used twice", "Belenios specification 4.3",
        {"one exponent for all choices": (f.with_one_nonce, f.ONE_NONCE)},
        acts=(box.a_ballot_with_the_randomness_of_an_opened_one,), elsewhere=(
        "attacks/test_randomness.py::test_no_number_is_drawn_twice",
        "js/test_secret_ballot.py::test_the_same_vote_is_never_the_same_ballot",
        "js/test_secret_tally.py::test_a_shares_randomness_is_used_once",
        "js/test_secret_ceremony.py::test_nothing_is_dealt_twice",
    )),
    Attack(27, "an altered page or script", "Estehghari & Desmedt 2010", elsewhere=(
        "hostile/test_http.py::test_every_answer_is_dressed",
        "hostile/test_words.py::test_markup_is_shown_and_never_obeyed",
        "js/test_audit.py::test_openings_that_fit_nothing_or_something_else",
    )),
    Attack(28, "an opened ballot that is cast", "Benaloh 2006", acts=(
        box.an_opened_ballot_is_cast,
        box.a_ballot_with_the_randomness_of_an_opened_one,
        box.a_cast_ballot_is_opened,
    ), elsewhere=("archive/test_audited.py::test_an_opened_ballot_in_the_box_is_named",)),
    Attack(29, "a check that cannot fail", "official verifiers 3.0 to 3.3.0, which drop the answer of theirs", elsewhere=(
        "test_mutations.py::test_a_check_that_no_test_asks_for_is_told",
    )),
)  # fmt: skip


def cases(part: str) -> list[object]:
    """Every try of one kind, with an id that can be read."""
    found = []
    for attack in LIST:
        tries = getattr(attack, part) or ()
        for one in tries:
            name = one.__name__.replace("_", " ") if callable(one) else one
            given = (one,) if callable(one) else tries[one]
            found.append(
                pytest.param(*given, id=": ".join(filter(None, (f"{attack.number:02} {attack.name}", name))))
            )
    return found


# --- in an archive ---


@pytest.fixture(scope="module")
def vote() -> SecretVote:
    return SecretVote()


@pytest.mark.parametrize(("forge", "fault"), cases("ballots"))
def test_the_verifier_names_the_ballot(vote: SecretVote, forge: Forge, fault: str) -> None:
    raw = forge(Scene.of(vote))
    with pytest.raises(Broken) as caught:
        check_ballot(read_ballot(raw, vote.election), vote.election)
    said = caught.value.message.text
    assert (faults(a.inserted(vote, raw)), fault in said) == ({said}, True)


@pytest.mark.parametrize(("make", "fault"), cases("archives"))
def test_the_verifier_names_what_is_wrong(vote: SecretVote, make: a.Make, fault: str) -> None:
    [said] = faults(make(vote))
    assert fault in said


# --- in the box ---


@pytest.fixture(scope="module")
def shared(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secret]:
    """An open vote that all forged ballots are sent to: none gets in."""
    path = shutil.copy(migrated, tmp_path_factory.mktemp("attacks") / "congress.db")
    database = Database(f"sqlite:///{path}")
    yield opened(database, database.write(congress))
    database.close()


@pytest.fixture
def running(database: Database, cast: Cast) -> Secret:
    """An open vote of this test's own."""
    return opened(database, cast)


def opened(database: Database, cast: Cast) -> Secret:
    """Alice, Bob and Carol have a voting key; Ruth, Sam and Alice hold the box's."""
    made = Secret(database, cast)
    for name in ("alice", "bob", "carol"):
        made.register(name)
    made.hold_ceremony()
    made.open()
    return made


@pytest.mark.parametrize(("forge", "fault"), cases("ballots"))
def test_the_box_does_not_take_it(shared: Secret, forge: Forge, fault: str) -> None:
    raw = forge(Scene.at(shared, "alice", "bob"))
    found = secrecy.check(shared.election, raw)
    assert not isinstance(found, secrecy.Checked), "the check let it through"
    assert fault in found.text  # it may say the place, too
    assert box.arrived(shared) == 0


@pytest.mark.parametrize("act", cases("acts"))
def test_the_running_vote_withstands(running: Secret, act: Act) -> None:
    act(running)
    assert faults(running.archive()) == set()


# --- the list itself ---


def test_honest_ballots_pass_what_forged_ones_do_not(vote: SecretVote) -> None:
    """The forgers sign well and prove well: theirs are refused for what is wrong in them."""
    scene = Scene.of(vote)
    for forge in (f.bent(lambda _: None), f.stuffed(1, 0, 0), f.stuffed(0, 1, 0), f.rewritten(str)):
        raw = forge(scene)
        check_ballot(read_ballot(raw, vote.election), vote.election)
        assert faults(vote.archive([raw, vote.ballot(1)])) == set()


def test_every_attack_of_the_list_is_tried() -> None:
    assert [attack.number for attack in LIST] == list(range(1, 30))
    assert all(attack.ballots or attack.archives or attack.acts or attack.elsewhere for attack in LIST)


@pytest.mark.parametrize("test", sorted({test for attack in LIST for test in attack.elsewhere}))
def test_what_is_tested_elsewhere_is(test: str) -> None:
    file, name = test.split("::")
    tree = ast.parse((TESTS / file).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
