"""Importing the roster from a spreadsheet, with a preview."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
