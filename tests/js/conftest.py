"""A small site that serves ``static/`` as the real one does, shows the pages a test gives it, and
remembers every form it was sent."""

import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import uvicorn
from browser import QUIET, environment
from device import OLD_BROWSER
from js.sealing import election, opened, voter  # noqa: F401 (fixtures of two files)
from js.signing import opened_form  # noqa: F401 (likewise)
from playwright.sync_api import Browser, BrowserContext, Page
from server import ROOT, free_port
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from congress import booth

VERSION = "0a1b"
BOOTH = booth.read()
MAP = json.dumps({"integrity": {f"/static/{VERSION}/{name}": sum_ for name, sum_ in BOOTH.integrity.items()}})
POLICY = "default-src 'self'; script-src 'self' '{inline}'; style-src 'self'"
PAGE = """<!doctype html>
<html lang="zh-CN" data-site="6f1c" data-person="{person}"><head><meta charset="utf-8"><title>页</title>
<meta name="htmx-config" content='{{"noSwap":[204,304,"5xx"]}}'>
<script type="importmap">{map}</script>
{scripts}
<script src="/static/0a1b/vendor/htmx.min.js" defer></script>
</head><body>{body}</body></html>"""
SCRIPT = '<script src="/static/0a1b/js/{}.js" type="module"></script>'
RECEIPT = '<p id="receipt">已记录</p>'


@dataclass
class Site:
    """The site. ``body`` is what its pages show; ``answer`` makes the answer to a form, ``files`` to its path;
    ``import_map`` says what scripts must be, and is emptied by who wants to change one."""

    port: int = field(default_factory=free_port)
    body: str = ""
    scripts: tuple[str, ...] = ("signing", "retry")
    import_map: str = MAP
    files: dict[str, Callable[[Request], Response]] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)
    received: list[dict[str, str]] = field(default_factory=list)
    answer: Callable[[dict[str, str]], Response | Awaitable[Response]] = lambda _: HTMLResponse(RECEIPT)
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            self._site(), port=self.port, log_level="critical", timeout_graceful_shutdown=1
        )
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

    def _policy(self) -> str:
        return POLICY.format(inline=booth.integrity(self.import_map.encode()))

    def _site(self) -> Starlette:
        async def show(request: Request) -> Response:
            if request.url.path in self.files:
                return self.files[request.url.path](request)
            person = request.query_params.get("person", "12")
            scripts = "\n".join(map(SCRIPT.format, self.scripts))
            page = PAGE.format(body=self.body, person=person, map=self.import_map, scripts=scripts)
            return HTMLResponse(page, headers={"Content-Security-Policy": self._policy()})

        async def receive(request: Request) -> Response:
            self.bodies.append(await request.body())
            self.received.append(dict(parse_qsl(self.bodies[-1].decode(), keep_blank_values=True)))
            answer = self.answer(self.received[-1])
            return answer if isinstance(answer, Response) else await answer

        return Starlette(
            routes=[
                Mount(f"/static/{VERSION}", StaticFiles(directory=ROOT / "static")),
                Route("/{path:path}", show, methods=["GET"]),
                Route("/{path:path}", receive, methods=["POST"]),
            ]
        )


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def phone(site: Site, context_for: Callable[..., BrowserContext]) -> BrowserContext:
    """A browser at the site."""
    return context_for(site.url)


@pytest.fixture
def old_phone(site: Site, context_for: Callable[..., BrowserContext]) -> BrowserContext:
    """A browser whose WebCrypto does not know Ed25519."""
    context = context_for(site.url)
    context.add_init_script(OLD_BROWSER)
    return context


@pytest.fixture(params=["phone", "old_phone"])
def any_phone(request: pytest.FixtureRequest, browser: Browser) -> BrowserContext:
    """Each of the two ways to sign."""
    context: BrowserContext = request.getfixturevalue(request.param)
    return context


@pytest.fixture
def insecure_page(site: Site, browser: Browser, chromium: str, tmp_path: Path) -> Iterator[Page]:
    """The site over plain HTTP under another name than localhost: the browser takes crypto.subtle away."""
    hosts = "--host-resolver-rules=MAP hall.example 127.0.0.1"
    with browser.browser_type.launch(
        executable_path=chromium, args=[*QUIET, hosts], env=environment(tmp_path)
    ) as elsewhere:
        page = elsewhere.new_page(base_url=site.url.replace("127.0.0.1", "hall.example"))
        yield page


@pytest.fixture
def forgetful_page(site: Site, browser: Browser, chromium: str, tmp_path: Path) -> Iterator[Page]:
    """The site in a browser that is set to block all site data."""
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default/Preferences").write_text(json.dumps(settings))
    with browser.browser_type.launch_persistent_context(
        str(tmp_path),
        executable_path=chromium,
        args=list(QUIET),
        env=environment(tmp_path),
        base_url=site.url,
    ) as closed:
        yield closed.new_page()


@pytest.fixture
def trouble_page(request: pytest.FixtureRequest, browser: Browser) -> Page:
    """One of the two above, chosen by name."""
    page: Page = request.getfixturevalue(request.param)
    return page
