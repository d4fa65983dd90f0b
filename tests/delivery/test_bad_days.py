"""Bad days: the receiver is down, answers twice or late; the server is killed; there are two; clocks and disks are wrong."""

import asyncio
import json
import resource
import subprocess
import sys
from _thread import LockType
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from posted import Post, free_port, open_post, receipt_for, until_settled, web
from server import ROOT

from congress.clock import now
from congress.crypto.signatures import Signer, encode
from congress.delivery import service as delivery
from congress.delivery.parcel import Parcel
from congress.delivery.rules import MATTERS, MOST_TRIES, Matter, Outcome, Stage, Trouble, Way, Who
from congress.delivery.ways import folder

OK = (200, {}, b"")


def test_a_receiver_that_is_down_for_a_week_loses_nothing(post):
    port = free_port()
    receiver = post.add(Who.UNION, Way.WEBHOOK, f"http://127.0.0.1:{port}/")
    found = [post.test(receiver, once=str(n)) for n in range(3)]
    begin = post.clock()
    while post.clock() - begin < timedelta(days=7):
        post.round()
        post.clock.forward(hours=1)
    assert {post.kept(one).stage for one in found} == {Stage.WAITING}
    with web(lambda _: OK) as there:
        point_to(post, receiver, there.url)
        for _ in range(6):
            post.clock.forward(hours=1)
            post.round()
    assert {post.kept(one).stage for one in found} == {Stage.SENT}
    assert sorted(call.headers["webhook-id"] for call in there.calls) == sorted(one.uid for one in found)


def point_to(post: Post, receiver, address: str, key: str = "") -> None:
    wish = delivery.Wish(receiver.who, receiver.way, receiver.name, address, key)
    post.database.write(lambda s: delivery.change(s, post.olga(s), receiver.id, wish, at=post.clock()))


def test_whoever_is_down_does_not_hold_up_others(post, drop):
    down = post.add(Who.UNION, Way.WEBHOOK, f"http://127.0.0.1:{free_port()}/")
    waits = [post.test(down, once=str(n)) for n in range(5)]
    goes = post.test(post.add(Who.OFFICE, Way.FOLDER, str(drop)))
    assert post.round() == 2  # one knock at the closed door, and the folder
    assert post.kept(goes).stage is Stage.SENT
    assert sorted(post.kept(one).tries for one in waits) == [0, 0, 0, 0, 1]


def test_after_two_weeks_it_is_given_up_and_says_so_and_can_be_started_again(post):
    receiver = post.add(Who.UNION, Way.WEBHOOK, f"http://127.0.0.1:{free_port()}/")
    found = post.test(receiver)
    begin = post.clock()
    assert until_settled(post, found).stage is Stage.FAILED
    assert len(post.tries(found)) == MOST_TRIES
    assert post.clock() - begin >= timedelta(days=14)
    with web(lambda _: OK) as there:
        point_to(post, receiver, there.url)
        post.move(delivery.resume, found)
        post.round()
    assert post.kept(found).stage is Stage.SENT
    assert there.calls[0].headers["webhook-id"] == found.uid


def test_a_receiver_that_answers_twice_is_noted_once(post, drop):
    signer = Signer.generate()
    found = post.test(post.add(Who.OFFICE, Way.FOLDER, str(drop), key=encode(signer.public)))
    post.round()
    first, second = (json.dumps(receipt_for(post.kept(found), signer)) for _ in range(2))
    for text in (first, second, first):
        (drop / found.uid / "receipt.json").write_text(text)
        post.round()
    kept = post.kept(found)
    assert kept.stage is Stage.RECEIVED
    assert json.loads(kept.receipt)["statement"] == json.loads(first)["statement"]
    assert len(post.tries(found)) == 2


