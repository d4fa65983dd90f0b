"""The contents of a package as web pages that need nothing: no script, no network, one style inside. Pure.

They say only what the data files beside them say, and name files relative to themselves. Plain HTML of
headings, lists and tables: what was readable in a browser thirty years ago is readable today.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from congress.archive.contents import (
    deliveries,
    desk,
    filings,
    forms,
    letters,
    motions,
    notices,
    resolutions,
    roster,
    rulebook,
    sealed,
    sittings,
    votes,
)
from congress.archive.package import certificate_of
from congress.clock import parse
from congress.i18n import LANGUAGES
from congress.polls.rules import CHOICES
from congress.roster.rules import DELEGATE_WORDS, OFFICE_WORDS
from congress.web.rendering import environment

Tables = Mapping[str, dict[str, Any]]
DESK = ("replies", "proposals", "circulations")
PAGES = {"zh": "index.html", "en": "index.en.html"}


def pages(manifest: Mapping[str, Any], tables: Tables, printed: frozenset[str]) -> dict[str, bytes]:
    """One page for each language. ``printed`` names the forms that are in the package."""
    return {PAGES[language]: _page(manifest, tables, printed, language) for language in LANGUAGES}


def _page(manifest: Mapping[str, Any], tables: Tables, printed: frozenset[str], language: str) -> bytes:
    template = environment().get_template("archive/package/index.html")
    other = next(one for one in LANGUAGES if one != language)
    said = template.render(
        lang=language,
        timezone=manifest["timezone"],
        other=PAGES[other],
        about=manifest,
        at=parse,
        kinds={kind.value: word for kind, word in DELEGATE_WORDS.items()},
        offices={kind.value: word for kind, word in OFFICE_WORDS.items()},
        choices=CHOICES,
        sittings=tables[sittings.FILE]["sittings"],
        rosters={one["sitting"]: one for one in tables[roster.FILE]["rosters"]},
        motions=_by(tables[motions.FILE]["motions"], "sitting"),
        votes={one["id"]: one for one in tables[votes.FILE]["votes"]},
        certificate_of=certificate_of,
        forms=forms,
        printed=printed,
        letters=_by(tables[letters.FILE]["letters"], "sitting"),
        notices=_by(tables[notices.FILE]["notices"], "sitting"),
        filings=_by(tables[filings.FILE]["filings"], "sitting"),
        deliveries=_by(tables[deliveries.FILE]["deliveries"], "sitting"),
        receivers={one["id"]: one["name"] for one in tables[deliveries.FILE]["receivers"]},
        desk={name: _by(tables[desk.FILE][name], "sitting") for name in DESK},
        authorities=tables[desk.FILE]["authorities"],
        resolutions={one["poll"]: one for one in tables[resolutions.FILE]["resolutions"]},
        seals=tables[sealed.FILE],
        rules=tables[rulebook.FILE]["rules"],
    )
    return said.encode()


def _by(rows: list[dict[str, Any]], name: str) -> dict[Any, list[dict[str, Any]]]:
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return dict(groups)
