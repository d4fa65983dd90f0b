"""What goes in the outbox with which act; whose receipt comes back; what organisers may do."""

import asyncio
import json
from dataclasses import replace

import passed
import pytest
from acts import acts, refused
from posted import Post, receipt_for, web
from printed import text
from sqlmodel import select

from congress.clock import now
from congress.committee.rules import DecisionKind, DispatchKind
from congress.courier import courier_of
from congress.crypto.signatures import Signer, decode, encode, verify
from congress.delivery import service as delivery
from congress.delivery.rules import Matter, Stage, Way, Who
from congress.delivery.service import Cause
from congress.delivery.store import Delivery
from congress.errors import Invalid, Missing, Refused
from congress.record.entries import Kind

OK = (200, {}, b"")


def everything(post: Post) -> list[Delivery]:
    with post.database.read() as session:
        return list(session.exec(select(Delivery).order_by(Delivery.id)))


def told(post: Post) -> list[tuple[Matter, Who, Way, Stage]]:
    return [(one.matter, one.who, one.way, one.stage) for one in everything(post)]


def recorded(post: Post, kind: Kind) -> list[dict[str, object]]:
    with post.database.read() as session:
        return acts(session, kind)


def test_a_published_resolution_goes_to_the_union_and_the_office(post):
    for who in Who:
        post.add(who, Way.MAIL, f"{who.value}@a.example")
    post.write(passed.published, post.cast)
    waiting = Stage.WAITING
    assert told(post) == [
        (Matter.RESOLUTION, Who.UNION, Way.MAIL, waiting),
        (Matter.RESOLUTION, Who.OFFICE, Way.MAIL, waiting),
    ]
    assert [one["matter"] for one in recorded(post, Kind.DELIVERY_PUT)] == ["resolution", "resolution"]


def test_publishing_twice_puts_one(post):
    post.add(Who.UNION, Way.MAIL, "u@a.example")
    found = post.write(passed.published, post.cast)
    cause = Cause(Matter.RESOLUTION, found.id, "", "", 0, post.clock(), 0)
    assert post.write(delivery.put, cause) == []
    assert len(everything(post)) == 1


def test_an_act_that_fails_puts_nothing(post):
    post.add(Who.UNION, Way.MAIL, "u@a.example")

    def job(session):
        passed.published(session, post.cast)
        raise Refused(Missing(delivery.words()["parties"][Who.UNION]).refusal.reason)

    with pytest.raises(Refused):
        post.database.write(job)
    assert everything(post) == []


def test_the_committees_own_inbox_has_it_at_once(post):
    found = post.write(passed.sent, post.cast)
    assert told(post) == [(Matter.DISPATCH, Who.COMMITTEE, Way.INBOX, Stage.SENT)]
    assert everything(post)[0].put_seq == found.sent_seq
    assert post.round() == 0


def test_the_committees_signature_comes_back_as_the_proof_and_anybody_can_check_it(post):
    post.add(Who.SENDER, Way.MAIL, "union@a.example")
    found = post.write(passed.received, post.cast)
    inside, back = everything(post)
    assert (inside.stage, inside.received_by, inside.received_seq) == (
        Stage.RECEIVED,
        post.cast["peter"].person_id,
        found.received_seq,
    )
    said = json.loads(inside.receipt)
    assert verify(decode(said["public"]), said["statement"].encode(), decode(said["signature"]))
    assert json.loads(said["statement"])["sha256"] == found.sha256
    assert (back.matter, back.who, back.stage) == (Matter.RECEIPT, Who.SENDER, Stage.WAITING)


def test_signing_again_changes_nothing(post):
    found = post.write(passed.received, post.cast)
    first = everything(post)
    post.write(passed.receive, post.cast, found)
    assert everything(post) == first


def test_a_reply_goes_back_to_the_sender(post, drop):
    post.add(Who.SENDER, Way.FOLDER, str(drop))

    def job(session):
        found = passed.received(session, post.cast, DispatchKind.REQUEST)
        fields = passed.said(DecisionKind.REPLY, "请抓紧落实。", passed.canteen(post.cast))
        return passed.decide(session, post.cast, found, DecisionKind.REPLY, fields)

    post.database.write(job)
    post.clock.forward(minutes=1)
    assert post.round() == 2
    ours = [one for one in everything(post) if one.who is Who.SENDER]
    assert [(one.matter, one.way, one.stage) for one in ours] == [
        (Matter.RECEIPT, Way.FOLDER, Stage.SENT),
        (Matter.DECISION, Way.INBOX, Stage.SENT),
        (Matter.DECISION, Way.FOLDER, Stage.SENT),
    ]
    receipt, _, reply = ours
    assert json.loads((drop / receipt.uid / "document.json").read_text())["signature"]
    assert (drop / reply.uid / "document.pdf").read_bytes().startswith(b"%PDF-")
    assert reply.title == "关于《关于通风改造的函件》的批复"


