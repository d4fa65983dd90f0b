"""What the hall sees: check-in, the item, the turnout, the result. Nothing on it can be pressed."""

from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.engine import Counts, needed
from congress.bylaws.terms import Base, Form
from congress.clock import now
from congress.documents.hemicycle import result_chamber, turnout_chamber
from congress.errors import Missing
from congress.i18n import Message, say
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.polls.service import Result
from congress.polls.store import Poll
from congress.secrecy import service as secrecy
from congress.sittings import rules as order
from congress.sittings import service as sittings
from congress.sittings.store import AgendaItem
from congress.visit import Visit, page


@page
def show(visit: Visit) -> Response:
    """The screen, or only its stage when the hall has moved on."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    template, corner, context = scene(visit)
    frame = "projector/_stage.html" if visit.wants_fragment else "projector/show.html"
    day = visit.here.sitting.opens_at.astimezone(ZoneInfo(visit.zone)).date()
    occasion = say("{date} {place}", date=day, place=visit.here.sitting.place)
    return visit.render(frame, scene=template, corner=corner, occasion=occasion, **context)


def scene(visit: Visit) -> tuple[str, Message, dict[str, object]]:
    """What is on: template, words for the corner, and what it shows."""
    sitting_id = visit.here.sitting.id or 0
    if poll := polls.open_now(visit.session, sitting_id):
        return "projector/_turnout.html", say("正在表决"), turnout(visit, poll)
    item = sittings.now_item(visit.session, sitting_id)
    if item and (poll := last_result(visit, item.id or 0)):
        found = polls.result(visit.session, poll)
        if isinstance(found.counts, Counts):
            return "projector/_result.html", say("表决结果"), single(found, found.counts)
        return "projector/_lines.html", say("表决结果"), outline(found)
    if item:
        return (
            "projector/_item.html",
            say("正在进行"),
            {"item": _item(item), "next": _next(visit, sitting_id)},
        )
    tally = sittings.tally(visit.session, sitting_id)
    return (
        "projector/_quorum.html",
        say("代表签到"),
        {
            "expected": tally.expected,
            "present": tally.present,
            "needed": tally.needed,
            "share": tally.share,
            "reached": tally.met,
            "code": visit.here.sitting.checkin_code,
        },
    )


def last_result(visit: Visit, item_id: int) -> Poll | None:
    """The vote of this item that was declared last."""
    done = [poll for poll in polls.of_item(visit.session, item_id) if poll.stage is PollStage.CLOSED]
    return done[-1] if done else None


def turnout(visit: Visit, poll: Poll) -> dict[str, object]:
    """How many ballots are in, never what they say; of hands and paper the software knows nothing yet."""
    cast = int(polls.turnout_numbers(visit.session, poll.sitting_id)["cast"])
    seconds = (
        int((poll.closes_at - poll.opened_at).total_seconds()) if poll.closes_at and poll.opened_at else 0
    )
    return {
        "number": poll.number,
        "title": poll.title,
        "manner": rules.WAYS[poll.way],
        "rule": polls.rule_words(visit.session, poll),
        "ends": poll.closes_at,
        "now": now(),
        "seconds": seconds,
        "present": poll.present,
        "cast": cast,
        "chamber": turnout_chamber(poll.expected or 0, cast) if poll.cast_by_phone else None,
        "box": box(visit, poll) if poll.sealed else None,
    }


def box(visit: Visit, poll: Poll) -> dict[str, object]:
    """Of a secret vote: the head of the board, and the keys that were turned."""
    found = secrecy.box(visit.session, poll.id or 0)
    return {
        "head": found.head if found else "",
        "counting": poll.stage is PollStage.COUNTING,
        "progress": secrecy.key_progress(visit.session, poll.id or 0),
    }


def outline(found: Result) -> dict[str, object]:
    """What the screen says of every result."""
    return {
        "number": found.poll.number,
        "title": found.poll.title,
        "manner": rules.WAYS[found.poll.way],
        "kind": found.poll.kind,
        "by_hand": found.poll.form is Form.HAND,
        "counts": found.counts,
        "decision": found.decision,
        "rule": found.rule_words,
    }


def single(found: Result, counts: Counts) -> dict[str, object]:
    """The result of one matter: with stamp, bars and seats."""
    base = {Base.ALL: counts.expected, Base.PRESENT: counts.present, Base.CAST: counts.returned}[
        found.matter.base
    ]
    sound = counts.favour + counts.against + counts.abstain <= counts.expected
    return {
        **outline(found),
        "base": base or needed(found.matter, counts.expected, counts.present, counts.returned),
        "chamber": result_chamber(counts.expected, counts.favour, counts.against, counts.abstain)
        if sound
        else None,
    }


def _item(item: AgendaItem) -> dict[str, object]:
    return {
        "order": item.position,
        "verb": order.VERB_WORDS[item.verb],
        "title": item.title,
        "presenter": item.presenter,
        "minutes": item.minutes,
    }


def _next(visit: Visit, sitting_id: int) -> AgendaItem | None:
    coming = sittings.coming(visit.session, sitting_id, 1)
    return coming[0] if coming else None


ROUTES: list[BaseRoute] = [Route("/projector", show, name="projector")]
