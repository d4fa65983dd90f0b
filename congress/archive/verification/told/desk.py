"""The committee's desk as the data tells it: authority, replies, proposals, circulations, against what was signed."""

from typing import Any

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Row, Story, complete, is_told, names_fit, rows, said
from congress.i18n import Message, say
from congress.record.entries import Act, Kind

GIVEN = ("powers", "matter", "begins_on", "ends_on")
DECISIONS = {
    Kind.DISPATCH_DECIDED: "instruction",
    Kind.DISPATCH_REPLIED: "reply",
    Kind.DISPATCH_ANSWERED: "answer",
}


def check_desk(package: Package, story: Story, check: Check) -> None:
    """Each of the four parts of ``committee.json``."""
    resolutions = rows(package, "resolutions")
    homes = {row["id"]: row["sitting"] for row in resolutions}
    sent = {one["id"]: row["sitting"] for row in resolutions for one in row["dispatches"]}
    _authorities(package, story, check)
    _replies(package, story, sent, check)
    _proposals(package, story, sent, check)
    _circulations(package, story, homes, check)


def _parts(package: Package, name: str) -> list[Row]:
    return rows(package, "committee", name)


def _differs(what: Message, number: int) -> Message:
    return say("{what}（编号 {n}）与会议记录不符", what=what, n=number)


def _authorities(package: Package, story: Story, check: Check) -> None:
    given, revoked = story.by(Kind.PROXY_GIVEN, "proxy"), story.by(Kind.PROXY_REVOKED, "proxy")
    found, what = _parts(package, "authorities"), say("授权")
    complete(check, given, [row["id"] for row in found], what)
    for row in found:
        act, end = given.get(row["id"]), revoked.get(row["id"])
        people = [row["grantor"], row["deputy"], row["revoked_by"]]
        same = act is not None and is_told(act, row, at="given_at", by="grantor") and _is_authority(row, act)
        ended = is_told(end, row, at="revoked_at", seq="revoked_seq", by="revoked_by")
        check.look(same and ended and names_fit(package, people), _differs(what, row["id"]))


def _is_authority(row: Row, act: Act) -> bool:
    key = (act.signed or {}).get("key")
    deputy = (row["deputy"] or {}).get("person")
    return all(row[name] == act.facts[name] for name in GIVEN) and (row["key"], deputy) == (
        key,
        act.facts["deputy"],
    )


def _replies(package: Package, story: Story, sent: dict[int, int], check: Check) -> None:
    told = {act.seq: act for act in story.kinds[Kind.DISPATCH_REPLIED] if act.facts["dispatch"] in sent}
    found, what = _parts(package, "replies"), say("党委批复")
    complete(check, told, [row["seq"] for row in found], what)
    for row in found:
        act = told.get(row["seq"])
        same = act is not None and is_told(act, row) and _is_reply(row, act, sent)
        check.look(same, say("{what}“{number}”与会议记录不符", what=what, number=row["number"]))


def _is_reply(row: Row, act: Act, sent: dict[int, int]) -> bool:
    facts = act.facts
    told = (
        facts["dispatch"],
        facts["round"],
        facts["grants"],
        facts["body"].strip(),
        sent[facts["dispatch"]],
    )
    return told == (row["dispatch"], row["round"], row["grants"], row["body"].strip(), row["sitting"])


def _proposals(package: Package, story: Story, sent: dict[int, int], check: Check) -> None:
    advised, reviewed = story.by(Kind.DISPATCH_ADVISED, "advice"), story.by(Kind.ADVICE_REVIEWED, "advice")
    found, what = _parts(package, "proposals"), say("拟办")
    here = {number for number, act in advised.items() if act.facts["dispatch"] in sent}
    complete(check, here, [row["id"] for row in found], what)
    for row in found:
        act, review = advised.get(row["id"]), reviewed.get(row["id"])
        same = act is not None and is_told(act, row, by="by") and _is_proposal(row, act, story, sent)
        read = is_told(review, row, at="reviewed_at", seq="reviewed_seq", by="reviewed_by")
        people = names_fit(package, [row["by"], row["reviewed_by"]])
        check.look(same and read and people, _differs(what, row["id"]))


