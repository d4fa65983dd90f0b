"""One's own desk: signing keys, sessions, receipts."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
