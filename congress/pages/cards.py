"""Printable sheets of invitation cards."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
