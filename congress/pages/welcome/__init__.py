"""The first page of an empty installation, and the wizard that sets up a congress."""

from congress.pages.welcome.founding import ROUTES

__all__ = ["ROUTES"]
