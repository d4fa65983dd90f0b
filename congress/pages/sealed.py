"""Secret votes on phones: the voting key, the ballot, the board that everybody may check, and the tellers' keys."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.paper import MOST_COLUMNS, Row
from congress.crypto.belenios.election import read_election
from congress.crypto.belenios.wire import digest
from congress.errors import Missing, Refused
from congress.house import House
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.polls import rules
from congress.polls import service as polls
from congress.roster import service as roster
from congress.secrecy import service as secrecy
from congress.secrecy.service import Checked
from congress.secrecy.store import Box
from congress.visit import COOKIE, Visit, leaf, page

A_PAGE = 100  # trackers
LARGEST = 5_000 + 2_000 * MOST_COLUMNS  # characters of a ballot: each column takes some 1,200
AGAIN = say("请刷新页面后重新投票")
PER_MINUTE = 30  # ballots of one person: each costs us some milliseconds
NEWS = ("now", "desk", "projector", "agenda")


# --- the delegate ----------------------------------------------------------------------------------------------


@page
def voting_key(visit: Visit) -> Response:
    """Take the public half of this device's voting key."""
    form, person_id, site, signed = visit.form, visit.viewer.person_id, visit.site, visit.signed()
    if not visit.viewer.votes:
        raise Missing(say("没有这个页面"))
    public, blind = form.raw("public"), form.raw("blind")
    key = visit.write(
        lambda s: secrecy.register_key(
            s, person_id=person_id, site=site, public=public, blind=blind, signed=signed
        )
    )
    if visit.wants_fragment:
        group = secrecy.group_of(visit.session).name
        return visit.render(
            "sealed/_key.html", voting_key=key.public, voting_group=group, person_id=person_id, said=True
        )
    return visit.redirect("now", flash="done")


async def cast(request: Request) -> Response:
    """``POST /polls/{id}/sealed``: an encrypted ballot into the box. Answers with where it is on the board.

    Checked in another process before the writer sees it; read, checked and written in three steps.
    """
    house: House = request.app.state.house
    await request.form(max_fields=20)  # whole before it takes a seat: a slow phone keeps nobody waiting
    async with house.judges.seats:
        sent = await _sent(request, "ballot")
        checked = _right(await house.judges.check(sent.election, *sent.texts))
        follows = str((await request.form()).get("follows", ""))
        posted = await house.database.change(
            lambda s: polls.cast_secret(
                s, poll_id=sent.poll_id, person_id=sent.person_id, checked=checked, follows=follows
            )
        )
    house.hub.touch("turnout")
    if request.headers.get("hx-request-type") != "partial":
        return Response(status_code=303, headers={"Location": "/now"})
    return leaf(request, "sealed/_receipt.html", posted=posted)


async def audit(request: Request) -> Response:
    """``POST /polls/{id}/audits``: a ballot that is opened instead of cast, published for every device to check."""
    house: House = request.app.state.house
    await request.form(max_fields=20)
    async with house.judges.seats:
        sent = await _sent(request, "ballot", "opening")
        checked = _right(await house.judges.check_opening(sent.election, *sent.texts))
    opening = sent.texts[1]
    found = await house.database.change(
        lambda s: polls.audit_ballot(
            s, poll_id=sent.poll_id, person_id=sent.person_id, checked=checked, opening=opening
        )
    )
    if request.headers.get("hx-request-type") != "partial":
        address = request.app.state.address("sealed.audited", id=sent.poll_id)
        place = f"{address}?{urlencode({'tracker': found.tracker})}"
        return Response(status_code=303, headers={"Location": place})
    return leaf(
        request,
        "sealed/_audited.html",
        found=found,
        election=sent.election,
        asked=asked(sent.election),
        poll_id=sent.poll_id,
        own=True,
    )


@dataclass(frozen=True)
class Sent:
    """Who sent what, on which election; the texts have a sensible length."""

    poll_id: int
    person_id: int
    election: str
    texts: tuple[str, ...]


async def _sent(request: Request, *names: str) -> Sent:
    """The fields of these names. Not too often by one person, for checking costs us some milliseconds."""
    house: House = request.app.state.house
    form = await request.form(max_fields=20)
    token, poll_id = request.cookies.get(COOKIE, ""), int(request.path_params["id"])
    person_id, election = _who_and_what(house, token, poll_id)
    house.slow_down("sealed", str(person_id), per_minute=PER_MINUTE)
    texts = tuple(str(form.get(name, "")) for name in names)
    if not all(0 < len(text) <= LARGEST for text in texts):
        raise Refused(say("选票不合格式"), AGAIN)
    return Sent(poll_id, person_id, election, texts)


def asked(election: str) -> list[Row]:
    """The rows of the ballot paper, as the frozen election has them."""
    return [Row(one.text, one.answers, one.most, one.blank) for one in read_election(election).questions]


def _right(checked: Checked | Message) -> Checked:
    """Refused with the fault that was found."""
    if not isinstance(checked, Checked):
        raise Refused(checked, AGAIN)
    return checked


@page
def audited(visit: Visit) -> Response:
    """``?tracker=…``: one opened ballot, recomputed by the device that shows it; best another than the voter's."""
    box = secrecy.the_box(visit.session, visit.number())
    tracker = visit.request.query_params.get("tracker", "")
    found = secrecy.audited(visit.session, box.poll_id, tracker)
    if found is None:
        raise Missing(say("没有打开检验过这张票"), say("请核对追踪号；投出的票不能打开"))
    return visit.render(
        "sealed/audited.html",
        found=found,
        election=box.election,
        asked=asked(box.election),
        poll_id=box.poll_id,
        own=False,
    )


