"""催阅: whoever has not read is reminded, once a day at most; it stands on top of what they have to do."""

from sqlmodel import Session

from congress.clock import now
from congress.committee.rules.circulation import may_remind
from congress.committee.service.circulating import CirculationLine, ReaderLine, circulation, concerning
from congress.committee.service.sending import today
from congress.committee.store import ReadingReminder
from congress.errors import Missing
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer


def organises(line: CirculationLine, viewer: Viewer) -> bool:
    """Who sees who has not read, and reminds them: the committee, and who began it."""
    return viewer.is_committee or line.circulation.started_by == viewer.person_id


def unread(session: Session, viewer: Viewer) -> list[CirculationLine]:
    """What somebody has still to read of what this person organises, those due first on top."""
    found = [one for one in concerning(session, viewer) if organises(one, viewer) and one.waiting]
    return sorted(found, key=lambda one: one.circulation.due_on)


def to_remind(session: Session, line: CirculationLine) -> list[ReaderLine]:
    """Who may be reminded today."""
    day = today(session)
    return [
        one
        for one in line.readers
        if may_remind(read=one.reading.read_at is not None, gone=one.gone, last=one.reminded, today=day)
        is None
    ]


def remind(
    session: Session, viewer: Viewer, circulation_id: int, *, people: frozenset[int] = frozenset()
) -> list[ReadingReminder]:
    """Remind these readers, or all who have not read. Who was reminded today, or has read, is left in peace."""
    line = circulation(session, viewer, circulation_id)
    if not organises(line, viewer):
        raise Missing(say("没有这件传阅"))
    asked = [one for one in to_remind(session, line) if not people or one.reading.person_id in people]
    if not asked:
        return []
    moment, day = now(), today(session)
    facts = {
        "circulation": circulation_id,
        "day": day.isoformat(),
        "readers": [one.reading.person_id for one in asked],
    }
    seq = record.append(session, Kind.CIRCULATION_REMINDED, actor=viewer.person_id, at=moment, facts=facts)
    made = [
        ReadingReminder(
            reading_id=one.reading.id or 0, day=day, person_id=viewer.person_id, at=moment, seq=seq
        )
        for one in asked
    ]
    session.add_all(made)
    session.flush()
    return made
