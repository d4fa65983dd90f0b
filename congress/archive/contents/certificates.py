"""The certificate of each vote that was closed, as the data that its page gives out (``congress/vote-certificate/1``)."""

from congress.archive.contents.scope import Scope
from congress.archive.contents.votes import asked
from congress.archive.package import Content, certificate_of
from congress.polls.rules import PollStage
from congress.polls.service import Poll
from congress.record.service import Keeper
from congress.resolutions import service as resolutions


def files(scope: Scope, keeper: Keeper) -> dict[str, Content]:
    """One for each; made when its turn has come."""
    closed = (poll for poll in asked(scope) if poll.stage is PollStage.CLOSED)
    return {certificate_of(poll.id or 0): _made(scope, keeper, poll) for poll in closed}


def _made(scope: Scope, keeper: Keeper, poll: Poll) -> Content:
    return lambda: [resolutions.prove(scope.session, keeper, poll).content]
