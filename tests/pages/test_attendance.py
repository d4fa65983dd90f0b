"""Check-in over HTTP: by the phone, by the desk, by three hundred at once; corrections; the numbers everybody sees."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx2
from hall import Hall

from congress.clock import now
from congress.identity import service as identity
from congress.record.entries import Kind
from congress.record.service import entries as record_entries
from congress.roster.rules import Category, DelegateKind, Sex
from congress.roster.store import Delegate, Person
from congress.sittings import service as sittings
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting
from congress.visit import COOKIE

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
STRANGERS = ("bob", "ned", "dan", "alice", "peter", None)


def stage(hall: Hall, wanted: SittingStage) -> None:
    def job(session):
        sitting = session.get(Sitting, hall.cast.sitting_id)
        sitting.stage = wanted
        session.add(sitting)

    hall.house.database.write(job)


def code(hall: Hall) -> str:
    """Open check-in by phone as the organiser does, and read the code from the page as the hall does."""
    olga = hall.client("olga")
    assert olga.post("/attendance/code").headers["location"] == "/attendance"
    shown = re.search(r'class="code-digits"[^>]*>(\d{3})&nbsp;(\d{3})<', olga.get("/attendance").text)
    return shown[1] + shown[2]


def tally(hall: Hall):
    with hall.house.database.read() as session:
        return sittings.tally(session, hall.cast.sitting_id)


def noted(hall: Hall) -> int:
    with hall.house.database.read() as session:
        return len(record_entries(session, kinds=[Kind.ATTENDANCE_NOTED], limit=1000))


def tap(hall: Hall, client: httpx2.Client, name: str, presence: str, **headers: str) -> httpx2.Response:
    address = f"/attendance/delegates/{hall.cast[name].delegate_id}"
    return client.post(address, data={"presence": presence}, headers=headers)


# --- the phone -------------------------------------------------------------------------------------------------


def test_a_delegate_checks_in_once_and_sees_since_when(hall: Hall) -> None:
    bob = hall.client("bob")
    assert "手机签到还没有开放" in bob.get("/attendance/phone").text
    assert bob.post("/attendance/phone", data={"code": "123456"}).status_code == 403
    digits = code(hall)
    assert 'name="code"' in bob.get("/attendance/phone").text
    wrong = bob.post("/attendance/phone", data={"code": f"{(int(digits) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422
    assert "签到码不对" in wrong.text
    assert bob.post("/attendance/phone", data={"code": ""}).status_code == 422
    assert bob.post("/attendance/phone", data={"code": digits}).headers["location"] == "/attendance/phone"
    first = bob.get("/attendance/phone").text
    assert "已签到" in first
    assert "本人手机" in first
    assert bob.post("/attendance/phone", data={"code": digits}).status_code == 303
    assert noted(hall) == 1
    assert tally(hall).present == 1
    since = re.search(r'<time datetime="([^"]+)"', first)[1]
    assert since in bob.get("/attendance/phone").text


def test_guessing_is_slowed_down(hall: Hall) -> None:
    digits, bob = code(hall), hall.client("bob")
    guesses = [bob.post("/attendance/phone", data={"code": f"{n:06d}"}).status_code for n in range(11)]
    assert guesses == [422] * 10 + [429]
    assert bob.post("/attendance/phone", data={"code": digits}).status_code == 429
    assert hall.client("carol").post("/attendance/phone", data={"code": digits}).status_code == 303


def test_those_without_a_vote_check_in_but_never_count(hall: Hall) -> None:
    digits = code(hall)
    ned = hall.client("ned")
    assert ned.post("/attendance/phone", data={"code": digits}).status_code == 303
    assert "不计入法定人数" in ned.get("/attendance/phone").text
    assert (tally(hall).present, tally(hall).nonvoting) == (0, 1)


def test_who_is_no_delegate_has_no_check_in(hall: Hall) -> None:
    digits = code(hall)
    for name in ("dan", "olga", "peter", None):
        client = hall.client(name)
        assert client.get("/attendance/phone").status_code == (404 if name else 303)
        assert client.post("/attendance/phone", data={"code": digits}).status_code == 404
    assert noted(hall) == 0


def test_a_new_code_ends_the_old_one_and_closing_ends_both(hall: Hall) -> None:
    old, olga = code(hall), hall.client("olga")
    for _ in range(3):
        assert olga.post("/attendance/code", data={"renew": "1"}).status_code == 303
        if code(hall) != old:
            break
    assert hall.client("bob").post("/attendance/phone", data={"code": old}).status_code == 422
    for _ in range(2):
        assert olga.post("/attendance/code/closing").status_code == 303
    assert hall.client("bob").post("/attendance/phone", data={"code": old}).status_code == 403


def test_the_screen_shows_the_code_and_a_picture_of_it(hall: Hall) -> None:
    olga = hall.client("olga")
    assert "手机签到没有开放" in olga.get("/attendance/screen").text
    digits = code(hall)
    page = olga.get("/attendance/screen").text
    assert f"{digits[:3]}&nbsp;{digits[3:]}" in page
    assert 'src="data:image/svg+xml' in page
    part = olga.get("/attendance/screen", headers={"HX-Request-Type": "partial"}).text
    assert part.lstrip().startswith('<div id="screen"')


def test_after_the_sitting_nobody_checks_in(hall: Hall) -> None:
    digits = code(hall)
    stage(hall, SittingStage.OVER)
    assert hall.client("bob").post("/attendance/phone", data={"code": digits}).status_code == 403
    olga = hall.client("olga")
    assert olga.post("/attendance/code").status_code == 403
    assert tap(hall, olga, "bob", "arrived").status_code == 403
    assert "已经闭会" in olga.get("/attendance/desk").text


# --- the desk --------------------------------------------------------------------------------------------------


def test_the_desk_notes_who_came_left_and_returned(hall: Hall) -> None:
    olga = hall.client("olga")
    for presence, present in (("arrived", 1), ("arrived", 1), ("left", 0), ("left", 0), ("returned", 1)):
        assert tap(hall, olga, "bob", presence).status_code == 303
        assert tally(hall).present == present
    assert noted(hall) == 3
    group = hall.cast.delegations["second"]
    assert tap(hall, olga, "bob", "left").headers["location"] == (
        f"/attendance/desk?delegation={group}#seat-{hall.cast['bob'].delegate_id}"
    )
    page = olga.get(f"/attendance/desk?delegation={group}").text
    assert "已离会" in page
    assert "欧阳兰" in page
    assert "返会" in page


def test_a_tap_with_htmx_answers_with_the_line_and_the_numbers(hall: Hall) -> None:
    answer = tap(hall, hall.client("olga"), "bob", "arrived", **{"HX-Request-Type": "partial"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<li")
    assert '<hx-partial hx-target="#quorum"' in answer.text
    assert 'data-live="present">1<' in answer.text


def test_nonsense_at_the_desk_is_refused(hall: Hall) -> None:
    olga = hall.client("olga")
    for presence in ("absent", "left", "returned"):
        assert tap(hall, olga, "bob", presence).status_code == 403
    assert noted(hall) == 0


def test_bad_forms_at_the_desk(hall: Hall) -> None:
    olga = hall.client("olga")
    assert tap(hall, olga, "bob", "gone").status_code == 422
    assert olga.post("/attendance/delegates/999", data={"presence": "arrived"}).status_code == 404
    assert olga.get("/attendance/delegates/999").status_code == 404


def test_looking_for_a_name_or_a_number(hall: Hall) -> None:
    olga = hall.client("olga")
    number = 1000 + list(hall.cast.members).index("bob")
    for word in ("建国", "包", str(number)):
        page = olga.get("/attendance/desk", params={"q": word}).text
        assert "包建国" in page
        assert "蔡秀英" not in page
    nothing = olga.get("/attendance/desk", params={"q": EVIL}).text
    assert "没有找到" in nothing
    assert "<script>alert" not in nothing
    assert olga.get("/attendance/desk?delegation=999").status_code == 200


def test_a_mistake_is_corrected_with_a_reason_and_stays_in_sight(hall: Hall) -> None:
    olga, delegate = hall.client("olga"), hall.cast["bob"].delegate_id
    tap(hall, olga, "bob", "arrived")
    with hall.house.database.read() as session:
        entry = sittings.last_entry(session, hall.cast.sitting_id, delegate).id
    address = f"/attendance/delegates/{delegate}/entries/{entry}/correction"
    assert olga.post(address, data={"why": ""}).status_code == 422
    assert olga.post(address, data={"why": "长" * 201}).status_code == 422
    for _ in range(2):
        assert olga.post(address, data={"why": EVIL}).status_code == 303
    assert tally(hall).present == 0
    assert noted(hall) == 2
    page = olga.get(f"/attendance/delegates/{delegate}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    tap(hall, olga, "bob", "arrived")
    assert olga.post(address, data={"why": "x"}).status_code == 409
    assert (
        olga.post(f"/attendance/delegates/{delegate}/entries/999/correction", data={"why": "x"}).status_code
        == 404
    )


def test_strangers_keep_no_roll(hall: Hall) -> None:
    tap(hall, hall.client("olga"), "bob", "arrived")
    for name in STRANGERS:
        keep_no_roll(hall.client(name), hall.cast["bob"].delegate_id, 404 if name else 303)
    assert tally(hall).present == 1


def keep_no_roll(client: httpx2.Client, delegate: int, status: int) -> None:
    for address in ("", "/desk", "/sheet", "/screen", f"/delegates/{delegate}"):
        assert client.get(f"/attendance{address}").status_code == status
    acts = ("/code", "/code/closing", f"/delegates/{delegate}", f"/delegates/{delegate}/entries/1/correction")
    for address in acts:
        answer = client.post(f"/attendance{address}", data={"presence": "left", "why": "x"})
        assert answer.status_code == 404


# --- the numbers -----------------------------------------------------------------------------------------------


def test_the_organiser_sees_each_delegation_and_who_is_absent(hall: Hall) -> None:
    olga = hall.client("olga")
    tap(hall, olga, "bob", "arrived")
    page = olga.get("/attendance").text
    group = hall.cast.delegations["second"]
    assert f'data-live="present-{group}">1<' in page
    assert f'data-live="absent-{group}">5<' in page
    missing = page.split("未到会的正式代表名单")[1]
    assert "易文斌" in missing
    assert "包建国" not in missing


def test_the_sheet_to_sign_has_a_page_for_each_delegation(hall: Hall) -> None:
    olga = hall.client("olga")
    tap(hall, olga, "bob", "arrived")
    page = olga.get("/attendance/sheet").text
    assert page.count('class="sheet-page"') == 2
    assert "团长：安丽华" in page
    assert "本人签名" in page
    assert "列席代表" in page
    assert page.count("<time") > 2


def test_every_page_speaks_english(hall: Hall) -> None:
    olga = hall.client("olga", **{"Accept-Language": "en"})
    tap(hall, olga, "bob", "arrived")
    olga.get("/agenda")  # the flash has been read
    code(hall)
    people = ("第一代表团", "第二代表团", *(member.name for member in hall.cast.members.values()))
    for address in ("", "/desk", "/sheet", "/screen", f"/delegates/{hall.cast['bob'].delegate_id}"):
        body = olga.get(f"/attendance{address}").text.split('id="main"')[1].split("</main>")[0]
        said = re.sub(r"<[^>]+>", "", body)
        for name in (*people, "长风精工", "职工代表大会", "礼堂"):
            said = said.replace(name, "")
        assert not re.findall(r"[\u3001-\u9fff]+", said)


def test_the_hub_tells_the_numbers_that_the_pages_show(hall: Hall) -> None:
    olga = hall.client("olga")
    for name in ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "judy", "ned"):
        tap(hall, olga, name, "arrived")
    deadline = time.monotonic() + 10
    while hall.house.hub.numbers.get("present") != 8 and time.monotonic() < deadline:
        time.sleep(0.05)
    told = olga.get("/live/now").json()["numbers"]
    assert (
        told["present"],
        told["expected"],
        told["needed_quorum"],
        told["quorum_met"],
        told["nonvoting"],
    ) == (
        8,
        12,
        8,
        1,
        1,
    )


# --- many at once ----------------------------------------------------------------------------------------------

CROWD = 100


def crowd(hall: Hall) -> list[str]:
    """A hundred more delegates and a session cookie for each."""

    def job(session):
        tokens = []
        for n in range(CROWD):
            person = Person(
                number=f"C{n:04d}",
                name=f"代表{n}",
                sex=Sex.FEMALE,
                unit_id=hall.cast.units["hq"],
                category=Category.FRONTLINE,
            )
            session.add(person)
            session.flush()
            group = hall.cast.delegations["first" if n % 2 else "second"]
            kind = DelegateKind.INVITED if n % 10 == 9 else DelegateKind.VOTING
            session.add(
                Delegate(term_id=hall.cast.term_id, person_id=person.id, kind=kind, delegation_id=group)
            )
            tokens.append(identity.begin(session, person_id=person.id, device="test").token)
        return tokens

    return hall.house.database.write(job)


def test_a_hundred_phones_at_once_press_twice_each_and_are_counted_once(hall: Hall) -> None:
    tokens, digits = crowd(hall), code(hall)
    ready = threading.Barrier(50)

    def press(token: str) -> list[int]:
        with httpx2.Client(base_url=hall.url, cookies={COOKIE: token}, trust_env=False, timeout=60) as client:
            with suppress(threading.BrokenBarrierError):
                ready.wait(5)
            return [client.post("/attendance/phone", data={"code": digits}).status_code for _ in range(2)]

    with ThreadPoolExecutor(50) as phones:
        answers = list(phones.map(press, tokens))
    assert answers == [[303, 303]] * CROWD
    numbers = tally(hall)
    assert (numbers.expected, numbers.present, numbers.nonvoting) == (12 + 90, 90, 10)
    assert noted(hall) == CROWD
    deadline = time.monotonic() + 10
    while hall.house.hub.numbers.get("present") != 90 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert hall.house.hub.numbers["present"] == 90


def test_two_desks_and_a_phone_at_one_delegate_make_one_entry(hall: Hall) -> None:
    digits, ready = code(hall), threading.Barrier(8)

    def by_desk(_: int) -> int:
        client = hall.client("olga")
        ready.wait(10)
        return tap(hall, client, "bob", "arrived").status_code

    def by_phone(_: int) -> int:
        client = hall.client("bob")
        ready.wait(10)
        return client.post("/attendance/phone", data={"code": digits}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(by_desk if n % 2 else by_phone, n) for n in range(8)]
    assert {answer.result() for answer in answers} == {303}
    assert noted(hall) == 1
    assert tally(hall).present == 1


def test_a_delegate_whose_mandate_ended_checks_in_no_more(hall: Hall) -> None:
    digits, bob = code(hall), hall.client("bob")

    def end(session):
        seat = session.get(Delegate, hall.cast["bob"].delegate_id)
        seat.ended_at = now()
        session.add(seat)

    hall.house.database.write(end)
    assert bob.post("/attendance/phone", data={"code": digits}).status_code == 404
    assert tally(hall).expected == 11
