"""The motion committee's desk."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
