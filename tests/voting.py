"""A vote of the small congress, step by step: who is here, the question, the opening, ballots and counts."""

import re

import httpx2
from cast import SITE, Cast
from hall import Hall
from sqlmodel import Session

from congress.bylaws.terms import Form, Verb
from congress.database import Database
from congress.identity.rules import Signed
from congress.polls import service as polls
from congress.polls.service import Draft, Receipt
from congress.polls.store import HandCount, Poll
from congress.sittings import service as sittings
from congress.sittings.rules import Presence

TITLE = "关于提案工作办法的决议"
TEXT = "会议同意《提案工作办法（修订草案）》，自通过之日起施行。"
QUESTION = {"title": TITLE, "text": TEXT, "matter": "work_report", "form": "named", "kind": "matter"}


def check_in(session: Session, cast: Cast, *names: str) -> None:
    """These came to the desk."""
    for name in names:
        sittings.note(
            session,
            sitting_id=cast.sitting_id,
            delegate_id=cast[name].delegate_id,
            presence=Presence.ARRIVED,
            by=cast["olga"].person_id,
        )


def drafted(
    database: Database, cast: Cast, *, form: Form = Form.NAMED, matter: str = "work_report", **more: object
) -> int:
    """A question that nobody has been asked yet."""

    def job(session: Session) -> int:
        item = sittings.add_item(
            session,
            sitting_id=cast.sitting_id,
            title="提案工作办法",
            verb=Verb.PASS,
            by=cast["olga"].person_id,
        )
        wish = Draft(TITLE, TEXT, matter, form, **more)
        return polls.draft(session, item_id=item.id, wish=wish).id

    return database.write(job)


def opened(database: Database, cast: Cast, *, absent: tuple[str, ...] = (), **options: object) -> int:
    """A vote that is open, with everybody here who is not named as absent."""
    poll_id = drafted(database, cast, **options)
    here = [name for name in cast.members if cast[name].delegate_id and name not in absent]
    database.write(lambda s: check_in(s, cast, *here))
    database.write(
        lambda s: polls.open_poll(
            s, poll_id=poll_id, by=cast["olga"].person_id, text_sha256=polls.preflight(s, poll_id).text_sha256
        )
    )
    return poll_id


def ballot(
    database: Database, cast: Cast, name: str, poll_id: int, choice: str, /, **changes: object
) -> Signed:
    """What this member's device signs; ``changes`` make it a forgery."""
    with database.read() as session:
        text = polls.poll(session, poll_id).text_sha256
    return cast[name].sign(**{"act": "ballot", "choice": choice, "poll": poll_id, "text": text, **changes})


def throw(
    database: Database, cast: Cast, name: str, poll_id: int, choice: str, signed: Signed | None = None
) -> Receipt:
    """A ballot into the box."""
    signed = signed or ballot(database, cast, name, poll_id, choice)
    return database.write(
        lambda s: polls.cast(
            s, site=SITE, poll_id=poll_id, person_id=cast[name].person_id, choice=choice, signed=signed
        )
    )


def close(database: Database, cast: Cast, poll_id: int) -> polls.Poll:
    """The vote is over."""
    return database.write(lambda s: polls.close(s, poll_id=poll_id, by=cast["olga"].person_id))


# --- over HTTP ---


def kept(hall: Hall, poll_id: int) -> Poll:
    """The vote as it is now."""
    with hall.house.database.read() as session:
        return polls.poll(session, poll_id)


def send(hall: Hall, name: str, poll_id: int, choice: str = "for", **changes: object) -> httpx2.Response:
    """A signed ballot as a browser posts it; ``changes`` make it a forgery."""
    signed = ballot(hall.house.database, hall.cast, name, poll_id, choice, **changes)
    return hall.client(name).post(f"/polls/{poll_id}/ballots", data={"choice": choice, **vars(signed)})


def enter(
    hall: Hall, poll_id: int, numbers: dict[str, str], name: str = "sam", **said: str
) -> httpx2.Response:
    """A teller sends figures; ``said`` is what they signed instead."""
    signed = hall.cast[name].signed_form(act="count", poll=poll_id, **{**numbers, **said})
    return hall.client(name).post(f"/polls/{poll_id}/count", data={**numbers, **signed})


def confirm(hall: Hall, poll_id: int, name: str = "ruth", count: int = 0) -> httpx2.Response:
    """The chief teller, or who is named, signs the figures."""
    count = count or latest(hall, poll_id).id
    signed = hall.cast[name].signed_form(act="confirm-count", poll=poll_id, count=count)
    return hall.client(name).post(f"/polls/{poll_id}/count/{count}/confirmation", data=signed)


def latest(hall: Hall, poll_id: int) -> HandCount:
    """The figures last entered."""
    with hall.house.database.read() as session:
        return polls.latest_count(session, poll_id)


def shown(hall: Hall, poll_id: int) -> str:
    """The hash that the sheet before the opening shows and sends along."""
    page = hall.client("olga").get(f"/polls/{poll_id}").text
    return re.search(r'name="text_sha256" value="([0-9a-f]{64})"', page)[1]


def is_shown(page: str, name: str, value: str) -> bool:
    """Whether the form shows this in this field, whatever kind of field it is."""
    if name == "text":
        return f">{value}</textarea>" in page
    if name in ("matter", "form", "kind"):
        return f'<option value="{value}" selected>' in page
    shown = re.search(rf'name="{name}" type="text"(?: value="([^"]*)")?', page)
    return (shown[1] or "") == value
