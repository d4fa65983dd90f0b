"""Formal letters that were issued: notices, letters, public notices, minutes, with the text as it was issued. Drafts are nobody's business."""

from typing import Any

from congress.archive.contents.papers import Paper, files_of
from congress.archive.contents.scope import Scope, both, moment, who
from congress.archive.package import Content
from congress.letters import rules
from congress.letters import service as letters
from congress.letters.service import Letter
from congress.roster import service as roster

FILE = "letters.json"


def data(scope: Scope) -> dict[str, Any]:
    """``letters.json``."""
    found = letters.kept(scope.session, scope.sitting_ids)
    names = roster.names(scope.session, {one.issued_by for one in found if one.issued_by})
    return {"format": "congress/letters/1", "letters": [_letter(scope, one, names) for one in found]}


def files(scope: Scope) -> dict[str, Content]:
    """Two files for each."""
    return files_of(_paper(scope, one) for one in letters.kept(scope.session, scope.sitting_ids))


def _paper(scope: Scope, found: Letter) -> Paper:
    """As it was issued; that it was withdrawn since stands in the data."""
    return Paper(
        f"letter-{found.id}",
        found.issued_at or found.changed_at,
        lambda: letters.sheet(scope.session, found, scope.zone).document,
    )


def _letter(scope: Scope, found: Letter, names: dict[int, str]) -> dict[str, Any]:
    paper = _paper(scope, found)
    return {
        "id": found.id,
        "sitting": found.sitting_id,
        "kind": found.kind.value,
        "kind_words": both(rules.KINDS[found.kind]),
        "audience": both(rules.AUDIENCE_WORDS[rules.AUDIENCES[found.kind]]),
        "number": letters.number_of(found),
        "issuer": found.issuer,
        "title": found.title,
        "addressee": found.addressee,
        "body": found.body,
        "copies": found.copies,
        "revision": found.revision,
        "sha256": found.sha256,
        "stage": found.stage.value,
        "standing": both(rules.STAGES[found.stage]),
        "issued_by": who(found.issued_by, names),
        "issued_at": moment(found.issued_at),
        "issued_seq": found.issued_seq,
        "withdrawn_at": moment(found.withdrawn_at),
        "withdrawn_seq": found.withdrawn_seq,
        "withdrawn_why": found.withdrawn_why,
        "pdf": paper.pdf,
        "text": paper.text,
    }
