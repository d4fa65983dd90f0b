"""An archive stands alone: it is complete, the same each time, checked by stock tools, and whole or not there."""

import re
import resource
import signal
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from archive.packages import KINDS, ROOT, data, faults, run
from archive.rich import PAPERS, PHONE, Rich
from cast import Cast
from exported import Exported

from congress import VERSION
from congress.archive.package import Package, read, sums
from congress.archive.verification import verify
from congress.errors import Invalid, Missing
from congress.i18n import render
from congress.record.entries import Kind

# --- what is in it -------------------------------------------------------------------------------------------


def test_it_holds_one_of_each_kind_and_verifies(whole: Exported) -> None:
    assert set(KINDS) < set(whole.package.files)
    checks = list(verify(whole.package))
    assert [check.faults for check in checks] == [[]] * len(checks)
    assert next(c for c in checks if "会议、文件、票数" in c.name.text).examined > 20


def test_papers_are_those_that_lie_before_the_congress(whole: Exported) -> None:
    [item] = [i for i in data(whole.package, "sittings.json")["sittings"][0]["agenda"] if i["papers"]]
    assert [(p["name"], whole.package.files[p["file"]]) for p in item["papers"]] == list(PAPERS.items())


def test_nothing_private_leaves_the_house(whole: Exported) -> None:
    text = b"".join(body for name, body in whole.package.files.items() if not name.endswith((".pdf", ".p7s")))
    assert PHONE.encode() not in text
    [told] = data(whole.package, "roster.json")["rosters"]
    known = {"delegate", "person", "number", "name", "unit", "kind", "delegation"}
    assert set().union(*(one.keys() for one in told["delegates"])) == known
    assert "旧稿".encode() not in whole.package.files["sittings.json"]
    assert not re.search(rb"\$argon2|PRIVATE KEY|token_hash|password_hash", text)


def test_a_resolution_is_told_with_what_became_of_it(whole: Exported) -> None:
    [found] = data(whole.package, "resolutions.json")["resolutions"]
    assert found["number"].endswith("〔2026〕1号") or re.search(r"〔\d{4}〕1号$", found["number"])
    assert [mark["name"] for mark in found["signatures"]] == ["安丽华", "阮淑芬"]
    [sent] = found["dispatches"]
    assert (sent["stage"], sent["steps"][-1]["body"]) == ("answered", "已经办好，感谢代表。")
    text = whole.package.files[found["text"]].decode()
    assert "关于办法的决议" in text
    assert "赞成 7" in text
    assert "安丽华" in text


def test_a_text_says_what_its_pdf_says(whole: Exported, unpacked: Path) -> None:
    for name in ("resolution-1", "dispatch-1"):
        shown = run(unpacked, "pdftotext", "-raw", f"documents/{name}.pdf", "-").stdout
        glued = re.sub(r"\s|—\d+—", "", shown)
        for line in whole.package.files[f"documents/{name}.txt"].decode().splitlines():
            words = [re.sub(r"\s", "", word) for word in re.split(r"[　 ：（，]", line)]
            assert all(word in glued for word in words), line


def test_the_forms_of_votes_and_of_the_committee_are_there_and_linked(
    whole: Exported, unpacked: Path
) -> None:
    [sent] = data(whole.package, "resolutions.json")["resolutions"][0]["dispatches"]
    answer = next(step["seq"] for step in sent["steps"] if step["body"] == "已经办好，感谢代表。")
    for name, words in {
        "vote-1-report": "表决结果报告单",
        "vote-2-report": "举手",
        "vote-1-certificate": "表决证明",
        "dispatch-1-handling": "来文办理单",
        f"decision-{answer}": "已经办好，感谢代表。",
    }.items():
        glued = re.sub(r"\s", "", run(unpacked, "pdftotext", "-raw", f"documents/{name}.pdf", "-").stdout)
        assert words in glued, name
        for page in ("index.html", "index.en.html"):
            assert f'href="documents/{name}.pdf"' in whole.package.files[page].decode(), (name, page)
    assert "二维码" not in run(unpacked, "pdftotext", "documents/vote-1-certificate.pdf", "-").stdout
    assert "已经办好，感谢代表。" in whole.package.files[f"documents/decision-{answer}.txt"].decode()


