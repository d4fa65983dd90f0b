"""The seal: its certificate made, renewed, replaced; its use asked for, allowed by two, done and recorded."""

from congress.seals.service.asking import approve, ask, facts_of, lay, statement_for
from congress.seals.service.making import adopt, bring, make, renew, tidy
from congress.seals.service.pressing import kept, press, sealed_file, signature_file, waiting_file
from congress.seals.service.reading import (
    Given,
    State,
    authority_pem,
    current,
    given,
    impression,
    impressions,
    pressed,
    seals,
    standing,
    state,
    visible_to,
    warning,
)
from congress.seals.store import Impression, Seal

__all__ = [
    "Given",
    "Impression",
    "Seal",
    "State",
    "adopt",
    "approve",
    "ask",
    "authority_pem",
    "bring",
    "current",
    "facts_of",
    "given",
    "impression",
    "impressions",
    "kept",
    "lay",
    "make",
    "press",
    "pressed",
    "renew",
    "sealed_file",
    "seals",
    "signature_file",
    "standing",
    "state",
    "statement_for",
    "tidy",
    "visible_to",
    "waiting_file",
    "warning",
]
