"""The seal: its certificate made, renewed, replaced; its use asked for, allowed by two, done and recorded."""

from congress.seals.service.asking import approve, ask, facts_of, lay, statement_for, waits_for, withdraw
from congress.seals.service.declining import Declined, decline, declined
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
    of_file,
    seal_of,
    seals,
    sm3_of,
    standing,
    state,
    visible_to,
    warning,
)
from congress.seals.store import Impression, Seal

__all__ = [
    "Declined",
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
    "decline",
    "declined",
    "facts_of",
    "given",
    "impression",
    "impressions",
    "kept",
    "lay",
    "make",
    "of_file",
    "press",
    "renew",
    "seal_of",
    "sealed_file",
    "seals",
    "signature_file",
    "sm3_of",
    "standing",
    "state",
    "statement_for",
    "tidy",
    "visible_to",
    "waiting_file",
    "waits_for",
    "warning",
    "withdraw",
]
