"""The organiser's cockpit."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
