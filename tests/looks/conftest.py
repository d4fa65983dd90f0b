"""The gallery on a port, under the very policy our pages have; and a way to open one look of it."""

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from gallery import Look, write
from playwright.sync_api import Page

from congress.web.assets import Assets
from congress.web.guard import policy

HEADERS = policy(Assets().inline)


class Gallery(SimpleHTTPRequestHandler):
    def end_headers(self):
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_arguments):
        """Tests are quiet."""


class Patient(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A page that is closed while it loads is nothing to print."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@pytest.fixture(scope="session")
def gallery(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("gallery")
    write(folder)
    with Patient(("127.0.0.1", 0), partial(Gallery, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def see(gallery, context_for, page_for) -> Callable[..., Page]:
    """Opens one look in a window of a size, with the browser's own wishes if any."""

    def open_look(look: Look, width: int = 390, height: int = 844, **wishes: str) -> Page:
        page = page_for(context_for(gallery, viewport={"width": width, "height": height}, **wishes))
        page.goto(look.file)
        return page

    return open_look
