"""Check-in by phone and by the desk."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