def test_a_list_of_a_named_vote_is_complete(whole: Exported) -> None:
    ballots = data(whole.package, "votes/poll-1.json")["ballots"]
    assert len(ballots) == 12
    choices = [one["choice"] for one in ballots]
    assert [choices.count(choice) for choice in ("for", "against", None)] == [7, 3, 2]


# --- the same each time ------------------------------------------------------------------------------------------


def test_the_same_state_gives_the_same_bytes(rich: Rich, whole: Exported, tmp_path: Path) -> None:
    again = rich.exported(tmp_path / "again.zip")
    assert again.path.read_bytes() == whole.path.read_bytes()
    code = "import sys; from congress.__main__ import cli; cli()"
    command = [sys.executable, "-c", code, "export", str(tmp_path / "other.zip"), "--data", str(rich.folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "other.zip").read_bytes() == whole.path.read_bytes(), "another process, another time"


def test_the_version_is_that_of_the_software(whole: Exported) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert whole.package.manifest["version"] == VERSION == project["version"]


# --- stock tools -------------------------------------------------------------------------------------------------


def test_stock_tools_check_it_as_the_readme_says(whole: Exported, unpacked: Path) -> None:
    readme = whole.package.files["README.txt"].decode()
    sums, signature = "sha256sum -c SHA256SUMS", (
        "openssl pkeyutl -verify -pubin -inkey record-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig"
    )  # fmt: skip
    assert f"    {sums}\n" in readme
    assert f"    {signature}\n" in readme
    checked = run(unpacked, *sums.split())
    assert checked.returncode == 0
    assert checked.stdout.count(": OK") == len(whole.package.files) - 2
    assert "Verified Successfully" in run(unpacked, *signature.split()).stdout
    listed = "cut -d'*' -f2 SM3SUMS | xargs openssl dgst -sm3 -r | diff - SM3SUMS"
    assert f"    {listed}\n" in readme
    assert run(unpacked, "sh", "-c", listed).stdout == ""
    assert (unpacked / "SM3SUMS").read_text().count("\n") == len(whole.package.files) - 3
    sealed = (
        "openssl cms -verify -binary -inform DER -in sealed/1.p7s -content sealed/1.bin "
        "-CAfile sealed/seal-1-chain.pem -purpose any -out sealed.out"
    )
    assert run(unpacked, *sealed.split()).returncode == 0
    (unpacked / "sealed.out").unlink()
    assert "no error" in run(unpacked, "unzip", "-tq", str(whole.path)).stdout.lower().replace(
        "errors", "error"
    )


def test_stock_tools_find_a_changed_file(whole: Exported, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole.path) as source:
        source.extractall(tmp_path)
    (tmp_path / "votes.json").write_bytes((tmp_path / "votes.json").read_bytes().replace(b"7", b"9", 1))
    assert "votes.json: FAILED" in run(tmp_path, "sha256sum", "-c", "SHA256SUMS").stdout
    sm3 = run(tmp_path, "openssl", "dgst", "-sm3", "-r", "votes.json").stdout
    assert sm3 not in (tmp_path / "SM3SUMS").read_text()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda text: text.replace(b"0", b"1", 1), "的 SM3 校验值不对"),
        (lambda text: text.partition(b"\n")[2], "不在 SM3 校验值清单里"),
        (lambda text: text + text.partition(b"\n")[0] + b"\n", "在 SM3 校验值清单里出现了两次"),
        (lambda text: text + b"x\n", "SM3 校验值清单里有一行读不出来"),
    ],
)
def test_a_list_of_sm3_digests_that_is_wrong_is_told(
    whole: Exported, change: Callable[[bytes], bytes], fault: str
) -> None:
    """Even when SHA256SUMS was signed anew over it."""
    files = {n: b for n, b in whole.package.files.items() if n not in {"SHA256SUMS", "SHA256SUMS.sig"}}
    files["SM3SUMS"] = change(files["SM3SUMS"])
    listed = sums({name: sha256(body).hexdigest() for name, body in files.items()})
    forged = Package({**files, "SHA256SUMS": listed, "SHA256SUMS.sig": whole.signer.sign(listed)})
    assert [said for said in faults(forged) if fault in said]


