"""Hand and paper counts entered by tellers."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
