"""Every vote that was opened: question, rule, counts and result; who voted how in named ones; the boxes of secret ones."""

from typing import Any

from congress.archive.contents.scope import Scope, both, just, moment, written
from congress.archive.contents.sittings import both_titles
from congress.archive.package import Content, audits_of, box_of
from congress.bylaws.terms import Form, firmest
from congress.bylaws.wording import FORMS
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.polls.service import Poll
from congress.resolutions.certificates import cells
from congress.resolutions.service import certify
from congress.roster import service as roster
from congress.secrecy import service as secrecy

FILE = "votes.json"
FOLDER = "votes/"


def named_of(poll: int) -> str:
    """The name of the list of a named vote."""
    return f"{FOLDER}poll-{poll}.json"


def asked(scope: Scope) -> list[Poll]:
    """The votes that were opened, in the order of the sittings."""
    found = (poll for sitting in scope.sitting_ids for poll in polls.of_sitting(scope.session, sitting))
    return [poll for poll in found if poll.stage is not PollStage.DRAFT]


def data(scope: Scope) -> dict[str, Any]:
    """``votes.json``."""
    boxes = set(secrecy.boxes(scope.session))
    return {
        "format": "congress/votes/1",
        "votes": [_vote(scope, poll, boxed=poll.id in boxes) for poll in asked(scope)],
    }


def files(scope: Scope) -> dict[str, Content]:
    """Lists of named votes, and the boxes of secret ones with the ballots that were opened instead of cast."""
    found: dict[str, Content] = {}
    for poll in asked(scope):
        if _has_list(poll):
            found[named_of(poll.id or 0)] = _later(scope, poll)
    sealed = {poll.id for poll in asked(scope)} & set(secrecy.boxes(scope.session))
    for number in sorted(one for one in sealed if one):
        found[box_of(number)] = _box(scope, number)
        if opened := secrecy.audits(scope.session, number):
            said = [{"ballot": one.body, "opening": one.opening} for one in opened]
            found[audits_of(number)] = just(written(said))
    return found


def _box(scope: Scope, poll: int) -> Content:
    return lambda: [secrecy.archive(scope.session, poll)]


def _later(scope: Scope, poll: Poll) -> Content:
    return lambda: [written(_named(scope, poll))]


def _has_list(poll: Poll) -> bool:
    return poll.form is Form.NAMED and poll.stage is PollStage.CLOSED


def _named(scope: Scope, poll: Poll) -> dict[str, Any]:
    """The sealed roll with the choice that counted: the last of each. Null: present without a ballot, or absent."""
    number = poll.id or 0
    chosen, seats = polls.choices(scope.session, number), polls.seats(scope.session, number)
    names = roster.names(scope.session, [seat.person_id for seat in seats])
    rows = [
        {
            "person": seat.person_id,
            "name": names[seat.person_id],
            "present": seat.present,
            "choice": chosen[seat.person_id].value if seat.person_id in chosen else None,
        }
        for seat in seats
    ]
    return {"format": "congress/named-vote/1", "poll": number, "ballots": rows}


def _vote(scope: Scope, poll: Poll, *, boxed: bool) -> dict[str, Any]:
    matter = polls.matter_of(scope.session, poll)
    source = firmest(matter.threshold_sources)
    closed = poll.stage is PollStage.CLOSED
    number = poll.id or 0
    return {
        "id": number,
        "sitting": poll.sitting_id,
        "item": poll.item_id,
        "number": poll.number,
        "title": both_titles(poll.title, poll.title_en),
        "text": rules.full_text(poll.text, poll.ballot_paper),
        "text_sha256": poll.text_sha256,
        "matter": {"zh": matter.zh, "en": matter.en},
        "form": both(FORMS[poll.form]),
        "on_paper": poll.paper and poll.form is Form.SECRET,
        "stage": poll.stage.value,
        "standing": both(rules.STAGES[poll.stage]),
        "rule": both(polls.rule_words(scope.session, poll)),
        "source": both(source.cite if source else ""),
        "expected": poll.expected,
        "present": poll.present,
        "opened_at": moment(poll.opened_at),
        "closed_at": moment(poll.closed_at),
        "passed": poll.passed,
        "void_why": poll.void_why,
        "counts": poll.counts,
        "votes": poll.votes,
        "result": _result(poll) if closed else None,
        "named": named_of(number) if _has_list(poll) else None,
        "box": box_of(number) if boxed else None,
    }


def _result(poll: Poll) -> dict[str, Any]:
    """What the chair declared, and a row for each line of a paper that had several."""
    known = certify(poll)
    rows = [[both(cell) for cell in cells(known.paper, line)] for line in known.decision.lines]
    return {"words": both(known.decision.words), "rows": rows}
