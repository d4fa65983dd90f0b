"""Other people's code is what its README says it is, to the byte, and nothing else lies beside it."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `(?P<name>[^`]+)` \|.*\| `(?P<sum>[0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_vendored_files_are_as_published(folder):
    readme = (ROOT / folder / "README.md").read_text("utf-8")
    promised = {row["name"]: row["sum"] for row in ROW.finditer(readme)}
    files = {path for path in (ROOT / folder).iterdir() if path.name != "README.md"}
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in files} == promised
