"""The agenda of the sitting: read by everybody, prepared and conducted by the secretariat."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.bylaws.terms import Verb
from congress.committee import service as committee
from congress.documents.lengths import QUESTION_MOST
from congress.errors import Missing, Refusal
from congress.i18n import say
from congress.motions import service as motions
from congress.polls import service as polls
from congress.polls.rules import STAGES
from congress.polls.service import quiet
from congress.polls.store import Poll
from congress.sittings import rules
from congress.sittings import service as sittings
from congress.sittings.rules import ItemMove, ItemStage, SittingStage, Tally
from congress.sittings.service import Meeting, Wish
from congress.sittings.store import AgendaItem, Paper
from congress.visit import Visit, page

NEWS = ("now", "desk", "projector", "agenda")
WORDS = {"verbs": rules.VERB_WORDS, "stages": rules.ITEM_WORDS, "sitting_words": rules.SITTING_WORDS}
LONGEST = 24 * 60  # minutes


@dataclass(frozen=True)
class Row:
    """One item as the agenda shows it: times of day in the enterprise's zone, ``day`` where a new day begins."""

    item: AgendaItem
    papers: list[Paper]
    mine: bool
    time: str
    began: str
    ended: str
    day: datetime | None


@dataclass(frozen=True)
class Conduct:
    """What the secretariat may do with the sitting now, or why not; ``without_quorum`` is why too few cannot open it."""

    meeting: Meeting
    tally: Tally
    now: AgendaItem | None
    next: AgendaItem | None
    may_open: Refusal | None
    without_quorum: Refusal | None
    may_close: Refusal | None
    may_edit: Refusal | None
    may_move_on: Refusal | None


def organiser(visit: Visit) -> int:
    """Only the secretariat prepares and conducts. Who does it."""
    if not visit.viewer.organises:
        raise Missing(say("没有这个页面"))
    return visit.viewer.person_id


def item_here(visit: Visit) -> AgendaItem:
    """The item of the address."""
    return sittings.item(visit.session, visit.number())


# --- reading ---------------------------------------------------------------------------------------------------


@page
def index(visit: Visit) -> Response:
    """The whole agenda, or only its list when it has changed."""
    return agenda(visit, "agenda/_list.html" if visit.wants_fragment else "agenda/index.html")


def agenda(visit: Visit, template: str) -> Response:
    """The agenda as this person sees it."""
    meeting = visit.meeting
    if meeting is None:
        return visit.render("agenda/none.html")
    sitting_id = meeting.sitting.id or 0
    items = sittings.items(visit.session, sitting_id)
    tally = sittings.tally(visit.session, sitting_id)
    return visit.render(
        template,
        meeting=meeting,
        attendance=tally,
        rows=rows(visit, items, sitting_id),
        minutes=sum(i.minutes or 0 for i in items if i.stage is not ItemStage.STRUCK),
        conduct=conduct(visit, meeting, items, tally) if visit.viewer.organises else None,
        **WORDS,
    )


def rows(visit: Visit, items: list[AgendaItem], sitting_id: int) -> list[Row]:
    """The items with their papers and times."""
    papers, zone = sittings.papers_of(visit.session, sitting_id), ZoneInfo(visit.zone)
    made: list[Row] = []
    day = None
    for item in items:
        begins = (
            item.planned_at if item.planned_at and item.planned_at.astimezone(zone).date() != day else None
        )
        day = begins.astimezone(zone).date() if begins else day
        made.append(
            Row(
                item=item,
                papers=papers.get(item.id or 0, []),
                mine=is_own(visit, item),
                time=clock(item.planned_at, zone),
                began=clock(item.taken_at, zone),
                ended=clock(item.done_at, zone),
                day=begins,
            )
        )
    return made


def is_own(visit: Visit, item: AgendaItem) -> bool:
    """Whether the item is a motion that this person leads."""
    motion = item.motion_id
    return motion is not None and motions.lead(visit.session, motion) == visit.viewer.person_id


def clock(moment: datetime | None, zone: ZoneInfo) -> str:
    """09:30, or nothing."""
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""


