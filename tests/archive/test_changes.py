"""Whatever is changed, taken out or added in a package is found and named, even when the record's key helped."""

import json
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from archive.packages import KINDS, faults
from exported import Exported, packed

from congress.archive.package import MANIFEST, RECORD, SEALED_SUMS, SUMS, Package, read
from congress.crypto.canonical import digest
from congress.errors import Invalid

# --- every change is found ---------------------------------------------------------------------------------------


def flipped(body: bytes) -> bytes:
    place = len(body) // 2
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


@pytest.mark.parametrize("name", [*KINDS, SUMS, SEALED_SUMS])
def test_one_changed_bit_of_any_kind_of_file_is_found_and_named(whole: Exported, name: str) -> None:
    if name == MANIFEST:
        body = (
            whole.package.files[name].replace(b"3-2", b"3-1").replace(b'"sitting": null', b'"sitting": null ')
        )
        changed = Package({**whole.package.files, name: body})
    else:
        changed = whole.changed(name, flipped)
    found = faults(changed)
    if name == SEALED_SUMS:
        assert found == {"校验值清单的签名不对"}
    elif name == SUMS:
        assert "校验值清单的签名不对" in found
    else:
        assert f"文件 {name} 被改动过" in found


@pytest.mark.parametrize("name", [name for name in KINDS if name != MANIFEST])
def test_a_file_of_any_kind_taken_out_is_found_and_named(whole: Exported, name: str) -> None:
    files = {other: body for other, body in whole.package.files.items() if other != name}
    assert f"缺少文件 {name}" in faults(Package(files))


@pytest.mark.parametrize(
    "name", ["note.txt", "papers/99.pdf", "votes/poll-99.json", "ballots/poll-99.bel", "x.json"]
)
def test_a_file_added_is_found_and_named(whole: Exported, name: str) -> None:
    assert f"多出清单以外的文件 {name}" in faults(Package({**whole.package.files, name: b"{}"}))


Change = Callable[[dict[str, bytes]], None]


def edit(name: str, change: Callable[[dict[str, Any]], Any]) -> Change:
    """The data of one file, told otherwise."""

    def do(files: dict[str, bytes]) -> None:
        told = json.loads(files[name])
        change(told)
        files[name] = json.dumps(told, ensure_ascii=False).encode()

    return do


def lines_away(name: str) -> Change:
    def do(files: dict[str, bytes]) -> None:
        told = json.loads(files[name])
        told[name.removesuffix(".json")].pop()
        files[name] = json.dumps(told, ensure_ascii=False).encode()

    return do


def other_bytes(name: str) -> Change:
    return lambda files: files.update({name: b"other"})


def first_choice(told: dict[str, Any]) -> None:
    told["ballots"][0]["choice"] = "against" if told["ballots"][0]["choice"] == "for" else "for"


