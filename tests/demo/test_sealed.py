"""The demo shows a sealed resolution at once, and stock tools accept it."""

import subprocess
from pathlib import Path

import httpx2
from journeys.devices import verified
from openssl_command import openssl_accepts_sm2
from server import Server

FIRST = "/resolutions/1"


def run(folder: Path, command: str) -> str:
    done = subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_visitor_downloads_a_sealed_resolution_and_checks_it(demo: Server, tmp_path: Path) -> None:
    with httpx2.Client(base_url=demo.url, trust_env=False) as client:
        assert "已用印" in client.get(FIRST, headers={"Accept-Language": "zh-CN"}).text
        for name, address in (
            ("r.pdf", f"{FIRST}/document.pdf"),
            ("r.p7s", f"{FIRST}/signature"),
            ("ca.pem", "/seal/root.pem"),
            ("r.sm2", f"{FIRST}/signature.sm2"),
            ("sm2.pem", "/seal/1/sm2.pem"),
        ):
            answer = client.get(address)
            assert answer.status_code == 200
            (tmp_path / name).write_bytes(answer.content)
    assert "Signature is Valid." in run(tmp_path, "pdfsig r.pdf")
    check = "openssl cms -verify -binary -inform DER -in r.p7s -content r.pdf -CAfile ca.pem -out /dev/null"
    assert "CMS Verification successful" in run(tmp_path, check)
    document, signature = (tmp_path / "r.pdf").read_bytes(), (tmp_path / "r.sm2").read_bytes()
    assert openssl_accepts_sm2(tmp_path, (tmp_path / "sm2.pem").read_text(), document, signature)
    said = verified(demo.data, tmp_path / "record.zip")
    assert "核验通过" in said
    assert "SM2 signatures: 盖章的文件 1 份，有的 1 份" in said
