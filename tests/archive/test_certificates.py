"""``congress verify`` on the certificate of a vote: by itself it proves little, against a package everything."""

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.boxed import Boxed
from archive.packages import faults
from archive.rich import Rich
from archive.test_commands import congress
from exported import Exported, packed

from congress.archive.package import certificate_of, read
from congress.archive.verification import check_certificate
from congress.archive.verification.shapes import SCHEMAS
from congress.crypto.canonical import canonical
from congress.i18n import render
from congress.polls import service as polls
from congress.resolutions import service as resolutions

PUBLISHED = Path(__file__).parents[2] / "docs/schemas/vote-certificate-1.schema.json"
ONE = "certificates/poll-1.json"
NO = "0" * 64

Change = Callable[[dict[str, Any]], Any]


def said(exported: Exported, change: Change, name: str = ONE) -> set[str]:
    """What is wrong with a certificate that was changed and written well again."""
    told = json.loads(exported.package.files[name])
    change(told)
    return {render(fault, "zh") for fault in check_certificate(exported.package, canonical(told)).faults}


def test_the_schema_of_the_package_is_the_published_one() -> None:
    assert (SCHEMAS / "vote-certificate.schema.json").read_bytes() == PUBLISHED.read_bytes()


def test_it_is_the_file_that_the_software_gives_out(rich: Rich, whole: Exported) -> None:
    with rich.house.database.read() as session:
        for number in (1, 2):
            proven = resolutions.prove(session, rich.house.keeper, polls.closed(session, number))
            assert whole.package.files[certificate_of(number)] == proven.content


def test_of_a_secret_vote_it_names_the_box(boxed: Boxed) -> None:
    name = certificate_of(boxed.polls[0])
    assert not said(boxed.exported, lambda told: None, name)
    assert said(boxed.exported, lambda told: told["archive"].update(sha256=NO), name) == {
        "“archive”与档案不符"
    }
    assert said(boxed.exported, lambda told: told.update(archive=None), name) == {"“archive”与档案不符"}


