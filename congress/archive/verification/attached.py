"""Are the signatures attached to sealed PDFs those of the record: the officers', and of each delegate who seconded, voted, counted?

What the ballots and counts are worth is judged elsewhere (:mod:`.votes`, :mod:`.boxes`); here only that the document
has exactly these signatures, none left out and none added.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from congress.archive.package import Package, box_of, sealed_of
from congress.archive.verification.check import Check, at
from congress.archive.verification.seals import UNREADABLE, elsewhere
from congress.crypto import canonical, signatures
from congress.crypto.belenios.archive import read_archive
from congress.i18n import say
from congress.record.entries import Act, Kind
from congress.seals.rules import Level

FIRST = "congress/signatures/1"  # the officers' only
LATEST = "congress/signatures/2"
Hand = tuple[str, str, str]  # statement, key, signature


@dataclass
class Delegates:
    """Signatures behind the votes, as far as the record has told."""

    motions: dict[int, int] = field(default_factory=dict)  # by agenda item
    items: dict[int, int] = field(default_factory=dict)  # by poll
    seconders: dict[int, tuple[int, ...]] = field(default_factory=dict)  # by motion
    seconded: dict[tuple[int, int], str] = field(default_factory=dict)  # by motion and person
    voted: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))  # by poll and person
    counts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))  # by count
    confirmed: dict[int, int] = field(default_factory=dict)  # the count of a poll

    def hear(self, act: Act) -> None:
        """Take an entry in. Raises KeyError or TypeError when it cannot be read."""
        facts, signature = act.facts, (act.signed or {}).get("signature", "")
        match act.kind:
            case Kind.MOTION_SECONDED:
                self.seconded[facts["motion"], act.actor] = signature
            case Kind.MOTION_SUBMITTED:
                self.seconders[facts["motion"]] = tuple(facts["seconders"])
            case Kind.MOTION_PLACED:
                self.motions[facts["item"]] = facts["motion"]
            case Kind.POLL_OPENED:
                self.items[facts["poll"]] = facts["item"]
            case Kind.BALLOT_CAST:
                self.voted[facts["poll"]][act.actor] = signature
            case Kind.COUNT_ENTERED | Kind.COUNT_CONFIRMED:
                self.counts[facts["count"]].append(signature)
                self.confirmed[facts["poll"]] = facts["count"]  # none is entered after one is confirmed

    def behind(self, poll: int, package: Package) -> dict[str, Any]:
        """What must be attached to the resolution of this poll."""
        motion = self.motions.get(self.items[poll], 0)
        return {
            "counted": sorted(self.counts[self.confirmed[poll]]) if poll in self.confirmed else [],
            "seconded": sorted(self.seconded[motion, person] for person in self.seconders.get(motion, ())),
            "secret": list(secret(package.files.get(box_of(poll), b""))),
            "voted": sorted(self.voted[poll].values()),
        }


@dataclass
class Story:
    """Requests for the seal and what officers signed, as far as the record has told."""

    delegates: Delegates = field(default_factory=Delegates)
    asked: dict[int, dict[str, Any]] = field(default_factory=dict)
    leave: dict[int, list[Hand]] = field(default_factory=lambda: defaultdict(list))
    under: dict[tuple[int, int], list[Hand]] = field(default_factory=lambda: defaultdict(list))
    numbered: dict[int, Act] = field(default_factory=dict)  # resolutions that both have signed

    def hear(self, act: Act) -> None:
        """Take an entry in. Raises KeyError or TypeError when it cannot be read."""
        facts = act.facts
        match act.kind:
            case Kind.RESOLUTION_SIGNED:
                self.under[facts["resolution"], facts["revision"]].append(hand_of(act.signed or {}))
            case Kind.RESOLUTION_SEALED:
                self.numbered[facts["resolution"]] = act
            case Kind.SEAL_ASKED:
                self.asked[facts["impression"]] = facts
            case Kind.SEAL_APPROVED:
                self.leave[facts["impression"]].append(hand_of(act.signed or {}))
            case _:
                self.delegates.hear(act)


def check_attached(package: Package, acts: list[Act]) -> Check:
    """Every sealed PDF of the package. That the file is the one on record, and who allowed it, is judged elsewhere."""
    check = Check(say("盖章的 PDF 里附的签名与会议记录一致"))
    story, others = Story(), elsewhere(package, acts)
    for act in acts:
        try:
            story.hear(act)
            if act.kind is Kind.SEAL_PRESSED and act.facts["impression"] not in others:
                look_into(act, story, check, package)
        except UNREADABLE:
            check.look(False, at(act.seq, say("PDF 里附的签名读不出来，或与记录对不起来")))
    return check


def look_into(act: Act, story: Story, check: Check, package: Package) -> None:
    """One sealed PDF. Raises ValueError, KeyError, TypeError when it cannot be read."""
    impression, level = act.facts["impression"], act.facts["level"]
    document = package.files.get(sealed_of(impression, level))
    if document is None or level == Level.BESIDE.value:
        return
    files = import_module("congress.seals.attached").attached(document)
    leave = canonical.parse(files["approvals.json"])["approvals"]
    same = hands_in(leave) == sorted(story.leave[impression])
    check.look(same, at(act.seq, say("PDF 里附的用印批准与记录不符")))
    if (resolution := story.asked[impression].get("resolution")) is None:
        return
    told, entry = canonical.parse(files["signatures.json"]), story.numbered[resolution]
    officers = story.under[resolution, entry.facts["revision"]]
    check.look(
        hands_in(told["signatures"]) == sorted(officers), at(act.seq, say("PDF 里附的负责人签名与记录不符"))
    )
    about = (told["record"], told["sha256"], told["text"])
    known = ({"leaf": entry.leaf.hex(), "seq": entry.seq}, entry.facts["sha256"], entry.facts["text"])
    check.look(about == known, at(act.seq, say("PDF 里附的决议文本与记录不符")))
    if told["format"] != FIRST:
        wanted = story.delegates.behind(entry.facts["text"]["poll"], package)
        fine = told["format"] == LATEST and told["delegates"] == wanted
        check.look(fine, at(act.seq, say("PDF 里附的代表签名与记录不符")))


def hand_of(signed: dict[str, str]) -> Hand:
    return signed["statement"], signed["key"], signed["signature"]


def hands_in(told: Iterable[dict[str, str]]) -> list[Hand]:
    """As attached: with the public key, which must be the one of that name. Raises ValueError."""
    found = list(told)
    if any(signatures.key_id(signatures.decode(one["public"])) != one["key"] for one in found):
        raise ValueError("a public key of another name")
    return sorted(map(hand_of, found))


def secret(box: bytes) -> Iterator[dict[str, Any]]:
    """Of each ballot that counts the voting key and its signature, by key; nothing where there is no box."""
    ballots = map(json.loads, read_archive(box).ballots) if box else ()
    last = {ballot["credential"]: ballot["signature"] for ballot in ballots}
    for key in sorted(last):
        yield {"credential": key, "signature": last[key]}
