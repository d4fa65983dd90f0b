"""Offices as the data tells them, against every entry that gave or ended one."""

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Story, complete, names_fit, rows
from congress.i18n import say
from congress.record.entries import Kind


def check_offices(package: Package, story: Story, check: Check) -> None:
    """Who held which office, from when to when."""
    told = story.each(Kind.OFFICE_CHANGED, "office")
    found = rows(package, "offices")
    founded = {row["id"] for row in found if row["id"] not in told}
    complete(check, {*told, *founded}, [row["id"] for row in found], say("任职"))
    for row in found:
        acts = told[row["id"]]
        same = [(a.facts["change"], a.at, a.seq) for a in acts] == [
            (one["change"], one["at"], one["seq"]) for one in row["changes"]
        ]
        held = all((a.facts["person"], a.facts["kind"]) == (row["person"], row["kind"]) for a in acts)
        begun = row["founded"] == (not acts or acts[0].facts["change"] == "ended")
        fault = say("任职（编号 {n}，{name}）与会议记录不符", n=row["id"], name=row["name"])
        check.look(same and held and begun and names_fit(package, [row]), fault)
