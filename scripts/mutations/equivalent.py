"""Mutants that no test can catch, each with the reason: without this check nothing would be let through."""

EQUIVALENT: dict[str, str] = {}
