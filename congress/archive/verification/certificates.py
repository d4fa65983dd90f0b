"""Does the certificate of a vote (``congress/vote-certificate/1``) say what a package holds? Made anew from the package, field by field.

Shape, figures and result are those of the record; the hashes are those of the entries, the ballot archive and a
signed head; the path leads from the entry of the result to the head's root (RFC 9162 section 2.1.3).
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from congress.archive.package import CERTIFICATES, HEADS, RECORD, Package, box_of
from congress.archive.verification.check import Check
from congress.archive.verification.shapes import misfits, named
from congress.archive.verification.story import Row, Story, rows
from congress.archive.verification.votes import paper_of
from congress.bylaws.profile import matter_from_json
from congress.bylaws.terms import Form
from congress.crypto import canonical, signatures
from congress.crypto.merkle import verify_inclusion
from congress.errors import CongressError
from congress.i18n import Message, say
from congress.polls.rules import Way, counted, full_text
from congress.record.entries import Act, Kind, read
from congress.resolutions.certificates import Certificate
from congress.resolutions.evidence import FORMAT, Evidence, Place, Root, twin

SCHEMA = "vote-certificate"
UNREAD = say("不是表决证明的数据文件（congress/vote-certificate/1）")


def check_certificate(package: Package, content: bytes) -> Check:
    """One that somebody holds, against a package. Entries that cannot be read are the chain check's business."""
    acts: list[Act] = []
    for line in package.lines(RECORD):
        try:
            acts.append(read(line))
        except (ValueError, TypeError):
            break
    check = Check(say("表决证明与档案一致"))
    _judge(package, Story.of(acts), content, "", check)
    return check


def check_certificates(package: Package, acts: list[Act]) -> Check:
    """Those in the package."""
    check, story = Check(say("各项表决证明与会议记录一致")), Story.of(acts)
    for name in sorted(package.files):
        if name.startswith(CERTIFICATES):
            _judge(package, story, package.files[name], name, check)
    return check


def _judge(package: Package, story: Story, content: bytes, name: str, check: Check) -> None:
    try:
        found = canonical.parse(content)
    except (ValueError, TypeError, RecursionError):
        check.look(False, _at(name, _unreadable(content)))
        return
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        check.look(False, _at(name, UNREAD))
        return
    misfit = next(misfits(found, named(SCHEMA)), None)
    if check.look(misfit is None, _at(name, say("不合公布的格式：{where}", where=misfit or ""))):
        try:
            faults = list(_faults(package, story, found))
        except (KeyError, TypeError, ValueError, AttributeError, CongressError):
            faults = [say("档案里的这项表决读不出来")]
        for fault in faults:
            check.fail(_at(name, fault))


def _at(name: str, fault: Message) -> Message:
    return say("文件 {name}：{fault}", name=name, fault=fault) if name else fault


def _unreadable(content: bytes) -> Message:
    """Changed by hand or by a program that writes JSON its own way, or something else altogether."""
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return UNREAD
    return say("文件不是规范写法：被改动过，或者用别的程序重新保存过")


def _faults(package: Package, story: Story, found: Row) -> Iterator[Message]:
    poll = found["poll"]
    opened = story.by(Kind.POLL_OPENED, "poll").get(poll)
    closed = story.by(Kind.POLL_CLOSED, "poll").get(poll)
    vote = next((row for row in rows(package, "votes") if row["id"] == poll), None)
    if found["site"] != package.manifest.get("site"):
        yield say("不是这个单位的系统出具的：证明和档案的系统编号不同")
        return
    if opened is None or closed is None or vote is None:
        yield say("档案里没有这项表决的结果（编号 {n}）", n=poll)
        return
    expected = _made(package, story, vote, found["head"])
    for name in sorted(expected):
        if name != "head" and found[name] != expected[name]:
            yield say("“{name}”与档案不符", name=name)
    yield from _head(package, found["head"], closed)


def _made(package: Package, story: Story, vote: Row, head: Row) -> dict[str, Any]:
    """The certificate as it must be, of the record's entries; its head as it is, which is judged apart."""
    opened = story.by(Kind.POLL_OPENED, "poll")[vote["id"]]
    closed = story.by(Kind.POLL_CLOSED, "poll")[vote["id"]]
    facts, paper = opened.facts, paper_of(opened.facts)
    counts, votes = counted(closed.facts["counts"], closed.facts.get("votes"))
    sitting = next(one for one in rows(package, "sittings") if one["id"] == vote["sitting"])
    known = Certificate(
        poll=vote["id"],
        number=vote["number"],
        title=facts["title"],
        title_en="",
        text=full_text(facts["text"], paper),
        text_sha256=facts["text_sha256"],
        form=Form(facts["form"]),
        matter=matter_from_json(facts["rule"]),
        paper=paper,
        counts=counts,
        votes=votes,
        closed_at=closed.moment,
    )
    box = package.files.get(box_of(vote["id"]))
    evidence = Evidence(
        site=str(package.manifest["site"]),
        term=sitting["term"],
        sitting=sitting["number"],
        way=Way.of(Form(facts["form"]), paper=facts.get("paper", True)),
        opened=_place(opened),
        closed=_place(closed),
        head=Root(**head),
        archive=sha256(box).hexdigest() if box is not None else "",
    )
    return twin(known, evidence)


def _place(act: Act) -> Place:
    return Place(act.seq, act.at, act.leaf.hex())


def _head(package: Package, head: Row, closed: Act) -> Iterator[Message]:
    """It is one of the package's signed heads, and the result stands under it."""
    size = str(head["size"]).encode()
    near = (json.loads(line) for line in package.lines(HEADS) if size in line)
    if not any(_is_head(head, known) for known in near):
        yield say("签名的树根（{size} 条记录）不在档案里", size=head["size"])
    path = [bytes.fromhex(node) for node in head["path"]]
    if not verify_inclusion(closed.seq, head["size"], closed.leaf, path, bytes.fromhex(head["root"])):
        yield say("从结果到树根的路径不对")


def _is_head(head: Row, known: Row) -> bool:
    same = all(head[name] == known[name] for name in ("size", "root", "at", "key"))
    return same and bytes.fromhex(head["signature"]) == signatures.decode(known["signature"])
