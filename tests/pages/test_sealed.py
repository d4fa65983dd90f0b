"""Secret votes over HTTP: keys, ballots, the board, the tellers."""

import json
import re
import socket
from hashlib import sha256
from urllib.parse import urlsplit

import httpx2
import pytest
from crypto.belenios.secretvote import faults
from hall import Hall
from sealed import Secret
from voting import check_in, is_shown, kept

from congress.bylaws.terms import Verb
from congress.crypto.belenios import wire
from congress.crypto.belenios.trustees import read_trustees
from congress.demo.devices import GROUP, Teller, Voter
from congress.polls.rules import PollStage
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step, step_statement, turn_statement
from congress.secrecy.service.judging import SEATS, processes
from congress.sittings import service as sittings

QUESTION = {
    "title": "集体合同草案",
    "text": "会议同意集体合同草案。",
    "matter": "collective_contract",
    "form": "secret",
    "kind": "matter",
}


@pytest.fixture
def vote(hall: Hall) -> Secret:
    """The tellers have their key; an open secret vote, with everybody here but for Kate's phone."""
    made = Secret(hall.house.database, hall.cast)
    for name in hall.cast.members:
        if hall.cast[name].delegate_id and name not in ("kate", "ned"):
            made.register(name)
    made.hold_ceremony()
    made.open()
    return made


def send(hall: Hall, vote: Secret, name: str, choice: str = "for", **fields: str) -> httpx2.Response:
    """A ballot as a phone posts it."""
    data = {"ballot": fields.pop("ballot", "") or vote.ballot(name, choice), "follows": "", **fields}
    return hall.client(name).post(f"/polls/{vote.poll_id}/sealed", data=data)


def turn(hall: Hall, vote: Secret, name: str) -> httpx2.Response:
    share = vote.share(name)
    said = turn_statement(site="", poll=vote.poll_id, digest=wire.digest(share))
    signed = hall.cast[name].signed_form(**{k: v for k, v in said.items() if k != "site"})
    return hall.client(name).post(f"/polls/{vote.poll_id}/keys", data={"share": share, **signed})


# --- the voting key ----------------------------------------------------------------------------------------------


def register(hall: Hall, name: str, voter: Voter, **fields: str) -> httpx2.Response:
    person = hall.cast[name].person_id
    signed = hall.cast[name].signed_form(act="voting-key", commitment=voter.commitment, person=person)
    data = {"public": voter.public, "blind": voter.blind, **signed, **fields}
    return hall.client(name).post("/me/voting-key", data=data)


def test_a_phone_registers_its_key(hall: Hall) -> None:
    voter, alice = Voter(), hall.client("alice")
    assert 'data-known=""' in alice.get("/now").text
    for _ in range(2):
        assert register(hall, "alice", voter).status_code == 303
    assert f'data-known="{voter.public}"' in alice.get("/now").text
    assert "data-voting-key" not in hall.client("olga").get("/now").text


@pytest.mark.parametrize(
    "fields", [{"public": "ab"}, {"blind": "0" * 32}, {"signature": "xx"}, {"blind": ""}]
)
def test_what_was_not_signed_is_not_registered(hall: Hall, fields: dict[str, str]) -> None:
    assert register(hall, "alice", Voter(), **fields).status_code in {403, 422}
    assert 'data-known=""' in hall.client("alice").get("/now").text


@pytest.mark.parametrize("name", ["olga", "ned", "dan"])
def test_only_delegates_with_a_vote_have_voting_keys(hall: Hall, name: str) -> None:
    assert register(hall, name, Voter()).status_code == 404


# --- from the question to the result -----------------------------------------------------------------------------


def test_the_whole_vote_over_http(hall: Hall, vote: Secret) -> None:
    address, alice = f"/polls/{vote.poll_id}", hall.client("alice")
    page = alice.get("/now").text
    assert "data-seal=" in page
    assert re.search(r'<input type="radio" name="choice" value="for"[^>]* form="choice"', page)
    assert 'data-sign-field="choice"' not in page
    answer = send(hall, vote, "alice")
    assert (answer.status_code, answer.headers["location"]) == (303, "/now")
    assert "您的加密选票已投入票箱" in alice.get("/now").text
    for name, choice in (("bob", "against"), ("carol", "for"), ("ruth", "abstain")):
        assert send(hall, vote, name, choice).status_code == 303
    olga = hall.client("olga")
    conduct = olga.get(address).text
    assert "结束投票，封票箱" in conduct
    assert '<span class="meter-value">4<' in conduct
    assert olga.post(f"{address}/closing").status_code == 303
    assert kept(hall, vote.poll_id).stage is PollStage.COUNTING
    assert "正在等计票人打开" in olga.get(address).text
    assert "投票已经结束，正在计票" in hall.client("frank").get("/now").text
    assert "核验票箱，转动密钥" in hall.client("ruth").get("/now").text
    screen = olga.get("/projector").text
    assert "票箱已封。计票人已转动 0 把密钥，共需 2 把。" in screen
    assert turn(hall, vote, "ruth").status_code == 303
    assert "您的密钥已经转动" in hall.client("ruth").get(f"{address}/keys").text
    assert turn(hall, vote, "alice").status_code == 303
    found = kept(hall, vote.poll_id)
    assert (found.stage, found.counts["favour"], found.counts["against"]) == (PollStage.CLOSED, 2, 1)
    for name in ("bob", "olga", "dan"):
        shown = hall.client(name).get(address).text
        assert "记名名单" not in shown
        assert "公开的票板" in shown


