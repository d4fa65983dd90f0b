"""What must wait while a vote is open: other rules, mandates that end, the rest of the agenda, the end of the sitting."""

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session

from congress.bylaws.profile import Profile
from congress.errors import Refusal, insist
from congress.i18n import say
from congress.polls.service.reading import open_now
from congress.sittings.service.founding import choose_profile

T = TypeVar("T")


def may_change_ground(session: Session, sitting_id: int) -> Refusal | None:
    """May rules or mandates change now? Not under an open vote."""
    found = open_now(session, sitting_id)
    if found is None:
        return None
    return Refusal(
        say("第 {n} 号表决正在进行，现在不能变更规则或代表资格", n=found.number), say("请在表决结束后再办理")
    )


def when_quiet(session: Session, sitting_id: int, act: Callable[[], T]) -> T:
    """Do it, if no vote is open."""
    insist(may_change_ground(session, sitting_id))
    return act()


def may_move_on(session: Session, sitting_id: int) -> Refusal | None:
    """May the hall leave what it deals with? Not an open vote."""
    found = open_now(session, sitting_id)
    if found is None:
        return None
    return Refusal(say("第 {n} 号表决正在进行", n=found.number), say("请先结束或作废这次表决"))


def when_voted(sitting_id: int, act: Callable[[Session], T]) -> Callable[[Session], T]:
    """The same act, done only if no vote is left open behind it."""

    def job(session: Session) -> T:
        insist(may_move_on(session, sitting_id))
        return act(session)

    return job


def adopt_profile(session: Session, *, sitting_id: int, profile: Profile, by: int) -> None:
    """Put a rule profile in force for the term of this sitting."""
    when_quiet(
        session,
        sitting_id,
        lambda: choose_profile(session, sitting_id=sitting_id, profile=profile, by=by),
    )
