"""The first act of all: enterprise, term, sitting and organiser in one transaction; and the rules of a term."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlmodel import Session

from congress.bylaws.profile import Profile, to_json
from congress.clock import stamp
from congress.crypto.canonical import canonical
from congress.identity import service as identity
from congress.identity.service import Entered
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.service.founding import (
    EnterpriseWish,
    OrganiserWish,
    found_enterprise,
    install_organiser,
)
from congress.sittings.service import meetings, order
from congress.sittings.store import Term


@dataclass(frozen=True)
class TermWish:
    """第几届第几次, when and where."""

    number: int
    starts_on: date
    ends_on: date
    sitting: int
    opens_at: datetime
    place: str


def found_congress(
    session: Session,
    *,
    enterprise: EnterpriseWish,
    term: TermWish,
    profile: Profile,
    organiser: OrganiserWish,
    device: str,
    name_site: Callable[[str, str], None],
) -> Entered:
    """All or nothing; the organiser is signed in. Raises Conflict when somebody else was first.

    ``name_site`` is told the site's name and zone before the record signs its first head.
    """
    known = found_enterprise(session, wish=enterprise)
    name_site(known.uid, known.timezone)
    begun = order.begin_term(
        session, number=term.number, starts_on=term.starts_on, ends_on=term.ends_on, profile=to_json(profile)
    )
    term_id = begun.id or 0
    order.plan(session, term_id=term_id, opens_at=term.opens_at, place=term.place, number=term.sitting)
    root = next(iter(roster.units(session)))
    first = install_organiser(session, term_id=term_id, wish=organiser, root_id=root)
    person_id = first.id or 0
    facts = {
        "employees": known.employees,
        "enterprise": known.name,
        "opens_at": stamp(term.opens_at),
        "organiser": person_id,
        "place": term.place,
        "site": known.uid,
        "sitting": [term.number, term.sitting],
        "women": known.women,
    }
    record.append(session, Kind.FOUNDED, actor=person_id, facts=facts)
    _note_choice(session, begun, profile, person_id)
    return identity.begin(session, person_id=person_id, device=device)


def choose_profile(session: Session, *, sitting_id: int, profile: Profile, by: int) -> Term:
    """Put a profile in force for the term. What was sealed keeps its own rule. The same one again changes nothing."""
    term = session.get_one(Term, meetings.term_of(session, sitting_id))
    if term.profile != to_json(profile):
        term.profile = to_json(profile)
        session.add(term)
        _note_choice(session, term, profile, by)
    return term


def digest(profile: Profile) -> str:
    """SHA-256 of the profile as canonical JSON: which rules exactly."""
    return sha256(canonical(to_json(profile))).hexdigest()


def _note_choice(session: Session, term: Term, profile: Profile, by: int) -> None:
    facts = {
        "copied_from": profile.copied_from,
        "name": profile.zh,
        "profile": profile.id,
        "sha256": digest(profile),
        "term": term.id,
    }
    record.append(session, Kind.PROFILE_CHOSEN, actor=by, facts=facts)
