"""Sittings with their agenda, and the papers that lie before the congress."""

from typing import Any

from congress.archive.contents.kept import REMEDY, ending_of, kept
from congress.archive.contents.scope import Scope, both, moment, name_of
from congress.archive.package import Content
from congress.errors import Missing
from congress.i18n import say
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.sittings import rules
from congress.sittings import service as sittings
from congress.sittings.service import Meeting
from congress.sittings.store import AgendaItem, Paper

FILE = "sittings.json"
FOLDER = "papers/"


def data(scope: Scope) -> dict[str, Any]:
    """``sittings.json``."""
    return {"format": "congress/sittings/1", "sittings": [_sitting(scope, one) for one in scope.meetings]}


def files(scope: Scope) -> dict[str, Content]:
    """The papers, each as it was attached. Raises Missing when one is lost or was changed."""
    return {
        file_of(paper): kept(scope, paper.sha256, _lost(paper))
        for sitting in scope.sitting_ids
        for papers in sittings.papers_of(scope.session, sitting).values()
        for paper in papers
    }


def file_of(paper: Paper) -> str:
    """papers/7.pdf: a name that every system can unpack; the paper's own name stands in the data."""
    return f"{FOLDER}{paper.id}.{ending_of(paper.name)}"


def _lost(paper: Paper) -> Missing:
    return Missing(say("会议文件“{name}”不在数据文件夹里，或者被改动过", name=paper.name), REMEDY)


def _sitting(scope: Scope, meeting: Meeting) -> dict[str, Any]:
    sitting = meeting.sitting
    papers = sittings.papers_of(scope.session, sitting.id or 0)
    items = sittings.items(scope.session, sitting.id or 0)
    return {
        "id": sitting.id,
        "name": name_of(meeting),
        "label": both(meeting.label),
        "term": meeting.term.number,
        "number": sitting.number,
        "place": sitting.place,
        "stage": sitting.stage.value,
        "planned_at": moment(sitting.opens_at),
        "opened_at": moment(sitting.opened_at),
        "closed_at": moment(sitting.closed_at),
        "expected": sitting.opened_expected,
        "present": sitting.opened_present,
        "agenda": [_item(scope, item, papers.get(item.id or 0, [])) for item in items],
    }


def _item(scope: Scope, item: AgendaItem, papers: list[Paper]) -> dict[str, Any]:
    asked = polls.of_item(scope.session, item.id or 0)
    return {
        "id": item.id,
        "title": both_titles(item.title, item.title_en),
        "verb": both(rules.VERB_WORDS[item.verb]),
        "presenter": item.presenter,
        "stage": item.stage.value,
        "standing": both(rules.ITEM_WORDS[item.stage]),
        "struck_why": item.struck_why,
        "motion": item.motion_id,
        "votes": [poll.id for poll in asked if poll.stage is not PollStage.DRAFT],
        "papers": [_paper(paper) for paper in papers],
    }


def both_titles(title: str, title_en: str) -> dict[str, str]:
    """A title in both languages; where there is no English one, the Chinese in both."""
    return {"zh": title, "en": title_en or title}


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.id,
        "name": paper.name,
        "file": file_of(paper),
        "media_type": paper.media_type,
        "size": paper.size,
        "sha256": paper.sha256,
        "added_at": moment(paper.added_at),
    }