def _is_proposal(row: Row, act: Act, story: Story, sent: dict[int, int]) -> bool:
    facts, signed = act.facts, said(act)
    told = (facts["dispatch"], facts["round"], facts["kind"], sent[facts["dispatch"]])
    if told != (row["dispatch"], row["round"], row["kind"], row["sitting"]):
        return False
    words: Row | None = row["said"]
    if words is None:
        return row["decided_seq"] is None and row["taken"] is None
    decision = story.at(row["decided_seq"])
    return all(signed.get(name) == value for name, value in words.items()) and _is_decided(
        row, decision, words
    )


def _is_decided(row: Row, decision: Act | None, words: Row) -> bool:
    """Is that the decision of the kind that was proposed, and is it told rightly whether it took the words?"""
    if decision is None or DECISIONS.get(decision.kind) != row["kind"]:
        return False
    signed = said(decision)
    taken = all(signed.get(name) == value for name, value in words.items())
    same = (decision.facts["dispatch"], decision.facts["round"]) == (row["dispatch"], row["round"])
    return same and row["taken"] is taken and decision.seq > row["seq"]


def _circulations(package: Package, story: Story, homes: dict[int, int], check: Check) -> None:
    begun = story.by(Kind.CIRCULATION_STARTED, "circulation")
    read: dict[tuple[int, int], Act] = {
        (act.facts["circulation"], act.actor): act for act in story.kinds[Kind.CIRCULATION_READ]
    }
    found, what = _parts(package, "circulations"), say("传阅")
    here = {number for number, act in begun.items() if act.facts["resolution"] in homes}
    complete(check, here, [row["id"] for row in found], what)
    for row in found:
        act = begun.get(row["id"])
        same = act is not None and is_told(act, row, by="by") and _is_circulation(row, act, homes)
        readers = all(_has_read(one, read.get((row["id"], one["person"]))) for one in row["readers"])
        people: list[Any] = [row["by"], *row["readers"]]
        check.look(same and readers and names_fit(package, people), _differs(what, row["id"]))
    _reminders(package, story, here, found, check)


def _reminders(package: Package, story: Story, here: set[int], found: list[Row], check: Check) -> None:
    """Whoever was reminded, on which day, by whom."""
    acts = story.kinds[Kind.CIRCULATION_REMINDED]
    told = {act.seq: act for act in acts if act.facts["circulation"] in here}
    listed = [(row["id"], one) for row in found for one in row.get("reminders", [])]
    what = say("提醒阅读")
    complete(check, told, [one["seq"] for _, one in listed], what)
    for number, one in listed:
        act = told.get(one["seq"])
        same = act is not None and _is_reminder(number, one, act)
        check.look(same and names_fit(package, [one["by"], *one["readers"]]), _differs(what, one["seq"]))


def _is_reminder(number: int, row: Row, act: Act) -> bool:
    facts = act.facts
    told = (facts["circulation"], facts["day"], sorted(facts["readers"]))
    said = (number, row["day"], sorted(one["person"] for one in row["readers"]))
    return said == told and is_told(act, row, by="by")


def _is_circulation(row: Row, act: Act, homes: dict[int, int]) -> bool:
    facts = act.facts
    told = (facts["resolution"], facts["dispatch"], facts["due_on"], sorted(facts["readers"]))
    named = sorted(one["person"] for one in row["readers"])
    note = said(act).get("note", "").strip()
    here = (row["resolution"], row["dispatch"] or 0, row["due_on"], named)
    return told == here and row["note"] == note and row["sitting"] == homes.get(row["resolution"])


def _has_read(row: Row, act: Act | None) -> bool:
    remark = said(act).get("body", "").strip() if act else ""
    return row["remark"] == remark and is_told(act, row, at="read_at")
