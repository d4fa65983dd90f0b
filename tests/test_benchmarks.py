"""The benches of documents in a tiny size: they measure what the product does. How long it takes is no test's business."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from congress.archive.package import read
from congress.archive.verification import verify as judge
from congress.seals.pressing import Sealed, press
from scripts.benchmarks import archives, batch, documents, report, sealing, secret
from scripts.benchmarks.apart import apart, most_memory
from scripts.benchmarks.verify import timed

ROOT = Path(__file__).parent.parent
BENCH = (ROOT / "docs/bench.md").read_text()
MACHINE = {"cores": 2, "python": "3.11.7", "load_before": 9.99}
LIVE = {"streams": 7, "last_listener_ms": [1, 2], "kilobytes_each": 3}


# --- what is measured ---------------------------------------------------------------------------------------------


def test_the_batch_is_every_document_of_the_sitting_told_one_by_one(tmp_path: Path) -> None:
    batch.hold(tmp_path, 2)
    made = batch.made(str(tmp_path))
    assert (made["documents"], made["files"], made["told"]) == (6, 10, 11)
    with ZipFile(next((tmp_path / "bundles").glob("*.zip"))) as source:
        endings = sorted(name.rpartition(".")[2] for name in source.namelist())
    assert endings == ["docx"] * 2 + ["json"] * 2 + ["pdf"] * 6
    kinds = batch.by_kind(str(tmp_path))
    assert set(kinds) == {"决议 pdf", "决议 docx", "表决证明 pdf", "表决证明 json", "计票报告单 pdf"}
    assert batch.zipped(str(tmp_path)) >= 0
    assert list(batch.lasting(str(tmp_path), 2)) == ["6", "12"]


def test_a_secret_sitting_is_exported_and_verifies(tmp_path: Path) -> None:
    secret.hold(tmp_path, 4)
    timed(archives.EXPORT, tmp_path)
    package = read(tmp_path / "x.zip")
    box = next(name for name in package.files if name.endswith(".bel"))
    assert package.files[box].count(b'"type":"Ballot"') == 4
    assert [fault for check in judge(package) for fault in check.faults] == []
    timed(archives.VERIFY, tmp_path)


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"none")
    with pytest.raises(RuntimeError):
        timed(archives.VERIFY, tmp_path)


@pytest.mark.parametrize("name", ["pdf", "word", "preview"])
def test_documents_are_made_anew_each_time(name: str) -> None:
    found = documents.several(name, 2)
    assert found["next_slowest_ms"] >= found["next_ms"] > 0
    assert documents.bare(1)["next_ms"] > 0


def test_cards_are_told_one_by_one() -> None:
    assert documents.sheet(3)["told"] == 3


def test_the_seal_that_is_measured_is_a_seal(tmp_path: Path) -> None:
    job = sealing.asked(tmp_path)
    assert job.spot
    done = press(job)
    assert isinstance(done, Sealed)
    assert b"/ByteRange" in done.document
    held = sealing.opened(job)
    assert held.chain, "the seal's own key, not its root's"
    assert len(sealing.bare(held, done.document)) == 2


def test_memory_is_that_of_the_process_and_not_of_its_parent() -> None:
    large = bytearray(200 * 1024 * 1024)
    large[::4096] = b"x" * len(large[::4096])
    assert most_memory() > 200
    assert apart("scripts.benchmarks.apart", "most_memory") < 150
    del large


# --- what is told of it -------------------------------------------------------------------------------------------


def test_one_measurement_writes_its_own_sections_and_no_others() -> None:
    again = report.write({"machine": MACHINE, "live": LIVE}, BENCH)
    before, after = report.parted(BENCH), report.parted(again)
    assert before[0] == after[0], "the introduction is of the whole run"
    assert {k: v for k, v in after[1].items() if before[1].get(k) != v}.keys() == {"Live"}
    assert list(before[1]) == list(after[1])
    assert "7 open streams" in after[1]["Live"]


def test_rows_that_nobody_measures_are_kept() -> None:
    by_hand = BENCH + "\n## By hand\n\n| a | b |\n|---|---|\n"
    assert report.write({"machine": MACHINE, "live": LIVE}, by_hand).endswith(
        "## By hand\n\n| a | b |\n|---|---|\n"
    )


def test_every_section_of_the_report_is_written_by_the_code() -> None:
    assert list(report.parted(BENCH)[1]) == list(report.ORDER)


def test_a_report_begins_with_where_it_was_measured() -> None:
    assert "load 9.99" in report.write({"machine": MACHINE, "live": LIVE})


def test_the_command_explains_itself() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "scripts.benchmarks", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(name in answer for name in (*report.OWNERS, "--write", "--json"))
