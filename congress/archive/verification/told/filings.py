"""Filings as the data tells them, against what was signed when they were made and concluded."""

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Row, Story, complete, is_told, names_fit, rows, said
from congress.i18n import say
from congress.record.entries import Act, Kind

NAMED = ("resolution", "kind", "attempt", "due_on", "filed_on")
SIGNED = ("authority", "number", "proof")


def check_filings(package: Package, story: Story, check: Check) -> None:
    """Every filing of the resolutions in the package."""
    homes = {row["id"]: row["sitting"] for row in rows(package, "resolutions")}
    made, ended = story.by(Kind.FILING_MADE, "filing"), story.by(Kind.FILING_CONCLUDED, "filing")
    found = rows(package, "filings")
    here = {number for number, act in made.items() if act.facts["resolution"] in homes}
    complete(check, here, [row["id"] for row in found], say("备案"))
    for row in found:
        act = made.get(row["id"])
        same = act is not None and row["sitting"] == homes.get(row["resolution"]) and _is_made(row, act)
        people = names_fit(package, [row["by"], row["outcome_by"]])
        fault = say(
            "备案“{number}”（{authority}）与会议记录不符", number=row["number"], authority=row["authority"]
        )
        check.look(same and people and _is_ended(row, ended.get(row["id"])), fault)


def _is_made(row: Row, act: Act) -> bool:
    signed = said(act)
    words = all(row[name] == signed.get(name, "").strip() for name in SIGNED)
    return words and all(row[name] == act.facts[name] for name in NAMED) and is_told(act, row, by="by")


def _is_ended(row: Row, act: Act | None) -> bool:
    if act is None:
        return (row["outcome"], row["outcome_on"], row["outcome_seq"]) == ("pending", None, None)
    told = (act.facts["outcome"], act.facts["outcome_on"], act.facts["body"].strip(), act.seq, act.actor)
    who = row["outcome_by"] or {}
    return told == (
        row["outcome"],
        row["outcome_on"],
        row["outcome_body"],
        row["outcome_seq"],
        who.get("person"),
    )
