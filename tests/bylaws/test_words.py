"""Every sentence the bylaws can say has its English, and the documents say what the data says."""

import ast
import string
from pathlib import Path

import pytest

import congress.bylaws
from congress.bylaws.profile import builtin
from congress.bylaws.tables import tables
from congress.i18n import catalogue

FOLDER = Path(congress.bylaws.__file__).parent
DOCS = FOLDER.parent.parent / "docs"


def sentences():
    """The first argument of every ``say`` in the slice."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}"
                yield node.args[0].value


def slots(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_has_english_with_slots_it_is_given(sentence):
    english = catalogue("en")[sentence]
    given = (
        slots(sentence)
        | ({"en"} if sentence == "{zh}" else set())
        | ({"article"} if "{law}" in sentence else set())
    )
    assert slots(english) <= given


@pytest.mark.parametrize("profile", builtin().values(), ids=str)
def test_every_name_in_the_data_has_english(profile):
    named = [profile, *profile.matters.values(), *profile.deadlines.values()]
    assert all(thing.en and thing.en.isascii() for thing in named)
    assert all(bool(matter.note) == bool(matter.note_en) for matter in profile.matters.values())


@pytest.mark.parametrize(("language", "page"), [("zh", "rules.zh.md"), ("en", "rules.md")])
def test_the_documents_say_what_the_data_says(language, page):
    told = (
        (DOCS / page)
        .read_text("utf-8")
        .partition(f"<!-- .venv/bin/python -m congress.bylaws {language} -->\n\n")[2]
    )
    assert told == "\n".join(tables(profile, language) for profile in builtin().values())


def test_the_english_tables_hold_no_chinese():
    for profile in builtin().values():
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in tables(profile, "en"))