def test_a_box_that_nobody_can_open_is_given_up_for_paper(hall: Hall, vote: Secret) -> None:
    """Two of three phones are lost: the organiser is told the way out, and takes it."""
    address, olga = f"/polls/{vote.poll_id}", hall.client("olga")
    send(hall, vote, "alice")
    olga.post(f"{address}/closing")
    assert turn(hall, vote, "ruth").status_code == 303
    page = olga.get(address).text
    assert "请在下面作废，改用纸质票重新表决" in page
    assert is_shown(page, "form", "paper")
    answer = olga.post(f"{address}/voiding", data={"why": "保管人手机丢失", "form": "paper"})
    assert answer.status_code == 303
    assert "保管人手机丢失" in hall.client("bob").get(address).text
    assert "无记名投票（纸质票）" in olga.get(answer.headers["location"]).text
    assert "票箱不再打开" in hall.client("sam").get(f"{address}/keys").text
    assert turn(hall, vote, "sam").status_code == 403
    assert kept(hall, vote.poll_id).stage is PollStage.VOID
    people = [hall.cast[name].person_id for name in ("ruth", "sam")]
    assert olga.post("/tellers", data={"threshold": "2", "person": people}).status_code == 303


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (("for", "for", "for", "for"), "选择全都相同"),
        (("for", "against", "for", "for"), "除 1 人以外"),
        (("for", "against", "for", "against"), ""),
    ],
)
def test_a_result_that_tells_how_people_voted_is_noted_for_the_organiser(
    hall: Hall, vote: Secret, choices: tuple[str, ...], words: str
) -> None:
    for name, choice in zip(("alice", "bob", "carol", "frank"), choices, strict=True):
        vote.throw(name, choice)
    vote.seal()
    vote.turn("ruth")
    vote.turn("sam")
    page = hall.client("olga").get(f"/polls/{vote.poll_id}").text
    assert (words in page) if words else ("说明了各人怎么投" not in page)
    assert "说明了各人怎么投" not in hall.client("bob").get(f"/polls/{vote.poll_id}").text


def test_the_question_is_drafted_for_phones_and_says_what_is_missing(hall: Hall) -> None:
    by, sitting, olga = hall.cast["olga"].person_id, hall.cast.sitting_id, hall.client("olga")
    item = hall.house.database.write(
        lambda s: sittings.add_item(s, sitting_id=sitting, title="集体合同", verb=Verb.PASS, by=by).id
    )
    address = olga.post(f"/agenda/{item}/polls", data=QUESTION).headers["location"]
    hall.house.database.write(lambda s: check_in(s, hall.cast, *list(hall.cast.members)[:12]))
    page = olga.get(address).text
    assert "还没有计票密钥" in page
    assert "12 人的手机还没有投票密钥" in page
    assert "票数本身就会说明各人怎么投" in page
    assert is_shown(olga.get(f"{address}/edit").text, "form", "secret")
    vote = Secret(hall.house.database, hall.cast)
    vote.hold_ceremony()
    vote.register("alice")
    page = olga.get(address).text
    assert "还没有计票密钥" not in page
    assert "11 人的手机还没有投票密钥" in page
    assert "安丽华" not in page.split("还没有投票密钥", 1)[1].split("</p>", 1)[0]


# --- what the box refuses ----------------------------------------------------------------------------------------


def test_the_same_ballot_again_is_answered_the_same(hall: Hall, vote: Secret) -> None:
    body = vote.ballot("alice", "for")
    for _ in range(3):
        assert send(hall, vote, "alice", ballot=body).status_code == 303
    assert board(hall, vote)["count"] == 1


