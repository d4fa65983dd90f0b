"""The labels that roster templates use, by enumeration."""

from typing import Final

from congress.roster.rules import (
    CATEGORY_WORDS,
    DELEGATE_WORDS,
    OFFICE_WORDS,
    SEX_WORDS,
    UNIT_WORDS,
    why_words,
)

LABELS: Final[dict[str, object]] = {
    "unit_words": UNIT_WORDS,
    "category_words": CATEGORY_WORDS,
    "sex_words": SEX_WORDS,
    "delegate_words": DELEGATE_WORDS,
    "office_words": OFFICE_WORDS,
    "why_words": why_words,
}
