"""Invitation cards in batches: for whom, and made once, because a card's token is never kept."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from congress.errors import Conflict, Missing, Refused
from congress.i18n import Message, say
from congress.identity import service as identity
from congress.identity.service import Access
from congress.roster.rules import LOST_PHONE, DelegateKind
from congress.roster.service.founding import remember_address
from congress.roster.store import Delegate, Delegation, Person


class CardScope(StrEnum):
    """Who in a delegation gets a new card."""

    NEEDED = "needed"  # neither a device that signs nor a card that works
    DEVICELESS = "deviceless"
    ALL = "all"


SCOPE_WORDS: Final[dict[CardScope, Message]] = {
    CardScope.NEEDED: say("还没有邀请卡、也没有登记手机的"),
    CardScope.DEVICELESS: say("还没有登记手机的（已发未用的旧卡作废）"),
    CardScope.ALL: say("全部（已发未用的旧卡作废）"),
}


@dataclass(frozen=True)
class Card:
    """What is printed on one card."""

    person_id: int
    number: str
    name: str
    kind: DelegateKind | None
    delegation: str
    token: str


@dataclass(frozen=True)
class Need:
    """One delegation's cards: seats, of which with a device, with an unused card, with nothing."""

    delegation_id: int | None
    name: str
    seats: int
    devices: int
    cards: int
    nothing: int


@dataclass(frozen=True)
class _Invitee:
    person: Person
    kind: DelegateKind
    delegation_id: int | None
    delegation: str


def needs(session: Session, term_id: int) -> list[Need]:
    """Of every delegation, how far the cards have come."""
    invitees = _invitees(session, term_id)
    access = identity.access(session, [i.person.id or 0 for i in invitees])
    groups: dict[tuple[int | None, str], list[Access]] = {}
    for invitee in invitees:
        group = (invitee.delegation_id, invitee.delegation)
        groups.setdefault(group, []).append(access[invitee.person.id or 0])
    return [
        Need(
            group,
            name,
            len(ways),
            sum(way.keys > 0 for way in ways),
            sum(way.cards > 0 and not way.keys for way in ways),
            sum(not way.keys and not way.cards for way in ways),
        )
        for (group, name), ways in groups.items()
    ]


def invitees(session: Session, term_id: int, scope: CardScope, delegation_id: int | None) -> list[int]:
    """Person ids of those who would get a card; of every delegation when none is named."""
    people = _invitees(session, term_id)
    if delegation_id is not None:
        people = [i for i in people if i.delegation_id == delegation_id]
    ids = [i.person.id or 0 for i in people]
    access = identity.access(session, ids)
    return [person for person in ids if _wants(access[person], scope)]


def _wants(way: Access, scope: CardScope) -> bool:
    match scope:
        case CardScope.NEEDED:
            return not way.keys and not way.cards
        case CardScope.DEVICELESS:
            return not way.keys
        case CardScope.ALL:
            return True


def make_cards(
    session: Session, *, term_id: int, people: list[int], by: int, seen: int, address: str = ""
) -> list[Card]:
    """New cards for these people, in the order of the list. ``seen``: the last card when the form was shown.

    ``address``: where phones find the software, remembered for the next batch.

    The same form sent again would silently stop the cards just printed, so it is refused.
    """
    known = {i.person.id: i for i in _invitees(session, term_id)}
    for person in people:
        newest = identity.invitations(session, person)[:1]
        if newest and (newest[0].id or 0) > seen:
            raise Conflict(
                say("这些邀请卡刚才已经制作过，卡号只显示那一次"),
                say("如果没有打印，请回到「邀请卡」重新制作；已发未用的旧卡随即作废"),
            )
    if address:
        remember_address(session, address=address)
    return [_make(session, person, known.get(person), by) for person in people]


def cards_again(session: Session, term_id: int, tokens: list[str]) -> list[Card]:
    """Cards that were just shown, once more: who has their tokens has them already. Those used meanwhile are left out."""
    found = identity.holders_of(session, tokens)
    if not found:
        raise Refused(say("这些邀请卡都已经用过或者作废"), say("请回到「邀请卡」重新制作"))
    known = {i.person.id: i for i in _invitees(session, term_id)}
    return [
        _card(session, found[token], known.get(found[token]), token) for token in tokens if token in found
    ]


def replace_phone(session: Session, *, term_id: int, person_id: int, by: int, seen: int) -> Card:
    """A phone is lost: its keys, sessions and cards stop, and there is a new card. One act, on record."""
    card = make_cards(session, term_id=term_id, people=[person_id], by=by, seen=seen)[0]
    for key in identity.keys(session, person_id):
        identity.revoke_key(session, key_id=key.id, by=by, why=LOST_PHONE.text)
    for found in identity.sessions(session, person_id):
        identity.end(session, sign_in_id=found.id or 0, person_id=person_id)
    return card


def _make(session: Session, person_id: int, invitee: _Invitee | None, by: int) -> Card:
    person = invitee.person if invitee else session.get(Person, person_id)
    if person is None or person.left_at:
        raise Missing(say("没有这个人"))
    return _card(session, person_id, invitee, identity.invite(session, person_id=person_id, by=by))


def _card(session: Session, person_id: int, invitee: _Invitee | None, token: str) -> Card:
    person = invitee.person if invitee else session.get_one(Person, person_id)
    kind, group = (invitee.kind, invitee.delegation) if invitee else (None, "")
    return Card(person_id, person.number, person.name, kind, group, token)


def _invitees(session: Session, term_id: int) -> list[_Invitee]:
    query = (
        select(Person, Delegate, Delegation.name)
        .join(Delegate, col(Delegate.person_id) == Person.id)
        .join(Delegation, col(Delegation.id) == col(Delegate.delegation_id), isouter=True)
        .where(Delegate.term_id == term_id, col(Delegate.ended_at).is_(None))
        .order_by(col(Delegation.number).is_(None), col(Delegation.number), col(Person.number))
    )
    return [
        _Invitee(person, DelegateKind(seat.kind), seat.delegation_id, group or "")
        for person, seat, group in session.exec(query)
    ]
