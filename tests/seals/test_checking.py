"""Following the page on sealed documents, in either language, with stock tools only."""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from congress.crypto import canonical, signatures
from congress.crypto.signatures import Signer
from congress.seals import keyfile, sm2
from congress.seals.pressing import Sealed, approvals_of, seal_pdf
from congress.seals.rules import OFFICES, statement

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs/verifying.md", ROOT / "docs/verifying.zh.md"]


def walk(page: Path) -> str:
    """The commands for a sealed document, in order."""
    return "\n".join(re.findall(r"^```bash\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL))


def approval(pdf: bytes, office: str) -> dict[str, str]:
    """What an officer's device signed."""
    signer, digest = Signer.generate(), sha256(pdf).hexdigest()
    said = statement(impression=1, sha256=digest, site="site", office=office) | {"at": "…", "nonce": "00"}
    body = canonical.canonical(said)
    return {
        "key": signer.id,
        "person": '安"丽华\\',
        "public": signatures.encode(signer.public),
        "role": office.value,
        "signature": signatures.encode(signer.sign(body)),
        "statement": body.decode(),
    }


@pytest.fixture
def folder(tmp_path, pdf, held) -> Path:
    approvals = approvals_of(pdf, "决议", [approval(pdf, office) for office in OFFICES])
    both = replace(held, sm2=sm2.make())
    done = seal_pdf(pdf, both, approvals=approvals)
    assert isinstance(done, Sealed)
    (tmp_path / "sealed.pdf").write_bytes(done.document)
    (tmp_path / "sealed.p7s").write_bytes(done.signature)
    (tmp_path / "sealed.sm2").write_bytes(done.sm2)
    (tmp_path / "seal-sm2.pem").write_text(both.sm2_public)
    (tmp_path / "seal-root.pem").write_text(keyfile.pem(held.chain[-1]))
    return tmp_path


def test_both_languages_give_the_same_commands():
    first, second = map(walk, PAGES)
    assert first == second
    assert first.count("openssl") > 5


def test_following_the_page_checks_seal_and_officers(folder, stock, held):
    done = stock("bash", "-euo", "pipefail", "-c", walk(PAGES[0]))
    assert done.returncode == 0, done.stderr
    assert keyfile.fingerprint(held.chain[-1]).upper() in done.stdout.replace(":", "")
    assert "Signature is Valid." in done.stdout
    assert "CMS Verification successful" in done.stderr
    assert "\n1\n" in done.stdout
    assert done.stdout.count("Signature Verified Successfully") == 2, "SM2, and the officer's"
    assert f"= {sm2.fingerprint((folder / 'seal-sm2.pem').read_text())}\n" in done.stdout


def test_following_the_page_finds_a_changed_byte(folder, stock):
    content = bytearray((folder / "sealed.pdf").read_bytes())
    content[300] ^= 1
    (folder / "sealed.pdf").write_bytes(content)
    done = stock("bash", "-uo", "pipefail", "-c", walk(PAGES[0]))
    assert "Signature is Valid." not in done.stdout
    assert "CMS Verification failure" in done.stderr
    assert "\n1\n" not in done.stdout
    assert "Signature Verification Failure" in done.stdout


def test_following_the_page_finds_a_changed_statement(folder, stock):
    forging = "sed -i 's/chief_teller/chief_seller/g' approvals.json\n"
    steps = walk(PAGES[0]).replace("bytes=$(", f"{forging}bytes=$(", 1)
    done = stock("bash", "-uo", "pipefail", "-c", steps)
    assert "chief_seller" in (folder / "statement").read_text()
    assert done.stdout.count("Signature Verified Successfully") == 1, "SM2 only"
