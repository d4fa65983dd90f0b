"""Coming in and going out: invitation cards, passwords, signing out."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
