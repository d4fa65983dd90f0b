"""Formal letters of the small congress, at each of their stages."""

from cast import SITE, Cast
from passed import viewer
from sqlmodel import Session

from congress.letters import service as letters
from congress.letters.rules import LetterKind, Text
from congress.letters.store import Letter

NOTICE = Text(
    title="关于召开第三届职工代表大会第二次会议的通知",
    body="定于2026年11月22日召开会议。\n一、会议地点\n礼堂。\n特此通知。\n附件：会议议程\n一、听取报告",
    addressee="各代表团",
    copies="市总工会",
)


def begun(session: Session, cast: Cast, template: str = "notice-convening") -> Letter:
    """A draft as the template leaves it."""
    return letters.begin(
        session, viewer(session, cast, "olga"), sitting_id=cast.sitting_id, template=template
    )


def drafted(session: Session, cast: Cast, template: str = "notice-convening", said: Text = NOTICE) -> Letter:
    """A draft without blanks."""
    found = begun(session, cast, template)
    return letters.edit(session, viewer(session, cast, "olga"), found.id or 0, said, seen=found.revision)


def announced(session: Session, cast: Cast, said: Text = NOTICE) -> Letter:
    """A public letter, as they were begun before there were notices."""
    found = drafted(session, cast, said=said)
    found.kind, found.template = LetterKind.ANNOUNCEMENT, "announcement-matter"
    return issue(session, cast, found)


def issue(session: Session, cast: Cast, found: Letter) -> Letter:
    """Olga issues it."""
    signed = cast["olga"].sign(**letters.issue_statement(found, site=SITE))
    olga = viewer(session, cast, "olga")
    return letters.issue(session, olga, found.id or 0, seen=found.revision, site=SITE, signed=signed)


def issued(session: Session, cast: Cast, template: str = "notice-convening", said: Text = NOTICE) -> Letter:
    """A letter with its number."""
    return issue(session, cast, drafted(session, cast, template, said))


def withdrawn(session: Session, cast: Cast, template: str = "notice-convening") -> Letter:
    """A letter that no longer holds."""
    found = issued(session, cast, template)
    return withdraw(session, cast, found)


def withdraw(session: Session, cast: Cast, found: Letter, why: str = "会期推迟") -> Letter:
    """Olga withdraws it."""
    signed = cast["olga"].sign(**letters.withdrawal_statement(found, site=SITE), why=why)
    olga = viewer(session, cast, "olga")
    return letters.withdraw(session, olga, found.id or 0, why=why, site=SITE, signed=signed)