@pytest.mark.parametrize("stage", [Stage.FAILED, Stage.STOPPED])
def test_a_receipt_that_comes_after_we_gave_up_counts(post, stage):
    """The other side took it, and its answers were lost every time; it brings its receipt by itself."""
    signer = Signer.generate()
    with web(lambda _: None) as there:
        found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, there.url, key=encode(signer.public)))
        post.round()
        if stage is Stage.STOPPED:
            post.move(delivery.stop, found)
        else:
            until_settled(post, found)
    assert post.kept(found).stage is stage
    first, second = (json.dumps(receipt_for(post.kept(found), signer)) for _ in range(2))
    for text in (first, second):
        post.database.write(
            lambda s, text=text: delivery.take_receipt(s, found.uid, text, site="test-site", at=post.clock())
        )
    kept = post.kept(found)
    assert json.loads(kept.receipt)["statement"] == json.loads(first)["statement"]
    assert (kept.stage, bool(kept.receipt), kept.sent_at) == (Stage.RECEIVED, True, post.clock())


def test_an_answer_that_comes_after_somebody_stopped_it_counts(post):
    """The try was under way."""
    found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, f"http://127.0.0.1:{free_port()}/"))
    post.round()
    post.move(delivery.stop, found)
    at = post.clock()
    post.database.write(lambda s: delivery.note(s, found.id, Outcome(Trouble.SLOW), site="", at=at))
    assert (post.kept(found).stage, post.kept(found).next_at) == (Stage.STOPPED, None)
    post.database.write(lambda s: delivery.note(s, found.id, Outcome(), site="", at=at))
    assert post.kept(found).stage is Stage.SENT
    post.database.write(lambda s: delivery.note(s, found.id, Outcome(Trouble.GONE), site="", at=at))
    assert post.kept(found).stage is Stage.SENT  # a repeat that failed takes nothing back


KILLED = """
import asyncio, os, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from posted import Clock
from congress.courier import courier_of
from congress.house import open_house
from congress.settings import Settings
house = open_house(Settings(data=Path({data!r})))
house.name_site("test-site", "Asia/Shanghai")
courier = courier_of(house, Clock())
async def die(*_):
    os.kill(os.getpid(), 9)
courier._note = die
asyncio.run(courier.round())
"""


def test_a_server_killed_between_sending_and_noting_sends_the_same_again(post):
    with web(lambda _: OK) as there:
        found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, there.url))
        program = KILLED.format(root=str(ROOT), tests=str(ROOT / "tests"), data=str(post.house.settings.data))
        done = subprocess.run([sys.executable, "-c", program], check=False, timeout=100, capture_output=True)
        assert done.returncode == -9, done.stderr
        assert (len(there.calls), post.kept(found).stage) == (1, Stage.WAITING)
        post.round()
    first, second = there.calls
    assert (first.body, first.headers["webhook-id"]) == (second.body, found.uid)
    assert post.kept(found).stage is Stage.SENT


