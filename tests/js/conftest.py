"""A small site that serves ``static/`` as the real one does, shows the pages a test gives it, and
remembers every form it was sent."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pytest
import uvicorn
from playwright.sync_api import BrowserContext
from server import ROOT, free_port
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
PAGE = """<!doctype html>
<html lang="zh-CN" data-site="6f1c" data-person="{person}"><head><meta charset="utf-8"><title>页</title>
<meta name="htmx-config" content='{{"noSwap":[204,304,"5xx"]}}'>
<script src="/static/0a1b/vendor/htmx.min.js" defer></script>
<script src="/static/0a1b/js/signing.js" type="module"></script>
<script src="/static/0a1b/js/retry.js" type="module"></script>
</head><body>{body}</body></html>"""
OLD_BROWSER = """
const modern = SubtleCrypto.prototype.generateKey;
SubtleCrypto.prototype.generateKey = function (algorithm, ...rest) {
  if ((algorithm.name ?? algorithm) !== "Ed25519") return modern.call(this, algorithm, ...rest);
  return Promise.reject(new DOMException("Algorithm: Unrecognized name", "NotSupportedError"));
};"""
"""What a browser without Ed25519 does when it is asked for such a key."""


@dataclass
class Hall:
    """The site. ``body`` is what its pages show; ``answer`` makes the answer to a form."""

    port: int = field(default_factory=free_port)
    body: str = ""
    received: list[dict[str, str]] = field(default_factory=list)
    answer: Callable[[dict[str, str]], Response] = lambda _: HTMLResponse('<p id="receipt">已记录</p>')
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(self._site(), port=self.port, log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        assert self._server
        assert self._thread
        self._server.should_exit = True
        self._thread.join()

    def _site(self) -> Starlette:
        async def show(request: Request) -> Response:
            person = request.query_params.get("person", "12")
            page = PAGE.format(body=self.body, person=person)
            return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

        async def receive(request: Request) -> Response:
            self.received.append(dict(parse_qsl((await request.body()).decode(), keep_blank_values=True)))
            return self.answer(self.received[-1])

        return Starlette(
            routes=[
                Mount("/static/0a1b", StaticFiles(directory=ROOT / "static")),
                Route("/{path:path}", show, methods=["GET"]),
                Route("/{path:path}", receive, methods=["POST"]),
            ]
        )


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    hall.start()
    yield hall
    hall.stop()


@pytest.fixture
def phone(hall: Hall, context_for: Callable[..., BrowserContext]) -> BrowserContext:
    """A browser at the site."""
    return context_for(hall.url)


@pytest.fixture
def old_phone(hall: Hall, context_for: Callable[..., BrowserContext]) -> BrowserContext:
    """A browser whose WebCrypto does not know Ed25519."""
    context = context_for(hall.url)
    context.add_init_script(OLD_BROWSER)
    return context


@pytest.fixture(params=["phone", "old_phone"])
def any_phone(request: pytest.FixtureRequest) -> BrowserContext:
    """Each of the two ways to sign."""
    context: BrowserContext = request.getfixturevalue(request.param)
    return context
