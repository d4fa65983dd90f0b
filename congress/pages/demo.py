"""The front page of the demo congress: each role in one click."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
