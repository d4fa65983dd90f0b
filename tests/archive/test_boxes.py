"""The boxes of secret votes in an export: honest ones pass; whatever is changed in them, or about them, is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from archive.boxed import FIRST, SECOND, Acts, Boxed, copy, of
from archive.test_commands import congress
from archive.test_verification import faults
from exported import Exported, packed

from congress import booth
from congress.archive.package import Package, box_of
from congress.archive.parallel import judge_everywhere
from congress.archive.verification import booths, verify
from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import event, read_archive, setup

ANOTHER = "0" * 64
NOT_THAT_BOX = "票箱不是这项表决开始时的那一个"
NOT_FOR_THIS = "票箱不是为这项表决和这份文本设的"
OTHER_KEY = "计票密钥不是计票人在密钥仪式上签名生成的那一把"
OTHER_SHARES = "解密份额不是计票人签名交出的那些"
OTHER_SEAL = "票箱里的选票与封存时记录的不符"
OTHER_NUMBERS = "宣布的数字不是票箱里的数字"
HALF_SEALED = "票箱的封存没有记录，或记录了却没有封存"
HALF_OPEN = "票箱打开了却没有宣布结果，或没有打开就宣布了"
UNREADABLE = "票箱的记录读不出来"


# --- honest ------------------------------------------------------------------------------------------------------


def test_an_export_of_secret_votes_passes_every_check(boxed: Boxed) -> None:
    checks = list(verify(boxed.exported.package, judge_everywhere))
    assert [check.faults for check in checks] == [[]] * len(checks)
    nothing = {check.name.text for check in checks if not check.examined}
    assert len(nothing) == 11, (
        "no resolution, seal, sealed file, letter, notice, decision; no data of five kinds"
    )
    assert len(checks) == 23 + 4, "the usual, that all are there, and each"


def test_every_box_is_a_file_of_the_export(boxed: Boxed) -> None:
    names = [name for name in boxed.exported.package.files if name.endswith(".bel")]
    assert sorted(names) == [box_of(poll) for poll in boxed.polls]
    ballots = [len(read_archive(boxed.exported.package.files[name]).ballots) for name in sorted(names)]
    assert ballots == [len(FIRST), len(SECOND), 1, 1]
    readme = boxed.exported.package.files["README.txt"].decode()
    assert "票箱" in readme
    assert "ballots/poll-N.bel" in readme


def test_the_command_line_checks_boxes_too(boxed: Boxed, tmp_path: Path) -> None:
    good = congress("verify", boxed.exported.path)
    assert (good.returncode, good.stdout.count("✓ 票箱与记录一致")) == (0, 4)
    for name, body in boxed.retold(files={boxed.name: boxed.remade(ballots=())}).files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    bad = congress("verify", tmp_path)
    assert (bad.returncode, "The ballots in the box are not those recorded" in bad.stdout) == (1, True)


def test_telling_the_same_again_is_no_forgery(boxed: Boxed) -> None:
    assert faults(boxed.retold()) == set()
    twin = boxed.remade()  # the same ballots, decrypted again: only the tellers' texts differ
    assert faults(boxed.retold(files={boxed.name: twin})) == {OTHER_SHARES}


# --- the files ---------------------------------------------------------------------------------------------------


def test_a_box_that_is_missing_is_named(boxed: Boxed) -> None:
    files = dict(boxed.exported.package.files)
    del files[boxed.name]
    # its certificate names the archive of its ballots
    assert faults(Package(files)) == {"缺少文件 {name}", "缺少票箱 {name}", "“{name}”与档案不符"}
    assert faults(boxed.retold(files={boxed.name: None})) == {"缺少票箱 {name}"}


def test_boxes_that_were_swapped_are_named(boxed: Boxed) -> None:
    one, two = (box_of(poll) for poll in boxed.polls[:2])
    files = boxed.exported.package.files
    assert faults(boxed.retold(files={one: files[two], two: files[one]})) == {
        NOT_THAT_BOX,
        "这是另一项表决的选票",  # of the ballot that was opened in one of them
    }


def test_a_box_of_no_vote_is_named(boxed: Boxed) -> None:
    assert faults(boxed.retold(files={box_of(99): boxed.whole})) == {"票箱 {name} 不属于任何手机无记名投票"}


def test_a_box_changed_inside_is_named(boxed: Boxed) -> None:
    bent = boxed.whole.replace(b'"response":"1', b'"response":"2', 1)
    assert faults(boxed.retold(files={boxed.name: bent})) == {"归档里缺少一项内容"}, "its SHA-256 is its name"


def test_a_ballot_taken_out_is_named(boxed: Boxed) -> None:
    ballots = read_archive(boxed.whole).ballots
    fewer = boxed.remade(ballots=ballots[1:])
    assert faults(boxed.retold(files={boxed.name: fewer})) == {OTHER_SEAL, OTHER_SHARES, OTHER_NUMBERS}


def test_the_same_ballots_in_another_order_are_named(boxed: Boxed) -> None:
    turned = boxed.remade(ballots=read_archive(boxed.whole).ballots[::-1])
    assert OTHER_SEAL in faults(boxed.retold(files={boxed.name: turned}))


def test_a_result_declared_of_a_box_that_is_shut_is_named(boxed: Boxed) -> None:
    shut = boxed.remade(stop="PartialDecryption")
    assert HALF_OPEN in faults(boxed.retold(files={boxed.name: shut}))


def test_a_sealed_box_without_its_sum_is_named(boxed: Boxed) -> None:
    """Cut off there, other ballots could stand in it, and nothing be compared."""
    ended = boxed.remade(ballots=read_archive(boxed.whole).ballots[1:], stop="EndBallots")
    assert faults(boxed.retold(files={boxed.name: ended})) == {OTHER_SEAL, OTHER_SHARES, HALF_OPEN}


def test_a_box_in_an_export_without_secret_votes_is_named(boxed: Boxed, exported: Exported) -> None:
    package = Package({**exported.package.files, box_of(1): boxed.whole})
    told = replace(exported, package=package).retold(lambda acts: acts)
    assert faults(told) == {"票箱 {name} 不属于任何手机无记名投票"}


def test_two_votes_for_one_key_are_named(boxed: Boxed) -> None:
    """The format knows weights; a congress does not."""
    old = read_archive(boxed.whole)
    keys = json.loads(old.roll)
    voted = json.loads(old.ballots[0])["credential"]
    roll = wire.compact([f"{key},3" if key == voted else key for key in keys])
    first = event("Setup", wire.digest(setup(old.election, old.trustees, roll)), "", 0)

    def tell(acts: Acts) -> Acts:
        of(acts, "poll.opened")[0]["facts"]["box"] = wire.digest(first)
        return acts

    heavy = boxed.remade(roll=roll)
    assert "名册上有一把密钥不止一票" in faults(boxed.retold(tell, {boxed.name: heavy}))


# --- the record --------------------------------------------------------------------------------------------------


def change_the_box(acts: Acts) -> Acts:
    of(acts, "poll.opened")[0]["facts"]["box"] = ANOTHER
    return acts


def forget_the_box(acts: Acts) -> Acts:
    del of(acts, "poll.opened")[0]["facts"]["box"]
    return acts


def say_it_was_paper(acts: Acts) -> Acts:
    of(acts, "poll.opened")[0]["facts"]["paper"] = True
    return acts


def change_the_text(acts: Acts) -> Acts:
    facts = of(acts, "poll.opened")[0]["facts"]
    facts["text_sha256"] = ANOTHER
    return acts


def change_the_title(acts: Acts) -> Acts:
    of(acts, "poll.opened")[0]["facts"]["title"] = "关于食堂的决议"
    return acts


def change_the_trustees(acts: Acts) -> Acts:
    of(acts, "ceremony.done")[0]["facts"]["trustees"] = ANOTHER
    return acts


def forget_the_ceremony(acts: Acts) -> Acts:
    return [act for act in acts if not act["kind"].startswith("ceremony.")]


def need_fewer(acts: Acts) -> Acts:
    of(acts, "ceremony.begun")[0]["facts"]["threshold"] = 1
    return acts


def forget_a_certificate(acts: Acts) -> Acts:
    acts.remove(of(acts, "ceremony.step")[1])
    return acts


def forget_an_agreement(acts: Acts) -> Acts:
    acts.remove(of(acts, "ceremony.step")[-1])
    return acts


def put_others_at_the_table(acts: Acts) -> Acts:
    of(acts, "ceremony.begun")[0]["facts"]["tellers"].reverse()
    return acts


def forget_the_sealing(acts: Acts) -> Acts:
    acts.remove(of(acts, "box.sealed")[0])
    return acts


def seal_twice(acts: Acts) -> Acts:
    sealed = of(acts, "box.sealed")[0]
    acts.insert(acts.index(sealed), copy(sealed))
    return acts


def seal_what_is_open(acts: Acts) -> Acts:
    sealed = copy(of(acts, "box.sealed")[0])
    sealed["facts"]["poll"] = of(acts, "poll.opened")[3]["facts"]["poll"]
    return [*acts, sealed]


def seal_what_is_none(acts: Acts) -> Acts:
    sealed = copy(of(acts, "box.sealed")[0])
    sealed["facts"]["poll"] = 99
    return [*acts, sealed]


def turn_before_the_sealing(acts: Acts) -> Acts:
    turned = of(acts, "key.turned")[0]
    acts.remove(turned)
    acts.insert(acts.index(of(acts, "box.sealed")[0]), turned)
    return acts


def forget_a_share(acts: Acts) -> Acts:
    acts.remove(of(acts, "key.turned")[0])
    return acts


def shares_in_another_order(acts: Acts) -> Acts:
    one, two = (acts.index(act) for act in of(acts, "key.turned")[:2])
    acts[one], acts[two] = acts[two], acts[one]
    return acts


def somebody_elses_share(acts: Acts) -> Acts:
    one, two = of(acts, "key.turned")[:2]
    one["actor"] = two["actor"]
    return acts


def forget_the_result(acts: Acts) -> Acts:
    acts.remove(of(acts, "poll.closed")[0])
    return acts


def change_the_numbers(acts: Acts) -> Acts:
    counts = of(acts, "poll.closed")[0]["facts"]["counts"]
    counts["favour"], counts["abstain"] = counts["favour"] + 1, counts["abstain"] - 1
    return acts


def issue_more(acts: Acts) -> Acts:
    of(acts, "poll.closed")[0]["facts"]["counts"]["issued"] += 1
    return acts


def stuff_the_roll(acts: Acts) -> Acts:
    acts.remove(of(acts, "voting_key.registered")[-1])
    return acts


FORGERIES: dict[Callable[[Acts], Acts], str] = {
    change_the_box: NOT_THAT_BOX,
    forget_the_box: NOT_THAT_BOX,
    say_it_was_paper: "没有核对过的计票结果",
    change_the_text: NOT_FOR_THIS,
    change_the_title: NOT_FOR_THIS,
    change_the_trustees: OTHER_KEY,
    forget_the_ceremony: OTHER_KEY,
    need_fewer: OTHER_KEY,
    forget_a_certificate: OTHER_KEY,
    forget_an_agreement: OTHER_KEY,
    put_others_at_the_table: "交出解密份额的人不保管那一份密钥",
    forget_the_sealing: "票箱没有封存就宣布了结果",
    seal_twice: "这项表决没有等待封存的票箱",
    seal_what_is_open: HALF_SEALED,
    seal_what_is_none: UNREADABLE,
    turn_before_the_sealing: "票箱还没有封存，就有人交出解密份额",
    forget_a_share: OTHER_SHARES,
    shares_in_another_order: OTHER_SHARES,
    somebody_elses_share: "签名密钥当时不属于行为人",
    forget_the_result: HALF_OPEN,
    change_the_numbers: OTHER_NUMBERS,
    issue_more: OTHER_NUMBERS,
    stuff_the_roll: "名册上的投票密钥多于到会并登记了密钥的代表",
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_the_holder_of_the_records_key_cannot_forge_either(
    boxed: Boxed, forge: Callable[[Acts], Acts]
) -> None:
    assert FORGERIES[forge] in faults(boxed.retold(forge))


@pytest.mark.parametrize("number", ["ballots", "counted", "head", "tally"])
def test_each_number_of_the_sealing_is_compared(boxed: Boxed, number: str) -> None:
    def tell(acts: Acts) -> Acts:
        of(acts, "box.sealed")[0]["facts"][number] = 7
        return acts

    assert faults(boxed.retold(tell)) == {OTHER_SEAL}


def test_a_named_ballot_in_a_secret_vote_is_named(boxed: Boxed) -> None:
    """Signed by the delegate, who was misled: a secret vote takes no ballot with a name on it."""

    def tell(acts: Acts) -> Acts:
        opened, alice = of(acts, "poll.opened")[0], boxed.vote.cast["alice"]
        poll, text = (opened["facts"][name] for name in ("poll", "text_sha256"))
        signed = vars(alice.sign(act="ballot", choice="for", poll=poll, text=text))
        facts = {"poll": poll, "choice": "for"}
        ballot = {**opened, "kind": "ballot.cast", "actor": alice.person_id, "facts": facts, "signed": signed}
        acts.insert(acts.index(opened) + 1, ballot)
        return acts

    assert faults(boxed.retold(tell)) == {"不是记名投票，却有署名的票"}


SIGNED = ("voting_key.registered", "ceremony.step", "key.turned")


@pytest.mark.parametrize("kind", SIGNED)
def test_what_devices_sign_stays_signed(boxed: Boxed, kind: str) -> None:
    def tell(acts: Acts) -> Acts:
        of(acts, kind)[0]["signed"] = None
        return acts

    assert faults(boxed.retold(tell)) == {"应当签名而没有签名"}


@pytest.mark.parametrize(
    ("kind", "word"), list(zip(SIGNED, ("voting-key", "key-step", "key-turn"), strict=True)), ids=SIGNED
)
def test_a_signature_of_something_else_does_not_do(boxed: Boxed, kind: str, word: str) -> None:
    """Another act with the same facts, or the right act without one of them."""
    facts = of([json.loads(line) for line in boxed.exported.package.lines("record.jsonl")], kind)[0]["facts"]
    facts.pop("owner", None)  # of a share: the record's own word
    fewer = [{k: v for k, v in facts.items() if k != name} for name in facts]
    for said in ({**facts, "act": "greeting"}, *({**some, "act": word} for some in fewer)):

        def tell(acts: Acts, said: dict[str, object] = said) -> Acts:
            act = of(acts, kind)[0]
            member = next(m for m in boxed.vote.cast.voting if m.person_id == act["actor"])
            act["signed"] = vars(member.sign(**said))
            return acts

        assert faults(boxed.retold(tell)) == {"签名内容与记录的事实不一致"}, said


# --- the scripts that made the ballots -----------------------------------------------------------------------------


def opened_with(boxed: Boxed, *fingerprints: str) -> Package:
    """As if the votes had been opened with these scripts; "" for a version that told nothing of them."""

    def tell(acts: Acts) -> Acts:
        for act, value in zip(of(acts, "poll.opened"), fingerprints, strict=True):
            del act["facts"]["booth"]
            act["facts"] |= {"booth": value} if value else {}
        return acts

    return boxed.retold(tell)


def test_the_fingerprints_of_the_scripts_are_told_once_each(boxed: Boxed) -> None:
    assert booths(boxed.exported.package) == [booth.read().fingerprint]
    changed = opened_with(boxed, "", ANOTHER, "1" * 64, ANOTHER)
    assert booths(changed) == [ANOTHER, "1" * 64]
    assert faults(changed) == set(), "they are told, not judged"


def test_the_command_says_whose_scripts_they_were(boxed: Boxed, tmp_path: Path) -> None:
    own = congress("verify", boxed.exported.path).stdout
    assert f"voting scripts: {booth.read().fingerprint} (与本软件的相同" in own
    path = tmp_path / "changed.zip"
    packed(opened_with(boxed, *[ANOTHER] * 4), path)
    other = congress("verify", path).stdout
    assert f"voting scripts: {ANOTHER} (与本软件的不同" in other
    assert "核验通过" in other
