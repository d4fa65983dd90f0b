"""What departments have been given to do."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