def test_the_record_says_when_it_went_and_who_signed(post):
    signer = Signer.generate()

    def answer(_call):
        (found,) = [one for one in everything(post) if one.receiver_id]
        return 200, {}, json.dumps({"receipt": receipt_for(found, signer)}).encode()

    with web(answer) as there:
        post.add(Who.UNION, Way.WEBHOOK, there.url, key=encode(signer.public))
        post.write(passed.published, post.cast)
        post.clock.forward(minutes=1)
        post.round()
    (found,) = everything(post)
    assert found.stage is Stage.RECEIVED
    (sent,), (received,) = recorded(post, Kind.DELIVERY_SENT), recorded(post, Kind.DELIVERY_RECEIVED)
    assert sent == {"delivery": found.uid, "sha256": found.file}
    assert received == {"delivery": found.uid, "public": encode(signer.public), "sha256": found.file}


# --- what organisers do -----------------------------------------------------------------------------------------


@pytest.fixture
def waiting(post) -> Delivery:
    """To nobody: it waits for its second try."""
    found = post.test(post.add(Who.OFFICE, Way.WEBHOOK, "http://127.0.0.1:9/"))
    post.round()
    return post.kept(found)


def test_trying_now_does_not_wait(post, waiting):
    assert post.round() == 0
    post.move(delivery.try_now, waiting)
    assert post.round() == 1


def test_what_is_stopped_rests_until_it_is_started_again(post, waiting):
    post.move(delivery.stop, waiting)
    post.move(delivery.stop, waiting)
    post.clock.forward(days=30)
    assert post.round() == 0
    with web(lambda _: OK) as there:
        wish = delivery.Wish(Who.OFFICE, Way.WEBHOOK, "新地址", there.url)
        post.database.write(
            lambda s: delivery.change(s, post.olga(s), waiting.receiver_id, wish, at=post.clock())
        )
        post.move(delivery.resume, waiting)
        post.move(delivery.resume, waiting)
        assert post.round() == 1
    assert post.kept(waiting).stage is Stage.SENT
    assert [one["why"] for one in recorded(post, Kind.DELIVERY_STOPPED)] == ["stopped"]
    assert len(recorded(post, Kind.DELIVERY_RESUMED)) == 1


def test_what_has_arrived_cannot_be_stopped_or_sent_again(post, drop):
    found = post.test(post.add(Who.OFFICE, Way.FOLDER, str(drop)))
    post.round()
    for move in (delivery.try_now, delivery.stop, delivery.resume):
        refused(post.database, lambda s, move=move: move(s, post.olga(s), found.id, at=post.clock()))


def test_retiring_a_receiver_stops_what_waits_for_it(post, waiting):
    number = waiting.receiver_id
    for _ in range(2):
        post.database.write(lambda s: delivery.retire(s, post.olga(s), number, at=post.clock()))
    assert post.kept(waiting).stage is Stage.STOPPED
    refused(post.database, lambda s: delivery.resume(s, post.olga(s), waiting.id, at=post.clock()))
    post.write(passed.published, post.cast)
    assert len(everything(post)) == 1
    assert [one["change"] for one in recorded(post, Kind.RECEIVER_CHANGED)] == ["added", "retired"]


def test_the_same_test_pressed_twice_is_sent_once(post):
    receiver = post.add(Who.OFFICE, Way.WEBHOOK, "http://127.0.0.1:9/")
    assert post.test(receiver).id == post.test(receiver).id != post.test(receiver, once="b").id


def test_the_same_address_twice_is_one_receiver(post):
    assert post.add(Who.UNION, Way.MAIL, "u@a.example").id == post.add(Who.UNION, Way.MAIL, "u@a.example").id


