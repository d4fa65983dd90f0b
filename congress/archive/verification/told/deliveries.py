"""Deliveries as the data tells them, against the record; each proof of receipt is checked by its own signature."""

from congress.archive.package import Package
from congress.archive.verification.check import Check
from congress.archive.verification.story import Row, Story, complete, names_fit, rows
from congress.crypto import canonical
from congress.delivery import receipts
from congress.delivery.rules import PARTIES, Who, receipt_statement
from congress.i18n import say
from congress.record.entries import Act, Kind

ADDRESS = ("who", "way", "name", "address", "key")
CAUSES = {
    "dispatch": {Kind.DISPATCH_SENT},
    "decision": {Kind.DISPATCH_DECIDED, Kind.DISPATCH_REPLIED, Kind.DISPATCH_ANSWERED},
}
"""What lies in an inbox of the house, and which act laid it there."""


def check_deliveries(package: Package, story: Story, check: Check) -> None:
    """Addresses, and every delivery with what became of it."""
    known = story.each(Kind.RECEIVER_CHANGED, "receiver")
    for row in rows(package, "deliveries", "receivers"):
        told = known[row["id"]][-1].facts if known[row["id"]] else {}
        same = all(row[name] == told.get(name) for name in ADDRESS)
        fault = say("接收方“{name}”与会议记录不符", name=row["name"])
        check.look(same and (row["retired_at"] is not None) == (told.get("change") == "retired"), fault)
    put, found = story.by(Kind.DELIVERY_PUT, "delivery"), rows(package, "deliveries")
    outside = [row["uid"] for row in found if row["receiver"] is not None]
    complete(check, _here(package, story, put), outside, say("送达"))
    names = {number: {act.facts["name"] for act in acts} for number, acts in known.items()}
    ends = Ends(package, story)
    for row in found:
        begun = _is_put(row, put.get(row["uid"]), names) if row["receiver"] else _is_laid(row, story)
        to = PARTIES[Who(row["who"])]
        check.look(begun, say("送达“{title}”（{who}）与会议记录不符", title=row["title"], who=to))
        ends.look(row, check)


def _here(package: Package, story: Story, put: dict[str, Act]) -> set[str]:
    """What must be in the package: of one sitting the deliveries of its resolutions and what became of them."""
    if package.sitting is None:
        return set(put)
    resolutions = rows(package, "resolutions")
    known = {
        "resolution": {row["id"] for row in resolutions},
        "dispatch": {one["id"] for row in resolutions for one in row["dispatches"]},
    }
    known |= {"filing": known["resolution"], "receipt": known["dispatch"]}
    known["decision"] = _decisions(story, put, known["dispatch"])
    return {uid for uid, act in put.items() if act.facts["about"] in known.get(act.facts["matter"], set())}


def _decisions(story: Story, put: dict[str, Act], dispatches: set[int]) -> set[int]:
    """The decisions about these dispatches, by their own numbers: each was queued first right after its entry."""
    last, first = (
        0,
        {act.seq: act.facts["about"] for act in put.values() if act.facts["matter"] == "decision"},
    )
    homes: dict[int, int] = {}
    for act in story.acts:
        if act.kind in CAUSES["decision"]:
            last = act.facts["dispatch"]
        elif act.seq in first:
            homes.setdefault(first[act.seq], last)
    return {number for number, dispatch in homes.items() if dispatch in dispatches}


def _is_put(row: Row, act: Act | None, names: dict[int, set[str]]) -> bool:
    """Queued by an entry of its own, for a receiver that was called so."""
    if act is None:
        return False
    facts = act.facts
    told = (facts["matter"], facts["about"], facts["way"], act.at)
    said = (row["matter"], row["about"], row["way"], row["put_at"])
    return said == told and facts["receiver"] in names.get(row["receiver"], set())


def _is_laid(row: Row, story: Story) -> bool:
    """Laid in an inbox of the house by the act itself."""
    act = story.at(row["put_seq"])
    if act is None or act.kind not in CAUSES.get(row["matter"], set()):
        return False
    same = row["matter"] != "dispatch" or act.facts["dispatch"] == row["about"]
    return bool(row["way"] == "inbox" and act.at == row["put_at"] and same)


class Ends:
    """How deliveries ended, as the record tells."""

    def __init__(self, package: Package, story: Story) -> None:
        self.package, self.story = package, story
        self.sent = story.by(Kind.DELIVERY_SENT, "delivery")
        self.received = story.by(Kind.DELIVERY_RECEIVED, "delivery")
        self.inside = story.by(Kind.DISPATCH_RECEIVED, "dispatch")
        self.changes = story.each(Kind.RECEIVER_CHANGED, "receiver")
        self.site = str(package.manifest.get("site", ""))

    def look(self, row: Row, check: Check) -> None:
        """Sent, received, with which proof; and no try is missing between others."""
        title, sent = row["title"], self.sent.get(row["uid"])
        outside = row["receiver"] is not None
        gone = (sent and sent.at, sent.facts["sha256"] if sent else row["sha256"])
        fine = not outside or (row["sent_at"], row["sha256"]) == gone
        check.look(fine, say("送达“{title}”的时间或文件与会议记录不符", title=title))
        proved = self._is_received(row) if outside else self._is_received_inside(row)
        check.look(proved, say("送达“{title}”的签收凭证与会议记录不符", title=title))
        numbers = [one["number"] for one in row["tries"]]
        whole = numbers == list(range(1, len(numbers) + 1))
        check.look(whole, say("送达“{title}”缺少其中一次尝试", title=title))

    def _is_received(self, row: Row) -> bool:
        act = self.received.get(row["uid"])
        if act is None or row["receipt"] is None:
            return act is None and row["receipt"] is None and row["received_seq"] is None
        found, public = receipts.read(row["receipt"]), act.facts["public"]
        expected = receipt_statement(delivery=row["uid"], sha256=row["sha256"], site=self.site)
        genuine = found is not None and receipts.check(found, public, expected) is None
        same = found is not None and found.text(public) == row["receipt"] and _is_of(row["receipt"], act)
        theirs = public == self._key(row["receiver"], act.seq)
        return genuine and same and theirs and row["received_seq"] == act.seq and row["stage"] == "received"

    def _key(self, receiver: int, seq: int) -> str:
        """The key that the receiver had on record when this entry was made."""
        earlier = [act for act in self.changes[receiver] if act.seq < seq]
        return str(earlier[-1].facts["key"]) if earlier else ""

    def _is_received_inside(self, row: Row) -> bool:
        """The committee's own receipt of a dispatch; what lies in the sender's inbox is not signed for."""
        act = self.inside.get(row["about"]) if row["matter"] == "dispatch" else None
        if act is None or row["receipt"] is None:
            return act is None and row["receipt"] is None and row["received_seq"] is None
        who = row["received_by"]
        same = who is not None and (row["received_seq"], row["received_at"], who["person"]) == (
            act.seq,
            act.at,
            act.actor,
        )
        return same and names_fit(self.package, [who]) and _is_of(row["receipt"], act)


def _is_of(receipt: str, act: Act) -> bool:
    """Is this the very proof that the entry keeps?"""
    kept = canonical.parse(receipt.encode())
    return all(kept.get(name) == value for name, value in (act.signed or {"": ""}).items())
