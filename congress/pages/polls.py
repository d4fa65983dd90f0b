"""Drafting, opening, casting, closing; results."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.engine import PaperKind
from congress.bylaws.paper import PAPER_KINDS
from congress.bylaws.terms import Verb
from congress.documents.lengths import QUESTION_MOST
from congress.errors import Missing, insist
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.identity.rules import Signed
from congress.polls import rules
from congress.polls import service as polls
from congress.polls.rules import PollStage, Way
from congress.polls.service import Draft, Result
from congress.roster import service as roster
from congress.secrecy import service as secrecy
from congress.secrecy.rules import SMALL, telling
from congress.sittings import service as sittings
from congress.visit import COOKIE, Visit, leaf, page
from congress.web.forms import Form as Fields

NEWS = ("now", "desk", "projector", "agenda")
LONGEST = 120  # minutes
VERB_PAPERS = {Verb.ELECT: PaperKind.ELECTION, Verb.APPRAISE: PaperKind.APPRAISAL}  # offered first
LONGEST_LINE = 100  # characters of an item or a name on a ballot paper


def organiser(visit: Visit) -> None:
    """Only the secretariat prepares and conducts votes."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))


# --- reading ---------------------------------------------------------------------------------------------------


@page
def index(visit: Visit) -> Response:
    """Every vote of the sitting."""
    found = polls.of_sitting(visit.session, visit.here.sitting.id or 0)
    if not visit.viewer.organises:
        found = [poll for poll in found if poll.stage is not PollStage.DRAFT]
    return visit.render(
        "polls/index.html", polls=found, stages=rules.STAGES, ways=rules.WAYS, paper_kinds=PAPER_KINDS
    )


@page
def show(visit: Visit) -> Response:
    """A vote: the pre-flight sheet, the turnout, or the result, as its stage asks."""
    poll = polls.poll(visit.session, visit.number())
    if poll.stage is PollStage.CLOSED:
        return show_result(visit)
    if poll.stage is PollStage.VOID:
        return visit.render("polls/void.html", poll=poll, ways=rules.WAYS)
    if not visit.viewer.organises:
        if poll.stage is PollStage.DRAFT:
            raise Missing(say("没有这个页面"))
        to_count = visit.viewer.counts and not poll.cast_by_phone
        return visit.redirect("counts.show", id=poll.id) if to_count else visit.redirect("now")
    if poll.stage is PollStage.DRAFT:
        sheet = polls.preflight(visit.session, visit.number())
        return visit.render(
            "polls/preflight.html",
            sheet=sheet,
            keyless="、".join(roster.names(visit.session, list(sheet.keyless)).values()),
            small=SMALL,
            ways=rules.WAYS,
            paper_kinds=PAPER_KINDS,
            longest=LONGEST,
        )
    return visit.render("polls/open.html", **conduct(visit))


def show_result(visit: Visit) -> Response:
    """A closed vote, with one's own ballot."""
    poll = polls.closed(visit.session, visit.number())
    receipt = polls.receipt_for(visit.session, visit.number(), visit.viewer.person_id)
    term_id = visit.here.term.id or 0
    found = polls.result(visit.session, poll)
    return visit.render(
        "polls/result.html",
        result=found,
        telling=_telling(found) if poll.sealed and visit.viewer.organises else None,
        votes=polls.named_list(visit.session, visit.viewer, poll),
        receipt=receipt,
        choices=rules.CHOICES,
        ways=rules.WAYS,
        delegations={k: d.name for k, d in roster.delegations(visit.session, term_id).items()},
    )


def _telling(found: Result) -> Message | None:
    """Of the first row whose count tells how people voted."""
    said = (telling(row, found.counts.valid) for row in found.votes)
    return next((message for message in said if message), None)


