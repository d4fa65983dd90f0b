"""Whatever people write stays words: markup in every text of the database, and every page looked at by everybody."""

import re
from html.parser import HTMLParser

import pytest
from hall import Hall
from hostile.busy import addresses
from sqlalchemy import Text, literal, update
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from congress.web.assets import Assets

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">\'"&'
SHOWN = "&lt;script&gt;"
MACHINE = {  # texts that only the software writes
    "uid", "kind", "at", "key", "id", "public", "token_hash", "password_hash", "sha256", "text_sha256", "digest",
    "statement", "signature", "timezone", "media_type", "matter", "checkin_code",
    "zone", "code", "cause", "file",
}  # fmt: skip
UNTOUCHED = {"entry", "head"}  # the record: its bodies are hashed
UNIQUE = {"number", "login", "name"}  # one each: the row's id makes the difference
IMPORT_MAP = f'<script type="importmap">{Assets().import_map}</script>'  # the one thing inline that is ours
OURS = re.compile(
    r"/static/|data:image/|/[a-z]+/\d+/pages/[0-9a-f]{64}\.svg$"
)  # the last: a document's set pages
PEOPLE = ("olga", "peter", "quinn", "tina", "alice", "ruth", "bob", "eve", None)


class Marks(HTMLParser):
    """Notes what a browser would run or fetch that is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        ours = OURS.match(str(values.get("src")))
        if any(name.startswith("on") for name in values) or (tag in {"script", "img", "iframe"} and not ours):
            self.found.append(self.get_starttag_text() or tag)


def obeyed(page: str) -> list[str]:
    """The elements of a page that somebody else's words have made."""
    marks = Marks()
    marks.feed(page.replace(IMPORT_MAP, "", 1))
    return marks.found


@pytest.fixture(scope="module")
def spoiled(busy: Hall) -> Hall:
    """Somebody wrote markup everywhere."""

    def spoil(session):
        for table in SQLModel.metadata.sorted_tables:
            names = [
                c.name
                for c in table.columns
                if isinstance(c.type, AutoString | Text) and c.name not in MACHINE
            ]
            if names and table.name not in UNTOUCHED:
                words = {
                    name: literal(EVIL) + next(iter(table.primary_key)).cast(AutoString)
                    if name in UNIQUE
                    else EVIL
                    for name in names
                }
                session.exec(update(table).values(words))

    busy.house.database.write(spoil)
    return busy


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_markup_is_shown_and_never_obeyed(spoiled: Hall, name: str | None, language: str):
    client = spoiled.client(name, **{"Accept-Language": language})
    shown = 0
    for address in addresses("GET").values():
        answer = client.get(address)
        assert answer.status_code < 500, address
        if "html" not in answer.headers.get("content-type", ""):
            continue
        assert obeyed(answer.text) == [], address
        shown += SHOWN in answer.text
    assert shown > 5


def test_what_is_typed_wrongly_comes_back_as_words(spoiled: Hall):
    """Forms that are shown again, with 422, hold what was typed."""
    forms = {
        "olga": (
            "/agenda",
            "/sittings/1",
            "/roster/people",
            "/roster/people/1",
            "/roster/units",
            "/agenda/1/polls",
        ),
        "bob": ("/motions", "/motions/1/comments"),
        "eve": ("/suggestions", "/sign-in", "/me/password"),
    }
    again = 0
    for name, addresses_ in forms.items():
        client = spoiled.client(name)
        for address in addresses_:
            fields = [
                "title",
                "author",
                "unit",
                "name",
                "place",
                "number",
                "login",
                "presenter",
                "verb",
                "text",
                "body",
                "planned",
                "grounds",
                "old",
            ]
            answer = client.post(address, data=dict.fromkeys(fields, EVIL))
            assert answer.status_code in {303, 403, 404, 409, 422}, (address, answer.status_code)
            assert obeyed(answer.text) == [], address
            again += answer.status_code == 422 and SHOWN in answer.text
    assert again >= 5
