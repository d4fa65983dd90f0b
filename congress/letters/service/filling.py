"""What the house knows of a sitting, by the slots of ``originals``: in the words of a document, in Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from congress.bylaws.terms import han
from congress.clock import now
from congress.documents.text import formal_date, nested
from congress.errors import Missing
from congress.i18n import say
from congress.polls import service as polls
from congress.polls.rules import PollStage
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from congress.sittings.service import Meeting

NOBODY = "无"
WEEKDAYS = "一二三四五六日"


def values(session: Session, sitting_id: int) -> dict[str, str]:
    """Every slot with what is known now; what is not known yet is left out."""
    enterprise = known(session)
    meeting = sittings.meeting(session, sitting_id)
    found = {
        **_meeting(enterprise.name, enterprise.zone, meeting),
        **_people(session, meeting),
        **_business(session, meeting),
    }
    return {slot: said for slot, said in found.items() if said}


@dataclass(frozen=True)
class Company:
    """Whose congress this is, and where its clocks are."""

    name: str
    zone: ZoneInfo


def known(session: Session) -> Company:
    """The enterprise, once there is one."""
    found = roster.enterprise(session)
    if found is None:
        raise Missing(say("还没有会议"))
    return Company(found.name, ZoneInfo(found.timezone))


def _meeting(company: str, zone: ZoneInfo, meeting: Meeting) -> dict[str, str]:
    sitting = meeting.sitting
    session_name = f"第{han(meeting.term.number)}届职工代表大会第{han(sitting.number)}次会议"
    return {
        "单位": company,
        "届次": session_name,
        "会议": f"{company}{session_name}",
        "会议时间": said_time(sitting.opens_at.astimezone(zone)),
        "会议地点": sitting.place,
        "今天": formal_date(now().astimezone(zone).date()),
    }


def said_time(at: datetime) -> str:
    """2026年11月22日（星期日）9:00."""
    return f"{formal_date(at.date())}（星期{WEEKDAYS[at.weekday()]}）{at.hour}:{at:%M}"


def _people(session: Session, meeting: Meeting) -> dict[str, str]:
    """Offices always; who came, once the sitting is open."""
    term_id, sitting = meeting.term.id or 0, meeting.sitting
    found = {
        "主持人": _holders(session, term_id, OfficeKind.EXECUTIVE_CHAIR),
        "主席团": _holders(session, term_id, OfficeKind.PRESIDIUM),
    }
    if sitting.opened_at is None:
        return found
    lines = [line for group in sittings.roll(session, sitting.id or 0) for line in group.lines]
    came = [line for line in lines if line.presence is not Presence.ABSENT]
    away = [line for line in lines if line.presence is Presence.ABSENT]
    return {
        **found,
        "应到人数": str(sitting.opened_expected or ""),
        "实到人数": str(sitting.opened_present or ""),
        "出席人员": _names(line.seat.name for line in came if line.seat.votes),
        "未到人员": _names(line.seat.name for line in away if line.seat.votes),
        "列席人员": _names(line.seat.name for line in came if not line.seat.votes),
    }


def _holders(session: Session, term_id: int, kind: OfficeKind) -> str:
    ids = roster.holders(session, term_id, kind)
    names = roster.names(session, ids)
    return "、".join(names[person] for person in ids)


def _names(names: Iterable[str]) -> str:
    return "、".join(names) or NOBODY


def _business(session: Session, meeting: Meeting) -> dict[str, str]:
    sitting_id = meeting.sitting.id or 0
    items = [item for item in sittings.items(session, sitting_id) if not sittings.is_struck(item)]
    papers = sittings.papers_of(session, sitting_id)
    names = [paper.name.rpartition(".")[0] for item in items for paper in papers.get(item.id or 0, ())]
    return {
        "议程": numbered(item.title for item in items),
        "会议文件": numbered(names),
        "各项表决": numbered(_votes(session, sitting_id)),
        "各项决议": numbered(_resolved(session, sitting_id)),
    }


def _votes(session: Session, sitting_id: int) -> Iterable[str]:
    """Every vote that is closed, in the words of its certificate."""
    for poll in polls.of_sitting(session, sitting_id):
        if poll.stage is PollStage.CLOSED:
            yield f"{poll.title}：{''.join(resolutions.certify(poll).tally.words)}"


def _resolved(session: Session, sitting_id: int) -> Iterable[str]:
    """Every resolution that has its number."""
    for line in resolutions.numbered(session, [sitting_id]):
        yield f"{nested(f'《{line.title}》')}（{resolutions.number_of(line)}）"


def numbered(sentences: Iterable[str]) -> str:
    """1. … 2. …, each on a line of its own (7.3.3)."""
    return "\n".join(f"{n}. {' '.join(said.split())}" for n, said in enumerate(sentences, 1))