def test_a_change_of_mind_names_what_it_follows(hall: Hall, vote: Secret) -> None:
    first = vote.ballot("alice", "for")
    send(hall, vote, "alice", ballot=first)
    assert send(hall, vote, "alice", "against").status_code == 403
    tracker = wire.fingerprint(first)
    page = hall.client("alice").get("/now?change=1").text
    assert f'name="follows" value="{tracker}"' in page
    assert send(hall, vote, "alice", "against", follows=tracker).status_code == 303


def test_forgeries_are_refused_and_named(hall: Hall, vote: Secret) -> None:
    good = vote.ballot("alice", "for")
    for odd, why in (
        ("", "选票不合格式"),
        ("x" * 20_001, "选票不合格式"),
        ("{}", "选票不合格式"),
        (good.replace('"response":"', '"response":"1', 1), ""),
        (vote.ballot("bob", "for"), "不在本次表决的名册上"),
    ):
        answer = (
            send(hall, vote, "alice", ballot=odd)
            if odd
            else hall.client("alice").post(
                f"/polls/{vote.poll_id}/sealed", data={"ballot": "", "follows": ""}
            )
        )
        assert (answer.status_code, why in answer.text) == (403, True)
    assert board(hall, vote)["count"] == 0
    assert hall.client("").post(f"/polls/{vote.poll_id}/sealed", data={"ballot": good}).status_code == 404
    assert hall.client("alice").post("/polls/999/sealed", data={"ballot": good}).status_code == 404


def test_a_named_ballot_does_not_fit_into_a_sealed_box(hall: Hall, vote: Secret) -> None:
    text = kept(hall, vote.poll_id).text_sha256
    signed = hall.cast["alice"].signed_form(act="ballot", choice="for", poll=vote.poll_id, text=text)
    answer = hall.client("alice").post(f"/polls/{vote.poll_id}/ballots", data={"choice": "for", **signed})
    assert (answer.status_code, "本事项不在手机上表决" in answer.text) == (403, True)


def test_who_floods_the_box_is_slowed_down(hall: Hall, vote: Secret) -> None:
    answers = [send(hall, vote, "alice", ballot="{}").status_code for _ in range(31)]
    assert answers[:30] == [403] * 30
    assert answers[30] == 429
    assert send(hall, vote, "bob").status_code == 303, "the others go on"


# --- the board ---------------------------------------------------------------------------------------------------


def board(hall: Hall, vote: Secret, after: int = 0) -> dict:
    return hall.client("dan").get(f"/polls/{vote.poll_id}/ballots.json?after={after}").json()


def test_anybody_at_the_enterprise_checks_the_board(hall: Hall, vote: Secret) -> None:
    body = vote.ballot("alice", "for")
    send(hall, vote, "alice", ballot=body)
    send(hall, vote, "bob")
    tracker, dan = wire.fingerprint(body), hall.client("dan")
    page = dan.get(f"/polls/{vote.poll_id}/board", params={"tracker": tracker[:6]}).text  # it may have a "+"
    assert "在票箱里：第 1 张" in page
    assert "没有以此开头" in dan.get(f"/polls/{vote.poll_id}/board?tracker=zzzzzz").text
    assert "安丽华" not in page
    assert faults(dan.get(f"/polls/{vote.poll_id}/archive.bel").content) == set()
    first = board(hall, vote)
    assert (len(first["ballots"]), first["count"], first["sealed"], first["tally"]) == (2, 2, False, "")
    assert board(hall, vote, after=1)["ballots"] == first["ballots"][1:]
    vote.seal()
    sealed = board(hall, vote, after=2)
    assert (sealed["ballots"], sealed["sealed"], len(sealed["tally"])) == ([], True, 64)
    assert hall.client("").get(f"/polls/{vote.poll_id}/board").status_code == 303
    assert dan.get("/polls/999/board").status_code == 404


def test_a_voter_sees_whether_their_key_is_on_the_roll(hall: Hall, vote: Secret) -> None:
    address = f"/polls/{vote.poll_id}/board"
    assert "在本次表决的名册上。" in hall.client("alice").get(address).text
    assert "不在本次表决的名册上" in hall.client("kate").get(address).text
    assert "名册上。" not in hall.client("dan").get(address).text


# --- the tellers -------------------------------------------------------------------------------------------------


