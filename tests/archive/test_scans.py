"""Scans that prove filings, and reminders to read, in an archive: as they came, and held against the record."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from archive.furnished import SCANS, WHY, Furnished
from archive.packages import data, faults
from archive.test_changes import Change, edit
from archive.test_furnished import row
from exported import Exported

from congress.errors import Missing


def test_scans_of_filings_leave_as_they_came_and_reminders_are_told(full: Exported) -> None:
    first, second = data(full.package, "filings.json")["filings"]
    files = full.package.files
    assert {one["name"]: files[one["file"]] for one in first["proofs"]} == SCANS
    assert [one["file"].rpartition(".")[2] for one in first["proofs"]] == ["pdf", "png"]
    assert [one["name"] for one in second["proofs"]] == list(SCANS)[:1]
    assert {one["by"]["name"] for one in first["proofs"]} == {"欧阳兰"}
    [circulation] = data(full.package, "committee.json")["circulations"]
    [reminder] = circulation["reminders"]
    assert (reminder["by"]["name"], [one["name"] for one in reminder["readers"]]) == ("裴振华", ["阮淑芬"])
    [declined] = data(full.package, "seals.json")["declined"]
    assert (declined["why"], declined["office"]) == (WHY, "chief_teller")


def scan(number: int, change: Callable[[dict[str, bytes], dict[str, Any]], Any]) -> Change:
    """Another scan of the first filing, in its row and in the file. A row that was emptied goes."""

    def job(files: dict[str, bytes]) -> None:
        def told(filings: dict[str, Any]) -> None:
            scans = filings["filings"][0]["proofs"]
            change(files, scans[number])
            filings["filings"][0]["proofs"] = [one for one in scans if one]

        edit("filings.json", told)(files)

    return job


def swap(files: dict[str, bytes], row: dict[str, Any]) -> None:
    """Other bytes, and a row that fits them."""
    files[row["file"]] = content = b"%PDF-1.4 another"
    row.update(size=len(content), sha256=sha256(content).hexdigest())


def more(files: dict[str, bytes], row: dict[str, Any]) -> None:
    """The first one turned into one that nobody laid there, told under its entry."""
    files["proofs/9.pdf"] = content = b"%PDF-1.4 more"
    row.update(
        name="多出来的.pdf", file="proofs/9.pdf", size=len(content), sha256=sha256(content).hexdigest()
    )


FORGED: dict[str, tuple[Change, str]] = {
    "scan changed": (lambda files: files.update({"proofs/2.png": b"\x89PNG forged!"}), "备案证明文件“盖章件.PNG”与会议记录不符"),
    "scan changed with its row": (scan(0, swap), "备案证明文件“回执 <一>.pdf”与会议记录不符"),
    "scan dropped": (lambda files: files.pop("proofs/2.png") and None, "备案证明文件“盖章件.PNG”与会议记录不符"),
    "scan dropped with its row": (scan(1, lambda files, row: files.pop(row.pop("file")) and row.clear()), "备案证明文件“盖章件.PNG”没有写进数据文件"),
    "no scans told": (row("filings", 0, lambda r: r.pop("proofs")), "备案证明文件“回执 <一>.pdf”没有写进数据文件"),
    "scan of another filing": (edit("filings.json", lambda d: d["filings"][1]["proofs"].append(d["filings"][0]["proofs"].pop())), "备案证明文件“盖章件.PNG”与会议记录不符"),
    "scan added": (lambda files: files.update({"proofs/9.pdf": b"%PDF-1.4 more"}), "文件 proofs/9.pdf 不是任何备案的证明文件"),
    "scan added with a row": (scan(0, more), "备案证明文件“多出来的.pdf”与会议记录不符"),
    "scan told twice": (row("filings", 0, lambda r: r["proofs"].append(r["proofs"][0])), "备案证明文件“回执 <一>.pdf”没有写进数据文件"),
    "scan renamed": (scan(0, lambda _, row: row.update(name="别的.pdf")), "备案证明文件“别的.pdf”与会议记录不符"),
    "scan by another": (scan(0, lambda _, row: row.update(by={"person": 1, "name": "安丽华"})), "备案证明文件“回执 <一>.pdf”与会议记录不符"),
    "scan at another time": (scan(0, lambda _, row: row.update(at="2026-01-01T00:00:00.000Z")), "备案证明文件“回执 <一>.pdf”与会议记录不符"),
    "reminder dropped": (row("committee", 0, lambda r: r.update(reminders=[]), "circulations"), "提醒阅读（编号"),
    "reminders not told": (row("committee", 0, lambda r: r.pop("reminders"), "circulations"), "提醒阅读（编号"),
    "another was reminded": (row("committee", 0, lambda r: r["reminders"][0].update(readers=[{"person": 1, "name": "安丽华"}]), "circulations"), "提醒阅读（编号"),
    "reminded on another day": (row("committee", 0, lambda r: r["reminders"][0].update(day="2026-01-01"), "circulations"), "提醒阅读（编号"),
    "reminder made up": (row("committee", 0, lambda r: r["reminders"].append({**r["reminders"][0], "seq": 1}), "circulations"), "提醒阅读（编号 1）"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_a_change_is_named_though_the_lists_were_signed_anew(full: Exported, what: str) -> None:
    change, said = FORGED[what]
    files = dict(full.package.files)
    change(files)
    found = faults(full.listed(files))
    assert [fault for fault in found if fault.startswith(said)], found


@pytest.mark.parametrize("sitting", ["", "3-2"])
def test_a_scan_that_is_lost_or_changed_on_the_server_is_not_exported(
    office: Furnished, tmp_path: Path, sitting: str
) -> None:
    kept = office.folder / "papers" / sha256(SCANS["盖章件.PNG"]).hexdigest()
    own = kept.read_bytes()
    try:
        for content in (None, b"other bytes"):
            kept.unlink(missing_ok=True)
            if content:
                kept.write_bytes(content)
            with pytest.raises(Missing, match="备案证明文件"):
                office.exported(tmp_path / "export.zip", sitting=sitting)
    finally:
        kept.write_bytes(own)
    assert list(tmp_path.iterdir()) == []
