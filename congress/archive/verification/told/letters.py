"""Formal letters as the data tells them, against the entries of their issue and withdrawal."""

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Row, Story, complete, is_told, names_fit, of_this, rows
from congress.documents.text import formal_number
from congress.i18n import say
from congress.letters.rules import CODES, LetterKind, Text, frozen
from congress.record.entries import Act, Kind


def check_letters(package: Package, story: Story, check: Check) -> None:
    """Every letter that was issued, with its text, number, and what became of it."""
    issued, withdrawn = story.by(Kind.LETTER_ISSUED, "letter"), story.by(Kind.LETTER_WITHDRAWN, "letter")
    found = rows(package, "letters")
    listed = {row["id"] for row in found}
    unplaced = {number for number in listed & issued.keys() if "sitting" not in issued[number].facts}
    complete(check, {*of_this(package, issued), *unplaced}, [row["id"] for row in found], say("公文"))
    for row in found:
        act = issued.get(row["id"])
        same = act is not None and _is_issued(row, act) and _is_left(row, withdrawn.get(row["id"]))
        fault = say("公文“{title}”与会议记录不符", title=row["title"])
        check.look(same and names_fit(package, [row["issued_by"]]), fault)


def _is_issued(row: Row, act: Act) -> bool:
    facts, kind = act.facts, LetterKind(row["kind"])
    text = frozen(kind, row["issuer"], Text(row["title"], row["body"], row["addressee"], row["copies"]))
    number = formal_number(CODES[kind], facts["year"], facts["number"])
    said = (row["sha256"], row["revision"], row["number"], row["sitting"])
    told = (facts["sha256"], facts["revision"], number, facts.get("sitting", row["sitting"]))
    return (
        text == facts["text"]
        and said == told
        and is_told(act, row, at="issued_at", seq="issued_seq", by="issued_by")
    )


def _is_left(row: Row, act: Act | None) -> bool:
    """Withdrawn as the record says, or standing."""
    why = act.facts["why"] if act else ""
    stage = "withdrawn" if act else "issued"
    return (row["stage"], row["withdrawn_why"]) == (stage, why) and is_told(
        act, row, at="withdrawn_at", seq="withdrawn_seq"
    )
