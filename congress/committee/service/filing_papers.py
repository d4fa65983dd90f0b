"""备案, the papers of it: the resolution on its way to the higher union, and the scans that prove it was filed."""

from datetime import datetime

from sqlmodel import Session

from congress.clock import now
from congress.committee import store
from congress.committee.rules import filings as rules
from congress.committee.rules.filings import FilingKind, Outcome
from congress.committee.service.filing import Branch, branch
from congress.committee.store import Filing, FilingProof
from congress.delivery import service as delivery
from congress.delivery.rules import Matter
from congress.delivery.service import Cause, Delivery, Receiver
from congress.errors import Missing, insist
from congress.i18n import say
from congress.record import service as record
from congress.record.entries import Kind
from congress.roster.rules import Viewer

NONE = Missing(say("没有这项备案"))
GONE = Missing(say("没有这份证明文件"))


# --- on its way ----------------------------------------------------------------------------------------------


def unserved(session: Session, found: Branch) -> list[Receiver]:
    """The higher union's addresses that this filing has not been sent to. Nobody's, where it goes to another authority."""
    return delivery.unserved(session, _cause(found, 0, now()), again=_round(found)) if _goes(found) else []


def reachable(session: Session) -> bool:
    """Is there an address of the higher union?"""
    return any(Matter.FILING in delivery.wants(one) for one in delivery.receivers(session))


def deliver_filing(session: Session, viewer: Viewer, resolution_id: int, *, at: datetime) -> list[Delivery]:
    """Send the resolution to the higher union to be filed. Again it goes only to who has not been sent it.

    After an objection it may be sent once more.
    """
    if not viewer.organises:
        raise NONE
    found = branch(session, resolution_id, FilingKind.UNION)
    insist(rules.may_deliver(reachable=reachable(session)))
    return delivery.put(session, _cause(found, viewer.person_id, at), again=_round(found))


def _goes(found: Branch) -> bool:
    return found.kind is FilingKind.UNION


def _round(found: Branch) -> str:
    made = [*found.earlier, *([found.filing] if found.filing else [])]
    return str(1 + sum(one.outcome is Outcome.OBJECTED for one in made))


def _cause(found: Branch, by: int, at: datetime) -> Cause:
    about = found.resolution
    return Cause(Matter.FILING, about.id or 0, about.title, found.number, by, at, about.sealed_seq or 0)


# --- its proof -----------------------------------------------------------------------------------------------


def proofs(session: Session, found: Branch) -> list[FilingProof]:
    """The scans of this filing, of those before it too, in the order they came."""
    made = [*found.earlier, *([found.filing] if found.filing else [])]
    return store.filing_proofs(session, [one.id or 0 for one in made])


def proof(session: Session, viewer: Viewer, proof_id: int) -> FilingProof:
    """A scan, for the secretariat and the committee. Raises Missing."""
    found = session.get(FilingProof, proof_id)
    if found is None or not (viewer.organises or viewer.is_committee):
        raise GONE
    return found


def prove_filing(
    session: Session, viewer: Viewer, filing_id: int, *, name: str, media_type: str, size: int, sha256: str
) -> FilingProof:
    """Lay kept bytes beside the number. The same bytes stand there once; none is ever taken away."""
    found = session.get(Filing, filing_id)
    if found is None or not viewer.organises:
        raise NONE
    known = [one for one in store.filing_proofs(session, [filing_id]) if one.sha256 == sha256]
    if known:
        return known[0]
    moment = now()
    facts = {"filing": filing_id, "name": name, "sha256": sha256, "size": size}
    made = FilingProof(
        filing_id=filing_id,
        name=name,
        media_type=media_type,
        size=size,
        sha256=sha256,
        person_id=viewer.person_id,
        at=moment,
        seq=record.append(session, Kind.FILING_PROVED, actor=viewer.person_id, at=moment, facts=facts),
    )
    session.add(made)
    session.flush()
    return made
