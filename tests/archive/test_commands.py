"""The command line on a real export and a real backup."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from exported import Exported


def congress(*words: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "congress", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_verify_says_yes_and_no(exported: Exported, tmp_path: Path) -> None:
    good = congress("verify", exported.path)
    assert (good.returncode, "verified" in good.stdout) == (0, True)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(exported.path) as source:
        source.extractall(folder)
    assert congress("verify", folder).returncode == 0
    record = folder / "record.jsonl"
    record.write_bytes(record.read_bytes().replace(b'"favour":7', b'"favour":9'))
    bad = congress("verify", folder)
    assert (bad.returncode, "NOT verified" in bad.stdout) == (1, True)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_export_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    answer = congress("verify", path)
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert answer.stderr.strip()


def test_a_backup_put_back_exports_the_same_record(exported: Exported, tmp_path: Path) -> None:
    data = exported.path.parent / "data"
    saved, restored = tmp_path / "backup.zip", tmp_path / "restored"
    assert congress("backup", saved, "--data", data).returncode == 0
    assert saved.stat().st_mode & 0o077 == 0
    assert congress("restore", saved, "--data", restored).returncode == 0
    assert congress("restore", saved, "--data", restored).returncode == 1  # never over something
    again = tmp_path / "again.zip"
    assert congress("export", again, "--data", restored).returncode == 0
    assert congress("verify", again).returncode == 0
    with zipfile.ZipFile(again) as one, zipfile.ZipFile(exported.path) as other:
        assert one.read("record.jsonl") == other.read("record.jsonl")
        assert (
            json.loads(one.read("manifest.json"))["root"] == json.loads(other.read("manifest.json"))["root"]
        )
    shutil.rmtree(restored)


def test_an_empty_folder_has_nothing_to_export(tmp_path: Path) -> None:
    answer = congress("export", tmp_path / "x.zip", "--data", tmp_path / "nothing")
    assert answer.returncode == 1
    assert not (tmp_path / "nothing").exists()
