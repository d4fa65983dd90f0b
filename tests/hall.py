"""The real application on a real port, in this process, with the small congress of ``cast``."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import uvicorn
from cast import SITE, Cast, found

from congress.app import build
from congress.house import House, open_house
from congress.identity import service as identity
from congress.settings import Settings
from congress.visit import COOKIE

PATIENCE = 60.0  # seconds for an answer, on a machine that may be busy


@dataclass
class Hall:
    """A running house, its cast, and a browser-like HTTP client for each of them."""

    house: House
    cast: Cast
    url: str
    clients: list[httpx2.Client] = field(default_factory=list)

    def client(self, name: str | None = None, **headers: str) -> httpx2.Client:
        """An HTTP client signed in as a member of the cast (or as nobody), closed with the hall."""
        client = httpx2.Client(
            base_url=self.url,
            headers={"Accept-Language": "zh-CN", **headers},
            trust_env=False,
            verify=False,
            timeout=PATIENCE,
        )
        self.clients.append(client)
        if name:
            entered = self.house.database.write(
                lambda s: identity.begin(s, person_id=self.cast[name].person_id, device="test")
            )
            client.cookies.set(COOKIE, entered.token)
        return client


@contextmanager
def open_hall(
    database_file: Path, *, profile: str = "national", empty: bool = False, cast: Cast | None = None
) -> Iterator[Hall]:
    """Serve a copy of a migrated database; the cast is founded unless ``empty``, or already in it."""
    house = open_house(Settings(data=database_file.parent, database_url=f"sqlite:///{database_file}"))
    if not empty and cast is None:
        house.name_site(SITE, "Asia/Shanghai")
        cast = house.database.write(lambda session: found(session, profile=profile))
    config = uvicorn.Config(
        build(house), port=0, log_level="warning", timeout_graceful_shutdown=1, timeout_keep_alive=600
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    hall = Hall(house, cast, f"http://127.0.0.1:{port}")  # type: ignore[arg-type]
    yield hall
    for client in hall.clients:
        client.close()
    server.should_exit = True
    thread.join(10)
