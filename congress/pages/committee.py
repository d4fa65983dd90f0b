"""The Party committee's inbox."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