def conduct(visit: Visit) -> dict[str, object]:
    """An open vote as the organiser sees it: turnout by delegation, never choices."""
    poll = polls.poll(visit.session, visit.number())
    lines = polls.turnout(visit.session, visit.number())
    count = polls.latest_count(visit.session, visit.number())
    return {
        "poll": poll,
        "lines": lines,
        "cast": sum(line.cast for line in lines),
        "names": roster.names(visit.session, [p for line in lines for p in line.missing]),
        "delegations": {
            k: d.name for k, d in roster.delegations(visit.session, visit.here.term.id or 0).items()
        },
        "count": count,
        "refusal": rules.may_close(
            stage=poll.stage,
            by_phone=poll.cast_by_phone,
            confirmed=count is not None and count.confirmed_at is not None,
        ),
        "ways": rules.WAYS,
        "progress": secrecy.key_progress(visit.session, poll.id or 0) if poll.sealed else None,
    }


@page
def turnout(visit: Visit) -> Response:
    """The fragment that follows the live numbers."""
    organiser(visit)
    return visit.render("polls/_turnout.html", **conduct(visit))


@page
def text(visit: Visit) -> Response:
    """The exact bytes put to the vote, to be hashed by whoever doubts."""
    poll = polls.poll(visit.session, visit.number())
    if poll.stage is PollStage.DRAFT:
        organiser(visit)
    name = f"attachment; filename=poll-{poll.number}.txt"
    return Response(
        rules.sealed_text(poll.title, poll.text, poll.ballot_paper),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": name},
    )


# --- preparing -------------------------------------------------------------------------------------------------


@page
def new(visit: Visit) -> Response:
    """A question for an agenda item."""
    organiser(visit)
    item = sittings.item(visit.session, visit.number("item"))
    insist(polls.may_draft(visit.session, visit.number("item")))
    values: dict[str, object] = {"title": item.title, "title_en": item.title_en}
    if kind := VERB_PAPERS.get(item.verb):
        values |= {"kind": kind.value, "form": Way.SECRET.value}
    return editor(visit, values=values, item=item)


def editor(visit: Visit, *, values: dict[str, object], item: object, poll: object = None) -> Response:
    """The form for a question, new or not."""
    matters = polls.profile(visit.session, visit.here.sitting.id or 0).matters
    return visit.render(
        "polls/edit.html",
        values=values,
        item=item,
        poll=poll,
        matters=matters,
        ways=rules.WAYS,
        paper_kinds=PAPER_KINDS,
    )


def lines_of(fields: Fields) -> tuple[str, ...]:
    """One item, candidate or person on each line."""
    lines = tuple(line.strip() for line in fields.text("lines", most=5000).splitlines() if line.strip())
    if any(len(line) > LONGEST_LINE for line in lines):
        fields.complain("lines", say("每行最多 {n} 个字", n=LONGEST_LINE))
    return lines


def wish(fields: Fields) -> Draft:
    """What the organiser wrote."""
    way, kind = fields.choice("form", Way), fields.choice("kind", PaperKind)
    draft = Draft(
        title=fields.title("title", most=QUESTION_MOST),
        text=fields.text("text", most=20000),
        matter=fields.text("matter", most=60),
        form=way.form,
        paper=way is not Way.SECRET,
        may_change=not fields.tick("final"),
        title_en=fields.text("title_en", most=300, least=0),
        kind=kind,
        lines=() if kind is PaperKind.MATTER else lines_of(fields),
        seats=fields.integer("seats", least=1, most=40) if kind is PaperKind.ELECTION else 0,
    )
    fields.insist()
    return draft


@page(again=new)
def create(visit: Visit) -> Response:
    """Keep a new question."""
    organiser(visit)
    draft, item = wish(visit.form), visit.number("item")
    poll = visit.write(lambda s: polls.draft(s, item_id=item, wish=draft))
    return visit.redirect("polls.show", id=poll.id, flash="saved")


@page
def edit(visit: Visit) -> Response:
    """Change a question before it is opened."""
    organiser(visit)
    poll = polls.poll(visit.session, visit.number())
    insist(rules.may_edit(poll.stage))
    return editor(
        visit,
        values={**vars(poll), "form": poll.way.value},
        item=sittings.item(visit.session, poll.item_id),
        poll=poll,
    )


@page(again=edit)
def save(visit: Visit) -> Response:
    """Keep the change."""
    organiser(visit)
    draft, poll_id = wish(visit.form), visit.number()
    visit.write(lambda s: polls.edit(s, poll_id=poll_id, wish=draft))
    return visit.redirect("polls.show", id=poll_id, flash="saved")


