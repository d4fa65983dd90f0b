"""Documents as PDF and as Word: the first of a process, the next ones of 3 pages, 100 in a batch, memory; and archives."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from resource import RUSAGE_SELF, getrusage
from statistics import median

from congress.documents.content import Document, Tally
from congress.documents.text import body, formal_number
from congress.typesetting.pdf import pdf
from congress.typesetting.word import docx
from scripts.benchmarks import archives

AT = datetime(2026, 3, 8, 7, tzinfo=UTC)
TIMES, BATCH, PAGES = 20, 100, 3
FIRST = "from scripts.benchmarks.documents import first; print(first({name!r}))"
MAKERS = {"pdf": pdf, "word": docx}
CELLS = ("应到", "实到", "发出", "收回", "有效", "无效", "赞成", "反对", "弃权")


def run() -> dict[str, object]:
    """The first in processes of their own, the others in this one; no document twice."""
    firsts = [_first("pdf") for _ in range(5)]
    pdf(paper(0), AT)
    before = _memory()
    each = [_timed(paper(n)) for n in range(1, TIMES + 1)]
    start = time.perf_counter()
    sizes = [len(pdf(paper(n), AT)) for n in range(1000, 1000 + BATCH)]
    batch = time.perf_counter() - start
    return {
        "pages": _pages(pdf(paper(0), AT)),
        "bytes": round(median(sizes)),
        "first_ms": round(median(firsts)),
        "next_ms": round(median(each), 1),
        "next_slowest_ms": round(max(each), 1),
        "batch": BATCH,
        "batch_seconds": round(batch, 2),
        "memory_mb_after_the_first": before,
        "memory_mb_after_the_batch": _memory(),
        "archive": archives.run(),
        "word": _word(),
    }


def _word() -> dict[str, object]:
    """The same documents as Word files."""
    firsts = [_first("word") for _ in range(5)]
    size = len(docx(paper(0), AT))
    each = [_timed(paper(n), "word") for n in range(1, TIMES + 1)]
    start = time.perf_counter()
    for n in range(1000, 1000 + BATCH):
        docx(paper(n), AT)
    return {
        "bytes": size,
        "first_ms": round(median(firsts)),
        "next_ms": round(median(each), 1),
        "next_slowest_ms": round(max(each), 1),
        "batch_seconds": round(time.perf_counter() - start, 2),
        "memory_mb_after_the_batch": _memory(),
    }


def first(name: str) -> float:
    """Milliseconds of a process's first document: typst and its fonts, or python-docx, are loaded."""
    return _timed(paper(0), name)


def _first(name: str) -> float:
    command = [sys.executable, "-c", FIRST.format(name=name)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 our own command line
    return float(done.stdout)


def _timed(document: Document, name: str = "pdf") -> float:
    start = time.perf_counter()
    MAKERS[name](document, AT)
    return (time.perf_counter() - start) * 1000


def _memory() -> int:
    """The most that this process ever had, in MB."""
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


def _pages(made: bytes) -> int:
    """How many pages a file has; a bench that measures other pages than it says is none."""
    found = made.count(b"/Type/Page/")
    if found != PAGES:
        raise RuntimeError(f"{found} pages")
    return found


def paper(number: int) -> Document:
    """A resolution of three pages with its result."""
    tally = Tally(("赞成票超过全体代表半数，通过。",), tuple((word, 300) for word in CELLS))
    text = (
        "一、会议决定\n（一）落实责任\n"
        + "会议要求责任部门认真研究代表提出的意见，拿出办法并报告落实情况。\n" * 17
    )
    return Document(
        mark="长风精工有限公司职工代表大会文件",
        number=formal_number("职代会", 2026, number),
        title="长风精工有限公司第三届职工代表大会第二次会议关于通过《集体合同》的决议",
        passed="（2026年3月8日长风精工有限公司第三届职工代表大会第二次会议通过）",
        body=body(text, tally),
    )