def test_a_new_secret_counts_once_for_two_presses(post):
    receiver = post.add(Who.OFFICE, Way.WEBHOOK, "http://127.0.0.1:9/")
    for _ in range(2):
        found = post.database.write(
            lambda s: delivery.renew_secret(s, post.olga(s), receiver.id, seen=1, at=post.clock())
        )
    assert found.generation == 2


@pytest.mark.parametrize(("way", "address", "key", "field"), [
    (Way.MAIL, "nobody", "", "address"), (Way.WEBHOOK, "ftp://a.example", "", "address"), (Way.FOLDER, "oa", "", "address"),
    (Way.WEBHOOK, "https://a.example", "short", "key"), (Way.MAIL, "u@a.example", "A" * 43, "key"),
    (Way.MAIL, "a" * 600, "", "address"),
])  # fmt: skip
def test_what_cannot_be_an_address_is_named(post, way, address, key, field):
    wish = delivery.Wish(Who.OFFICE, way, "对方", address, key)
    error = refused(post.database, lambda s: delivery.add(s, post.olga(s), wish, at=post.clock()), Invalid)
    assert set(error.fields) == {field}


@pytest.mark.parametrize("name", ["alice", "peter", "dan"])
def test_others_find_nothing_and_change_nothing(post, waiting, name):
    wish = delivery.Wish(Who.OFFICE, Way.MAIL, "对方", "a@b.example")

    def tries(session):
        who = passed.viewer(session, post.cast, name)
        at, number = post.clock(), waiting.receiver_id
        yield lambda: delivery.overview(session, who, page=1)
        yield lambda: delivery.sheet(session, who, waiting.id)
        yield lambda: delivery.add(session, who, wish, at=at)
        yield lambda: delivery.change(session, who, number, wish, at=at)
        yield lambda: delivery.retire(session, who, number, at=at)
        yield lambda: delivery.renew_secret(session, who, number, seen=1, at=at)
        yield lambda: delivery.send_test(session, who, number, title="", once="", at=at)
        for move in (delivery.try_now, delivery.stop, delivery.resume):
            yield lambda move=move: move(session, who, waiting.id, at=at)

    with post.database.read() as session:
        for what in tries(session):
            with pytest.raises(Missing):
                what()
        assert delivery.about(session, passed.viewer(session, post.cast, name), Matter.TEST, 1) == []


@pytest.mark.parametrize("kind", list(DispatchKind))
def test_what_the_committee_decided_goes_as_the_very_file_that_its_page_gives_out(hall, tmp_path, kind):
    """批复 has a number of its own, as on its page; a 批示 has no file there and goes as a plain page. Neither is a draft."""
    place = tmp_path / "exchange"
    place.mkdir()
    decision = DecisionKind.REPLY if kind is DispatchKind.REQUEST else DecisionKind.INSTRUCTION

    def job(session):
        olga = passed.viewer(session, hall.cast, "olga")
        wish = delivery.Wish(Who.SENDER, Way.FOLDER, "本会", str(place), "")
        delivery.add(session, olga, wish, at=now())
        found = passed.received(session, hall.cast, kind)
        fields = passed.said(decision, "请抓紧落实。", passed.canteen(hall.cast))
        return passed.decide(session, hall.cast, found, decision, fields)

    found = hall.house.database.write(job)
    courier = courier_of(hall.house)
    courier.means = replace(courier.means, drops=(place,))
    asyncio.run(courier.round())
    (sent,) = [
        p
        for p in place.glob("msg_*")
        if json.loads((p / "delivery.json").read_text())["matter"] == "decision"
    ]
    about, document = json.loads((sent / "delivery.json").read_text()), (sent / "document.pdf").read_bytes()
    if decision is DecisionKind.REPLY:
        page = hall.client("olga").get(f"/dispatches/{found.id}/replies/1/document.pdf")
        assert page.content == document
        assert about["number"] == f"党复〔{passed.today().year}〕1号"
        assert about["title"] == "关于《关于通风改造的函件》的批复"
    else:
        assert document.startswith(b"%PDF-")
        assert about["title"] == "关于《关于通风改造的函件》的批示"
        said = text(document)
        assert said.startswith("关于《关于通风改造的函件》的批示长风精工有限公司工会委员会："), "a plain page"
        assert f"你会《关于通风改造的函件》（职代会报〔{passed.today().year}〕1号）收悉。请抓紧落实。" in said
    assert "草稿" not in text(document)
