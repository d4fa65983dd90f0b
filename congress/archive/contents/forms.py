"""Forms as they are printed and filed, and what the committee wrote back without a number of its own.

Of each vote the tellers' report and the certificate, of each document for the Party committee the handling sheet.
What stands on them is told by the data files.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from congress.archive.contents.homes import homes
from congress.archive.contents.papers import FOLDER, Paper, files_of
from congress.archive.contents.scope import Scope
from congress.archive.contents.votes import asked
from congress.archive.package import Content
from congress.committee import service as committee
from congress.committee.rules import DecisionKind
from congress.committee.store import Dispatch
from congress.documents.content import Document
from congress.documents.forms import Form
from congress.polls.rules import PollStage
from congress.polls.service import Poll
from congress.record.service import Keeper
from congress.resolutions import service as resolutions
from congress.typesetting.forms import form_pdf


def report_of(poll: int) -> str:
    """The tellers' report of a vote."""
    return f"{FOLDER}vote-{poll}-report.pdf"


def certificate_of(poll: int) -> str:
    """The certificate of a vote as a page; its data is in ``certificates/``."""
    return f"{FOLDER}vote-{poll}-certificate.pdf"


def handling_of(dispatch: int) -> str:
    """The handling sheet of what was sent to the Party committee."""
    return f"{FOLDER}dispatch-{dispatch}-handling.pdf"


def decision_of(seq: int) -> str:
    """What the committee wrote back, by its place in the record."""
    return f"{FOLDER}decision-{seq}.pdf"


def words_of(seq: int) -> str:
    """The same, its words only."""
    return f"{FOLDER}decision-{seq}.txt"


def files(scope: Scope, keeper: Keeper) -> dict[str, Content]:
    """Each is made when its turn has come."""
    closed = [poll for poll in asked(scope) if poll.stage is PollStage.CLOSED]
    known = homes(scope)
    return {
        **{report_of(poll.id or 0): _report(scope, poll) for poll in closed},
        **{certificate_of(poll.id or 0): _certificate(scope, keeper, poll) for poll in closed},
        **{handling_of(one.id or 0): _handling(scope, one) for one in known.sent},
        **files_of(_decisions(scope, list(known.dispatches))),
    }


def _report(scope: Scope, poll: Poll) -> Content:
    def form() -> tuple[Form, datetime]:
        made = resolutions.tellers_report(scope.session, poll, scope.zone)
        return made, resolutions.certify(poll).closed_at

    return _set(form)


def _certificate(scope: Scope, keeper: Keeper, poll: Poll) -> Content:
    def form() -> tuple[Form, datetime]:
        proven = resolutions.prove(scope.session, keeper, poll)
        made = resolutions.certificate_form(scope.session, poll, proven, zone=scope.zone)
        return made, proven.certificate.closed_at

    return _set(form)


def _handling(scope: Scope, found: Dispatch) -> Content:
    def form() -> tuple[Form, datetime]:
        sheet = committee.sheet(scope.session, found, scope.zone)
        return committee.handling_sheet(scope.session, sheet, scope.zone), committee.last_step(sheet)

    return _set(form)


def _set(make: Callable[[], tuple[Form, datetime]]) -> Content:
    return lambda: [form_pdf(*make())]


def _decisions(scope: Scope, dispatches: list[int]) -> Iterator[Paper]:
    """A 批复 has a number, and is told of with the committee's desk."""
    for found in committee.decided(scope.session, dispatches):
        if found.kind is not DecisionKind.REPLY:
            yield Paper(f"decision-{found.seq}", found.at, partial(_decision, scope, found.id or 0))


def _decision(scope: Scope, decision: int) -> Document:
    document, _ = committee.decision_document(scope.session, decision, scope.zone)
    return document
