"""How the house is kept, where no other check can say it: doors between slices, sizes, no trace of one machine."""

import re
import subprocess
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
SLICES = (
    "committee",
    "letters",
    "templates",
    "resolutions",
    "polls",
    "secrecy",
    "motions",
    "publication",
    "sittings",
    "seals",
    "delivery",
    "roster",
    "identity",
    "record",
)
LONGEST = 400
LONGEST_TEMPLATE = 60
NAMED = {"annex", "certificate", "info", "phrases", "timeline"}  # found by their name, without a look
FOREIGN = [  # in pieces, so that this list does not find itself
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "npm" + "js.org",
    "npm" + "mirror.com",
    "deb.debian" + ".org",
    "/work" + "/main",
    "/work" + "/shared",
    "/work" + "/.",
    "/opt/" + "pypi",
    "/ro" + "ot/",
    "/tmp/bri" + "ef",
    "--index" + "-url",
    "--extra-index" + "-url",
    "--find" + "-links",
]


def tracked() -> list[Path]:
    """Every file that is, or is about to be, in the project."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def own(suffix: str) -> list[Path]:
    """Files that people write: not what alembic drafted, not what others made."""
    return [
        path for path in tracked() if path.suffix == suffix and not {"vendor", "versions"} & set(path.parts)
    ]


def test_a_slice_is_entered_by_its_service_or_rules_never_its_store():
    graph = grimp.build_graph("congress")
    intruders = {
        (importer, f"congress.{slice_}.store")
        for slice_ in SLICES
        for importer in graph.find_modules_that_directly_import(f"congress.{slice_}.store")
        if importer.split(".")[1] in SLICES and importer.split(".")[1] != slice_
    }
    assert intruders == set()


@pytest.mark.parametrize("suffix", [".py", ".js", ".css"])
def test_files_fit_a_head(suffix):
    assert own(suffix)
    long = [path for path in own(suffix) if len(path.read_text().splitlines()) > LONGEST]
    assert [path.name for path in long] == []


def test_templates_fit_a_screen():
    templates = own(".html")
    assert templates
    assert [path.name for path in templates if len(path.read_text().splitlines()) > LONGEST_TEMPLATE] == []


def test_every_class_of_a_page_has_a_look():
    """A class in a template is one that a style sheet knows, or a script or test looks for by its name."""
    sheets = "\n".join(path.read_text() for path in (ROOT / "static/css").rglob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets)) | NAMED
    pages = [
        path for path in own(".html") if "package" not in path.parts
    ]  # an archive has a sheet of its own
    worn = {(path.name, name) for path in pages for name in classes(path)}
    assert len(worn) > 300
    assert sorted((page, name) for page, name in worn if name not in known) == []


def classes(path: Path) -> set[str]:
    """The class names that a template gives in plain letters; what is computed, and what stands behind it, is left out."""
    found = re.findall(r'\bclass="([^"{]*["{])', path.read_text())
    return {name for words in found for name in re.findall(r'(?<!\S)[\w-]+(?=[\s"])', words)}


@pytest.mark.parametrize("foreign", FOREIGN)
def test_nothing_speaks_of_one_machine_or_registry(foreign):
    assert [path.name for path in tracked() if foreign.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_locked_package_has_a_hash(name):
    lock = (ROOT / f"requirements/{name}.txt").read_text()
    packages = [block for block in lock.replace("\\\n", " ").splitlines() if block and block[0] not in " #"]
    assert len(packages) > 20
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_test_lock_pins_what_runs():
    """What is tested is what is run: every package of run.txt stands in test.txt with the same version."""
    pins = {name: set(versions(ROOT / f"requirements/{name}.txt")) for name in ("run", "test")}
    assert pins["run"] < pins["test"]


def versions(lock: Path) -> list[str]:
    return [
        line.split(" ")[0] for line in lock.read_text().splitlines() if "==" in line and line[0] not in " #"
    ]


def test_the_locks_are_up_to_date():
    """Every requirement that somebody wrote down is locked."""
    for name in ("run", "test"):
        wanted = [
            line
            for line in (ROOT / f"requirements/{name}.in").read_text().split("\n")
            if line and line[0] != "-"
        ]
        locked = {pin.split("==")[0] for pin in versions(ROOT / f"requirements/{name}.txt")}
        assert set(wanted) <= locked
