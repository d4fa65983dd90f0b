"""A congress with one of each kind of thing in it: papers, votes by phone and by hand, a resolution that was sealed, sent and carried out, a motion, a sealed PDF."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cast import SITE, Cast
from exported import Exported, by_hands, by_phone
from passed import canteen, decide, letter, receive, said, sign, viewer
from sqlmodel import Session, select

from congress.archive import export
from congress.archive.package import read
from congress.clock import now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind
from congress.committee.store import Assignment, Dispatch
from congress.house import House
from congress.motions import service as motions
from congress.motions.rules import Answer, Content
from congress.polls import service as polls
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Signatory
from congress.resolutions.store import Resolution
from congress.roster.rules import OfficeKind
from congress.roster.store import Person
from congress.seals import service as seals
from congress.seals.pressing import press
from congress.seals.service import Impression
from congress.sittings import service as sittings

PASSPHRASE = "十二个字符以上的口令就够了"
PHONE = "13912345678"
PAPERS = {"职工食堂改造方案.pdf": b"%PDF-1.4 plan", "说明 <附件>.docx": b"PK\x03\x04 notes"}
BODY = "会议审议了办法。\n【表决结果】\n会议决定：\n一、通过该项办法。"
OFFICERS = (("alice", OfficeKind.EXECUTIVE_CHAIR), ("ruth", OfficeKind.CHIEF_TELLER))


@dataclass
class Rich:
    """The house, its people, and the data folder."""

    house: House
    cast: Cast
    folder: Path

    def do(self, job: Callable[..., Any], *arguments: object, **more: object) -> Any:
        """Through the one writer."""
        return self.house.database.write(lambda s: job(s, self.cast, *arguments, **more))

    def copied(self, place: Path) -> Path:
        """The folder again, by a process of its own: to close a database file here would end SQLite's locks on it."""
        subprocess.run(["cp", "-a", str(self.folder), str(place)], check=True)
        return place

    def live(self) -> "Rich":
        """All of it, by the services."""
        by_phone(self.house, self.cast)
        by_hands(self.house, self.cast)
        self.do(lay_papers, self.house.settings.papers)
        self.do(hand_in)
        self.do(know_a_phone)
        found = self.do(resolve)
        sent = self.do(dispatch, found.id)
        self.do(carry_out, sent.id)
        self.seal_a_file()
        return self

    def seal_a_file(self, content: bytes = "名册".encode(), name: str = "代表名册") -> Impression:
        """Two officers allow it; the passphrase opens the seal."""
        folder, cast, database = self.house.settings.seal, self.cast, self.house.database
        with database.read() as session:
            olga, known = viewer(session, cast, "olga"), seals.current(session)
        if known is None:
            fresh = seals.make(
                folder, enterprise="长风精工有限公司", passphrase=PASSPHRASE, moment=now(), with_sm2=True
            )
            database.write(lambda s: seals.adopt(s, olga, fresh, seen=""))
        digest = seals.lay(folder, content)
        asked = database.write(lambda s: seals.ask(s, olga, name=name, sha256=digest, size=len(content)))
        for who, office in OFFICERS:
            self.do(allow, asked, who, office)
        return seals.press(database, press, folder, olga, asked.id or 0, passphrase=PASSPHRASE)

    def exported(self, path: Path, **more: Any) -> Exported:
        """The package of it all."""
        with self.house.database.read() as session:
            export(session, self.house.keeper, path, folder=self.folder, **more)
        return Exported(read(path), path, self.house.keeper.signer)


def lay_papers(session: Session, cast: Cast, folder: Path) -> None:
    """Two on the first item, and one that was taken back."""
    item = sittings.items(session, cast.sitting_id)[0]
    olga = cast["olga"].person_id
    for name, content in {**PAPERS, "旧稿.txt": b"old"}.items():
        digest = sittings.keep(folder, content)
        kept = sittings.add_paper(
            session, item_id=item.id or 0, name=name, media_type="application/octet-stream",
            size=len(content), sha256=digest, by=olga,
        )  # fmt: skip
        if name.startswith("旧"):
            sittings.withdraw_paper(session, paper_id=kept.id or 0, by=olga, why="有新稿")


def hand_in(session: Session, cast: Cast) -> None:
    """A motion of Bob's with the seconders that the rules want."""
    bob = viewer(session, cast, "bob")
    content = Content("关于增设<夜班>食堂窗口的提案", "welfare", "夜班没有热饭。", "增设一个窗口。", None)
    found = motions.draft(session, bob, sitting_id=cast.sitting_id, content=content)
    names = [m for m in cast.voting if m is not cast["bob"]][: motions.needed(session, cast.sitting_id)]
    motions.invite(session, bob, found.id or 0, people=[member.person_id for member in names])
    for member in names:
        statement = motions.statement(found, Answer.SECONDED, SITE)
        motions.second(
            session, viewer(session, cast, named(cast, member)), found.id or 0, site=SITE,
            signed=member.sign(**statement),
        )  # fmt: skip
    motions.submit(session, bob, found.id or 0)


def named(cast: Cast, member: Any) -> str:
    """What the tests call a member."""
    return next(name for name, one in cast.members.items() if one is member)


def know_a_phone(session: Session, cast: Cast) -> None:
    """Something that no archive may tell."""
    person = session.get_one(Person, cast["bob"].person_id)
    person.phone, person.birth_year = PHONE, 1987
    session.add(person)


def resolve(session: Session, cast: Cast) -> Resolution:
    """The first vote as a resolution, signed and published."""
    olga = viewer(session, cast, "olga")
    poll = polls.of_sitting(session, cast.sitting_id)[0]
    found = resolutions.create(session, olga, poll_id=poll.id or 0, template=Template.MOTION)
    seen = resolutions.stamp_of(found)
    number = found.id or 0
    found = resolutions.edit(session, olga, number, title="关于办法的决议", body=BODY, seen=seen)
    resolutions.start(session, olga, number, seen=resolutions.stamp_of(found))
    sign(session, cast, found, "alice", Signatory.EXECUTIVE_CHAIR)
    sign(session, cast, found, "ruth", Signatory.CHIEF_TELLER)
    return resolutions.publish(session, olga, number)


def dispatch(session: Session, cast: Cast, resolution: int) -> Dispatch:
    """Sent and received."""
    found = session.get_one(Resolution, resolution)
    day = committee.today(session)
    sent = committee.send(
        session,
        viewer(session, cast, "olga"),
        letter(found, DispatchKind.REPORT),
        due_on=day.replace(year=day.year + 1),
    )
    return receive(session, cast, sent)


def carry_out(session: Session, cast: Cast, number: int) -> None:
    """Instructed, done, accepted, answered."""
    found = session.get_one(Dispatch, number)
    fields = said(DecisionKind.INSTRUCTION, "请抓紧落实。", canteen(cast))
    decide(session, cast, found, DecisionKind.INSTRUCTION, fields)
    task = session.exec(select(Assignment).where(Assignment.dispatch_id == number)).one()
    committee.report(session, viewer(session, cast, "quinn"), task.id or 0, body="窗口已经增设。", done=True)
    committee.accept(session, viewer(session, cast, "peter"), task.id or 0)
    decide(session, cast, found, DecisionKind.ANSWER, said(DecisionKind.ANSWER, "已经办好，感谢代表。"))


def allow(session: Session, cast: Cast, found: Impression, who: str, office: OfficeKind) -> None:
    """One officer's leave to press the seal."""
    signed = cast[who].sign(**seals.statement_for(found, site=SITE, office=office))
    seals.approve(session, viewer(session, cast, who), found.id or 0, site=SITE, office=office, signed=signed)
