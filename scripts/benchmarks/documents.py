"""Documents as PDF and as Word: the first of a process, the next ones of 3 pages; preview and cards; a batch, seals, archives."""

import os
import tempfile
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from congress.typesetting.forms import cards as drawn
from congress.typesetting.forms import cards_pdf
from congress.typesetting.pdf import ARCHIVAL, faces, pdf
from congress.typesetting.pictures import pictures
from congress.typesetting.word import docx
from scripts.benchmarks import archives, batch, sealing
from scripts.benchmarks.apart import apart, memory
from scripts.benchmarks.papers import AT, LINE, cards, pages, paper

TIMES, CARDS = 20, 300
FIRSTS = 5
MAKERS: dict[str, Callable[[int], object]] = {
    "pdf": lambda n: pdf(paper(n), AT),
    "word": lambda n: docx(paper(n), AT),
    "preview": lambda n: pictures(paper(n), AT),
}


def run() -> dict[str, Any]:
    """Each part in processes of its own; no document twice."""
    load = round(os.getloadavg()[0], 2)
    return {
        "load_before": load,
        **apart(__name__, "several", "pdf"),
        "pages": pages(pdf(paper(0), AT)),
        "first_ms": round(median(apart(__name__, "first", "pdf") for _ in range(FIRSTS))),
        "bare": apart(__name__, "bare"),
        "word": {
            **apart(__name__, "several", "word"),
            "first_ms": round(median(apart(__name__, "first", "word") for _ in range(FIRSTS))),
        },
        "preview": {
            **apart(__name__, "several", "preview"),
            "first_ms": round(median(apart(__name__, "first", "preview") for _ in range(FIRSTS))),
        },
        "cards": apart(__name__, "sheet", CARDS),
        "batch": batch.run(),
        "seal": sealing.run(),
        "archive": archives.run(),
    }


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def first(name: str) -> float:
    """Milliseconds of a process's first document: typst and its fonts, or python-docx, are loaded."""
    return timed(lambda: MAKERS[name](0))


def several(name: str, times: int = TIMES) -> dict[str, Any]:
    """Documents after the first of a process."""
    made = MAKERS[name](0)
    before = memory()
    each = [timed(lambda n=n: MAKERS[name](n)) for n in range(1, times + 1)]
    return {
        "bytes": len(made) if isinstance(made, bytes) else 0,
        "next_ms": round(median(each), 1),
        "next_slowest_ms": round(max(each), 1),
        "memory_mb_after_the_first": before,
    }


def bare(times: int = TIMES) -> dict[str, float]:
    """The floor: typst sets a page of one line, as the same kind of file, with the same fonts and in one process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.typ"

        @cache
        def compiler() -> Any:
            return import_module("typst").Compiler(root=folder, font_paths=faces())

        def line(n: int) -> None:
            path.write_text(LINE.format(n=n))
            compiler().compile(input=path, format="pdf", pdf_standards=ARCHIVAL)

        return {
            "first_ms": round(timed(lambda: line(0))),
            "next_ms": round(median(timed(lambda n=n: line(n)) for n in range(1, times + 1)), 1),
        }


def sheet(number: int) -> dict[str, Any]:
    """Invitation cards in one file; beside it, drawing their codes, which is what most of the time goes to."""
    cards_pdf(cards(1), AT)
    told: list[int] = []
    wish = cards(number)
    whole = timed(lambda: cards_pdf(wish, AT, lambda done, _: told.append(done)))
    return {
        "number": number,
        "told": len(told),
        "seconds": round(whole / 1000, 2),
        "codes_alone_seconds": round(timed(lambda: drawn(wish)) / 1000, 2),
    }
