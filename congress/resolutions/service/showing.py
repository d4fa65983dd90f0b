"""Putting a published resolution on notice (公示): its title and number in the notice, its text as the annex."""

from dataclasses import replace

from sqlmodel import Session

from congress.documents.text import nested
from congress.errors import insist
from congress.publication import service as publication
from congress.publication.rules import MATTERS, Subject
from congress.publication.service import Notice, Wish
from congress.resolutions import rules
from congress.resolutions.service.reading import certificate, kept_by, number_of
from congress.roster.rules import Viewer


def notice_wish(session: Session, viewer: Viewer, resolution_id: int) -> Wish:
    """What a notice of this resolution says, before anybody changes a word."""
    found = kept_by(session, viewer, resolution_id)
    insist(rules.may_be_shown(found.stage))
    matter = certificate(session, found).matter.key
    known = publication.profile(session, found.sitting_id).matters
    return replace(
        publication.begin(session, found.sitting_id, Subject.RESOLUTION),
        matter=matter if matter in known else MATTERS[Subject.RESOLUTION],
        title=nested(f"关于《{found.title}》的公示"),
        body=f"{nested(f'《{found.title}》')}（{number_of(found)}）已经职工代表大会表决通过。现予公示，决议全文附后。",
        open=True,  # it can be read without signing in already
        resolution_id=found.id,
        resolution_sha256=found.sha256,
    )


def put_on_notice(session: Session, viewer: Viewer, resolution_id: int) -> Notice:
    """Show it to all employees for the days of the rule profile. Pressing twice is harmless."""
    wish = notice_wish(session, viewer, resolution_id)
    sitting_id = kept_by(session, viewer, resolution_id).sitting_id
    return publication.post(session, viewer, sitting_id, wish)