def test_the_ceremony_over_http(hall: Hall) -> None:
    vote, olga = Secret(hall.house.database, hall.cast), hall.client("olga")
    assert "还没有发起密钥仪式" in hall.client("ruth").get("/tellers").text
    people = [hall.cast[name].person_id for name in ("ruth", "sam")]
    for bad in (
        {"threshold": "3", "person": people},
        {"threshold": "1", "person": people},
        {"threshold": "2"},
    ):
        assert olga.post("/tellers", data=bad).status_code in {403, 422}
    assert olga.post("/tellers", data={"threshold": "x", "person": people}).status_code == 422
    assert olga.post("/tellers", data={"threshold": "2", "person": people}).status_code == 303
    with hall.house.database.read() as session:
        vote.ceremony_id = secrecy.current(session, hall.cast.sitting_id).id
    vote.tellers = {"ruth": Teller(), "sam": Teller()}
    for wanted in Step:
        for name in ("ruth", "sam"):
            page = hall.client(name).get("/tellers").text
            task = json.loads(
                re.search(r'data-key-step="([^"]*)"', page)[1].replace("&#34;", '"').replace("&amp;", "&")
            )
            assert (task["step"], task["size"], task["threshold"]) == (wanted, 2, 2)
            step, content = vote.step(name)
            digest = sha256(content.encode()).hexdigest()
            said = step_statement(site="", ceremony=vote.ceremony_id, step=step, digest=digest)
            signed = hall.cast[name].signed_form(**{k: v for k, v in said.items() if k != "site"})
            data = {"step": step.value, "content": content, **signed}
            assert hall.client(name).post("/tellers/steps", data=data).status_code == 303
            assert hall.client(name).post("/tellers/steps", data=data).status_code == 303, (
                "once more is harmless"
            )
    assert "计票密钥已经生成" in olga.get("/tellers").text
    assert "data-key-step" not in hall.client("ruth").get("/tellers").text


@pytest.mark.parametrize("name", ["bob", "dan", "peter"])
def test_the_tellers_pages_are_theirs(hall: Hall, vote: Secret, name: str) -> None:
    client = hall.client(name)
    assert client.get("/tellers").status_code == 404
    assert client.get(f"/polls/{vote.poll_id}/keys").status_code == 404
    assert client.post("/tellers", data={"threshold": "2"}).status_code == 404
    assert client.post(f"/polls/{vote.poll_id}/keys", data={"share": "{}"}).status_code == 403


def parts(hall: Hall, name: str, address: str = "/tellers") -> list[dict]:
    """What the page of this member says of the key, for a backup and for restoring it."""
    page = hall.client(name).get(address)
    assert page.status_code == 200
    found = re.findall(r"data-key-(?:held|lost)='([^']*)'", page.text)
    assert len(found) == page.text.count("data-backup-sheet") + page.text.count("data-restore-error")
    return [json.loads(one) for one in found]


def test_holders_are_told_what_a_backup_must_fit(hall: Hall, vote: Secret) -> None:
    trustees = read_trustees(vote.table().ceremony.trustees, GROUP)
    turning = f"/polls/{vote.poll_id}/keys"
    for owner, name in enumerate(vote.tellers, 1):
        expected = {
            "group": "Ed25519", "ceremony": vote.ceremony_id, "owner": owner,
            "public": trustees.owners[owner - 1], "election": trustees.public_key(GROUP),
        }  # fmt: skip
        assert parts(hall, name) == [expected, expected]
        assert parts(hall, name, turning) == [expected]
    assert parts(hall, "olga") == parts(hall, "olga", turning) == []


def test_only_a_key_that_is_made_and_not_turned_has_a_backup(hall: Hall) -> None:
    vote = Secret(hall.house.database, hall.cast)
    vote.call(names=("ruth", "alice"))
    for _ in range(3):
        assert parts(hall, "ruth") == []
        for name in vote.tellers:
            vote.post(name, *vote.step(name))
    vote.register("bob")
    vote.open()
    vote.throw("bob")
    vote.seal()
    turning = f"/polls/{vote.poll_id}/keys"
    assert turn(hall, vote, "ruth").status_code == 303
    assert parts(hall, "ruth", turning) == []
    assert len(parts(hall, "alice", turning)) == 1
    assert parts(hall, "sam") == [], "counts, but holds no part of this key"
    assert len(parts(hall, "ruth")) == 2


def test_phones_that_send_slowly_keep_nobody_waiting(hall: Hall) -> None:
    """More of them than are let in at a time, each with half a ballot on its way."""
    vote = Secret(hall.house.database, hall.cast)
    for name in ("alice", "bob"):
        vote.register(name)
    vote.hold_ceremony()
    vote.open()
    address = urlsplit(hall.url)
    slow = []
    for _ in range(SEATS * processes() + 4):
        line = socket.create_connection((address.hostname, address.port))
        line.sendall(
            f"POST /polls/{vote.poll_id}/sealed HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 4000\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nballot=%7B".encode()
        )
        slow.append(line)
    sent = {"ballot": vote.ballot("bob", "for"), "follows": ""}
    assert hall.client("bob").post(f"/polls/{vote.poll_id}/sealed", data=sent).status_code == 303
    for line in slow:
        line.close()
