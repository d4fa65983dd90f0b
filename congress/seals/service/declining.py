"""An officer declines that the seal is pressed, and says why: the request is withdrawn, and the organiser sees it."""

from dataclasses import dataclass

from sqlmodel import Session

from congress.clock import now
from congress.errors import Invalid, insist
from congress.i18n import Message, say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import OFFICE_WORDS, OfficeKind, Viewer
from congress.seals import rules, store
from congress.seals.service.asking import facts_of
from congress.seals.service.reading import visible_to
from congress.seals.store import Impression, SealRefusal


@dataclass(frozen=True)
class Declined:
    """Who said no, in which office, and why."""

    person: str
    office: Message
    why: str


def decline(
    session: Session, viewer: Viewer, impression_id: int, *, office: OfficeKind, why: str
) -> Impression:
    """Until the seal is pressed, also after one's own leave. Declining twice is harmless: the first stands."""
    found = visible_to(session, viewer, impression_id)
    known = store.refusal(session, impression_id)
    if known and known.person_id == viewer.person_id:
        return found
    insist(rules.may_decline(facts_of(session, found), office=office, offices=viewer.offices))
    if not why.strip():
        raise Invalid(say("请写明理由"), {"why": say("请写明理由")})
    moment = now()
    facts = {"impression": found.id, "role": office.value, "sha256": found.sha256, "why": why}
    seq = record.append(session, Kind.SEAL_DECLINED, actor=viewer.person_id, at=moment, facts=facts)
    found.withdrawn_at, found.withdrawn_by = moment, viewer.person_id
    session.add_all(
        [
            found,
            SealRefusal(
                impression_id=impression_id,
                office=office.value,
                person_id=viewer.person_id,
                why=why,
                at=moment,
                seq=seq,
            ),
        ]
    )
    session.flush()
    return found


def refusals(session: Session) -> list[SealRefusal]:
    """Everything that officers declined to seal, oldest first: for the archive."""
    return store.refusals(session)


def declined(session: Session, found: Impression) -> Declined | None:
    """Who declined it, if somebody did."""
    known = store.refusal(session, found.id or 0)
    if known is None:
        return None
    name = roster.names(session, [known.person_id])[known.person_id]
    return Declined(name, OFFICE_WORDS[OfficeKind(known.office)], known.why)
