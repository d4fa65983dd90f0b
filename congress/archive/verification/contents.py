"""Is what the data files tell the same as what the record tells? The record is signed by those who acted, the files by nobody.

Looked at only when chain, signatures and shapes are in order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from congress.archive.package import NAMES, Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Story
from congress.archive.verification.told.seals import check_uses
from congress.archive.verification.votes import paper_of
from congress.bylaws.terms import Form
from congress.committee.rules.wording import bare
from congress.crypto import canonical
from congress.i18n import Message, say
from congress.polls.rules import full_text
from congress.record.entries import Act, Kind

Row = dict[str, Any]
NO_LIST = say("名单与会议记录中的票不符")


@dataclass
class Told:
    """The facts of the record by what they are about; of several the last one."""

    opened: dict[int, Row] = field(default_factory=dict)
    closed: dict[int, Row] = field(default_factory=dict)
    voided: set[int] = field(default_factory=set)
    ballots: dict[int, dict[int, str]] = field(default_factory=dict)
    sealed: dict[int, Act] = field(default_factory=dict)
    sent: dict[int, Act] = field(default_factory=dict)
    papers: dict[int, Row] = field(default_factory=dict)
    motions: dict[int, Row] = field(default_factory=dict)
    begun: dict[int, Act] = field(default_factory=dict)
    over: dict[int, Act] = field(default_factory=dict)
    at: dict[int, str] = field(default_factory=dict)

    def hear(self, act: Act) -> None:
        """Take an entry in."""
        self.at[act.seq] = act.at
        if tell := TELLING.get(act.kind):
            tell(self, act, act.facts)

    def cast(self, act: Act, facts: Row) -> None:
        self.ballots.setdefault(facts["poll"], {})[act.actor] = facts["choice"]

    def handed(self, _act: Act, facts: Row) -> None:
        if "content" in facts:
            self.motions[facts["motion"]] = facts["content"]

    def close(self, _act: Act, facts: Row) -> None:
        self.closed[facts["poll"]] = facts

    def open(self, _act: Act, facts: Row) -> None:
        self.opened[facts["poll"]] = facts


Telling = Callable[[Told, Act, Row], object]
TELLING: dict[Kind, Telling] = {
    Kind.POLL_OPENED: Told.open,
    Kind.POLL_CLOSED: Told.close,
    Kind.POLL_VOIDED: lambda told, _act, facts: told.voided.add(facts["poll"]),
    Kind.BALLOT_CAST: Told.cast,
    Kind.RESOLUTION_SEALED: lambda told, act, facts: told.sealed.update({facts["resolution"]: act}),
    Kind.DISPATCH_SENT: lambda told, act, facts: told.sent.update({facts["dispatch"]: act}),
    Kind.PAPER_ADDED: lambda told, _act, facts: told.papers.update({facts["paper"]: facts}),
    Kind.PAPER_WITHDRAWN: lambda told, _act, facts: told.papers.pop(facts["paper"], None),
    Kind.MOTION_SUBMITTED: Told.handed,
    Kind.MOTION_REVISED: Told.handed,
    Kind.SITTING_OPENED: lambda told, act, facts: told.begun.update({facts["sitting"]: act}),
    Kind.SITTING_CLOSED: lambda told, act, facts: told.over.update({facts["sitting"]: act}),
}


def check_contents(package: Package, acts: list[Act]) -> Check:
    """Sittings, papers, motions, votes, named lists, resolutions, dispatches and uses of the seal."""
    check, told = Check(say("会议、文件、票数、决议与会议记录一致")), Told()
    try:
        for act in acts:
            told.hear(act)
        for part in (_sittings, _motions, _votes, _resolutions):
            part(package, told, check)
        check_uses(package, Story.of(acts), check)
    except (KeyError, TypeError, ValueError, AttributeError):
        check.fail(say("数据文件与会议记录对不起来"))
    return check


def _rows(package: Package, name: str) -> list[Row]:
    rows: list[Row] = package.json(f"{name}.json")[name]
    return rows


def _complete(check: Check, known: set[int], listed: set[int], what: Message) -> None:
    """All of them are listed, and no other."""
    for number in sorted(known | listed):
        fault = say("{what}（编号 {n}）：只在会议记录或只在数据文件里", what=what, n=number)
        check.look(number in known & listed, fault)


def _sittings(package: Package, told: Told, check: Check) -> None:
    fault = say("会议的时间、人数与会议记录不符")
    items: set[int] = set()
    papers: dict[int, Row] = {}
    rows = _rows(package, "sittings")
    for sitting in rows:
        begun, over = told.begun.get(sitting["id"]), told.over.get(sitting["id"])
        check.look(sitting["opened_at"] == (begun and begun.at), fault)
        check.look(sitting["closed_at"] == (over and over.at), fault)
        here = {item["id"] for item in sitting["agenda"]}
        if begun:
            numbers = (begun.facts["expected"], begun.facts["present"])
            check.look((sitting["expected"], sitting["present"]) == numbers, fault)
            check.look({item[0] for item in begun.facts["agenda"]} <= here, say("缺少开幕时的议程"))
        items |= here
        papers |= {paper["id"]: paper for item in sitting["agenda"] for paper in item["papers"]}
    if package.sitting is None:
        _complete(check, set(told.begun), {one["id"] for one in rows if one["opened_at"]}, say("会议"))
    else:
        check.look([one["id"] for one in rows] == [package.sitting], say("不是清单所说的那次会议"))
    _papers(package, {n: facts for n, facts in told.papers.items() if facts["item"] in items}, papers, check)


def _papers(package: Package, told: dict[int, Row], papers: dict[int, Row], check: Check) -> None:
    _complete(check, set(told), set(papers), say("会议文件"))
    for number in sorted(told.keys() & papers.keys()):
        paper, name = papers[number], papers[number]["name"]
        same = (paper["sha256"], paper["name"]) == (told[number]["sha256"], told[number]["name"])
        kept = sha256(package.files.get(paper["file"], b"")).hexdigest()
        check.look(same and kept == paper["sha256"], say("会议文件“{name}”与会议记录不符", name=name))


def _motions(package: Package, told: Told, check: Check) -> None:
    for motion in _rows(package, "motions"):
        content = told.motions.get(motion["id"], {})
        said = (motion["title"]["zh"], motion["grounds"], motion["proposal"])
        same = said == tuple(content.get(name) for name in ("title", "grounds", "proposal"))
        check.look(same, say("提案（编号 {n}）的文本与会议记录不符", n=motion["id"]))


def _votes(package: Package, told: Told, check: Check) -> None:
    rows = {vote["id"]: vote for vote in _rows(package, "votes")}
    _complete(check, set(_within(package, told.opened)), set(rows), say("表决"))
    people: Row = package.json(NAMES)["people"]
    for number, vote in rows.items():
        opened = told.opened.get(number, {})
        fault = say("表决“{title}”与会议记录不符", title=vote["title"]["zh"])
        text = full_text(opened.get("text", ""), paper_of(opened)) if opened else None
        asked = (vote["title"]["zh"], vote["text"], vote["text_sha256"], vote["expected"], vote["present"])
        names = ("title", "text_sha256", "expected", "present")
        title, digest, expected, present = (opened.get(name) for name in names)
        check.look(asked == (title, text, digest, expected, present), fault)
        closed = told.closed.get(number)
        declared = (closed or {}).get("counts"), (closed or {}).get("votes"), (closed or {}).get("passed")
        check.look((vote["counts"], vote["votes"], vote["passed"]) == declared, fault)
        check.look((vote["stage"] == "void") == (number in told.voided), fault)
        if opened.get("form") == Form.NAMED.value and closed:
            check.look(
                vote["named"] is not None and _is_list(package, vote["named"], opened, told, people), NO_LIST
            )


def _within(package: Package, opened: dict[int, Row]) -> list[int]:
    scope = package.sitting
    return [number for number, facts in opened.items() if scope is None or facts["sitting"] == scope]


def _is_list(package: Package, name: str, opened: Row, told: Told, people: Row) -> bool:
    """The sealed roll with the last ballot of each, and names as in the list of names."""
    cast = told.ballots.get(opened["poll"], {})
    expected = [
        {"person": p, "name": people[str(p)], "present": here, "choice": cast.get(p)}
        for p, here in opened["roll"]
    ]
    listed: Row = package.json(name)
    return bool(listed.get("poll") == opened["poll"] and _sorted(listed["ballots"]) == _sorted(expected))


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["person"]))


def _resolutions(package: Package, told: Told, check: Check) -> None:
    polls = set(_within(package, told.opened))
    known = {number for number, act in told.sealed.items() if act.facts["text"]["poll"] in polls}
    rows = {row["id"]: row for row in _rows(package, "resolutions")}
    _complete(check, known, set(rows), say("大会决议"))
    for number in sorted(known & rows.keys()):
        row, act = rows[number], told.sealed[number]
        text, about = act.facts["text"], say("决议“{title}”与会议记录不符", title=row["title"])
        said = (row["title"], row["body"], row["poll"], row["sha256"], row["sealed_seq"], row["sealed_at"])
        check.look(
            said == (text["title"], text["body"], text["poll"], act.facts["sha256"], act.seq, act.at), about
        )
        numbered = f"〔{act.facts['year']}〕{act.facts['number']}号"
        check.look(row["number"].endswith(numbered), about)
        check.look(all(told.at.get(mark["seq"]) == mark["at"] for mark in row["signatures"]), about)
    _dispatches(told, rows, check)


def _dispatches(told: Told, rows: dict[int, Row], check: Check) -> None:
    known = {number for number, act in told.sent.items() if act.facts["resolution"] in rows}
    sent = {one["id"]: one for row in rows.values() for one in row["dispatches"]}
    _complete(check, known, set(sent), say("报送党委的文件"))
    for number in sorted(known & sent.keys()):
        row, act = sent[number], told.sent[number]
        said = (row["kind"], row["sha256"], row["sent_seq"], row["sent_at"])
        facts = (act.facts["kind"], _letter(row, act.facts))
        steps = all(
            told.at.get(step["seq"]) == step["at"] for step in row["steps"] if step["seq"] is not None
        )
        same = said == (*facts, act.seq, act.at) and steps
        check.look(same, say("报送“{title}”与会议记录不符", title=row["title"]))


def _letter(row: Row, facts: Row) -> str:
    """The hash of a letter: its words, the resolution it carries, and the day that it named first.

    Who signs off (签发人) is in it where one was named; letters before that have none.
    """
    signer = {"signer": row["signer"]} if row.get("signer") else {}
    return canonical.digest(
        signer
        | {
            "annex": facts["resolution_sha256"],
            "body": row["body"],
            "due_on": facts["due_on"],
            "kind": row["kind"],
            "request": bare(row["request"]),
            "title": row["title"],
        }
    )
