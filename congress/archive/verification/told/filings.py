"""Filings as the data tells them, against what was signed when they were made and concluded; their scans against the record."""

from hashlib import sha256

from congress.archive.package import PROOFS, Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Row, Story, complete, is_told, names_fit, rows, said
from congress.i18n import say
from congress.record.entries import Act, Kind

NAMED = ("resolution", "kind", "attempt", "due_on", "filed_on")
SIGNED = ("authority", "number", "proof")
SCANNED = ("name", "size", "sha256")


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
    _proofs(package, story, here, found, check)


def _proofs(package: Package, story: Story, here: set[int], found: list[Row], check: Check) -> None:
    """Every scan of these filings, told with the entry that laid it there, and no other file among them."""
    told = {act.seq: act for act in story.kinds[Kind.FILING_PROVED] if act.facts["filing"] in here}
    scans = [(row["id"], scan) for row in found for scan in row.get("proofs", [])]
    for number, act in told.items():
        listed = sum(scan["seq"] == number for _, scan in scans)
        check.look(listed == 1, say("备案证明文件“{name}”没有写进数据文件", name=act.facts["name"]))
    for filing, scan in scans:
        proved = told.get(scan["seq"])
        same = proved is not None and proved.facts["filing"] == filing and _is_scan(package, scan, proved)
        check.look(same, say("备案证明文件“{name}”与会议记录不符", name=scan["name"]))
    named = {scan["file"] for _, scan in scans}
    for name in sorted(name for name in package.files if name.startswith(PROOFS)):
        check.look(name in named, say("文件 {name} 不是任何备案的证明文件", name=name))


def _is_scan(package: Package, scan: Row, act: Act) -> bool:
    """Are these the bytes, and is this who laid them there?"""
    content = package.files.get(scan["file"], b"")
    kept = {"size": len(content), "sha256": sha256(content).hexdigest()}
    same = all(kept.get(name, scan[name]) == scan[name] == act.facts[name] for name in SCANNED)
    return same and is_told(act, scan, by="by") and names_fit(package, [scan["by"]])


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
