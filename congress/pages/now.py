"""The delegate's one page in the hall."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