FORGED: dict[str, tuple[Change, str]] = {
    "counts": (lambda t: t["counts"].update(favour=8), "“counts”与档案不符"),
    "votes": (lambda t: t["votes"][0].reverse(), "“votes”与档案不符"),
    "passed": (lambda t: t.update(passed=False), "“passed”与档案不符"),
    "outcome": (lambda t: t.update(outcome="failed"), "“outcome”与档案不符"),
    "needed": (lambda t: t.update(needed=1), "“needed”与档案不符"),
    "quorum": (lambda t: t["quorum"].update(present=11), "“quorum”与档案不符"),
    "rule": (lambda t: t["rule"].update(threshold=[1, 3]), "“rule”与档案不符"),
    "article": (lambda t: t.update(article=None), "“article”与档案不符"),
    "title": (lambda t: t.update(title="别的决议"), "“title”与档案不符"),
    "text": (lambda t: t.update(text_sha256=NO), "“text_sha256”与档案不符"),
    "number": (lambda t: t.update(number=9), "“number”与档案不符"),
    "sitting": (lambda t: t["sitting"].update(number=9), "“sitting”与档案不符"),
    "way": (lambda t: t.update(way="paper"), "“way”与档案不符"),
    "opening": (lambda t: t["opened"].update(leaf=NO), "“opened”与档案不符"),
    "result": (lambda t: t["closed"].update(at="2026-01-01T00:00:00.000Z"), "“closed”与档案不符"),
    "root": (lambda t: t["head"].update(root=NO), "签名的树根（{n} 条记录）不在档案里"),
    "signature": (lambda t: t["head"].update(signature=NO * 2), "签名的树根（{n} 条记录）不在档案里"),
    "path": (lambda t: t["head"]["path"].reverse(), "从结果到树根的路径不对"),
    "vote": (lambda t: t.update(poll=99), "档案里没有这项表决的结果（编号 99）"),
    "house": (lambda t: t.update(site="elsewhere"), "不是这个单位的系统出具的：证明和档案的系统编号不同"),
    "shape": (lambda t: t.update(more=1), "不合公布的格式：/more"),
    "less": (lambda t: t.pop("counts"), "不合公布的格式：/counts"),
    "format": (lambda t: t.update(format="congress/vote-certificate/9"), "不是表决证明的数据文件（congress/vote-certificate/1）"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_whatever_it_says_otherwise_is_named(whole: Exported, what: str) -> None:
    change, fault = FORGED[what]
    size = json.loads(whole.package.files[ONE])["head"]["size"]
    assert fault.replace("{n}", str(size)) in said(whole, change)


def test_a_certificate_in_a_package_is_checked_with_it(whole: Exported) -> None:
    told = json.loads(whole.package.files[ONE])
    told["counts"]["favour"] = 8
    files = {**whole.package.files, ONE: canonical(told)}
    assert f"文件 {ONE}：“counts”与档案不符" in faults(whole.listed(files))


# --- the command -----------------------------------------------------------------------------------------------------


def verified(file: Path, *more: object) -> "subprocess.CompletedProcess[str]":
    return congress("verify", file, *more)


def test_the_command_says_yes_and_no(whole: Exported, tmp_path: Path) -> None:
    held = tmp_path / "证明.json"
    held.write_bytes(whole.package.files[ONE])
    good = verified(held, "--package", whole.path)
    assert (good.returncode, "表决证明与档案一致" in good.stdout) == (0, True), good.stdout
    assert re.search(r"SHA-256 [0-9a-f]{64}", good.stdout)
    told = json.loads(held.read_bytes())
    told["counts"]["favour"] = 8
    held.write_bytes(canonical(told))
    bad = verified(held, "--package", whole.path)
    assert (bad.returncode, "“counts”与档案不符" in bad.stdout, "NOT verified" in bad.stdout) == (
        1,
        True,
        True,
    )


def test_in_its_unpacked_package_it_needs_no_other(whole: Exported, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole.path) as source:
        source.extractall(tmp_path)
    assert verified(tmp_path / ONE).returncode == 0
    alone = tmp_path.parent / "alone.json"
    alone.write_bytes(whole.package.files[ONE])
    answer = verified(alone)
    assert (answer.returncode, "--package" in answer.stderr, "Traceback" in answer.stderr) == (1, True, False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是表决证明的数据文件"),
        (b"%PDF-1.7", "不是表决证明的数据文件"),
        (b"\xff\xfe{", "不是表决证明的数据文件"),
        (b'{"format":"other"}', "不是表决证明的数据文件"),
        (b"[" * 100_000, "不是表决证明的数据文件"),
        (b'{ "format": "congress/vote-certificate/1" }', "不是规范写法"),
        (b'{"format":"congress/vote-certificate/1"}', "不合公布的格式"),
    ],
)
def test_what_is_no_certificate_gets_a_sentence(
    whole: Exported, tmp_path: Path, content: bytes, words: str
) -> None:
    held = tmp_path / "x.json"
    held.write_bytes(content)
    answer = verified(held, "--package", whole.path)
    assert answer.returncode == 1
    assert words in answer.stdout
    assert "Traceback" not in answer.stderr


def test_a_good_certificate_does_not_save_a_forged_package(whole: Exported, tmp_path: Path) -> None:
    forged = packed(
        whole.changed("votes.json", lambda body: body.replace(b"7", b"9")), tmp_path / "forged.zip"
    )
    held = tmp_path / "x.json"
    held.write_bytes(whole.package.files[ONE])
    answer = verified(held, "--package", forged)
    assert (answer.returncode, "votes.json" in answer.stdout) == (1, True)
    assert read(forged)
    for wrong in ("missing.zip", "x.json"):
        answer = verified(held, "--package", tmp_path / wrong)
        assert (answer.returncode, "Traceback" in answer.stderr, answer.stderr.strip() != "") == (
            1,
            False,
            True,
        )
    answer = verified(tmp_path / "missing.json", "--package", whole.path)
    assert (answer.returncode, "Traceback" in answer.stderr) == (1, False)
