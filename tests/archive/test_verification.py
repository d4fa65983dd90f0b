"""An honest export passes; whatever is changed in it is found and named, even when the record's own key helped."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from exported import Exported

from congress.archive.package import HEADS, RECORD, Package
from congress.archive.verification import verify

Acts = list[dict[str, Any]]


def faults(package: Package) -> set[str]:
    """The sentences of all faults, without places."""
    found = [fault for check in verify(package) for fault in check.faults]
    return {
        dict(fault.values)["fault"].text if "fault" in dict(fault.values) else fault.text for fault in found
    }


def test_an_honest_record_passes_every_check(exported: Exported) -> None:
    checks = list(verify(exported.package))
    assert [check.faults for check in checks] == [[]] * len(checks)
    assert all(check.examined for check in checks[:5])


def test_telling_the_same_story_again_is_no_forgery(exported: Exported) -> None:
    assert faults(exported.retold(lambda acts: acts)) == set()


@pytest.mark.parametrize("name", [RECORD, HEADS, "names.json", "README.txt", "record-keys.json"])
def test_any_changed_file_is_named(exported: Exported, name: str) -> None:
    changed = exported.changed(
        name, lambda body: body.replace(b"0", b"1", 1) if b"0" in body else body + b" "
    )
    assert "文件 {name} 被改动过" in faults(changed)


def test_a_file_more_or_less_is_named(exported: Exported) -> None:
    files = dict(exported.package.files)
    assert "多出清单以外的文件 {name}" in faults(Package({**files, "note.txt": b"hello"}))
    del files["names.json"]
    assert "缺少文件 {name}" in faults(Package(files))


def of(acts: Acts, kind: str) -> Acts:
    return [act for act in acts if act["kind"] == kind]


def drop_a_ballot(acts: Acts) -> Acts:
    acts.remove(of(acts, "ballot.cast")[0])
    return acts


def change_a_choice(acts: Acts) -> Acts:
    of(acts, "ballot.cast")[-1]["facts"]["choice"] = "for"
    return acts


def change_the_counts(acts: Acts) -> Acts:
    counts = of(acts, "poll.closed")[0]["facts"]["counts"]
    counts["favour"] += 1
    counts["against"] -= 1
    return acts


def change_the_result(acts: Acts) -> Acts:
    of(acts, "poll.closed")[0]["facts"]["passed"] = not of(acts, "poll.closed")[0]["facts"]["passed"]
    return acts


def repeat_a_ballot(acts: Acts) -> Acts:
    ballot = of(acts, "ballot.cast")[0]
    acts.insert(acts.index(ballot) + 1, json.loads(json.dumps(ballot)))
    return acts


def put_an_older_ballot_last(acts: Acts) -> Acts:
    voters = [act["actor"] for act in of(acts, "ballot.cast")]
    undecided = next(voter for voter in voters if voters.count(voter) == 2)
    first, last = (act for act in of(acts, "ballot.cast") if act["actor"] == undecided)
    for name in ("facts", "signed"):
        first[name], last[name] = last[name], first[name]
    return acts


def vote_after_closing(acts: Acts) -> Acts:
    ballot = of(acts, "ballot.cast")[0]
    acts.remove(ballot)
    acts.append(ballot)
    return acts


def change_the_text(acts: Acts) -> Acts:
    of(acts, "poll.opened")[0]["facts"]["text"] = "不同意。"
    return acts


def forget_a_signature(acts: Acts) -> Acts:
    of(acts, "ballot.cast")[0]["signed"] = None
    return acts


def break_a_signature(acts: Acts) -> Acts:
    signed = of(acts, "ballot.cast")[0]["signed"]
    signed["signature"] = signed["signature"][:-2] + (
        "AA" if not signed["signature"].endswith("AA") else "BA"
    )
    return acts


def cast_for_somebody_else(acts: Acts) -> Acts:
    first, second = of(acts, "ballot.cast")[:2]
    first["actor"] = second["actor"]
    return acts


def revoke_before(acts: Acts) -> Acts:
    ballot = of(acts, "ballot.cast")[0]
    revoked = {"key": ballot["signed"]["key"], "person": ballot["actor"], "why": ""}
    acts.insert(acts.index(ballot), {**ballot, "kind": "key.revoked", "facts": revoked, "signed": None})
    return acts


def stuff_the_roll(acts: Acts) -> Acts:
    facts = of(acts, "poll.opened")[0]["facts"]
    facts["roll"].append([9999, True])
    facts["expected"] += 1
    facts["present"] += 1
    return acts


def open_what_must_be_secret(acts: Acts) -> Acts:
    of(acts, "poll.opened")[0]["facts"]["rule"]["forms"] = ["secret"]
    return acts


def confirm_oneself(acts: Acts) -> Acts:
    of(acts, "count.confirmed")[0]["actor"] = of(acts, "count.entered")[0]["actor"]
    return acts


def change_hands(acts: Acts) -> Acts:
    counts = of(acts, "count.entered")[0]["facts"]["counts"]
    counts["favour"], counts["against"] = counts["favour"] + 1, counts["against"] - 1
    return acts


FORGERIES: dict[Callable[[Acts], Acts], str] = {
    drop_a_ballot: "重新计数与宣布的数字不同",
    change_a_choice: "签名内容与记录的事实不一致",
    change_the_counts: "重新计数与宣布的数字不同",
    change_the_result: "按规则重新判定，结果与宣布的不同",
    repeat_a_ballot: "同一份签名被用了两次",
    put_an_older_ballot_last: "晚到的票取代了同一设备后来签的票",
    vote_after_closing: "不在表决进行期间",
    change_the_text: "表决文本与校验值不符",
    forget_a_signature: "应当签名而没有签名",
    break_a_signature: "签名验证没有通过",
    cast_for_somebody_else: "签名密钥当时不属于行为人",
    revoke_before: "签名密钥当时不属于行为人",
    stuff_the_roll: "名册上的到会情况与签到记录不符",
    open_what_must_be_secret: "按封存的规则，这项表决不能开始",
    confirm_oneself: "核对人与录入人相同，或核对的不是最新数字",
    change_hands: "计票人签的数字与记录不符",
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_the_holder_of_the_records_key_cannot_forge_either(
    exported: Exported, forge: Callable[[Acts], Acts]
) -> None:
    assert FORGERIES[forge] in faults(exported.retold(forge))


@pytest.mark.parametrize("cut", [1, 10])
def test_a_shortened_record_is_found(exported: Exported, cut: int) -> None:
    shorter = exported.changed(RECORD, lambda body: b"\n".join(body.split(b"\n")[: -cut - 1]) + b"\n")
    assert "最后一个树根没有覆盖全部记录" in faults(shorter) or "记录条数与清单不符" in faults(shorter)


def test_every_single_changed_byte_of_the_record_is_found(exported: Exported) -> None:
    body = exported.package.files[RECORD]
    for place in range(0, len(body), max(1, len(body) // 40)):
        changed = exported.changed(RECORD, lambda b, p=place: b[:p] + bytes([b[p] ^ 1]) + b[p + 1 :])
        assert faults(changed)
