"""Rule profiles of this enterprise: copies, edited rule by rule."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from congress.bylaws import editing
from congress.bylaws.profile import Profile, builtin, copy_of, from_json, to_json
from congress.clock import now
from congress.errors import Invalid, Missing
from congress.i18n import say
from congress.roster.store import OwnProfile

OWN = "own_"


@dataclass(frozen=True)
class Own:
    """A profile of one's own as the list shows it."""

    id: int
    profile: Profile
    changed_at: datetime


def own_profiles(session: Session) -> list[Own]:
    """All of them, oldest first."""
    query = select(OwnProfile).order_by(col(OwnProfile.id))
    return [Own(row.id or 0, from_json(row.profile), row.changed_at) for row in session.exec(query)]


def profile_named(session: Session, name: str) -> Profile:
    """A built-in profile, or one's own by ``own_N``."""
    if name in builtin():
        return builtin()[name]
    return from_json(_own(session, name).profile)


def copy_profile(session: Session, *, name: str, zh: str, en: str, by: int) -> Profile:
    """A copy to edit."""
    source = profile_named(session, name)
    if any(own.profile.zh == zh for own in own_profiles(session)):
        raise Invalid(say("已经有同名的规则方案"), {"zh": say("已经有同名的规则方案")})
    row = OwnProfile(profile={}, changed_at=now(), changed_by=by)
    session.add(row)
    session.flush()
    copy = copy_of(source, f"{OWN}{row.id}", zh, en)
    copy = replace(copy, copied_from=source.copied_from or source.id)
    row.profile = to_json(copy)
    session.add(row)
    return copy


def edit_rule(session: Session, *, name: str, part: str, typed: editing.Typed, note: str, by: int) -> Profile:
    """One rule of a copy as it was typed, over the copy as it is now; the whole is checked."""
    row = _own(session, name)
    edited = editing.edit(from_json(row.profile), part, typed, note)
    row.profile, row.changed_at, row.changed_by = to_json(edited), now(), by
    session.add(row)
    return edited


def remove_profile(session: Session, *, name: str) -> None:
    """Throw a copy away. What is in force stands in the term and stays."""
    session.delete(_own(session, name))


def is_own(name: str) -> bool:
    """Is this the id of a copy?"""
    return name.startswith(OWN) and name[len(OWN) :].isdecimal()


def _own(session: Session, name: str) -> OwnProfile:
    found = session.get(OwnProfile, int(name[len(OWN) :])) if is_own(name) and len(name) < 20 else None
    if found is None:
        raise Missing(say("没有这个规则方案"))
    return found
