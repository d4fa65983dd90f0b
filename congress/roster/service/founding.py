"""The enterprise itself: founded once with its first organiser, described better later."""

import secrets
from base64 import b32encode
from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.errors import Conflict, Missing
from congress.i18n import say
from congress.identity import service as identity
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Category, OfficeKind, Sex, UnitKind
from congress.roster.service.people import enterprise
from congress.roster.store import Enterprise, Office, Person, Unit


@dataclass(frozen=True)
class EnterpriseWish:
    """What the organiser writes about the enterprise."""

    name: str
    short_name: str
    employees: int
    women: int
    timezone: str


@dataclass(frozen=True)
class OrganiserWish:
    """The first person: who sets up, and how they come in."""

    name: str
    number: str
    sex: Sex
    login: str
    password: str


@dataclass(frozen=True)
class Headcount:
    """Numbers of employees that the composition is measured against, and where phones find us."""

    name: str
    short_name: str
    employees: int
    women: int
    dispatched: int
    disabled: int
    disabled_delegates: int


def new_uid() -> str:
    """128 bits in base32: the name of this installation in every signed statement."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def found_enterprise(session: Session, *, wish: EnterpriseWish) -> Enterprise:
    """The one enterprise of this installation, with the root of its tree."""
    if enterprise(session):
        raise Conflict(
            say("本系统已经建立了职工代表大会，可能是另一位同事刚刚完成"),
            say("请用登录名和密码登录；需要账号请联系秘书处"),
        )
    known = Enterprise(
        uid=new_uid(),
        name=wish.name,
        short_name=wish.short_name,
        employees=wish.employees,
        women=wish.women,
        timezone=wish.timezone,
    )
    session.add(known)
    session.add(Unit(name=wish.name, kind=UnitKind.ENTERPRISE))
    session.flush()
    return known


def install_organiser(session: Session, *, term_id: int, wish: OrganiserWish, root_id: int) -> Person:
    """The first member of the secretariat, with an account."""
    organiser = Person(
        number=wish.number, name=wish.name, sex=wish.sex, unit_id=root_id, category=Category.MANAGER
    )
    session.add(organiser)
    session.flush()
    person_id = organiser.id or 0
    session.add(Office(term_id=term_id, person_id=person_id, kind=OfficeKind.SECRETARIAT))
    identity.open_account(session, person_id=person_id, login=wish.login, password=wish.password)
    return organiser


def describe(session: Session, *, wish: Headcount, by: int) -> Enterprise:
    """Names and headcounts, as they are now."""
    known = _known(session)
    root = session.exec(select(Unit).where(col(Unit.parent_id).is_(None), Unit.name == known.name)).first()
    taken = session.exec(select(Unit).where(Unit.name == wish.name)).first()
    if root and taken is None:
        root.name = wish.name  # the tree begins with the enterprise, under its own name
        session.add(root)
    known.name, known.short_name = wish.name, wish.short_name
    known.employees, known.women = wish.employees, wish.women
    known.dispatched, known.disabled = wish.dispatched, wish.disabled
    known.disabled_delegates = wish.disabled_delegates
    session.add(known)
    facts = {
        "disabled": known.disabled,
        "dispatched": known.dispatched,
        "employees": known.employees,
        "name": known.name,
        "women": known.women,
    }
    record.append(session, Kind.ENTERPRISE_CHANGED, actor=by, facts=facts)
    return known


def remember_address(session: Session, *, address: str) -> None:
    """Where phones find the software, for the next batch of cards."""
    known = _known(session)
    known.address = address
    session.add(known)


def _known(session: Session) -> Enterprise:
    known = enterprise(session)
    if known is None:
        raise Missing(say("还没有会议"))
    return known
