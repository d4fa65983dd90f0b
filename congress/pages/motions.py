"""Motions: write, invite, second, submit, discuss."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
