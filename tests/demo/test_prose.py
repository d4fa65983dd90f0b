"""The Chinese of the demo congress, proofread by rule: punctuation, spaces, and one word per idea."""

import re
from pathlib import Path

import pytest

from congress.demo import content as written

FILES = sorted(path for path in Path(written.__file__).parent.rglob("*") if path.suffix in {".json", ".md"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_chinese_is_set_as_chinese(path):
    text = path.read_text("utf-8")
    assert not re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text)
    assert not re.findall(r"[，。；：、]{2}", text)
    assert not re.findall(r"的的|了了|是是|和和|在在|，，", text)
    assert not re.findall(
        r"[\u4e00-\u9fff] [\u4e00-\u9fff]", re.sub(r"^#+ |\|", "", text, flags=re.MULTILINE)
    )
    assert not re.findall(r"[ \t]+$", text, flags=re.MULTILINE)
    assert text.count("《") == text.count("》")
    assert text.count("（") == text.count("）")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_one_word_per_idea(path):
    """As the glossary has it: 承办 not 承接, 附议 not 联名, 职工 not 员工."""
    found = re.findall("员工|联名人|承接部门|无记名表决|实名|不记名|提案者|职代会", path.read_text("utf-8"))
    assert not found
