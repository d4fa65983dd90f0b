"""Resolutions: draft, sign, publish, forward."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
