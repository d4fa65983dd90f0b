"""What people do with their browsers on a journey: enter, press, vote; and what the others of the cast do meanwhile."""

import re
import subprocess
import sys
from pathlib import Path

from cast import SITE, Member
from hall import Hall
from playwright.sync_api import Page, expect
from sqlmodel import Session

from congress.identity import service as identity
from congress.motions import service as motions
from congress.motions.rules import Answer
from congress.motions.store import Motion
from congress.polls import service as polls
from congress.sittings import service as sittings
from congress.sittings.rules import Presence

ROOT = Path(__file__).parents[2]


def enter_by_card(hall: Hall, page: Page, name: str) -> None:
    """A new card after all earlier keys were stopped: the device enters, makes a key and registers it by itself."""
    token = hall.house.database.write(lambda session: _card(hall, session, name))
    page.context.clear_cookies()
    page.goto(f"/enter#{token}")
    expect(page.get_by_text("本设备的签名密钥已登记")).to_be_visible()
    assert token not in page.url


def _card(hall: Hall, session: Session, name: str) -> str:
    person, clerk = hall.cast[name].person_id, hall.cast["olga"].person_id
    identity.shut_out(session, person_id=person, by=clerk, why="换了手机")
    return identity.invite(session, person_id=person, by=clerk)


def press(page: Page, act: str, *, sure: bool = False) -> None:
    """Press the button of the form for this act, named as in its address (``seconding``); ``sure`` says yes when asked."""
    page.locator(f'form[action$="/{act}"] button[type=submit]').first.click()
    if sure:
        page.locator("dialog [data-confirm-yes]").click()


def fill(page: Page, fields: dict[str, str]) -> None:
    """Fill in the fields of these names."""
    for name, value in fields.items():
        control = page.locator(f"[name={name}]:visible")
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def told(page: Page, words: str | re.Pattern[str]) -> None:
    """The page says these words."""
    expect(page.get_by_text(words).first).to_be_visible()


def choose(page: Page, word: str) -> None:
    """Take one of the three answers. The input is covered by its face, as on a phone."""
    page.locator(".choice", has_text=word).click()
    expect(page.locator("[data-cast]")).to_have_text(f"投出「{word}」票")


def vote(page: Page, word: str) -> None:
    """Two taps."""
    choose(page, word)
    page.locator("[data-cast]").click()
    expect(page.locator(".receipt")).to_be_visible()


def make_key(olga: Page, *tellers: Page) -> None:
    """Ruth and Sam are called and hold the key; both are needed."""
    olga.goto("/tellers")
    press(olga, "tellers", sure=False)
    for page in tellers:
        page.goto("/tellers")
        page.get_by_role("button", name="生成我的密钥").click()
    for page in (*tellers, olga):
        told(page, "计票密钥已经生成")


def check_in(hall: Hall, *names: str) -> None:
    """These came to the desk."""
    for name in names:
        hall.house.database.write(lambda session, member=hall.cast[name]: _arrive(hall, session, member))
    hall.house.hub.touch("attendance")


def _arrive(hall: Hall, session: Session, member: Member) -> None:
    sittings.note(
        session,
        sitting_id=hall.cast.sitting_id,
        delegate_id=member.delegate_id or 0,
        presence=Presence.ARRIVED,
        by=hall.cast["olga"].person_id,
    )


def second(hall: Hall, name: str, motion_id: int) -> None:
    """Somebody else's phone seconds."""
    with hall.house.database.read() as session:
        said = motions.statement(session.get_one(Motion, motion_id), Answer.SECONDED, SITE)
    form = hall.cast[name].signed_form(**said)
    answer = hall.client(name).post(f"/motions/{motion_id}/seconding", data=form)
    assert answer.status_code == 303, answer.text


def cast_ballot(hall: Hall, name: str, poll_id: int, choice: str) -> None:
    """Somebody else's phone votes."""
    with hall.house.database.read() as session:
        text = polls.poll(session, poll_id).text_sha256
    form = hall.cast[name].signed_form(act="ballot", poll=poll_id, text=text, choice=choice)
    answer = hall.client(name).post(f"/polls/{poll_id}/ballots", data={"choice": choice, **form})
    assert answer.status_code == 303, answer.text


def number_in(url: str) -> int:
    """The id in an address such as /motions/7/seconders."""
    return next(int(part) for part in url.split("/")[3:] if part.isdecimal())


def verified(data: Path, package: Path) -> str:
    """Export the record and check the export, with the command line; what it says."""
    said = ""
    for command in (["export", package, "--data", data], ["verify", package]):
        done = subprocess.run(
            [sys.executable, "-m", "congress", *map(str, command)],
            cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        said += done.stdout
    return said