def _who_and_what(house: House, token: str, poll_id: int) -> tuple[int, str]:
    """Who votes, and on what: one plain read of about 0.1 ms, so quick that a thread would only make a queue."""
    with house.database.read() as session:
        person_id = identity.person_behind(session, token)
        return person_id, house.judges.election(poll_id, lambda: secrecy.the_box(session, poll_id).election)


# --- the board -------------------------------------------------------------------------------------------------


@page
def board(visit: Visit) -> Response:
    """Every encrypted ballot by its tracker, in the order of the box; nobody's name."""
    poll = polls.poll(visit.session, visit.number())
    box = secrecy.the_box(visit.session, visit.number())
    wanted = visit.request.query_params.get("tracker", "").strip()
    lines = secrecy.posted(visit.session, visit.number())
    number = max(visit.query_number("page", 1), 1)
    first = (number - 1) * A_PAGE
    found = [line for line in lines if wanted and line.tracker.startswith(wanted)]
    return visit.render(
        "sealed/board.html",
        poll=poll,
        box=box,
        lines=lines,
        shown=lines[first : first + A_PAGE],
        first=first + 1,
        page_number=number,
        wanted=wanted,
        found=found,
        fingerprint=digest(box.election),
        booth_then=polls.booth_then(visit.session, box.poll_id),
        roll=secrecy.roll(box),
        audits=secrecy.audits(visit.session, box.poll_id),
        mine=secrecy.key_of(visit.session, visit.viewer.person_id),
        progress=secrecy.key_progress(visit.session, visit.number()),
    )


@page
def archive(visit: Visit) -> Response:
    """Everything published of this vote in one file, for any verifier."""
    box = secrecy.the_box(visit.session, visit.number())
    name = f"attachment; filename=poll-{visit.number()}.bel"
    whole = secrecy.archive(visit.session, box.poll_id)
    return Response(whole, media_type="application/octet-stream", headers={"Content-Disposition": name})


@page
def ballots(visit: Visit) -> Response:
    """``?after=K``: the next ballots as published, for whoever counts along."""
    box = secrecy.the_box(visit.session, visit.number())
    bodies = secrecy.ballots(visit.session, box.poll_id, after=visit.query_number("after", 0))
    return JSONResponse({"ballots": bodies, **_state(visit, box)})


def _state(visit: Visit, box: Box) -> dict[str, object]:
    return {
        "count": secrecy.arrived(visit.session, box.poll_id),
        "sealed": box.sealed_at is not None,
        "tally": digest(box.tally) if box.tally else "",
    }


# --- the tellers -----------------------------------------------------------------------------------------------


@page
def keys(visit: Visit) -> Response:
    """A teller's device counts along, and turns its key when the box is sealed."""
    return visit.render("sealed/_turn.html" if visit.wants_fragment else "sealed/turn.html", **turning(visit))


def turning(visit: Visit) -> dict[str, object]:
    """What the page of one key holder knows."""
    poll, box = polls.poll(visit.session, visit.number()), secrecy.the_box(visit.session, visit.number())
    holders = {one.person_id: one for one in secrecy.holders(visit.session, box.poll_id)}
    mine = holders.get(visit.viewer.person_id)
    if mine is None and not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    about = {
        "poll": box.poll_id,
        "ceremony": box.ceremony_id,
        "owner": mine.owner if mine else 0,
        "ballots": visit.path("sealed.ballots", id=box.poll_id),
        **_state(visit, box),
    }
    return {
        "poll": poll,
        "box": box,
        "about": about,
        "mine": mine,
        "booth_then": polls.booth_then(visit.session, box.poll_id),
        "part": secrecy.key_part(visit.session, box.ceremony_id, visit.viewer.person_id),
        "turned": secrecy.turned(visit.session, box.poll_id),
        "holders": holders,
        "names": roster.names(visit.session, list(holders)),
        "progress": secrecy.key_progress(visit.session, box.poll_id),
        "ways": rules.WAYS,
    }


@page
def turn(visit: Visit) -> Response:
    """Take a teller's share of the decryption; the last one needed declares the result."""
    poll_id, person_id, site = visit.number(), visit.viewer.person_id, visit.site
    share, signed = visit.form.raw("share"), visit.signed()

    visit.write(
        lambda s: polls.turn_key(
            s, site=site, poll_id=poll_id, person_id=person_id, body=share, signed=signed
        )
    )
    visit.house.hub.touch("turnout")
    visit.house.hub.news(*NEWS)
    return keys_again(visit)


def keys_again(visit: Visit) -> Response:
    """The same page after the key was turned."""
    if visit.wants_fragment:
        return visit.render("sealed/_turn.html", **turning(visit))
    return visit.redirect("sealed.keys", id=visit.number(), flash="signed")


ROUTES: list[BaseRoute] = [
    Route("/me/voting-key", voting_key, methods=["POST"], name="sealed.key"),
    Route("/polls/{id:int}/sealed", cast, methods=["POST"], name="sealed.cast"),
    Route("/polls/{id:int}/audits", audit, methods=["POST"], name="sealed.audit"),
    Route("/polls/{id:int}/audits", audited, name="sealed.audited"),
    Route("/polls/{id:int}/board", board, name="sealed.board"),
    Route("/polls/{id:int}/archive.bel", archive, name="sealed.archive"),
    Route("/polls/{id:int}/ballots.json", ballots, name="sealed.ballots"),
    Route("/polls/{id:int}/keys", keys, name="sealed.keys"),
    Route("/polls/{id:int}/keys", turn, methods=["POST"], name="sealed.turn"),
]
