"""Units, people, delegates, delegations and offices: the roster as organisers keep it."""

from starlette.routing import BaseRoute

from congress.pages.roster import (
    accounts,
    composition,
    delegations,
    enterprise,
    listing,
    offices,
    people,
    person,
    units,
)

ROUTES: list[BaseRoute] = [
    *listing.ROUTES,
    *people.ROUTES,
    *person.ROUTES,
    *units.ROUTES,
    *delegations.ROUTES,
    *offices.ROUTES,
    *accounts.ROUTES,
    *composition.ROUTES,
    *enterprise.ROUTES,
]
