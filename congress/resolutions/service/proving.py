"""The certificate of a vote (表决证明): who may have it, and the evidence that the record gives for it."""

from hashlib import sha256
from secrets import compare_digest

from sqlmodel import Session

from congress.errors import Missing
from congress.i18n import say
from congress.polls import service as polls
from congress.polls.service import Poll
from congress.record import service as record
from congress.record.entries import Act, Kind
from congress.record.service import Keeper
from congress.resolutions import store
from congress.resolutions.evidence import Evidence, Place, Proven, Root
from congress.resolutions.rules import ResolutionStage
from congress.resolutions.service.reading import certify
from congress.roster.rules import Viewer
from congress.secrecy import service as secrecy
from congress.sittings import service as sittings

NONE = Missing(say("没有这份表决证明"), say("请核对地址；表决结束、结果宣布之后才有证明"))


def certified_to(session: Session, viewer: Viewer | None, poll_id: int) -> Poll:
    """A vote whose result this person may see: with a published resolution everybody, otherwise who is signed in."""
    found = polls.closed(session, poll_id)
    resolution = store.of_poll(session, poll_id)
    if viewer is None and (resolution is None or resolution.stage is not ResolutionStage.PUBLISHED):
        raise NONE
    return found


def prove(session: Session, keeper: Keeper, poll: Poll) -> Proven:
    """The certificate of a closed vote with its evidence; Missing where the record does not have it."""
    known, poll_id = certify(poll), poll.id or 0
    acts = record.acts_on(session, "poll", poll_id, [Kind.POLL_OPENED, Kind.POLL_CLOSED])
    opened, closed = _only(acts, Kind.POLL_OPENED), _only(acts, Kind.POLL_CLOSED)
    head = record.head_after(session, closed.seq)
    if head is None:
        raise NONE
    meeting = sittings.meeting(session, poll.sitting_id)
    return Proven(
        known,
        Evidence(
            site=keeper.site,
            term=meeting.term.number,
            sitting=meeting.sitting.number,
            way=poll.way,
            opened=_place(opened),
            closed=_place(closed),
            head=Root(
                size=head.size,
                root=head.root.hex(),
                at=head.at,
                key=head.key,
                signature=head.signature.hex(),
                path=keeper.path(session, closed.seq, head.size),
            ),
            archive=sha256(secrecy.archive(session, poll_id)).hexdigest() if poll.sealed else "",
        ),
    )


def confirm(session: Session, keeper: Keeper, poll_id: int, sha256: str) -> Proven | None:
    """The certificate that is known by this SHA-256, for whoever holds it; None where there is no such certificate.

    It cannot be guessed, and who knows it has the certificate: they learn nothing that they do not hold.
    """
    try:
        found = prove(session, keeper, polls.closed(session, poll_id))
    except Missing:
        return None
    return found if compare_digest(found.sha256.encode(), sha256.encode()) else None


def _only(acts: list[Act], kind: Kind) -> Act:
    found = next((act for act in acts if act.kind is kind), None)
    if found is None:
        raise NONE
    return found


def _place(act: Act) -> Place:
    return Place(act.seq, act.at, act.leaf.hex())
