"""The agenda: items of business, in order, and the one the congress is at."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from congress.bylaws.terms import Verb
from congress.clock import now
from congress.errors import Missing, Refused, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.sittings import rules
from congress.sittings.rules import ItemMove, ItemStage, SittingStage
from congress.sittings.service import meetings, papers
from congress.sittings.store import AgendaItem

KINDS = {
    ItemMove.TAKE: Kind.ITEM_TAKEN,
    ItemMove.FINISH: Kind.ITEM_DONE,
    ItemMove.STRIKE: Kind.ITEM_STRUCK,
}


@dataclass(frozen=True)
class Wish:
    """What the organiser writes about an item."""

    title: str
    verb: Verb
    title_en: str = ""
    presenter: str = ""
    planned_at: datetime | None = None
    minutes: int | None = None


# --- reading ---------------------------------------------------------------------------------------------------


def items(session: Session, sitting_id: int) -> list[AgendaItem]:
    """The agenda of a sitting, in order."""
    query = select(AgendaItem).where(AgendaItem.sitting_id == sitting_id)
    return list(session.exec(query.order_by(col(AgendaItem.position), col(AgendaItem.id))).all())


def item(session: Session, item_id: int) -> AgendaItem:
    """An item by its id."""
    found = session.get(AgendaItem, item_id)
    if found is None:
        raise Missing(say("没有这项议程"))
    return found


def is_struck(found: AgendaItem) -> bool:
    """Whether the item was struck off."""
    return found.stage is ItemStage.STRUCK


def item_of_motion(session: Session, sitting_id: int, motion_id: int) -> AgendaItem | None:
    """The live item under which a motion is on the agenda of a sitting."""
    return session.exec(
        select(AgendaItem).where(
            AgendaItem.sitting_id == sitting_id,
            AgendaItem.motion_id == motion_id,
            col(AgendaItem.stage) != ItemStage.STRUCK,
        )
    ).first()


def now_item(session: Session, sitting_id: int) -> AgendaItem | None:
    """What the congress is at."""
    return session.exec(
        select(AgendaItem).where(AgendaItem.sitting_id == sitting_id, AgendaItem.stage == ItemStage.NOW)
    ).first()


def coming(session: Session, sitting_id: int, most: int) -> list[AgendaItem]:
    """The next items that wait."""
    return [i for i in items(session, sitting_id) if i.stage is ItemStage.WAITING][:most]


# --- preparing -------------------------------------------------------------------------------------------------


def add_item(  # noqa: PLR0913 -- an item has as many parts as the sheet of the agenda
    session: Session,
    *,
    sitting_id: int,
    title: str,
    verb: Verb,
    by: int,
    motion_id: int | None = None,
    title_en: str = "",
    presenter: str = "",
    planned_at: datetime | None = None,
    minutes: int | None = None,
) -> AgendaItem:
    """Put an item last on the agenda. A motion stands on it once: placing it again returns the same item."""
    sitting = meetings.sitting(session, sitting_id)
    insist(rules.may_add(sitting.stage))
    if motion_id is not None and (placed := item_of_motion(session, sitting_id, motion_id)):
        return placed
    last = session.exec(
        select(func.max(AgendaItem.position)).where(AgendaItem.sitting_id == sitting_id)
    ).one()
    wish = Wish(title, verb, title_en, presenter, planned_at, minutes)
    added = AgendaItem(sitting_id=sitting_id, position=(last or 0) + 1, motion_id=motion_id, **asdict(wish))
    session.add(added)
    session.flush()
    if sitting.stage is SittingStage.HELD:
        facts = {**_facts(added), "motion": motion_id, "verb": verb.value}
        record.append(session, Kind.ITEM_ADDED, actor=by, facts=facts)
    return added


def change_item(session: Session, *, item_id: int, wish: Wish) -> AgendaItem:
    """Write an item anew, while the sitting is prepared."""
    found = _editable(session, item_id)
    for name, value in asdict(wish).items():
        setattr(found, name, value)
    session.add(found)
    return found


def place_item(session: Session, *, item_id: int, position: int) -> None:
    """Put an item at a place of the agenda, counted from 1; doing it again changes nothing."""
    moved = _editable(session, item_id)
    order = [i for i in items(session, moved.sitting_id) if i.id != moved.id]
    order.insert(max(0, position - 1), moved)
    for place, one in enumerate(order, start=1):
        one.position = place
        session.add(one)


def remove_item(session: Session, *, item_id: int, by: int) -> None:
    """Take an item off the agenda with its papers, while the sitting is prepared and nothing hangs on it."""
    found = _editable(session, item_id)
    papers.drop_papers(session, item_id=item_id, by=by)
    session.delete(found)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(say("这项议程已经有表决或决议，不能删除"), say("请先删除它的表决草案")) from error


def _editable(session: Session, item_id: int) -> AgendaItem:
    found = item(session, item_id)
    insist(rules.may_edit(meetings.sitting(session, found.sitting_id).stage))
    return found


# --- holding ---------------------------------------------------------------------------------------------------


def take_item(session: Session, *, item_id: int, by: int) -> AgendaItem:
    """The congress turns to this item. Taking what is being taken changes nothing."""
    return _move(session, item_id, ItemMove.TAKE, by)


def finish_item(session: Session, *, item_id: int, by: int) -> AgendaItem:
    """The item is done."""
    return _move(session, item_id, ItemMove.FINISH, by)


def strike_item(session: Session, *, item_id: int, by: int, why: str) -> AgendaItem:
    """The item will not be taken, or not be finished; why is recorded."""
    return _move(session, item_id, ItemMove.STRIKE, by, why)


def advance(session: Session, *, sitting_id: int, after: int | None, by: int) -> AgendaItem | None:
    """Finish the item ``after``, if there is one, and take the next. A second press finds it done."""
    at = now_item(session, sitting_id)
    if (at.id if at else None) != after:
        return at
    if at and at.id:
        finish_item(session, item_id=at.id, by=by)
    following = coming(session, sitting_id, 1)
    return take_item(session, item_id=following[0].id or 0, by=by) if following else None


def _move(session: Session, item_id: int, move: ItemMove, by: int, why: str = "") -> AgendaItem:
    found, moment = item(session, item_id), now()
    if rules.ITEM_MOVES.get((found.stage, move)) is None and found.stage is _end(move):
        return found
    at = now_item(session, found.sitting_id)
    held = meetings.sitting(session, found.sitting_id).stage
    insist(rules.may_move_item(held, found.stage, move, busy=bool(at and at.id != item_id)))
    found.stage = rules.ITEM_MOVES[found.stage, move]
    if move is ItemMove.TAKE:
        found.taken_at = moment
    else:
        found.done_at, found.struck_why = moment, why
    session.add(found)
    session.flush()
    facts = _facts(found) | ({"why": why} if move is ItemMove.STRIKE else {})
    record.append(session, KINDS[move], actor=by, facts=facts, at=moment)
    return found


def _end(move: ItemMove) -> ItemStage:
    """The stage that a move leads to."""
    return next(to for (_, how), to in rules.ITEM_MOVES.items() if how is move)


def _facts(found: AgendaItem) -> dict[str, object]:
    return {"item": found.id, "sitting": found.sitting_id, "title": found.title}
