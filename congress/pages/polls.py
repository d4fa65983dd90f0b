"""Drafting, opening, casting, closing; results."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
