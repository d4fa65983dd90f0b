"""Work that takes seconds: done in a thread, one at a time, while pages tell how far it is; stopped by whoever asks.

Pressing twice begins it once. What was stopped leaves nothing, and is begun anew.
"""

import logging
from collections.abc import Callable
from threading import Lock, Thread, Timer

from congress.errors import CongressError, Refusal
from congress.i18n import say

FULL = Refusal(say("文件没有写成：磁盘满了，或者不能写入"), say("请腾出空间后再试"))
BROKEN = Refusal(say("文件没有做成"), say("请再试一次；仍不成功，请查看服务的日志"))
log = logging.getLogger(__name__)

Tell = Callable[[int, int], None]
"""Told how many parts are done, of how many; ``(0, 0)`` at the end."""
Act = Callable[[Tell], None]
"""The work itself. It tells after each part, which is where it may be stopped (:class:`Stopped` goes through it)."""


class Stopped(Exception):
    """Leave what is being made."""


class Work:
    """What is under way, and about what (an id); how many parts are done, of how many; what went wrong last."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.subject: int | None = None
        self.last: int | None = None  # what ``stopped`` and ``refusal`` are about
        self.done = self.total = 0
        self.refusal: Refusal | None = None
        self.stopped = False  # the last one, by somebody
        self._lock = Lock()
        self._thread: Thread | None = None
        self._stopping = self._ending = False

    @property
    def busy(self) -> bool:
        """Is something being made?"""
        return self.subject is not None

    def begin(self, subject: int, act: Act, news: Tell) -> bool:
        """Begin, unless something is under way already."""
        with self._lock:
            if self.busy or self._ending:
                return False
            self.subject, self.done, self.total, self.refusal = subject, 0, 0, None
            self.last, self.stopped, self._stopping = subject, False, False
            self._thread = Thread(target=self._run, args=(act, news), name=self.name, daemon=True)
            self._thread.start()
            return True

    def stop(self, subject: int) -> None:
        """Leave what is being made about this, at its next part. Where nothing is, nothing happens."""
        with self._lock:
            self._stopping = self._stopping or self.subject == subject

    def close(self) -> None:
        """The server ends: what is being made is left, and nothing of it stays."""
        self._ending = True
        if self._thread:
            self._thread.join()

    def _run(self, act: Act, news: Tell) -> None:
        def tell(done: int, total: int) -> None:
            if self._ending or self._stopping:
                raise Stopped
            self.done, self.total = done, total
            news(done, total)

        try:
            act(tell)
        except Stopped:
            self.stopped = True
        except CongressError as error:
            self.refusal = error.refusal
        except OSError:
            log.exception("%s: could not be written", self.name)
            self.refusal = FULL
        except Exception:
            log.exception("%s: was not made", self.name)
            self.refusal = BROKEN
        finally:
            self.subject = None
            news(0, 0)


class Printing(Work):
    """Work whose file nobody else may have: in memory only, for who asked for it, until it is fetched, late, or replaced."""

    KEPT = 600.0  # seconds

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._made: dict[int, bytes] = {}

    def begin_for(self, person: int, make: Callable[[Tell], bytes], news: Tell) -> bool:
        """Begin to make a file for somebody; what they have not fetched is forgotten."""

        def act(tell: Tell) -> None:
            self._made.clear()
            content = make(tell)
            self._made[person] = content
            late = Timer(self.KEPT, self._forget, (person, content))
            late.daemon = True
            late.start()

        return self.begin(person, act, news)

    def ready(self, person: int) -> bool:
        """Does a file wait for this person?"""
        return person in self._made

    def take(self, person: int) -> bytes | None:
        """The file, once."""
        return self._made.pop(person, None)

    def _forget(self, person: int, content: bytes) -> None:
        if self._made.get(person) is content:
            del self._made[person]
