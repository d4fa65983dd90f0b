"""The rules in force: the whole profile of each term with the articles it rests on, as data and in words."""

from typing import Any

from congress.archive.contents.scope import Scope, just
from congress.archive.package import Content
from congress.bylaws.profile import from_json
from congress.bylaws.tables import tables
from congress.i18n import LANGUAGES
from congress.sittings import service as sittings

FILE = "rules.json"


def data(scope: Scope) -> dict[str, Any]:
    """``rules.json``. Each vote also sealed the rule it was taken under (``poll.opened`` in the record)."""
    return {
        "format": "congress/rules/1",
        "rules": [
            {
                "term": term,
                "profile": profile,
                "words": {language: words_of(term, language) for language in LANGUAGES},
            }
            for term, profile in _profiles(scope).items()
        ],
    }


def files(scope: Scope) -> dict[str, Content]:
    """The same for people, once in each language."""
    return {
        words_of(term, language): just(tables(from_json(profile), language).encode() + b"\n")
        for term, profile in _profiles(scope).items()
        for language in LANGUAGES
    }


def words_of(term: int, language: str) -> str:
    """rules-3.zh.txt: the rules of a term in words."""
    return f"rules-{term}.{language}.txt"


def _profiles(scope: Scope) -> dict[int, dict[str, object]]:
    terms = {meeting.term.number: meeting.sitting.id or 0 for meeting in scope.meetings}
    return {term: sittings.profile_of(scope.session, sitting) for term, sitting in terms.items()}
