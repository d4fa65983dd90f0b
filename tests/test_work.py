"""Work in a thread: begun once, told as it goes, stopped by whoever asks, and never more than what was asked for."""

from collections.abc import Iterator
from threading import Event

import pytest

from congress import work as working
from congress.errors import Missing
from congress.i18n import render, say
from congress.work import Printing, Tell, Work

PATIENCE = 30.0  # seconds


class Told:
    """Who hears of the progress; ``over`` once it has ended."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []
        self.over = Event()

    def __call__(self, done: int, total: int) -> None:
        self.heard.append((done, total))
        if not total:
            self.over.set()

    def wait(self) -> None:
        assert self.over.wait(PATIENCE)


@pytest.fixture
def work() -> Iterator[Work]:
    made = Work("test")
    yield made
    made.close()


def counting(gate: Event) -> working.Act:
    """Three parts; after the first it waits."""

    def act(tell: Tell) -> None:
        for number in (1, 2, 3):
            tell(number, 3)
            assert gate.wait(PATIENCE)

    return act


def test_it_tells_each_part_and_its_end(work: Work) -> None:
    told, gate = Told(), Event()
    gate.set()
    assert work.begin(7, counting(gate), told)
    told.wait()
    assert told.heard == [(1, 3), (2, 3), (3, 3), (0, 0)]
    assert (work.busy, work.done, work.total, work.stopped, work.refusal) == (False, 3, 3, False, None)


def test_one_at_a_time(work: Work) -> None:
    told, gate = Told(), Event()
    assert work.begin(7, counting(gate), told)
    assert not work.begin(7, counting(gate), told)
    assert not work.begin(8, counting(gate), told)
    assert work.subject == 7
    gate.set()
    told.wait()
    assert told.heard.count((1, 3)) == 1
    again = Told()
    assert work.begin(8, counting(gate), again)
    again.wait()


def test_it_stops_at_its_next_part_for_who_stops_this_and_no_other(work: Work) -> None:
    told, gate = Told(), Event()
    work.begin(7, counting(gate), told)
    work.stop(8)
    work.stop(7)
    gate.set()
    told.wait()
    assert told.heard == [(1, 3), (0, 0)]
    assert (work.stopped, work.last) == (True, 7)
    again = Told()
    assert work.begin(7, counting(gate), again), "what was stopped is begun anew"
    again.wait()
    assert (len(again.heard), work.stopped) == (4, False)


def test_another_that_was_stopped_does_not_stop_this(work: Work) -> None:
    told, gate = Told(), Event()
    work.begin(7, counting(gate), told)
    work.stop(8)
    gate.set()
    told.wait()
    assert len(told.heard) == 4


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Missing(say("没有这次会议")), "没有这次会议"),
        (OSError(28, "full"), "文件没有写成：磁盘满了，或者不能写入"),
        (ValueError("odd"), "文件没有做成"),
    ],
)
def test_what_went_wrong_is_told_until_the_next(work: Work, error: Exception, said: str) -> None:
    told, gate = Told(), Event()

    def fail(_tell: Tell) -> None:
        raise error

    work.begin(7, fail, told)
    told.wait()
    assert work.refusal
    assert render(work.refusal.reason, "zh") == said
    gate.set()
    again = Told()
    work.begin(7, counting(gate), again)
    again.wait()
    assert work.refusal is None


def test_at_the_end_of_the_server_it_is_left_and_nothing_begins() -> None:
    work, told, gate = Work("test"), Told(), Event()
    work.begin(7, counting(gate), told)
    work._ending = True
    gate.set()
    work.close()
    assert told.heard == [(1, 3), (0, 0)]
    assert not work.begin(7, counting(gate), told)


# --- a file in memory ---------------------------------------------------------------------------------------------


def printed(printing: Printing, person: int, content: bytes) -> None:
    told = Told()
    assert printing.begin_for(person, lambda _tell: content, told)
    told.wait()


def test_a_file_is_for_who_asked_and_once() -> None:
    printing = Printing("test")
    printed(printing, 7, b"cards")
    assert (printing.ready(7), printing.ready(8), printing.take(8)) == (True, False, None)
    assert printing.take(7) == b"cards"
    assert printing.take(7) is None


def test_the_next_takes_the_place_of_what_was_not_fetched() -> None:
    printing = Printing("test")
    printed(printing, 7, b"cards")
    printed(printing, 8, b"others")
    assert (printing.take(7), printing.take(8)) == (None, b"others")


def test_late_it_is_forgotten_and_a_newer_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    printing = Printing("test")
    printed(printing, 7, b"cards")
    newer = b"newer"
    printed(printing, 7, newer)
    printing._forget(7, b"cards")
    assert printing.ready(7), "the clock of an older one"
    printing._forget(7, newer)
    assert not printing.ready(7)
    monkeypatch.setattr(Printing, "KEPT", 0.0)
    printed(printing, 7, newer)
    for _ in range(1000):
        if not printing.ready(7):
            break
        Event().wait(0.01)
    assert not printing.ready(7)
