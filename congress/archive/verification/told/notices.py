"""Notices as the data tells them: words, days, published answers and results, against the record."""

from hashlib import sha256

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Row, Story, complete, is_told, of_this, rows
from congress.documents.text import formal_number
from congress.i18n import say
from congress.publication.rules import Stance
from congress.record.entries import Act, Kind

CODE = "职代会公示"
SHOWN = ("sha256", "subject", "resolution", "contact", "open", "nameless", "days", "working", "first")


def check_notices(package: Package, story: Story, check: Check) -> None:
    """Every notice that was put up, what was published of the comments on it, and how it ended."""
    posted, ended = story.by(Kind.NOTICE_POSTED, "notice"), story.by(Kind.NOTICE_CONCLUDED, "notice")
    longer, answers = story.each(Kind.NOTICE_EXTENDED, "notice"), story.each(Kind.NOTICE_ANSWERED, "notice")
    found = rows(package, "notices")
    listed = {row["id"] for row in found}
    unplaced = {number for number in listed & posted.keys() if "sitting" not in posted[number].facts}
    complete(check, {*of_this(package, posted), *unplaced}, [row["id"] for row in found], say("公示"))
    for row in found:
        number, act = row["id"], posted.get(row["id"])
        same = act is not None and _is_shown(row, act) and _is_extended(row, longer[number], act)
        check.look(same, say("公示“{title}”与会议记录不符", title=row["title"]))
        fault = say("公示“{title}”的结果与会议记录不符", title=row["title"])
        check.look(_is_ended(row, ended.get(number)), fault)
        _answers(row, answers[number], check)


def _is_shown(row: Row, act: Act) -> bool:
    facts, text = act.facts, act.facts["text"]
    numbered = formal_number(CODE, facts["year"], facts["number"])
    said = (row["title"], row["body"], row["number"], row["sitting"])
    told = (text["title"], text["body"], numbered, facts.get("sitting", row["sitting"]))
    same = all(row[name] == facts[name] for name in SHOWN)
    return said == told and same and is_told(act, row, at="posted_at", seq="posted_seq")


def _is_extended(row: Row, acts: list[Act], posted: Act) -> bool:
    told = [(a.facts["last"], a.facts["until"], a.facts["why"].strip(), a.at, a.seq) for a in acts]
    said = [(e["last"], e["until"], e["why"].strip(), e["at"], e["seq"]) for e in row["extensions"]]
    last = acts[-1].facts["until"] if acts else posted.facts["last"]
    return said == told and row["last"] == last


def _is_ended(row: Row, act: Act | None) -> bool:
    if act is None:
        return row["outcome"] is None and is_told(None, row, at="concluded_at", seq="concluded_seq")
    facts = act.facts
    said = (row["outcome"], row["note"].strip())
    counted = (row["comments"], row["objections"])
    return (
        said == (facts["outcome"], facts["note"].strip())
        and counted == (facts["comments"], facts["objections"])
        and is_told(act, row, at="concluded_at", seq="concluded_seq")
    )


def _answers(row: Row, acts: list[Act], check: Check) -> None:
    told = {act.facts["comment"]: act for act in acts}
    what = say("公示“{title}”的意见", title=row["title"])
    complete(check, told, [one["id"] for one in row["answers"]], what)
    for one in row["answers"]:
        act = told.get(one["id"])
        if act:
            fault = say("{what}（编号 {n}）：意见或答复与会议记录不符", what=what, n=one["id"])
            check.look(_is_answer(one, act), fault)


def _is_answer(row: Row, act: Act) -> bool:
    facts, public = act.facts, row["public"]
    said = (Stance(row["stance"]).value, public, row["answer_sha256"], row["answer"])
    same = said == (facts["stance"], facts["public"], facts["answer_sha256"], facts["answer"])
    if not (same and is_told(act, row)):
        return False
    if not public:
        return row["comment"] is None
    known = facts.get("comment_sha256")  # entries of older versions have none
    return row["comment"] is not None and known in {None, sha256(row["comment"].encode()).hexdigest()}
