"""Letters, notices, deliveries, filings and the committee's desk in an archive: complete, readable, and no more than may be told."""

import json
import re
import shutil
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.furnished import (
    PRIVATE,
    PRIVATE_ANSWER,
    RARE,
    REPLY,
    SPOKEN,
    SPOKEN_ANSWER,
    UNANSWERED,
    UNDECIDED,
    WHY,
    Furnished,
)
from archive.packages import data, faults, run
from archive.test_changes import Change, edit
from archive.test_index import Links
from archive.test_package import DIES, half
from exported import Exported
from jsonschema import Draft202012Validator

from congress.archive.package import Package, read
from congress.archive.verification import verify
from congress.archive.verification.shapes import misfits, named, schema_of
from congress.errors import Invalid

FILES = ("letters", "notices", "committee", "filings", "deliveries", "offices")

# --- what is in it -------------------------------------------------------------------------------------------


def test_an_honest_package_verifies(full: Exported) -> None:
    checks = list(verify(full.package))
    assert [(check.name.text, check.faults) for check in checks if check.faults] == []
    looked = {check.name.text: check.examined for check in checks[-8:-1]}
    assert [name for name, examined in looked.items() if examined < 2] == []


def test_letters_are_told_as_they_were_issued_and_drafts_are_not(full: Exported) -> None:
    first, second = data(full.package, "letters.json")["letters"]
    assert (first["kind"], first["stage"], first["issued_by"]["name"]) == ("letter", "issued", "欧阳兰")
    assert (second["stage"], second["withdrawn_why"]) == ("withdrawn", "会期推迟")
    assert RARE in first["title"]
    assert re.fullmatch(r"职代会函〔\d{4}〕1号", first["number"])
    assert "没有印发的通知" not in "".join(full.package.files[f"{n}.json"].decode() for n in FILES)


def test_of_comments_only_what_was_published_leaves_with_it(full: Exported) -> None:
    first, second = data(full.package, "notices.json")["notices"]
    assert [(one["comment"], one["answer"]) for one in first["answers"]] == [
        (SPOKEN, SPOKEN_ANSWER),
        (None, None),
    ]
    assert (first["comments"], first["objections"], first["outcome"]) == (2, 1, "handled")
    assert (second["comments"], second["answers"], second["outcome"]) == (1, [], None)
    assert len(second["extensions"]) == 1
    everything = b"".join(full.package.files.values()).decode(errors="ignore")
    assert [words for words in (PRIVATE, PRIVATE_ANSWER, UNANSWERED) if words in everything] == []


def test_deliveries_are_told_with_tries_and_receipts(full: Exported) -> None:
    told = data(full.package, "deliveries.json")
    rows = {(one["matter"], one["way"]): one for one in told["deliveries"]}
    assert set(rows) >= {
        ("dispatch", "inbox"),
        ("dispatch", "folder"),
        ("receipt", "folder"),
        ("decision", "folder"),
    }
    proved = rows["dispatch", "folder"]
    assert (proved["stage"], len(proved["tries"]), json.loads(proved["receipt"])["key"] != "") == (
        "received",
        2,
        True,
    )
    assert rows["dispatch", "inbox"]["received_by"]["name"] == "裴振华"
    assert rows["test", "folder"]["tries"][0]["trouble"] == "folder"
    assert {one["name"] for one in told["receivers"]} == {"办公系统", "市总工会"}


def test_filings_and_the_desk_are_told(full: Exported) -> None:
    first, second = data(full.package, "filings.json")["filings"]
    assert (first["outcome"], first["outcome_body"], second["number"]) == (
        "objected",
        "缺少签到名册。",
        "备〔2026〕15号",
    )
    desk = data(full.package, "committee.json")
    [authority], [reply], [circulation] = desk["authorities"], desk["replies"], desk["circulations"]
    assert (authority["grantor"]["name"], authority["deputy"]["name"]) == ("裴振华", RARE)
    assert authority["revoked_at"]
    assert re.fullmatch(r"党复〔\d{4}〕1号", reply["number"])
    assert [(one["name"], one["remark"]) for one in circulation["readers"]] == [
        ("安丽华", "同意。"),
        ("阮淑芬", ""),
    ]
    assert [(one["said"] and one["said"]["body"], one["taken"]) for one in desk["proposals"]] == [
        (REPLY, True),
        (None, None),
    ]
    assert UNDECIDED not in full.package.files["committee.json"].decode()


