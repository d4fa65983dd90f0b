"""The script that takes checks out (scripts/mutate), on a module so small that one sees what it must say."""

from pathlib import Path

import pytest

from scripts.mutations.mutants import Mutant, mutants
from scripts.mutations.trying import Project, Verdict, try_all

GATE = '''"""Who comes in: 票."""


def insist(fine: bool) -> None:
    if not fine:
        raise ValueError("不行")


def admit(age: int, ticket: str, row: int) -> str:
    insist(bool(ticket) and age >= 18)
    insist(
        0 < row <= 9
    )
    return "in"


class Door:
    def is_open(self, key: str) -> bool:
        return key == "x"
'''
TESTS = """import pytest
from gate import Door, admit

def test_the_young_stay_outside():
    assert admit(18, "a", 1) == "in"
    with pytest.raises(ValueError):
        admit(17, "a", 1)

def test_there_are_nine_rows():
    with pytest.raises(ValueError):
        admit(20, "a", 10)
    with pytest.raises(ValueError):
        admit(20, "a", 0)

def test_the_door_knows_its_key():
    assert not Door().is_open("y")
"""
SUITES = {"gate.py": ("test_gate.py",)}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The module, and tests that forget the ticket."""
    (tmp_path / "gate.py").write_text(GATE)
    (tmp_path / "test_gate.py").write_text(TESTS)
    return Project(tmp_path, ("gate.py", "test_gate.py"), SUITES)


def told(project: Project, jobs: int = 2) -> dict[str, Verdict]:
    found = mutants(project.root, "gate.py")
    verdicts = list(try_all(project, found, jobs))
    assert [verdict.mutant for verdict in verdicts] == found
    return {f"{verdict.mutant.way} {verdict.mutant.what}": verdict for verdict in verdicts}


def test_every_check_is_found_and_where_it_stands(project: Project) -> None:
    found = mutants(project.root, "gate.py")
    assert [(one.line, one.inside, one.way, one.what) for one in found] == [
        (5, "insist", "turn round", "not fine"),
        (6, "insist", "leave out", 'raise ValueError("不行")'),
        (10, "admit", "leave out", "insist(bool(ticket) and age >= 18)"),
        (10, "admit", "do not ask", "bool(ticket)"),
        (10, "admit", "do not ask", "age >= 18"),
        (11, "admit", "leave out", "insist( 0 < row <= 9 )"),
        (12, "admit", "forget the end of", "0 < row <= 9"),
        (12, "admit", "forget the start of", "0 < row <= 9"),
        (19, "Door.is_open", "say yes instead of", 'key == "x"'),
    ]
    assert found[0].name == "gate.py insist: turn round not fine"


def test_a_mutant_is_the_module_with_one_thing_changed(project: Project) -> None:
    source = GATE.encode()
    changed = [one.written(source).decode() for one in mutants(project.root, "gate.py")]
    assert changed[0] == GATE.replace("if not fine", "if (not (not fine))")
    assert changed[3] == GATE.replace("bool(ticket) and", "True and")
    assert changed[5] == GATE.replace("insist(\n        0 < row <= 9\n    )", "pass")
    assert changed[6:8] == [GATE.replace("0 < row <= 9", part) for part in ("(0 < row)", "(row <= 9)")]
    assert changed[8] == GATE.replace('key == "x"', "True")
    assert len(set(changed)) == 9


def test_a_check_that_no_test_asks_for_is_told(project: Project) -> None:
    verdicts = told(project)
    assert [name for name, verdict in verdicts.items() if not verdict.by] == ["do not ask bool(ticket)"]
    assert verdicts["do not ask age >= 18"].by == "test_gate.py::test_the_young_stay_outside"
    assert verdicts["leave out insist( 0 < row <= 9 )"].by == "test_gate.py::test_there_are_nine_rows"
    assert (project.root / "gate.py").read_text() == GATE, "the project itself is never touched"


def test_tests_that_fail_anyway_prove_nothing(project: Project) -> None:
    (project.root / "test_gate.py").write_text(TESTS + "\ndef test_x():\n    assert False\n")
    with pytest.raises(RuntimeError, match="do not pass before anything is changed"):
        told(project)


def test_lists_of_any_length_and_looks_that_never_blame(tmp_path: Path) -> None:
    (tmp_path / "gate.py").write_text(
        "def f(check, value, x):\n"
        "    check.look(x in value, 'fault')\n"
        "    check.fail('fault')\n"
        "    y = x if x else [z for z in value if z]\n"
        "    return array(value, length=len(x)) or natural(value, most=3) or f(y or [])\n"
    )
    assert [f"{one.way} {one.what} -> {one.put}" for one in mutants(tmp_path, "gate.py")] == [
        "always take x in value -> True",
        "leave out check.fail('fault') -> pass",
        "turn round x -> (not (x))",
        "turn round z -> (not (z))",
        "do not ask array(value, length=len(x)) -> False",
        "any length instead of len(x) -> None",
        "do not ask natural(value, most=3) -> False",
        "any most instead of 3 -> 10**12",
        "do not ask f(y or []) -> False",
    ]


def test_the_name_of_a_mutant_stays_when_its_line_moves(tmp_path: Path) -> None:
    names = []
    for before in ("", "# a line\n"):
        (tmp_path / "gate.py").write_text(before + GATE)
        names.append([Mutant.name.fget(one) for one in mutants(tmp_path, "gate.py")])
    assert names[0] == names[1]
