"""The archive: one file with everything that was published, each piece under its hash, events in a chain (section 6).

An old-style tar that only grows: no end blocks, every header the same but for name and size.
Reading rebuilds the bytes and compares; writing appends.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from congress.crypto.belenios import wire
from congress.i18n import say

BLOCK: Final = 512
HEADER: Final = "BELENIOS"
SECONDS: Final = re.compile(r"0|[1-9][0-9]{0,9}")  # since 1970, as many as a header has room for
NO_ARCHIVE: Final = say("归档文件不合格式，或有一处被改动过")
SETUP: Final = ("election", "trustees", "credentials")
EVENT: Final = ("parent", "height", "type", "payload")


def block(name: str, body: bytes, moment: int) -> bytes:
    """One file of the tar, with its header, padded."""
    head = bytearray(BLOCK)
    for start, text in (
        (0, name), (100, "0000644"), (108, "0000000"), (116, "0000000"),
        (124, f"{len(body):011o}"), (136, f"{moment:011o}"), (148, " " * 8), (156, "0"),
    ):  # fmt: skip
        head[start : start + len(text)] = text.encode()
    head[148:156] = f"{sum(head):06o}\0 ".encode()
    return bytes(head) + body + bytes(-len(body) % BLOCK)


def event(kind: str, payload: str, parent: str, height: int) -> str:
    """One link of the chain, as it is written; its SHA-256 is the head of the board from then on."""
    said = {
        **({"parent": parent} if parent else {}),
        "height": height,
        "type": kind,
        **({"payload": payload} if payload else {}),
    }
    return wire.compact(said)


def setup(election: str, trustees: str, roll: str) -> str:
    """What the first event points to."""
    hashes = [wire.digest(piece) for piece in (election, trustees, roll)]
    return wire.compact(dict(zip(SETUP, hashes, strict=True)))


@dataclass
class Writer:
    """Grows an archive: ``whole`` is the file so far."""

    moment: int
    whole: bytearray = field(default_factory=bytearray)
    parent: str = ""
    height: int = 0

    def __post_init__(self) -> None:
        """The file begins with its version and time."""
        head = wire.compact({"version": wire.VERSION, "timestamp": str(self.moment)})
        self.whole += block(HEADER, head.encode(), self.moment)

    def add(self, body: str, kind: str = "data") -> str:
        """Append a piece; returns its hash, by which others point to it."""
        name = wire.digest(body)
        self.whole += block(f"{name}.{kind}.json", body.encode(), self.moment)
        return name

    def tell(self, kind: str, payload: str = "") -> str:
        """Append an event."""
        self.parent = self.add(event(kind, payload, self.parent, self.height), "event")
        self.height += 1
        return self.parent

    def set_up(self, election: str, trustees: str, roll: str) -> None:
        """The first event: what is voted on, who decrypts, who votes."""
        for piece in (election, trustees, roll):
            self.add(piece)
        self.tell("Setup", self.add(setup(election, trustees, roll)))

    def point(self, kind: str, body: str) -> None:
        """An event that points to one piece."""
        self.tell(kind, self.add(body))

    def total(self, tally: str, sized: str) -> None:
        """The encrypted sum."""
        self.add(tally)
        self.point("EncryptedTally", sized)

    def share(self, owner: int, share: str) -> None:
        """One teller's share of the decryption."""
        owned = {"owner": owner, "payload": self.add(share)}
        self.point("PartialDecryption", wire.compact(owned))


@dataclass(frozen=True)
class Archive:
    """What an archive says, in the one order it may be said in. Parts that have not happened yet are missing."""

    election: str
    trustees: str
    roll: str
    ballots: tuple[str, ...]
    ended: bool
    tally: tuple[str, str] | None
    shares: tuple[tuple[int, str], ...]
    result: str | None


def read_archive(whole: bytes) -> Archive:
    """Raises Broken unless these are the exact bytes of an archive whose events came in the order of the protocol."""
    pieces = list(_pieces(whole))
    _, head = pieces[0] if pieces else ("", "")
    _, moment = wire.fields(wire.read(head, NO_ARCHIVE), ("version", "timestamp"), NO_ARCHIVE)
    wire.insist(SECONDS.fullmatch(wire.words(moment, NO_ARCHIVE)) is not None, NO_ARCHIVE)
    found = _story(pieces[1:])
    wire.insist(_again(found, int(moment)) == whole, NO_ARCHIVE)
    return found


