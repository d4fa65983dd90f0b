"""The delegate's one page in the hall: what is on, and what to do."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import now
from congress.errors import Refusal
from congress.i18n import Message
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import CastFacts, PollStage
from congress.polls.service import Receipt
from congress.polls.store import Poll
from congress.secrecy import service as secrecy
from congress.secrecy.service import KeyProgress, Posted
from congress.sittings import service as sittings
from congress.visit import Visit, page


@dataclass(frozen=True)
class Sealed:
    """What a secret vote adds: the frozen election, one's own ballot on the board, the tellers' keys."""

    election: str
    posted: Posted | None
    progress: KeyProgress
    holds_key: bool


@dataclass(frozen=True)
class Question:
    """An open vote as one delegate sees it."""

    poll: Poll
    rule_words: Message
    statement: dict[str, Any]
    refusal: Refusal | None
    receipt: Receipt | None
    voting: bool  # the ballot form is shown, not the receipt
    counting: bool  # this person takes part in the count of hands or paper
    sealed: Sealed | None  # of a secret vote by phone


@page
def show(visit: Visit) -> Response:
    """The whole page, or only its card when the hall has moved on."""
    if visit.wants_fragment:  # every phone asks for it in the same second: nothing but what it shows
        return visit.render("now/_card.html", **card(visit))
    attendance = sittings.tally(visit.session, visit.here.sitting.id or 0)
    return visit.render(
        "now/show.html",
        attendance=attendance,
        voting_key=_voting_key(visit),
        voting_group=secrecy.group_of(visit.session).name,
        person_id=visit.viewer.person_id,
        **card(visit),
    )


def card(visit: Visit) -> dict[str, object]:
    """What stands on the card now."""
    sitting_id = visit.here.sitting.id or 0
    poll = polls.open_now(visit.session, sitting_id)
    last = None if poll else _last(visit, sitting_id)
    return {
        "sitting": visit.here.sitting,
        "item": sittings.now_item(visit.session, sitting_id),
        "coming": sittings.coming(visit.session, sitting_id, 3),
        "presence": sittings.presence(visit.session, sitting_id, visit.viewer.delegate_id),
        "moment": now(),
        "ways": rules.WAYS,
        "choices": rules.CHOICES,
        "question": _question(visit, poll) if poll else None,
        "result": polls.result(visit.session, last) if last and last.stage is PollStage.CLOSED else None,
        "void": last if last and last.stage is PollStage.VOID else None,
    }


def _question(visit: Visit, poll: Poll) -> Question:
    poll_id, person_id = poll.id or 0, visit.viewer.person_id
    seat = polls.seat(visit.session, poll_id, person_id)
    receipt = None if poll.sealed else polls.receipt_for(visit.session, poll_id, person_id)
    sealed = _sealed(visit, poll) if poll.sealed else None
    cast = receipt is not None or bool(sealed and sealed.posted)
    facts = CastFacts(poll.stage, poll.cast_by_phone, poll.may_change, seat.present if seat else None, cast)
    refusal = rules.may_cast(facts)
    statement = {"act": "ballot", "poll": poll_id, "site": visit.site, "text": poll.text_sha256}
    changing = visit.request.query_params.get("change") == "1"
    return Question(
        poll=poll,
        rule_words=polls.rule_words(visit.session, poll),
        statement=statement,
        refusal=refusal,
        receipt=receipt,
        voting=refusal is None and (not cast or changing),
        counting=visit.viewer.counts and not poll.cast_by_phone,
        sealed=sealed,
    )


def _sealed(visit: Visit, poll: Poll) -> Sealed:
    poll_id, person_id = poll.id or 0, visit.viewer.person_id
    box = secrecy.box(visit.session, poll_id)
    return Sealed(
        election=box.election if box else "",
        posted=polls.tracker_of(visit.session, poll_id, person_id),
        progress=secrecy.key_progress(visit.session, poll_id),
        holds_key=any(one.person_id == person_id for one in secrecy.holders(visit.session, poll_id)),
    )


def _voting_key(visit: Visit) -> str | None:
    """The public voting key that is registered for a delegate ("": none yet); None for who needs none."""
    if not visit.viewer.votes:
        return None
    known = secrecy.key_of(visit.session, visit.viewer.person_id)
    return known.public if known else ""


def _last(visit: Visit, sitting_id: int) -> Poll | None:
    """The vote that ended last: with a result, or void."""
    done = [poll for poll in polls.of_sitting(visit.session, sitting_id) if poll.closed_at]
    return max(done, key=lambda p: p.closed_at.timestamp() if p.closed_at else 0, default=None)


ROUTES: list[BaseRoute] = [Route("/now", show, name="now")]