FORGED: dict[str, tuple[Change, str]] = {
    "counts": (edit("votes.json", lambda d: d["votes"][0]["counts"].update(favour=9)), "表决“"),
    "text": (edit("votes.json", lambda d: d["votes"][0].update(text="不同意。")), "表决“"),
    "vote": (lines_away("votes.json"), "表决（编号"),
    "void": (edit("votes.json", lambda d: d["votes"][0].update(stage="void")), "表决“"),
    "choice": (edit("votes/poll-1.json", first_choice), "名单与会议记录中的票不符"),
    "name": (edit("votes/poll-1.json", lambda d: d["ballots"][0].update(name="张三")), "名单与会议记录中的票不符"),
    "body": (edit("resolutions.json", lambda d: d["resolutions"][0].update(body="一、不通过。")), "决议“"),
    "number": (edit("resolutions.json", lambda d: d["resolutions"][0].update(number="职代会〔2026〕9号")), "决议“"),
    "resolution": (lines_away("resolutions.json"), "大会决议（编号"),
    "letter": (edit("resolutions.json", lambda d: d["resolutions"][0]["dispatches"][0].update(body="无")), "报送“"),
    "signer": (edit("resolutions.json", lambda d: d["resolutions"][0]["dispatches"][0].update(signer="张三")), "报送“"),
    "signer taken away": (edit("resolutions.json", lambda d: d["resolutions"][0]["dispatches"][0].pop("signer")), "报送“"),
    "step": (
        edit("resolutions.json", lambda d: d["resolutions"][0]["dispatches"][0]["steps"][0].update(at="2020-01-01T00:00:00.000Z")),
        "报送“",
    ),
    "dispatch": (edit("resolutions.json", lambda d: d["resolutions"][0]["dispatches"].pop()), "报送党委的文件（编号"),
    "motion": (edit("motions.json", lambda d: d["motions"][0].update(proposal="不设。")), "提案（编号"),
    "paper": (other_bytes("papers/1.pdf"), "会议文件“职工食堂改造方案.pdf”与会议记录不符"),
    "paper's name": (edit("sittings.json", lambda d: d["sittings"][0]["agenda"][0]["papers"][0].update(name="x")), "会议文件“x”"),
    "paper taken off": (edit("sittings.json", lambda d: d["sittings"][0]["agenda"][0]["papers"].pop()), "会议文件（编号"),
    "sealed": (other_bytes("sealed/1.bin"), "盖章的文件“代表名册”与会议记录不符"),
    "signature": (other_bytes("sealed/1.p7s"), "盖章的文件“代表名册”与会议记录不符"),
    "SM2 signature": (other_bytes("sealed/1.sm2"), "盖章的文件“代表名册”与会议记录不符"),
    "SM2 signature not told": (edit("seals.json", lambda d: d["uses"][0].pop("sm2")), "盖章的文件“代表名册”与会议记录不符"),
    "SM2 key": (other_bytes("sealed/seal-1-sm2.pem"), "印章“"),
    "SM2 key not told": (edit("seals.json", lambda d: d["seals"][0].pop("sm2_key")), "印章“"),
    "SM2 fingerprint": (edit("seals.json", lambda d: d["seals"][0].update(sm2_fingerprint="0" * 64)), "印章“"),
    "certificate": (other_bytes("sealed/seal-1.pem"), "印章“"),
    "use of the seal": (edit("seals.json", lambda d: d["uses"].pop()), "用印（编号"),
    "opening": (
        edit("sittings.json", lambda d: d["sittings"][0].update(opened_at="2020-01-01T00:00:00.000Z")),
        "会议的时间、人数与会议记录不符",
    ),
    "key": (other_bytes("record-key.pem"), "record-key.pem 不是记录密钥"),
    "shape": (edit("votes.json", lambda d: d["votes"][0].update(more=1)), "votes.json 不合格式：/votes/0/more"),
    "no JSON": (other_bytes("roster.json"), "roster.json 不合格式：JSON"),
    "unknown": (other_bytes("more.json"), "不认识的数据文件 more.json"),
    "index": (lambda files: files.pop("index.html") and None, "缺少文件 index.html"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_who_holds_the_records_key_cannot_make_the_data_say_otherwise(whole: Exported, what: str) -> None:
    change, said = FORGED[what]
    files = dict(whole.package.files)
    change(files)
    found = faults(whole.listed(files))
    assert [fault for fault in found if fault.startswith(said)], found
    assert not any("被改动过" in fault for fault in found), "the list was signed anew"


def test_the_list_signed_anew_without_a_change_is_no_forgery(whole: Exported) -> None:
    assert faults(whole.listed(dict(whole.package.files))) == set()


def test_a_line_of_the_list_that_leads_out_of_the_folder_is_named(whole: Exported) -> None:
    files = dict(whole.package.files)
    files[SUMS] += b"0" * 64 + b"  ../outside\n"
    assert "校验值清单里有一行读不出来" in faults(Package(files))


@pytest.mark.parametrize("name", ["votes.json", "record.jsonl", "sealed/1.p7s", SUMS, SEALED_SUMS])
def test_a_damaged_zip_names_the_file(whole: Exported, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(whole.path) as source:
        info = source.getinfo(name)
    content = bytearray(whole.path.read_bytes())
    content[info.header_offset + 30 + len(name) + info.compress_size // 2] ^= 0xFF
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    assert faults(read(damaged)) == {f"文件 {name} 读不出来"}


def before_signers(whole: Exported, row: Mapping[str, Any]) -> Package:
    """The package as it would be, had its letter gone up before 签发人 was asked for; ``row`` is added to the letter."""
    told = json.loads(whole.package.files["resolutions.json"])
    (letter,) = (sent for one in told["resolutions"] for sent in one["dispatches"])
    acts = [json.loads(line) for line in whole.package.lines(RECORD)]
    (facts,) = (act["facts"] for act in acts if act["kind"] == "dispatch.sent")
    words = {name: letter[name] for name in ("body", "kind", "request", "title")}
    old = digest(words | {"annex": facts["resolution_sha256"], "due_on": facts["due_on"]})
    facts["sha256"] = letter["sha256"] = old
    del letter["signer"]
    letter.update(row)
    forged = whole.retold(lambda _: acts)
    return whole.listed({**forged.files, "resolutions.json": json.dumps(told, ensure_ascii=False).encode()})


@pytest.mark.parametrize("row", [{}, {"signer": ""}])
def test_a_letter_from_before_signers_is_still_good(whole: Exported, row: dict[str, str]) -> None:
    assert not [
        fault for fault in faults(before_signers(whole, row)) if "报送" in fault or "不合格式" in fault
    ]
    added = faults(before_signers(whole, {"signer": "张三"}))
    assert [fault for fault in added if fault.startswith("报送“")], "nobody can be added to it"


def test_two_files_of_one_name_are_refused(whole: Exported, tmp_path: Path) -> None:
    twice = packed(whole.package, tmp_path / "twice.zip")
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(twice, "a") as target:
        target.writestr("votes.json", b"{}")
    with pytest.raises(Invalid):
        read(twice)


def test_what_the_first_version_exported_is_still_checked(exported: Exported) -> None:
    names = ("record.jsonl", "heads.jsonl", "record-keys.json", "names.json")
    files: Mapping[str, bytes] = {name: exported.package.files[name] for name in names}

    manifest = {
        **{
            k: v
            for k, v in exported.package.manifest.items()
            if k in {"site", "entries", "root", "enterprise"}
        },
        "format": "congress/export/1",
        "files": {name: sha256(body).hexdigest() for name, body in files.items()},
    }
    old = Package({**files, MANIFEST: json.dumps(manifest).encode()})
    assert faults(old) == set()
    assert faults(Package({**old.files, "names.json": b"{}"})) == {"文件 names.json 被改动过"}