def conduct(visit: Visit, meeting: Meeting, items: list[AgendaItem], tally: Tally) -> Conduct:
    """What may be done now."""
    stage, sitting_id = meeting.sitting.stage, meeting.sitting.id or 0
    coming, rule = sittings.coming(visit.session, sitting_id, 1), sittings.rule(visit.session, sitting_id)
    return Conduct(
        meeting,
        tally,
        sittings.now_item(visit.session, sitting_id),
        coming[0] if coming else None,
        rules.may_open(stage, tally, rule),
        rules.may_open(stage, replace(tally, present=0), rule),
        rules.may_close(stage, [i.stage for i in items]),
        rules.may_edit(stage),
        quiet.may_move_on(visit.session, sitting_id),
    )


@page
def show(visit: Visit) -> Response:
    """One item with its papers, and what may be done with it."""
    item = item_here(visit)
    stage = sittings.sitting(visit.session, item.sitting_id).stage
    busy = sittings.now_item(visit.session, item.sitting_id)
    row = rows(visit, [item], item.sitting_id)[0]
    return visit.render(
        "agenda/show.html",
        row=row,
        item=item,
        polls=visible_polls(visit, item),
        origins=committee.origins(visit.session, visit.viewer, item.id or 0),
        poll_stages=STAGES,
        organises=visit.viewer.organises,
        may_edit=rules.may_edit(stage),
        may_move_on=quiet.may_move_on(visit.session, item.sitting_id),
        may_add=rules.may_add(stage),
        may_take=rules.may_move_item(
            stage, item.stage, ItemMove.TAKE, busy=bool(busy and busy.id != item.id)
        ),
        may_finish=rules.may_move_item(stage, item.stage, ItemMove.FINISH, busy=False),
        may_strike=rules.may_move_item(stage, item.stage, ItemMove.STRIKE, busy=False),
        held=stage is SittingStage.HELD,
        accept=rules.ACCEPT,
        taken=rules.TAKEN,
        size_words=rules.size_words,
        **WORDS,
    )


def visible_polls(visit: Visit, item: AgendaItem) -> list[Poll]:
    """The votes on an item; drafts are the secretariat's own."""
    found = polls.of_item(visit.session, item.id or 0)
    return [poll for poll in found if visit.viewer.organises or poll.stage.value != "draft"]


# --- preparing -------------------------------------------------------------------------------------------------


@page
def new(visit: Visit) -> Response:
    """The form for another item."""
    organiser(visit)
    return form_page(visit, None)


@page
def edit(visit: Visit) -> Response:
    """The form for changing an item."""
    organiser(visit)
    return form_page(visit, item_here(visit))


def form_page(visit: Visit, item: AgendaItem | None) -> Response:
    """What was typed, or what the item says."""
    known = typed(visit) if visit.request.method == "POST" else said(visit, item)
    refusal = rules.may_edit(visit.here.sitting.stage) if item else rules.may_add(visit.here.sitting.stage)
    return visit.render("agenda/edit.html", item=item, values=known, refusal=refusal, **WORDS)


FIELDS = ("title", "title_en", "verb", "presenter", "planned_at", "minutes")


def typed(visit: Visit) -> dict[str, str]:
    """The form as it came."""
    return {name: visit.form.raw(name) for name in FIELDS}


def said(visit: Visit, item: AgendaItem | None) -> dict[str, str]:
    """The item as the form would say it; a new one begins with the day of the sitting."""
    if item is None:
        return dict.fromkeys(FIELDS, "") | {"verb": Verb.DELIBERATE.value}
    planned = item.planned_at.astimezone(ZoneInfo(visit.zone)) if item.planned_at else None
    return {
        "title": item.title,
        "title_en": item.title_en,
        "verb": item.verb.value,
        "presenter": item.presenter,
        "planned_at": f"{planned:%Y-%m-%dT%H:%M}" if planned else "",
        "minutes": str(item.minutes or ""),
    }


def wish(visit: Visit) -> Wish:
    """What the form asks for; raises its complaints."""
    form = visit.form
    asked = Wish(
        title=form.title("title", most=QUESTION_MOST),
        verb=form.choice("verb", Verb),
        title_en=form.text("title_en", least=0, most=300),
        presenter=form.text("presenter", least=0, most=100),
        planned_at=form.optional_moment("planned_at", visit.zone),
        minutes=form.optional_integer("minutes", least=1, most=LONGEST),
    )
    form.insist()
    return asked