# --- one sitting -------------------------------------------------------------------------------------------------


def test_one_sitting_by_its_name(rich: Rich, whole: Exported, tmp_path: Path) -> None:
    one = rich.exported(tmp_path / "one.zip", sitting="3-2")
    assert one.package.sitting == rich.cast.sitting_id
    assert faults(one.package) == set()
    assert set(one.package.files) == set(whole.package.files), "there was only this one"


def test_a_sitting_that_is_not_there_is_refused_with_those_that_are(rich: Rich, tmp_path: Path) -> None:
    with pytest.raises(Missing) as error:
        rich.exported(tmp_path / "none.zip", sitting="9-9")
    assert "3-2" in render(error.value.refusal.remedy or "", "zh")
    assert list(tmp_path.iterdir()) == []


# --- whole or not there ------------------------------------------------------------------------------------------


DIES = (
    "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); from congress.__main__ import cli; cli()"
)
FULL = "from congress.__main__ import cli; cli()"
ROOM = 40_000  # bytes: the export needs several times as many


def half(rich: Rich, path: Path, code: str, room: int = ROOM) -> "subprocess.CompletedProcess[str]":
    """An export that may write this much and no more."""
    command = [sys.executable, "-c", code, "export", str(path), "--data", str(rich.folder)]
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        env=environment,
    )


def test_an_export_killed_half_way_is_not_taken_for_a_whole_one(rich: Rich, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    assert half(rich, path, DIES).returncode == -signal.SIGXFSZ
    [left] = tmp_path.iterdir()
    assert left.name.startswith(".archive.zip.")
    assert left.name.endswith(".part")
    with pytest.raises(Invalid):
        read(left)


def test_a_full_disk_is_told_and_leaves_nothing(rich: Rich, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(b"the last one")
    done = half(rich, path, FULL)
    assert done.returncode == 1
    assert "not written" in done.stderr
    assert "Traceback" not in done.stderr
    assert [left.name for left in tmp_path.iterdir()] == ["archive.zip"]
    assert path.read_bytes() == b"the last one"


def test_a_lost_paper_stops_the_export_with_its_name(rich: Rich, tmp_path: Path) -> None:
    [kept] = [
        p for p in rich.house.settings.papers.iterdir() if p.read_bytes() == PAPERS["职工食堂改造方案.pdf"]
    ]
    content = kept.read_bytes()
    try:
        for damage in (kept.unlink, lambda: kept.write_bytes(b"%PDF-1.4 other")):
            damage()
            with pytest.raises(Missing) as error:
                rich.exported(tmp_path / "x.zip")
            assert "职工食堂改造方案.pdf" in render(error.value.refusal.reason, "zh")
            assert list(tmp_path.iterdir()) == []
    finally:
        kept.write_bytes(content)


def test_progress_is_told_file_by_file(rich: Rich, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    made = rich.exported(tmp_path / "x.zip", tell=lambda done, total: heard.append((done, total)))
    total = len(made.package.files) - 3  # both lists and the signature come last
    assert heard == [(n, total) for n in range(1, total + 1)]


# --- the roster of then ------------------------------------------------------------------------------------------


def test_record_and_roster_know_the_same_people(whole: Exported, rich: Rich) -> None:
    [roster] = data(whole.package, "roster.json")["rosters"]
    cast: Cast = rich.cast
    assert {one["person"] for one in roster["delegates"] if one["kind"] == "voting"} == {
        member.person_id for member in cast.voting
    }
    assert {one["kind"] for one in roster["offices"]} >= {"executive_chair", "chief_teller", "secretariat"}
    assert Kind.DELEGATE_CHANGED.value not in whole.package.files["record.jsonl"].decode()
