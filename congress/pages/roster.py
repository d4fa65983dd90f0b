"""Units, people, delegates, delegations and offices."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
