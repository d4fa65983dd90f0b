"""The organisation tree: enterprise, branches, workshops, departments, and the union at each level."""

from dataclasses import asdict, dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from congress.errors import Conflict, Invalid, Missing, Refused, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import UnitKind, may_move, may_remove
from congress.roster.store import Delegate, Person, Unit


@dataclass(frozen=True)
class UnitWish:
    """What an organiser writes about a unit."""

    name: str
    kind: UnitKind
    parent_id: int | None
    union_name: str = ""
    handles: bool = False


@dataclass(frozen=True)
class Node:
    """A unit in its place: how deep it stands, and how many people and delegates it has itself."""

    unit: Unit
    depth: int
    people: int
    delegates: int


def unit(session: Session, unit_id: int) -> Unit:
    """A unit, or Missing."""
    found = session.get(Unit, unit_id)
    if found is None:
        raise Missing(say("没有这个单位"))
    return found


def tree(session: Session, term_id: int) -> list[Node]:
    """Every unit, each after the one it belongs to."""
    units = session.exec(select(Unit).order_by(col(Unit.id))).all()
    people = _people(session)
    delegates = _delegates(session, term_id)
    below: dict[int | None, list[Unit]] = {}
    for found in units:
        below.setdefault(found.parent_id, []).append(found)

    def walk(parent: int | None, depth: int) -> list[Node]:
        return [
            node
            for found in below.get(parent, [])
            for node in (
                Node(found, depth, people.get(found.id or 0, 0), delegates.get(found.id or 0, 0)),
                *walk(found.id, depth + 1),
            )
        ]

    return walk(None, 0)


def _people(session: Session) -> dict[int, int]:
    query = select(Person.unit_id, func.count()).where(col(Person.left_at).is_(None))
    return dict(session.exec(query.group_by(col(Person.unit_id))).all())


def _delegates(session: Session, term_id: int) -> dict[int, int]:
    query = (
        select(Person.unit_id, func.count())
        .join(Delegate, col(Delegate.person_id) == Person.id)
        .where(Delegate.term_id == term_id, col(Delegate.ended_at).is_(None))
    )
    return dict(session.exec(query.group_by(col(Person.unit_id))).all())


def add_unit(session: Session, *, wish: UnitWish, by: int) -> Unit:
    """A new unit."""
    _insist_fits(session, wish, None)
    found = Unit(**asdict(wish))
    session.add(found)
    session.flush()
    _note(session, found, "added", by)
    return found


def edit_unit(session: Session, *, unit_id: int, wish: UnitWish, by: int) -> Unit:
    """Rename, move or describe a unit."""
    found = unit(session, unit_id)
    _insist_fits(session, wish, unit_id)
    parents = dict(session.exec(select(Unit.id, Unit.parent_id)).all())
    insist(may_move(unit_id, wish.parent_id, {k: v for k, v in parents.items() if k is not None}))
    changed = [name for name, value in asdict(wish).items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, getattr(wish, name))
    session.add(found)
    if changed:
        _note(session, found, "changed", by)
    return found


def remove_unit(session: Session, *, unit_id: int, by: int) -> None:
    """Take away a unit that nobody and nothing was ever in."""
    found = unit(session, unit_id)
    members = session.exec(select(func.count()).where(Person.unit_id == unit_id)).one()
    insist(may_remove(members))
    if found.kind is UnitKind.ENTERPRISE or found.parent_id is None:
        raise Refused(say("企业本身不能删除"))
    try:
        with session.begin_nested():
            session.delete(found)
    except IntegrityError as error:
        raise Conflict(say("还有下级单位、职务或提案属于这个单位，不能删除")) from error
    _note(session, found, "removed", by)


def _insist_fits(session: Session, wish: UnitWish, unit_id: int | None) -> None:
    same = session.exec(select(Unit).where(Unit.name == wish.name)).first()
    if same and same.id != unit_id:
        raise Invalid(say("已经有同名的单位"), {"name": say("已经有同名的单位")})
    root = session.exec(select(Unit).where(col(Unit.parent_id).is_(None)).order_by(col(Unit.id))).first()
    if root and root.id != unit_id and (wish.parent_id is None or session.get(Unit, wish.parent_id) is None):
        raise Invalid(say("请选择上级单位"), {"parent_id": say("请选择上级单位")})


def _note(session: Session, unit: Unit, change: str, by: int) -> None:
    facts = {
        "change": change,
        "handles": unit.handles,
        "kind": UnitKind(unit.kind).value,
        "name": unit.name,
        "parent": unit.parent_id,
        "union": unit.union_name,
        "unit": unit.id,
    }
    record.append(session, Kind.UNIT_CHANGED, actor=by, facts=facts)
