"""Suggestions of employees and their answers."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
