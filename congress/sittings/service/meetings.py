"""Terms and sittings: which is meant, its opening and its end."""

from dataclasses import dataclass
from typing import cast

from sqlmodel import Session, col, select

from congress.bylaws.matter import Matter
from congress.bylaws.profile import matter_from_json
from congress.bylaws.terms import ordinal
from congress.errors import Missing
from congress.i18n import Message, say
from congress.sittings.rules import SittingStage
from congress.sittings.store import Sitting, Term


@dataclass(frozen=True)
class Meeting:
    """The sitting that pages are about, with its term."""

    sitting: Sitting
    term: Term

    @property
    def label(self) -> Message:
        """第三届第二次会议."""
        return say("第{x}届第{y}次会议", x=ordinal(self.term.number), y=ordinal(self.sitting.number))


def current(session: Session) -> Meeting | None:
    """The newest sitting; None before the congress is set up."""
    found = session.exec(
        select(Sitting, Term).where(Sitting.term_id == Term.id).order_by(col(Sitting.id).desc()).limit(1)
    ).first()
    return Meeting(*found) if found else None


def meeting(session: Session, sitting_id: int) -> Meeting:
    """A sitting by its id, with its term."""
    found = sitting(session, sitting_id)
    return Meeting(found, session.get_one(Term, found.term_id))


def sitting(session: Session, sitting_id: int) -> Sitting:
    """A sitting by its id."""
    found = session.get(Sitting, sitting_id)
    if found is None:
        raise Missing(say("没有这次会议"))
    return found


def before(session: Session, found: Sitting) -> Sitting | None:
    """The sitting before this one in its term; None for the first."""
    query = select(Sitting).where(Sitting.term_id == found.term_id, Sitting.number < found.number)
    return session.exec(query.order_by(col(Sitting.number).desc()).limit(1)).first()


def is_held(session: Session, sitting_id: int) -> bool:
    """Whether the sitting has been opened and is not over."""
    return sitting(session, sitting_id).stage is SittingStage.HELD


def term_of(session: Session, sitting_id: int) -> int:
    """The term that a sitting belongs to."""
    return sitting(session, sitting_id).term_id


def profile_of(session: Session, sitting_id: int) -> dict[str, object]:
    """The rule profile of the sitting's term, as data."""
    return session.get_one(Term, term_of(session, sitting_id)).profile


def rule(session: Session, sitting_id: int) -> Matter:
    """What makes a sitting: the quorum for passing its agenda, in the profile of the term."""
    matters = cast("dict[str, object]", profile_of(session, sitting_id)["matters"])
    return matter_from_json(matters["agenda"])