@page(again=new)
def create(visit: Visit) -> Response:
    """Another item, last."""
    by, sitting_id, asked = organiser(visit), visit.here.sitting.id or 0, wish(visit)
    visit.write(lambda s: sittings.add_item(s, sitting_id=sitting_id, by=by, **vars(asked)))
    visit.house.hub.news("agenda")
    return visit.redirect("agenda", flash="saved")


@page(again=edit)
def save(visit: Visit) -> Response:
    """The item written anew."""
    organiser(visit)
    item_id, asked = item_here(visit).id or 0, wish(visit)
    visit.write(lambda s: sittings.change_item(s, item_id=item_id, wish=asked))
    visit.house.hub.news("agenda")
    return visit.redirect("agenda.show", id=item_id, flash="saved")


@page
def place(visit: Visit) -> Response:
    """Another place in the order."""
    organiser(visit)
    item_id, position = item_here(visit).id or 0, visit.form.integer("position", least=0, most=10_000)
    visit.form.insist()
    visit.write(lambda s: sittings.place_item(s, item_id=item_id, position=position))
    return changed(visit)


@page
def remove(visit: Visit) -> Response:
    """The item is taken off."""
    by, item_id = organiser(visit), item_here(visit).id or 0
    visit.write(lambda s: sittings.remove_item(s, item_id=item_id, by=by))
    visit.house.hub.news("agenda")
    return visit.redirect("agenda", flash="removed")


# --- conducting ------------------------------------------------------------------------------------------------


@page
def advance(visit: Visit) -> Response:
    """The next item, when the one on the page is still the one of the hall."""
    by, sitting_id, after = organiser(visit), visit.here.sitting.id or 0, visit.form.optional_integer("after")
    visit.form.insist()
    visit.write(
        quiet.when_voted(sitting_id, lambda s: sittings.advance(s, sitting_id=sitting_id, after=after, by=by))
    )
    return changed(visit)


@page
def take(visit: Visit) -> Response:
    """The hall turns to this item."""
    by, item_id = organiser(visit), item_here(visit).id or 0
    visit.write(lambda s: sittings.take_item(s, item_id=item_id, by=by))
    return changed(visit)


@page
def finish(visit: Visit) -> Response:
    """The item is done."""
    by, item = organiser(visit), item_here(visit)
    item_id, sitting_id = item.id or 0, item.sitting_id
    visit.write(quiet.when_voted(sitting_id, lambda s: sittings.finish_item(s, item_id=item_id, by=by)))
    return changed(visit)


@page(again=show)
def strike(visit: Visit) -> Response:
    """The item will not be taken; why."""
    by, item, why = organiser(visit), item_here(visit), visit.form.text("why")
    item_id, sitting_id = item.id or 0, item.sitting_id
    visit.form.insist()
    visit.write(
        quiet.when_voted(sitting_id, lambda s: sittings.strike_item(s, item_id=item_id, by=by, why=why))
    )
    return changed(visit)


def changed(visit: Visit) -> Response:
    """Tell the hall, and show the agenda as it is now."""
    visit.house.hub.news(*NEWS)
    if visit.wants_fragment:
        return agenda(visit, "agenda/_list.html")
    return visit.redirect(place_of(visit))


def place_of(visit: Visit) -> str:
    """Where the button stood: the cockpit, or the agenda."""
    cockpit = visit.path("desk")
    return "desk" if visit.form.raw("back") == cockpit else "agenda"


ROUTES: list[BaseRoute] = [
    Route("/agenda", index, name="agenda"),
    Route("/agenda", create, methods=["POST"], name="agenda.create"),
    Route("/agenda/new", new, name="agenda.new"),
    Route("/agenda/progress", advance, methods=["POST"], name="agenda.advance"),
    Route("/agenda/{id:int}", show, name="agenda.show"),
    Route("/agenda/{id:int}", save, methods=["POST"], name="agenda.save"),
    Route("/agenda/{id:int}/edit", edit, name="agenda.edit"),
    Route("/agenda/{id:int}/position", place, methods=["POST"], name="agenda.place"),
    Route("/agenda/{id:int}/removal", remove, methods=["POST"], name="agenda.remove"),
    Route("/agenda/{id:int}/taking", take, methods=["POST"], name="agenda.take"),
    Route("/agenda/{id:int}/completion", finish, methods=["POST"], name="agenda.finish"),
    Route("/agenda/{id:int}/striking", strike, methods=["POST"], name="agenda.strike"),
]
