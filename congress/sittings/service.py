"""Terms and sittings, the agenda, papers, and who is present."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.i18n import Message, say
from congress.sittings.store import Sitting, Term


@dataclass(frozen=True)
class Meeting:
    """The sitting that pages are about, with its term."""

    sitting: Sitting
    term: Term

    @property
    def label(self) -> Message:
        """第三届第二次会议."""
        return say("第{x}届第{y}次会议", x=self.term.number, y=self.sitting.number)


def current(session: Session) -> Meeting | None:
    """The newest sitting; None before the congress is set up."""
    found = session.exec(
        select(Sitting, Term).where(Sitting.term_id == Term.id).order_by(col(Sitting.id).desc()).limit(1)
    ).first()
    return Meeting(*found) if found else None
