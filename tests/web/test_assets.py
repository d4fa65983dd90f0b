"""Static files: one sheet of styles, kept for ever under the hash of them all, and no longer under another."""

import re

from hall import Hall

from congress.web.assets import ROOT

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