HOLDER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from congress.courier.turn import Turn
print(Turn(Path({path!r})).take(), flush=True)
sys.stdin.read()
"""


def test_of_two_servers_on_one_folder_one_carries_and_the_other_takes_over_when_it_dies(post):
    program = HOLDER.format(root=str(ROOT), path=str(post.courier.turn.path))
    other = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "True\n"
        assert not post.courier.turn.take()
        other.kill()
        other.wait(15)
        assert post.courier.turn.take()
    finally:
        other.kill()
        other.communicate(timeout=15)


def test_two_couriers_that_try_at_once_give_an_idempotent_receiver_one(post, tmp_path, monkeypatch):
    """Even where the lock does not hold (some network file systems), the second is a repeat."""
    twin = open_post(post.house.settings.data, post.cast)
    twin.clock = twin.courier.clock = post.clock
    with web(lambda _: OK) as there:
        found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, there.url))

        async def both():
            await asyncio.gather(post.courier.round(), twin.courier.round())

        asyncio.run(both())
    twin.house.database.close()
    assert {call.headers["webhook-id"] for call in there.calls} == {found.uid}
    assert len({call.body for call in there.calls}) == 1
    assert post.kept(found).stage is Stage.SENT


def test_a_clock_that_is_set_back_a_year_stops_nothing(post):
    found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, f"http://127.0.0.1:{free_port()}/"))
    post.round()
    post.clock.forward(days=-365)
    assert post.round() == 1
    assert post.kept(found).next_at - post.clock() <= timedelta(hours=6)


def test_a_clock_that_jumps_a_year_ahead_gives_nothing_up(post):
    found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, f"http://127.0.0.1:{free_port()}/"))
    post.round()
    post.clock.forward(days=365)
    post.round()
    assert (post.kept(found).stage, post.kept(found).tries) == (Stage.WAITING, 2)


def test_a_disk_without_room_leaves_nothing_half_and_goes_on_when_there_is_room(drop):
    """The system itself stops the writing in the middle of the document."""
    parcel = Parcel(
        uid="msg_1",
        site="here",
        enterprise="长风精工",
        matter=Matter.TEST,
        word=MATTERS[Matter.TEST],
        title="送达测试",
        number="",
        put_at=now(),
        content=bytes(100_000),
        media_type="application/pdf",
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        outcome = folder.drop(parcel, drop, (drop,))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (outcome.trouble, list(drop.iterdir())) == (Trouble.FULL, [])
    assert folder.drop(parcel, drop, (drop,)).taken
    assert (drop / "msg_1" / "document.pdf").stat().st_size == 100_000


def test_bytes_that_are_gone_from_the_outbox_are_told_and_nothing_else_goes(post):
    with web(lambda _: (500, {}, b"")) as there:
        found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, there.url))
        post.round()
        (post.house.settings.outbox / post.kept(found).file).write_bytes(b"other")
        post.clock.forward(minutes=1)
        post.round()
    assert (post.tries(found)[0].trouble, len(there.calls)) == (Trouble.DEFECT, 1)


# --- any order of failures --------------------------------------------------------------------------------------

AT_THE_RECEIVER = ("cut before", "cut after", "busy")
FAULTS = st.lists(st.sampled_from([*AT_THE_RECEIVER, "killed", "back", "ahead", "twin"]), max_size=8)


@dataclass
class Idempotent:
    """Keeps what it does not know yet, and gives the same receipt for what it knows; now and then it fails."""

    post: Post
    plan: list[str]
    signer: Signer = field(default_factory=Signer.generate)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    lock: LockType = field(default_factory=Lock)
    found: delivery.Delivery | None = None

    def answer(self, call):
        with self.lock:
            fault = self.plan.pop(0) if self.plan and self.plan[0] in AT_THE_RECEIVER else ""
            if fault == "cut before":
                return None
            if fault == "busy":
                return 503, {}, b""
            uid = call.headers["webhook-id"]
            if uid not in self.kept:
                self.kept[uid] = receipt_for(self.post.kept(self.found), self.signer)
            said = json.dumps({"receipt": self.kept[uid]}).encode()
            return None if fault == "cut after" else (200, {}, said)


def live_on(post: Post, twin: Post, there: Idempotent) -> None:
    """The next misfortune, or a round of the courier."""
    match there.plan[0] if there.plan else "":
        case "back" | "ahead" as way:
            there.plan.pop(0)
            post.clock.forward(days=-90 if way == "back" else 90)
        case "killed":
            there.plan.pop(0)
            asyncio.run(post.courier.attempt(post.kept(there.found)))  # sent, and never noted
        case "twin":
            there.plan.pop(0)
            asyncio.run(together(post, twin))
        case _:
            post.clock.forward(hours=6)
            post.round()


async def together(post: Post, twin: Post) -> None:
    post.clock.forward(hours=6)
    await asyncio.gather(post.courier.round(), twin.courier.round())


@given(faults=FAULTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_fails_in_whatever_order_it_is_delivered_exactly_once(post, faults):
    """Exactly once at an idempotent receiver, and its receipt is kept."""
    receiver = Idempotent(post, list(faults))
    twin = open_post(post.house.settings.data, post.cast)
    twin.courier.clock = post.clock
    with web(receiver.answer) as there:
        known = post.add(Who.OFFICE, Way.WEBHOOK, there.url, key=encode(receiver.signer.public))
        receiver.found = post.test(known, once=there.url)
        for _ in range(40):
            if post.kept(receiver.found).stage is not Stage.WAITING:
                break
            live_on(post, twin, receiver)
    twin.house.database.close()
    one = post.kept(receiver.found)
    assert one.stage is Stage.RECEIVED
    assert receiver.kept.keys() == {one.uid}
    assert json.loads(one.receipt)["statement"] == receiver.kept[one.uid]["statement"]
    assert len({call.body for call in there.calls}) == 1
