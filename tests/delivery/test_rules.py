"""When it is tried again, where it may go, and what proves that it was received."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.crypto.canonical import canonical
from congress.crypto.signatures import Signer, encode
from congress.delivery import receipts, rules
from congress.delivery.rules import MOST_TRIES, Stage, Way, is_due, is_last, is_web, may_reach, pause

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_the_pauses_grow_up_to_six_hours():
    pauses = [pause(n) for n in range(1, MOST_TRIES)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=6))


def test_it_is_tried_for_two_weeks_and_then_given_up():
    waited = sum((pause(n) for n in range(1, MOST_TRIES)), timedelta())
    assert timedelta(days=14) <= waited < timedelta(days=14, hours=6)
    assert is_last(MOST_TRIES)
    assert not is_last(MOST_TRIES - 1)


@given(st.timedeltas(min_value=timedelta(0), max_value=rules.LONGEST))
def test_what_is_planned_ahead_waits(ahead):
    assert is_due(NOON + ahead, NOON) == (ahead == timedelta(0))


def test_what_a_wrong_clock_planned_far_ahead_is_due_at_once():
    assert is_due(NOON + timedelta(days=300), NOON)


@pytest.mark.parametrize("address", [
    "169.254.169.254", "224.0.0.1", "0.0.0.0", "255.255.255.255", "fe80::1%eth0", "ff02::1", "::",
    "::ffff:169.254.169.254", "240.0.0.1",
])  # fmt: skip
def test_doors_that_are_nobodys_are_not_knocked_at(address):
    assert not may_reach(address)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "::1", "10.1.2.3", "192.168.1.10", "172.16.0.9", "fd00::1", "1.1.1.1", "::ffff:192.168.1.10",
])  # fmt: skip
def test_servers_in_the_hall_and_outside_may_be_reached(address):
    assert may_reach(address)


@pytest.mark.parametrize("address", [
    "ftp://a.example/", "http://", "https://user:word@a.example/", "https://a.example/#part", "a.example",
    "http://a.example:99999/", "https://a b.example/", "file:///etc/passwd", "https://例子.example/",
])  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(address):
    assert not is_web(address)


@pytest.mark.parametrize(("way", "address"), [
    (Way.MAIL, "office@example.com"), (Way.WEBHOOK, "https://oa.example/in?x=1"), (Way.WEBHOOK, "http://[fd00::1]:8080/"),
    (Way.FOLDER, "/srv/exchange/oa"),
])  # fmt: skip
def test_addresses_of_each_way(way, address):
    assert rules.may_send_to(way, address) is None


@pytest.mark.parametrize(("way", "address"), [
    (Way.MAIL, "office"), (Way.MAIL, "a@b.example\nBcc: c@d.example"), (Way.MAIL, "a@b, c@d"), (Way.MAIL, "<a@b.example>"),
    (Way.FOLDER, "exchange"), (Way.FOLDER, "/srv/../etc"), (Way.INBOX, "党委"),
])  # fmt: skip
def test_addresses_that_a_way_cannot_use(way, address):
    assert rules.may_send_to(way, address)


@pytest.mark.parametrize(("stage", "trying", "stopping", "resuming"), [
    (Stage.WAITING, True, True, False), (Stage.SENT, False, False, False), (Stage.RECEIVED, False, False, False),
    (Stage.STOPPED, False, False, True), (Stage.FAILED, False, False, True),
])  # fmt: skip
def test_what_may_be_done_where(stage, trying, stopping, resuming):
    may = (rules.may_try(stage), rules.may_stop(stage), rules.may_resume(stage))
    assert [refusal is None for refusal in may] == [trying, stopping, resuming]


# --- receipts ---------------------------------------------------------------------------------------------------

EXPECTED = rules.receipt_statement(delivery="msg_1", sha256="0" * 64, site="here")
SIGNER = Signer.generate()


def signed(**change: object) -> receipts.Receipt:
    statement = canonical({**EXPECTED, "at": "2026-11-26T12:00:00.000Z", **change})
    return receipts.Receipt(statement.decode(), SIGNER.id, encode(SIGNER.sign(statement)))


def test_a_receipt_for_what_was_sent_is_good():
    assert receipts.check(signed(), encode(SIGNER.public), EXPECTED) is None
    assert receipts.check(signed(name="党委办公室"), encode(SIGNER.public), EXPECTED) is None


@pytest.mark.parametrize("change", [
    {"sha256": "1" * 64}, {"delivery": "msg_2"}, {"site": "there"}, {"act": "receive"}, {"more": 1},
])  # fmt: skip
def test_a_receipt_for_something_else_is_not(change):
    assert receipts.check(signed(**change), encode(SIGNER.public), EXPECTED) is receipts.OTHER


def test_a_receipt_with_an_odd_time_is_not():
    assert receipts.check(signed(at="yesterday"), encode(SIGNER.public), EXPECTED) is receipts.MALFORMED


def test_a_receipt_by_another_key_is_not():
    other = encode(Signer.generate().public)
    assert receipts.check(signed(), other, EXPECTED) is receipts.FORGED


@given(st.text() | st.sampled_from(['{"statement":1}', "[]", "null", "{}", "[" * 9000]))
def test_reading_what_is_no_receipt_gives_none(text):
    assert receipts.read(text) is None