def test_their_documents_are_there_as_they_look_and_in_words(full: Exported, tmp_path: Path) -> None:
    with zipfile.ZipFile(full.path) as source:
        source.extractall(tmp_path)
    for name, words in {
        "letter-1": "㛃同志（䶮、𬭚、𫖯）",
        "letter-2": "会议",
        "notice-1": "已经查实",
        "notice-2": "延长",
        "reply-3": "党复",
    }.items():
        glued = re.sub(r"\s", "", run(tmp_path, "pdftotext", "-raw", f"documents/{name}.pdf", "-").stdout)
        assert words in glued, name
        assert words in full.package.files[f"documents/{name}.txt"].decode()
    assert "二维码" not in full.package.files["documents/notice-1.txt"].decode()


# --- read without any software -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "words"), [
    ("index.html", [RARE, "关于召开第三届", "会期推迟", SPOKEN, SPOKEN_ANSWER, "第二份公示", "备〔2026〕15号", "缺少签到名册", "办公系统", "党复〔", "照此决定", "还没有决定，不公开", "受裴振华委托", "交换文件夹打不开", "回执 &lt;一&gt;.pdf", "提醒阅读 · ", "拒绝用印", WHY]),
    ("index.en.html", [RARE, "Withdrawn", SPOKEN, "They objected", "No answer yet", "Exchange folder", "Decided so", "Not decided yet", "on behalf of 裴振华", "Authority", "盖章件.PNG", "Seal declined", WHY]),
])  # fmt: skip
def test_the_index_tells_them_and_links_to_them(full: Exported, name: str, words: list[str]) -> None:
    page, text = Links(), full.package.files[name].decode()
    page.feed(text)
    assert [word for word in words if word not in text] == []
    unreached = {n for n in full.package.files if n not in page.links and not n.startswith("schemas/")}
    assert len(unreached) == 2, unreached
    inside = [link for link in page.links if link.startswith("#")]
    assert [link for link in inside if link[1:] not in page.ids] == []
    assert [link for link in page.links if not link.startswith("#") and link not in full.package.files] == []
    assert len(page.ids) == len(set(page.ids))


# --- shapes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [*(f"{name}.json" for name in (*FILES, "seals")), "certificates/poll-1.json"]
)
def test_each_file_has_its_shape_by_a_validator_that_others_wrote(full: Exported, name: str) -> None:
    schema, told = named(schema_of(name) or ""), data(full.package, name)
    Draft202012Validator(schema).validate(told)
    for other in bent(told):
        assert (next(misfits(other, schema), None) is None) == Draft202012Validator(schema).is_valid(other)


def bent(value: Any, depth: int = 0) -> list[Any]:
    """The value with one thing changed, in the ways that a schema might forbid."""
    others: list[Any] = [None, True, -1, "", [], {"odd": 1}]
    if isinstance(value, dict) and depth < 4:
        for key, inner in value.items():
            others.append({k: v for k, v in value.items() if k != key})
            others += [{**value, key: other} for other in bent(inner, depth + 1)[:25]]
        others.append({**value, "more": 1})
    elif isinstance(value, list) and value:
        others += [[other, *value[1:]] for other in bent(value[0], depth + 1)]
    return others


# --- whatever is changed is found and named ----------------------------------------------------------------------


def row(name: str, number: int, change: Callable[[dict[str, Any]], Any], part: str = "") -> Change:
    return edit(f"{name}.json", lambda told: change(told[part or name][number]))


def less(name: str, part: str = "") -> Change:
    return edit(f"{name}.json", lambda told: told[part or name].pop(0))


