"""The agenda of the sitting and its papers."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
