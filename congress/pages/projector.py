"""What the hall sees."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