def twice(name: str, part: str = "") -> Change:
    return edit(f"{name}.json", lambda told: told[part or name].append(told[part or name][0]))


def outside(change: Callable[[dict[str, Any]], Any], matter: str = "dispatch", way: str = "folder") -> Change:
    def find(told: dict[str, Any]) -> None:
        change(next(d for d in told["deliveries"] if (d["matter"], d["way"]) == (matter, way)))

    return edit("deliveries.json", find)


def other_key(delivery: dict[str, Any]) -> None:
    """A receipt that somebody else's key made of the same words."""
    receipt = json.loads(delivery["receipt"])
    delivery["receipt"] = json.dumps({**receipt, "public": receipt["public"][::-1]})


LETTER, NOTICE = "公文“", "公示“"
FORGED: dict[str, tuple[Change, str]] = {
    "letter's words": (row("letters", 0, lambda r: r.update(body="改过。")), LETTER),
    "letter's number": (row("letters", 0, lambda r: r.update(number="职代会函〔2026〕2号")), LETTER),
    "who issued it": (row("letters", 0, lambda r: r.update(issued_by={"person": 1, "name": "安丽华"})), LETTER),
    "their name": (row("letters", 0, lambda r: r["issued_by"].update(name="张三")), LETTER),
    "not withdrawn": (row("letters", 1, lambda r: r.update(stage="issued", withdrawn_at=None, withdrawn_seq=None, withdrawn_why="")), LETTER),
    "another reason": (row("letters", 1, lambda r: r.update(withdrawn_why="别的")), LETTER),
    "letter dropped": (less("letters"), "公文（编号 1）"),
    "letter added": (twice("letters"), "公文（编号 1）"),
    "made-up letter": (edit("letters.json", lambda d: d["letters"].append({**d["letters"][0], "id": 99})), "公文（编号 99）"),
    "notice's words": (row("notices", 0, lambda r: r.update(body="改过。")), NOTICE),
    "fewer days": (row("notices", 0, lambda r: r.update(last=r["first"])), NOTICE),
    "no extension": (row("notices", 1, lambda r: r.update(extensions=[])), NOTICE),
    "another result": (row("notices", 0, lambda r: r.update(outcome="no_objection")), "公示“关于职工董事候选人的公示”的结果"),
    "fewer objections": (row("notices", 0, lambda r: r.update(objections=0)), "公示“关于职工董事候选人的公示”的结果"),
    "comment changed": (row("notices", 0, lambda r: r["answers"][0].update(comment="很好。")), "公示“关于职工董事候选人的公示”的意见（编号 1）"),
    "answer changed": (row("notices", 0, lambda r: r["answers"][0].update(answer="不采纳。")), "公示“关于职工董事候选人的公示”的意见（编号 1）"),
    "objection softened": (row("notices", 0, lambda r: r["answers"][1].update(stance="suggestion")), "公示“关于职工董事候选人的公示”的意见（编号 2）"),
    "comment dropped": (row("notices", 0, lambda r: r["answers"].pop()), "公示“关于职工董事候选人的公示”的意见（编号 2）"),
    "notice dropped": (less("notices"), "公示（编号 1）"),
    "receipt dropped": (outside(lambda d: d.update(receipt=None, received_at=None, received_seq=None, stage="sent")), "送达“关于通风改造的函件”的签收凭证"),
    "receipt of another key": (outside(other_key), "送达“关于通风改造的函件”的签收凭证"),
    "own receipt dropped": (outside(lambda d: d.update(receipt=None, received_seq=None), way="inbox"), "送达“关于通风改造的函件”的签收凭证"),
    "another file": (outside(lambda d: d.update(sha256="0" * 64)), "送达“关于通风改造的函件”的时间或文件"),
    "never sent": (outside(lambda d: d.update(sent_at=None)), "送达“关于通风改造的函件”的时间或文件"),
    "another receiver": (outside(lambda d: d.update(receiver=2)), "送达“关于通风改造的函件”（办公系统）"),
    "another cause": (outside(lambda d: d.update(put_seq=0), way="inbox"), "送达“关于通风改造的函件”（党委）"),
    "try dropped": (outside(lambda d: d["tries"][0].update(number=2)), "送达“关于通风改造的函件”缺少其中一次尝试"),
    "address changed": (row("deliveries", 0, lambda r: r.update(address="/tmp"), "receivers"), "接收方“办公系统”"),
    "delivery dropped": (edit("deliveries.json", lambda d: d.update(deliveries=[x for x in d["deliveries"] if x["matter"] != "decision"])), "送达（编号 msg_"),
    "filing's number": (row("filings", 0, lambda r: r.update(number="备〔2026〕99号")), "备案“备〔2026〕99号”（市总工会）"),
    "no objection": (row("filings", 0, lambda r: r.update(outcome="cleared")), "备案“备〔2026〕12号”（市总工会）"),
    "objection reworded": (row("filings", 0, lambda r: r.update(outcome_body="无")), "备案“备〔2026〕12号”（市总工会）"),
    "filing dropped": (less("filings"), "备案（编号 1）"),
    "authority for longer": (row("committee", 0, lambda r: r.update(ends_on="2099-01-01"), "authorities"), "授权（编号 1）"),
    "not taken back": (row("committee", 0, lambda r: r.update(revoked_at=None, revoked_by=None, revoked_seq=None), "authorities"), "授权（编号 1）"),
    "authority dropped": (less("committee", "authorities"), "授权（编号 1）"),
    "reply reworded": (row("committee", 0, lambda r: r.update(body="不同意。"), "replies"), "党委批复“党复"),
    "reply turned": (row("committee", 0, lambda r: r.update(grants=False), "replies"), "党委批复“党复"),
    "reply dropped": (less("committee", "replies"), "党委批复（编号"),
    "proposal reworded": (row("committee", 0, lambda r: r["said"].update(body="不同意。"), "proposals"), "拟办（编号 1）"),
    "not taken": (row("committee", 0, lambda r: r.update(taken=False), "proposals"), "拟办（编号 1）"),
    "another reviewer": (row("committee", 0, lambda r: r.update(reviewed_by=r["by"]), "proposals"), "拟办（编号 1）"),
    "proposal dropped": (less("committee", "proposals"), "拟办（编号 1）"),
    "reader added": (row("committee", 0, lambda r: r["readers"][1].update(r["readers"][0]), "circulations"), "传阅（编号 1）"),
    "remark changed": (row("committee", 0, lambda r: r["readers"][0].update(remark="不同意。"), "circulations"), "传阅（编号 1）"),
    "unread told read": (row("committee", 0, lambda r: r["readers"][1].update(read_at=r["at"], seq=r["seq"]), "circulations"), "传阅（编号 1）"),
    "circulation dropped": (less("committee", "circulations"), "传阅（编号 1）"),
    "office to another": (edit("offices.json", lambda d: d["offices"][-1].update(person=1, name="安丽华")), "任职（编号"),
    "office from the start": (edit("offices.json", lambda d: d["offices"][-1].update(founded=True, changes=[])), "任职（编号"),
    "office dropped": (edit("offices.json", lambda d: d["offices"].pop()), "任职（编号"),
    "shape": (row("letters", 0, lambda r: r.update(more=1)), "letters.json 不合格式：/letters/0/more"),
    "not to be read": (lambda files: files.update({"notices.json": b"[]"}), "notices.json 不合格式"),
    "file away": (lambda files: files.pop("committee.json") and None, "缺少文件 committee.json"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_who_holds_the_records_key_cannot_make_the_data_say_otherwise(full: Exported, what: str) -> None:
    change, said = FORGED[what]
    files = dict(full.package.files)
    change(files)
    found = faults(full.listed(files))
    assert [fault for fault in found if fault.startswith(said)], found
    assert not any("被改动过" in fault or "SM3" in fault for fault in found), "the lists were made anew"


@pytest.mark.parametrize("name", ["documents/letter-1.pdf", "documents/notice-1.txt", "documents/reply-3.pdf", "certificates/poll-1.json", "letters.json"])  # fmt: skip
def test_a_changed_or_missing_file_is_named(full: Exported, name: str) -> None:
    assert f"文件 {name} 被改动过" in faults(full.changed(name, lambda body: body + b" "))
    without = {other: body for other, body in full.package.files.items() if other != name}
    assert f"缺少文件 {name}" in faults(Package(without))


def test_a_receipt_forged_in_the_record_is_found(full: Exported) -> None:
    def forge(acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        one = next(act for act in acts if act["kind"] == "delivery.received")
        one["facts"]["sha256"] = "0" * 64
        return acts

    assert any(fault.endswith("对方签收的不是这份文件") for fault in faults(full.retold(forge)))


# --- other packages ----------------------------------------------------------------------------------------------


def test_one_sitting_has_its_own_and_verifies(office: Furnished, full: Exported, tmp_path: Path) -> None:
    one = office.exported(tmp_path / "one.zip", sitting="3-2").package
    assert faults(one) == set()
    all_of_it, here = data(full.package, "deliveries.json"), data(one, "deliveries.json")
    matters = [row["matter"] for row in here["deliveries"]]
    assert matters == [row["matter"] for row in all_of_it["deliveries"] if row["matter"] != "test"]
    assert [one["name"] for one in here["receivers"]] == ["办公系统"]
    files = {name: one.files[name] for name in one.files}
    edit("deliveries.json", lambda d: d["deliveries"].pop())(files)
    assert any(fault.startswith("送达（编号") for fault in faults(full.listed(files)))


def test_a_congress_with_none_of_these_has_empty_files_and_verifies(whole: Exported) -> None:
    assert (
        data(whole.package, "letters.json")["letters"] == data(whole.package, "filings.json")["filings"] == []
    )
    assert "没有印发公文。" in whole.package.files["index.html"].decode()
    assert "No deliveries." not in whole.package.files["index.en.html"].decode(), (
        "the dispatch lies in its inbox"
    )
    assert faults(whole.package) == set()


def test_what_the_second_version_exported_is_still_checked(full: Exported) -> None:
    """A package without the new files, as it was written before there were any."""
    fresh = {"SM3SUMS", *(f"{name}.json" for name in FILES)}
    files = {
        n: b for n, b in full.package.files.items() if n not in fresh and not n.startswith("certificates/")
    }
    manifest = {**full.package.manifest, "format": "congress/export/2"}
    old = full.listed({**files, "manifest.json": json.dumps(manifest).encode()})
    assert faults(old) == set()
    edit("votes.json", lambda d: d["votes"].pop())(changed := dict(old.files))
    assert any(fault.startswith("表决（编号") for fault in faults(full.listed(changed)))
    posing = {**files, "manifest.json": full.package.files["manifest.json"]}
    assert "缺少文件 letters.json" in faults(full.listed(posing))


def test_unpacked_and_damaged(full: Exported, tmp_path: Path) -> None:
    with zipfile.ZipFile(full.path) as source:
        source.extractall(tmp_path / "folder")
    assert faults(read(tmp_path / "folder")) == set()
    content = full.path.read_bytes()
    (tmp_path / "half.zip").write_bytes(content[: len(content) // 2])
    with pytest.raises(Invalid):
        read(tmp_path / "half.zip")
    shutil.rmtree(tmp_path / "folder")


@pytest.mark.parametrize("part", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_killed_at_any_place_it_leaves_nothing_that_looks_whole(
    office: Furnished, full: Exported, tmp_path: Path, part: float
) -> None:
    room = max(40_000, int(full.path.stat().st_size * part))
    assert half(office, tmp_path / "archive.zip", DIES, room).returncode == -signal.SIGXFSZ
    [left] = tmp_path.iterdir()
    assert left.name.endswith(".part")
    with pytest.raises(Invalid):
        read(left)