def _pieces(whole: bytes) -> Iterator[tuple[str, str]]:
    """Names and texts, loosely read: writing them again is the test."""
    place = 0
    while place < len(whole):
        head = whole[place : place + BLOCK]
        try:
            name = head[:100].rstrip(b"\0").decode("ascii")
            size = int(head[124:135], 8)
            text = whole[place + BLOCK : place + BLOCK + size].decode()
        except ValueError as error:
            raise wire.Broken(NO_ARCHIVE) from error
        wire.insist(size >= 0 and place + BLOCK + size <= len(whole), NO_ARCHIVE)
        yield name, text
        place += BLOCK + size + (-size % BLOCK)


def _story(pieces: Iterable[tuple[str, str]]) -> Archive:
    """Sort the pieces into what they are; the first event is the setup. Where each stands is judged by :func:`_again`."""
    data: dict[str, str] = {}
    events: list[tuple[str, str]] = []
    for name, text in pieces:
        if name.endswith(".event.json"):
            value = wire.read(text, NO_ARCHIVE)
            optional = ("parent", "payload")
            _, _, kind, payload = wire.fields(value, EVENT, NO_ARCHIVE, optional=optional)
            events.append((wire.words(kind, NO_ARCHIVE), payload or ""))
        else:
            data[wire.digest(text)] = text

    def piece(reference: Any) -> str:
        wire.insist(isinstance(reference, str) and reference in data, say("归档里缺少一项内容"))
        return data[reference]

    wire.insist(bool(events), NO_ARCHIVE)
    setup = wire.fields(wire.read(piece(events[0][1]), NO_ARCHIVE), SETUP, NO_ARCHIVE)
    election, trustees, roll = (piece(reference) for reference in setup)
    kinds = [kind for kind, _ in events[1:]]
    insist_on_order(kinds)

    def of(kind: str) -> list[str]:
        return [piece(payload) for name, payload in events if name == kind]

    sized = next(iter(of("EncryptedTally")), None)
    tally = None
    if sized is not None:
        pointed = wire.read(sized, NO_ARCHIVE)
        wire.insist(isinstance(pointed, dict), NO_ARCHIVE)
        tally = (piece(pointed.get("encrypted_tally")), sized)
    shares = []
    for owned in of("PartialDecryption"):
        owner, payload = wire.fields(wire.read(owned, NO_ARCHIVE), ("owner", "payload"), NO_ARCHIVE)
        shares.append((wire.natural(owner, NO_ARCHIVE), piece(payload)))
    result = next(iter(of("Result")), None)
    return Archive(
        election, trustees, roll, tuple(of("Ballot")), "EndBallots" in kinds, tally, tuple(shares), result
    )


def insist_on_order(kinds: list[str]) -> None:
    """Ballots, then one end, one sum, shares, one result; a story that is not over yet stops early."""
    stages = ("Ballot", "EndBallots", "EncryptedTally", "PartialDecryption", "Result")
    once = {"EndBallots", "EncryptedTally", "Result"}
    places = [stages.index(kind) if kind in stages else -1 for kind in kinds]
    fine = -1 not in places and places == sorted(places)
    fine = fine and all(kinds.count(kind) <= 1 for kind in once)
    reached = max(places, default=0)
    needed = [stage for stage in stages[1:reached] if stage in once]
    fine = fine and all(stage in kinds for stage in needed)
    wire.insist(fine, say("归档里事件的先后不合规定"))


def _again(found: Archive, moment: int) -> bytearray:
    """The bytes that this story must have."""
    writer = Writer(moment)
    writer.set_up(found.election, found.trustees, found.roll)
    for ballot in found.ballots:
        writer.point("Ballot", ballot)
    if found.ended:
        writer.tell("EndBallots")
    if found.tally:
        writer.total(*found.tally)
    for owner, share in found.shares:
        writer.share(owner, share)
    if found.result is not None:
        writer.point("Result", found.result)
    return writer.whole
