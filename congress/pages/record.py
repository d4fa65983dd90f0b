"""The public record, receipts and their proofs."""

from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []
