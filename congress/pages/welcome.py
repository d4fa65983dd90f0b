"""The first page of an empty installation, and the wizard that sets up a congress."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
