"""Every sentence the house says has one English sentence, with the same slots; and no English is left over."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator

from jinja2 import nodes

from congress.i18n import LOCALE, catalogue
from congress.web.rendering import TEMPLATES, environment

CODE = LOCALE.parent
HAN = re.compile(r"[\u3400-\u9fff]")
MARKS = re.compile(
    r"【(表决结果)?】|“（?一[、）]”|“(附件|出席|请假|列席|签发人)：”"
)  # what a drafter types in Chinese, in either language
SLOTS_APART = {
    "{zh}": "a name that the rule profile gives in both languages",
    "《{law}》第{number}条": "an article number is in Chinese characters in one language, in figures in the other",
}
PASSED_ON = {"web/rendering.py": "the filter behind _() hands on what a template named"}


def in_code() -> Iterator[tuple[str, object]]:
    """Each call of ``say``: its file, and the sentence, or what stands in its place."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield path.relative_to(CODE).as_posix(), getattr(node.args[0], "value", node.lineno)


def in_templates() -> Iterator[tuple[str, object]]:
    """Each call of ``_``, likewise."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for node in environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name == "_":
                yield path.relative_to(TEMPLATES).as_posix(), getattr(node.args[0], "value", node.lineno)


SAID = [*in_code(), *in_templates()]
SENTENCES = {text for _, text in SAID if isinstance(text, str)}
ENGLISH = catalogue("en")


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_is_named_where_it_is_said() -> None:
    """A key put together at run time could not be found here, nor translated."""
    odd = [(file, line) for file, line in SAID if not isinstance(line, str) and file not in PASSED_ON]
    assert odd == []


def test_every_sentence_has_english() -> None:
    assert [(file, text) for file, text in SAID if text in SENTENCES - ENGLISH.keys()] == []


def test_no_english_is_left_over() -> None:
    assert sorted(ENGLISH.keys() - SENTENCES) == []


def test_a_sentence_is_translated_once() -> None:
    """In all files together: of two entries, the last one read would win."""
    texts = [path.read_text("utf-8") for path in sorted((LOCALE / "en").glob("*.po"))]
    times = Counter(key for text in texts for key in re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))
    assert times.keys() == {key.replace('"', r"\"") for key in ENGLISH}, "a key is on one line"
    assert [key for key, n in times.items() if n > 1] == []


def test_english_has_the_slots_of_the_chinese() -> None:
    assert [text for text in ENGLISH if text not in SLOTS_APART and slots(text) != slots(ENGLISH[text])] == []


def test_english_is_english() -> None:
    assert [english for english in ENGLISH.values() if HAN.search(MARKS.sub("", english))] == []
