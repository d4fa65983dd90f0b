"""Rule profiles: read, copy, edit, choose."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
