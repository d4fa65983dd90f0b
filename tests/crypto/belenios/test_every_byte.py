"""Of an archive no byte can be changed, added or taken away: there is none that its story does not fix.

Exhaustive: one change at every place, every byte taken out, one put in before every block. Of the 255 changes at
each place, and of what may be put in anywhere, samples.
"""

from itertools import pairwise

import pytest
from crypto.belenios.secretvote import MOMENT, SecretVote, faults
from hypothesis import given, settings
from hypothesis import strategies as st

from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import BLOCK, HEADER, Writer, block, read_archive
from congress.crypto.belenios.wire import Broken

CHANGED = "归档文件不合格式，或有一处被改动过"


@pytest.fixture(scope="module")
def whole() -> bytes:
    """All that may stand in an archive, as small as can be."""
    vote = SecretVote(size=1, threshold=1, voters=2)
    ballots = [vote.ballot(0)]
    return vote.archive(ballots, shares=[(1, vote.share(vote.tally(ballots), 1))])


def is_refused(bent: bytes) -> bool:
    """By the reading alone; nothing else than Broken may come of it."""
    try:
        read_archive(bent)
    except Broken:
        return True
    return False


def spans(whole: bytes) -> list[tuple[int, int]]:
    """Where each piece has its bytes, after its header; read without our own reader."""
    found, place = [], 0
    while place < len(whole):
        size = int(whole[place + 124 : place + 135], 8)
        found.append((place + BLOCK, place + BLOCK + size))
        place += BLOCK + -(-size // BLOCK) * BLOCK
    assert place == len(whole)
    return found


def test_every_byte_belongs_to_a_header_to_a_text_or_is_zero(whole: bytes) -> None:
    """So nothing can hide between the pieces; and every text is named by its hash, and pointed to."""
    read_archive(whole)
    ends = spans(whole)
    assert len(ends) == 17
    for (start, end), (after, _) in pairwise(ends):
        assert not any(whole[end : after - BLOCK])
        assert start - BLOCK == ends[0][0] - BLOCK or wire.digest(whole[start:end]).encode() in whole[:start]


def test_a_change_at_every_place_is_refused(whole: bytes) -> None:
    for place in range(len(whole)):
        bent = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert is_refused(bent), place


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_any_change_of_a_byte_is_refused(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
    assert is_refused(whole[:place] + bytes([other]) + whole[place + 1 :])


def test_a_byte_taken_out_or_put_in_is_refused(whole: bytes) -> None:
    for place in range(len(whole)):
        assert is_refused(whole[:place] + whole[place + 1 :]), place
    for place in range(0, len(whole) + 1, BLOCK):
        for more in (b"\0", b"\0" * BLOCK, whole[-BLOCK:]):
            assert is_refused(whole[:place] + more + whole[place:]), place


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_whatever_is_put_in_is_refused(whole: bytes, data: st.DataObject) -> None:
    place, more = data.draw(st.integers(0, len(whole))), data.draw(st.binary(min_size=1, max_size=600))
    assert is_refused(whole[:place] + more + whole[place:])


def test_every_shorter_file_is_another_story_or_none(whole: bytes) -> None:
    """Only where an event ends may a file end: then it is an archive of what had happened by then."""
    starts = [start - BLOCK for start, _ in spans(whole)]
    events = [
        n
        for n, start in enumerate(starts)
        if whole[start : start + 100].rstrip(b"\0").endswith(b".event.json")
    ]
    ends = {starts[n + 1] for n in events[:-1]}
    assert len(ends) == 5
    assert {end for end in range(len(whole)) if not is_refused(whole[:end])} == ends


# --- what no honest writer makes ---


@pytest.mark.parametrize("size", [b"-0000001000", b"-0000001777", b"-0000007777"])
def test_a_piece_that_ends_before_it_begins(whole: bytes, size: bytes) -> None:
    """To read on from there would never end."""
    for start, _ in spans(whole):
        head = start - BLOCK
        assert is_refused(whole[: head + 124] + size + whole[head + 135 :])


@pytest.mark.parametrize("kind", ["data", "event"])
def test_a_piece_that_nothing_points_to(whole: bytes, kind: str) -> None:
    more = block(f"{wire.digest('{}')}.{kind}.json", b"{}", MOMENT)
    for start, _ in spans(whole):
        assert is_refused(whole[: start - BLOCK] + more + whole[start - BLOCK :])
    assert is_refused(whole + more)


def begun(head: str, name: str = HEADER, moment: int = 1) -> bytes:
    """An archive whose first piece says this."""
    vote = SecretVote(size=1, threshold=1, voters=1)
    writer = Writer(moment)
    writer.whole = bytearray(block(name, head.encode(), moment))
    writer.set_up(vote.election.raw, vote.trustees, vote.roll)
    return bytes(writer.whole)


def test_how_an_archive_begins() -> None:
    assert faults(begun('{"version":1,"timestamp":"1"}')) == set()
    for head in (
        '{"version":2,"timestamp":"1"}',
        '{"version":true,"timestamp":"1"}',
        '{"version":1,"timestamp":1}',
        '{"version":1,"timestamp":"01"}',
        '{"version":1,"timestamp":"-1"}',
        '{"version":1,"timestamp":""}',
        '{"version":1,"timestamp":"2"}',
        '{"version":1}',
        '{"timestamp":"1","version":1}',
        '{"version":1,"timestamp":"%s"}' % ("1" * 5000),
        "[]",
        "",
    ):
        assert faults(begun(head)) == {CHANGED}, head
    assert faults(begun('{"version":1,"timestamp":"1"}', name="belenios")) == {CHANGED}


@pytest.mark.parametrize("odd", [b"", b"\0" * BLOCK, b"\xff" * 2048, b"BELENIOS", bytes(100_000)])
def test_what_is_no_archive(odd: bytes) -> None:
    assert faults(odd) == {CHANGED}


def pointing(kind: str, body: str) -> bytes:
    """A setup, the end of voting, and an event that points to this."""
    vote = SecretVote(size=1, threshold=1, voters=1)
    writer = Writer(1)
    writer.set_up(vote.election.raw, vote.trustees, vote.roll)
    writer.tell("EndBallots")
    if kind == "PartialDecryption":
        total = vote.tally([])
        writer.total(total.as_json(), total.sized_json())
    writer.point(kind, body)
    return bytes(writer.whole)


@pytest.mark.parametrize("kind", ["EncryptedTally", "PartialDecryption"])
@pytest.mark.parametrize("body", ["", "[]", "7", "null", "{}", '{"owner":1}', '{"encrypted_tally":7}'])
def test_an_event_that_points_to_something_else(kind: str, body: str) -> None:
    [fault] = faults(pointing(kind, body))
    assert fault in {CHANGED, "归档里缺少一项内容"}


@pytest.mark.parametrize("reference", ['["x"]', '{"x":1}', "7", "null", '"x"', "true"])
def test_a_reference_that_is_none(reference: str) -> None:
    for body in ('{"encrypted_tally":%s}', '{"owner":1,"payload":%s}'):
        kind = "EncryptedTally" if "tally" in body else "PartialDecryption"
        assert faults(pointing(kind, body % reference)) == {"归档里缺少一项内容"}
    writer = Writer(1)
    writer.add(f'{{"height":0,"type":"Setup","payload":{reference}}}', "event")
    assert faults(bytes(writer.whole)) == {"归档里缺少一项内容"}


@pytest.mark.parametrize("event", ["", "[]", '{"height":0}', '{"height":0,"type":7}', '{"type":"Setup"}'])
def test_what_is_no_event(event: str) -> None:
    writer = Writer(1)
    writer.add(event, "event")
    assert faults(bytes(writer.whole)) == {CHANGED}


def test_an_archive_without_events() -> None:
    assert faults(bytes(Writer(1).whole)) == {CHANGED}
