"""Finds the checks in the source of a module. Each mutant is that source with one check taken out or turned round."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DROPPED = {"insist", "fail"}  # a call that stands alone and exists to refuse
LOOSE = {"length": "None", "most": "10**12"}  # what a reader is told to expect, and what means "anything"


@dataclass(frozen=True)
class Mutant:
    """``start`` and ``end`` are places in the bytes of the file; ``put`` stands there instead."""

    file: str
    line: int
    inside: str
    way: str
    what: str
    start: int
    end: int
    put: str

    @property
    def name(self) -> str:
        """The same wherever the line moves to."""
        return f"{self.file} {self.inside}: {self.way} {self.what}"

    def written(self, source: bytes) -> bytes:
        """The module with this check changed."""
        return source[: self.start] + self.put.encode() + source[self.end :]


def mutants(root: Path, file: str) -> list[Mutant]:
    """All mutants of one module, in the order of its lines."""
    finder = Finder(file, (root / file).read_bytes())
    finder.visit(ast.parse(finder.source))
    return sorted(finder.found, key=lambda mutant: (mutant.line, mutant.start, mutant.end, mutant.way))


class Finder(ast.NodeVisitor):
    """Walks through a module and notes what could be taken out of it."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source = file, source
        self.found: list[Mutant] = []
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._inside: list[str] = []
        self._answers: list[bool] = []

    def _note(self, way: str, node: ast.expr | ast.stmt, put: str) -> None:
        start = self._lines[node.lineno - 1] + node.col_offset
        end = self._lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        what = " ".join(self.source[start:end].decode().split())
        inside = ".".join(self._inside)
        self.found.append(Mutant(self.file, node.lineno, inside, way, what, start, end, put))

    def _text(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.source.decode(), node) or ""

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Its methods are named after it."""
        self._inside.append(node.name)
        self.generic_visit(node)
        self._inside.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Does it answer yes or no?"""
        self._inside.append(node.name)
        self._answers.append(isinstance(node.returns, ast.Name) and node.returns.id == "bool")
        self.generic_visit(node)
        self._answers.pop()
        self._inside.pop()

    def visit_Return(self, node: ast.Return) -> None:
        """What answers yes or no says yes."""
        if self._answers and self._answers[-1] and node.value and not _is_true(node.value):
            self._note("say yes instead of", node.value, "True")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """A refusal that never happens."""
        if isinstance(node.value, ast.Call) and _called(node.value) in DROPPED:
            self._note("leave out", node, "pass")
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Likewise."""
        self._note("leave out", node, "pass")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        """The other way round."""
        self._turn(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """The other way round."""
        self._turn(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """What is picked is left, and the other way round."""
        for test in node.ifs:
            self._turn(test)
        self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        """A case with a condition."""
        if node.guard:
            self._turn(node.guard)
        self.generic_visit(node)

    def _turn(self, test: ast.expr) -> None:
        self._note("turn round", test, f"(not ({self._text(test)}))")

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """One condition of several is not asked. ``x or 0`` and ``x or []`` are none: they name a value."""
        idle = "True" if isinstance(node.op, ast.And) else "False"
        if not any(isinstance(value, ast.Constant | ast.List) for value in node.values):
            for value in node.values:
                self._note("do not ask", value, idle)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """One end of a range is open."""
        if len(node.ops) == 2:
            low, middle, high = node.left, *node.comparators
            for way, (one, two) in {
                "forget the end of": (low, middle),
                "forget the start of": (middle, high),
            }.items():
                start = self._lines[one.lineno - 1] + one.col_offset
                end = self._lines[(two.end_lineno or 0) - 1] + (two.end_col_offset or 0)
                self._note(way, node, f"({self.source[start:end].decode()})")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """What is looked at is always fine; of a list any length will do."""
        if _called(node) == "look":
            self._note("always take", node.args[0], "True")
        for keyword in node.keywords:
            if keyword.arg in LOOSE:
                self._note(f"any {keyword.arg} instead of", keyword.value, LOOSE[keyword.arg])
        self.generic_visit(node)


def _called(node: ast.Call) -> str:
    """The last word of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def of_all(root: Path, files: tuple[str, ...]) -> Iterator[Mutant]:
    """The mutants of several modules."""
    for file in files:
        yield from mutants(root, file)
