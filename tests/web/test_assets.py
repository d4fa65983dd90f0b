"""Static files: one sheet of styles, kept for ever under the hash of them all, and no longer under another; scripts
that browsers compare before they run them."""

import asyncio
import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hall import Hall

from congress import booth
from congress.booth import integrity
from congress.web.assets import ROOT, Assets

SHEETS = sorted((ROOT / "css").glob("*.css"))


def test_the_styles_are_one_file_in_order(hall: Hall) -> None:
    page = hall.client("bob").get("/now").text
    [address] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    answer = hall.client().get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    places = [answer.text.index(sheet.read_text(encoding="utf-8")) for sheet in SHEETS]
    assert places == sorted(places)
    assert SHEETS[0].name == "_tokens.css"


def test_an_address_of_another_version_is_answered_and_not_kept(hall: Hall) -> None:
    for name in ("css/all.css", "js/live.js"):
        answer = hall.client().get(f"/static/000000000000/{name}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


def test_there_is_nothing_outside_the_folder(hall: Hall) -> None:
    for name in ("css/none.css", "..%2f..%2fpyproject.toml", "css"):
        assert hall.client().get(f"/static/0/{name}").status_code == 404


# --- integrity ---------------------------------------------------------------------------------------------------

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)


def scripts(page: str) -> list[tuple[dict[str, str], str]]:
    """The attributes and the text of every script of a page."""
    return [(dict(re.findall(r'([a-z]+)="([^"]*)"', head)), text) for head, text in SCRIPT.findall(page)]


@pytest.mark.parametrize("address", ["/sign-in", "/nowhere"])
def test_every_script_of_a_page_says_what_it_must_be(hall: Hall, address: str) -> None:
    (kind, _), *others = scripts(hall.client().get(address).text)
    assert kind == {"type": "importmap"}, "before any module, or browsers do not mind it"
    assert len(others) > 20
    for about, text in others:
        assert text == ""
        assert about["integrity"] == integrity(hall.client().get(about["src"]).content)
        assert about.get("type") == "module" or about["crossorigin"] == "anonymous"


def test_the_import_map_says_what_imported_scripts_must_be(hall: Hall) -> None:
    [(_, text), *_] = scripts(hall.client().get("/sign-in").text)
    known = json.loads(text)
    assert known.keys() == {"integrity"}
    assert len(known["integrity"]) == len(list(ROOT.rglob("*.js")))
    for address, value in known["integrity"].items():
        assert integrity(hall.client().get(address).content) == value


def test_the_policy_admits_the_import_map_and_nothing_else_inline(hall: Hall) -> None:
    answer = hall.client().get("/sign-in")
    [(_, text), *_] = scripts(answer.text)
    rules = answer.headers["content-security-policy"].split("; ")
    assert [rule for rule in rules if rule.startswith("script-src")] == [
        f"script-src 'self' '{integrity(text.encode())}'"
    ]
    assert answer.headers["integrity-policy"] == "blocked-destinations=(script)"


def test_what_was_hashed_is_what_is_served(tmp_path: Path) -> None:
    """Also when somebody changes files, or puts a new version in place, while the server runs."""
    assets = Assets(Path(shutil.copytree(ROOT, tmp_path / "static")))
    (assets.root / "js/seal.js").write_text("changed")
    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    answer = asyncio.run(assets.get_response(f"{assets.version}/js/seal.js", scope))
    assert answer.body == (ROOT / "js/seal.js").read_bytes()
    assert assets.integrity("js/seal.js") == integrity(bytes(answer.body))
    assert assets.version == Assets().version, "the address names what is served"


def test_an_outsider_checks_what_a_server_sends(hall: Hall, tmp_path: Path) -> None:
    """With the listing, whose SHA-256 is the fingerprint, and stock tools."""
    listing = hall.client().get("/static/0/scripts.sha256")
    assert listing.headers["content-type"].startswith("text/plain")
    (tmp_path / "scripts.sha256").write_bytes(listing.content)
    for line in listing.text.splitlines():
        place = tmp_path / line.split()[1]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(hall.client().get(f"/static/0/{place.relative_to(tmp_path / 'static')}").content)
    command = ["sha256sum", "--quiet", "-c", "scripts.sha256"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert sha256(listing.content).hexdigest() == booth.read().fingerprint
