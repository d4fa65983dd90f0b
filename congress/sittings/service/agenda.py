"""The agenda: items of business, in order, and the one the congress is at."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from congress.bylaws.terms import Verb
from congress.errors import Missing, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.sittings import rules
from congress.sittings.rules import ItemStage, SittingStage
from congress.sittings.service import meetings
from congress.sittings.store import AgendaItem


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
    added = AgendaItem(
        sitting_id=sitting_id,
        position=(last or 0) + 1,
        title=title,
        title_en=title_en,
        verb=verb,
        presenter=presenter,
        planned_at=planned_at,
        minutes=minutes,
        motion_id=motion_id,
    )
    session.add(added)
    session.flush()
    if sitting.stage is SittingStage.HELD:
        facts = {
            "item": added.id,
            "motion": motion_id,
            "sitting": sitting_id,
            "title": title,
            "verb": verb.value,
        }
        record.append(session, Kind.ITEM_ADDED, actor=by, facts=facts)
    return added


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