@page
def discard(visit: Visit) -> Response:
    """Throw a draft away."""
    organiser(visit)
    poll_id = visit.number()
    visit.write(lambda s: polls.discard(s, poll_id=poll_id))
    return visit.redirect("polls", flash="removed")


# --- conducting ------------------------------------------------------------------------------------------------


@page(again=show)
def open_poll(visit: Visit) -> Response:
    """Open the vote: from here on roll, text and rule are sealed."""
    organiser(visit)
    seen = visit.form.raw("text_sha256")
    minutes = visit.form.optional_integer("minutes", least=1, most=LONGEST)
    visit.form.insist()
    poll_id, by = visit.number(), visit.viewer.person_id
    opened = visit.write(
        lambda s: polls.open_poll(s, poll_id=poll_id, by=by, text_sha256=seen, minutes=minutes)
    )
    if opened.sealed:
        visit.house.judges.warm()
    visit.house.hub.touch("turnout")
    visit.house.hub.news(*NEWS)
    return visit.redirect("polls.show", id=poll_id)


async def cast(request: Request) -> Response:
    """``POST /polls/{id}/ballots``: a signed ballot into the box. Answers with the receipt."""
    house = request.app.state.house
    form = await request.form(max_fields=20)
    sent = {name: value for name, value in form.items() if isinstance(value, str)}
    signed = Signed(sent.get("statement", ""), sent.get("key", ""), sent.get("signature", ""))
    token, poll_id = request.cookies.get(COOKIE, ""), int(request.path_params["id"])

    receipt = await house.database.change(
        lambda s: polls.cast(
            s,
            site=house.keeper.site,
            poll_id=poll_id,
            person_id=identity.person_behind(s, token),
            choice=sent.get("choice", ""),
            signed=signed,
        )
    )
    house.hub.touch("turnout")
    if request.headers.get("hx-request-type") != "partial":
        return Response(status_code=303, headers={"Location": "/now"})
    return leaf(request, "polls/_receipt.html", receipt=receipt, choices=rules.CHOICES)


@page
def close(visit: Visit) -> Response:
    """Close the box and declare the result."""
    organiser(visit)
    poll_id, by = visit.number(), visit.viewer.person_id
    visit.write(lambda s: polls.close(s, poll_id=poll_id, by=by))
    visit.house.hub.touch("turnout")
    visit.house.hub.news(*NEWS)
    return visit.redirect("polls.show", id=poll_id)


@page(again=show)
def void(visit: Visit) -> Response:
    """Declare the vote void, with the reason, and make a new draft of the same question."""
    organiser(visit)
    why = visit.form.text("why", most=500)
    way = visit.form.choice("form", Way)
    visit.form.insist()
    poll_id, by = visit.number(), visit.viewer.person_id
    fresh = visit.write(lambda s: polls.void(s, poll_id=poll_id, by=by, why=why, way=way))
    visit.house.hub.touch("turnout")
    visit.house.hub.news(*NEWS)
    return visit.redirect("polls.show", id=fresh.id)


ROUTES: list[BaseRoute] = [
    Route("/polls", index, name="polls"),
    Route("/agenda/{item:int}/polls/new", new, name="polls.new"),
    Route("/agenda/{item:int}/polls", create, methods=["POST"], name="polls.create"),
    Route("/polls/{id:int}", show, name="polls.show"),
    Route("/polls/{id:int}/text.txt", text, name="polls.text"),
    Route("/polls/{id:int}/turnout", turnout, name="polls.turnout"),
    Route("/polls/{id:int}/edit", edit, name="polls.edit"),
    Route("/polls/{id:int}", save, methods=["POST"], name="polls.save"),
    Route("/polls/{id:int}/discarding", discard, methods=["POST"], name="polls.discard"),
    Route("/polls/{id:int}/opening", open_poll, methods=["POST"], name="polls.open"),
    Route("/polls/{id:int}/ballots", cast, methods=["POST"], name="polls.cast"),
    Route("/polls/{id:int}/closing", close, methods=["POST"], name="polls.close"),
    Route("/polls/{id:int}/voiding", void, methods=["POST"], name="polls.void"),
]
