"""The commands on a sealed resolution's page, run as they stand there: they go on checking when the seal is another one."""

import html
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

from at_the_seal import PASSPHRASE, approve, current, made, resolved, standing
from hall import Hall

from congress.roster.rules import OfficeKind

EXTENSIONS = """[root]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign
[seal]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=1.3.6.1.5.5.7.3.36
"""
OUTSIDE = """
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout ca.key -out ca.pem -subj "/CN=Root" -days 30
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout s.key -out s.csr -subj "/CN=Seal"
openssl x509 -req -in s.csr -CA ca.pem -CAkey ca.key -days 30 -extfile ext -extensions seal -out s.pem
openssl pkcs12 -export -inkey s.key -in s.pem -certfile ca.pem -out s.p12 -passout pass:geheim
"""


def pressed(hall: Hall) -> str:
    """The address of a resolution under the seal that is in use."""
    page, olga = resolved(hall), hall.client("olga")
    assert olga.post(f"{page}/sealing").status_code == 303
    use = standing(hall)
    approve(hall, use, "alice", OfficeKind.EXECUTIVE_CHAIR)
    approve(hall, use, "ruth", OfficeKind.CHIEF_TELLER)
    assert olga.post(f"{use}/pressing", data={"passphrase": PASSPHRASE}).status_code == 303
    hall.house.press.close()
    return page


def run(folder: Path, commands: str) -> str:
    done = subprocess.run(["bash", "-c", commands], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def checked(hall: Hall, page: str, folder: Path) -> str:
    """Everything that a visitor downloads from the card, under the names that it has; what the commands answer."""
    for address in re.findall('href="([^"]*)"', card(hall, page)):
        answer = hall.client().get(html.unescape(address))
        named = answer.headers["content-disposition"].partition("filename")[2]
        name = named.partition("UTF-8''")[2] or named.strip('="')
        (folder / unquote(name)).write_bytes(answer.content)
    return answered(hall, page, folder)


def answered(hall: Hall, page: str, folder: Path) -> str:
    """What the commands answer to the files that lie there."""
    commands = re.search("<code>(pdfsig.*?)</code>", card(hall, page), re.DOTALL)
    assert commands
    return run(folder, html.unescape(commands[1]))


def card(hall: Hall, page: str) -> str:
    return hall.client().get(page).text.partition('id="seal"')[2].partition("</section>")[0]


def test_a_retired_seals_commands_still_check_what_it_sealed(hall: Hall, tmp_path: Path) -> None:
    made(hall)
    page = pressed(hall)
    root = hall.client().get("/seal/root.pem").text
    assert made(hall, seen=current(hall)).status_code == 303
    assert hall.client().get("/seal/root.pem").text != root
    assert hall.client().get("/seal/1/root.pem").text == root
    said = checked(hall, page, tmp_path)
    assert "Signature is Valid." in said
    assert "CMS Verification successful" in said
    (tmp_path / "seal-1-root.pem").write_text(hall.client().get("/seal/root.pem").text)
    assert "CMS Verification failure" in answered(hall, page, tmp_path)


def test_the_commands_check_a_seal_from_elsewhere_too(hall: Hall, tmp_path: Path) -> None:
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / "ext").write_text(EXTENSIONS)
    run(folder, OUTSIDE)
    form = {"way": "import", "seen": "", "password": "geheim", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    files = {"file": ("s.p12", (folder / "s.p12").read_bytes(), "application/x-pkcs12")}
    answer = hall.client("olga").post("/seal/import", data=form, files=files)
    assert answer.status_code == 303, answer.text
    said = checked(hall, pressed(hall), tmp_path)
    assert "CMS Verification successful" in said


def test_a_seal_that_is_not_there_has_no_root(hall: Hall) -> None:
    for number in (1, 99):
        assert hall.client().get(f"/seal/{number}/root.pem").status_code == 404
