"""What the archive also holds: letters, notices with comments, deliveries with receipts, filings, the committee's desk; rare names."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import paperwork
import passed
import shown
import writing
from archive.rich import Rich
from cast import SITE, Cast
from posted import Clock, Post, receipt_for
from sqlmodel import Session, select

from congress import archive
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind
from congress.committee.store import Dispatch, Filing
from congress.courier import courier_of
from congress.crypto.signatures import Signer, encode
from congress.delivery.rules import Way, Who
from congress.delivery.store import Delivery
from congress.house import open_house
from congress.letters.rules import Text
from congress.publication.rules import Outcome, Stance
from congress.resolutions.store import Resolution
from congress.roster import service as roster
from congress.roster.rules import OfficeKind
from congress.roster.store import Person
from congress.seals import service as seals
from congress.settings import Settings
from congress.sittings import service as sittings

RARE = "方𠮷㛃"
SPOKEN, PRIVATE, UNANSWERED = "候选人应当公开述职。", "此人不在一线。", "何时投票？"
SPOKEN_ANSWER, PRIVATE_ANSWER = "大会上述职。", "查实在一线。"
UNDECIDED = "拟请再议，尚未决定。"
SCANS = {"回执 <一>.pdf": b"%PDF-1.4 receipt", "盖章件.PNG": b"\x89PNG stamped"}
WHY = "附件不全，请补齐。"
REPLY = "原则同意，请按程序办理。"
LETTER = Text(
    title=f"关于{RARE}同志任职的函",
    body=f"{RARE}同志（䶮、𬭚、𫖯）自即日起到职。\n特此函告。",
    addressee="市总工会",
    copies="",
)


@dataclass
class Furnished(Rich):
    """The rich congress with all of it: a folder that an office system watches, and the key it signs receipts with."""

    drop: Path
    outside: Signer

    def furnish(self) -> "Furnished":
        """By the services, one after the other."""
        for job in (rename, write_letters, put_up):
            self.do(job)
        post = Post(self.house, self.cast, Clock(), courier_of(self.house))
        post.courier.clock = post.clock
        public = encode(self.outside.public)
        post.add(Who.OFFICE, Way.FOLDER, str(self.drop), key=public, name="办公系统")
        post.test(post.add(Who.UNION, Way.FOLDER, str(self.drop / "nowhere"), name="市总工会"))
        self.do(ask_committee)
        post.clock.forward(minutes=1)
        post.round()
        with self.house.database.read() as session:
            gone = [one for one in session.exec(select(Delivery)) if one.receiver_id and one.sent_at]
        for one in gone:
            (self.drop / one.uid / "receipt.json").write_text(json.dumps(receipt_for(one, self.outside)))
        post.round()
        self.do(answer_it)
        post.clock.forward(minutes=1)
        post.round()
        post.courier.turn.give_back()
        self.do(file_it, self.house.settings.papers)
        self.do(decline, self.house.settings.seal)
        return self


def furnished(rich: Rich, folder: Path) -> Furnished:
    """A copy of a congress, out of its backup, with more in it."""
    archive.backup(rich.house.settings, folder / "backup.zip")
    archive.restore(folder / "backup.zip", folder / "data")
    drop = folder / "exchange"
    drop.mkdir()
    house = open_house(Settings(data=folder / "data", drops=(drop,)))
    house.name_site(SITE, "Asia/Shanghai")
    return Furnished(house, rich.cast, folder / "data", drop, Signer.generate()).furnish()


def rename(session: Session, cast: Cast) -> None:
    """Frank has a name that few fonts have, and comes to work for the committee."""
    frank = session.get_one(Person, cast["frank"].person_id)
    frank.name = RARE
    session.add(frank)
    roster.appoint(
        session, term_id=cast.term_id, person_id=cast["frank"].person_id, kind=OfficeKind.PARTY_OFFICE,
        unit_id=None, by=cast["olga"].person_id,
    )  # fmt: skip


def write_letters(session: Session, cast: Cast) -> None:
    """One that stands, one withdrawn, one that is a draft."""
    writing.issued(session, cast, "letter-inviting", LETTER)
    writing.withdrawn(session, cast)
    writing.drafted(session, cast, said=Text("没有印发的通知", "草稿。", "各代表团", ""))


def put_up(session: Session, cast: Cast) -> None:
    """One notice that ended after an objection, one that was given more days and hangs."""
    first = shown.over(session, cast)
    for words, answer, public, stance in (
        (SPOKEN, SPOKEN_ANSWER, True, Stance.SUGGESTION),
        (PRIVATE, PRIVATE_ANSWER, False, Stance.OBJECTION),
    ):
        said = shown.commented(session, cast, first, said=shown.words(words, stance))
        shown.answered(session, cast, said, answer, public=public)
    shown.concluded(session, cast, first, Outcome.HANDLED, "已经查实。")
    second = shown.posted(session, cast, title="第二份公示")
    shown.commented(session, cast, second, said=shown.words(UNANSWERED))
    shown.extended(session, cast, second, second.last_day + timedelta(days=3))


def asked(session: Session) -> Dispatch:
    """The request of :func:`ask_committee`."""
    return session.exec(select(Dispatch).where(Dispatch.kind == DispatchKind.REQUEST)).one()


def ask_committee(session: Session, cast: Cast) -> None:
    """A request, received; handed round; its reply proposed and read over, and an instruction that nobody decides."""
    found = session.exec(select(Resolution)).one()
    sent = passed.receive(session, cast, passed.sent(session, cast, DispatchKind.REQUEST, found=found))
    circulated = paperwork.circulate(
        session, cast, paperwork.readers(cast, "alice", "ruth"), dispatch_id=sent.id or 0
    )
    paperwork.read(session, cast, circulated, "alice", "同意。\n")
    committee.remind(session, passed.viewer(session, cast, "peter"), circulated.id or 0)
    made = paperwork.advise(
        session, cast, sent, DecisionKind.REPLY, paperwork.proposal(DecisionKind.REPLY, REPLY)
    )
    paperwork.review(session, cast, made)
    paperwork.advise(session, cast, sent, fields=paperwork.proposal(body=UNDECIDED))


def answer_it(session: Session, cast: Cast) -> None:
    """Frank replies under Peter's authority, which Peter then takes back."""
    proxy = paperwork.give(session, cast)
    fields = passed.said(DecisionKind.REPLY, REPLY) | {"proxy": str(proxy.id)}
    passed.decide(session, cast, asked(session), DecisionKind.REPLY, fields, "frank")
    paperwork.revoke(session, cast, proxy)


def file_it(session: Session, cast: Cast, folder: Path) -> None:
    """Filed with the union, objected to, filed again; each with its scans."""
    resolution = session.exec(select(Resolution)).one().id or 0
    first = paperwork.file(session, cast, resolution)
    prove(session, cast, folder, first, *SCANS)
    paperwork.conclude(session, cast, first, "objected", "缺少签到名册。 ")
    second = paperwork.file(session, cast, resolution, fields=paperwork.filed(number="备〔2026〕15号"))
    prove(session, cast, folder, second, *list(SCANS)[:1])


def prove(session: Session, cast: Cast, folder: Path, found: Filing, *names: str) -> None:
    """Lay scans beside it."""
    for name in names:
        digest = sittings.keep(folder, SCANS[name])
        committee.prove_filing(
            session, passed.viewer(session, cast, "olga"), found.id or 0, name=name,
            media_type="application/pdf", size=len(SCANS[name]), sha256=digest,
        )  # fmt: skip


def decline(session: Session, cast: Cast, folder: Path) -> None:
    """The seal is asked for, and the chief teller says no."""
    content = "没有盖成的名册".encode()
    digest = seals.lay(folder, content)
    asked = seals.ask(
        session, passed.viewer(session, cast, "olga"), name="没有盖成的名册", sha256=digest, size=len(content)
    )
    ruth = passed.viewer(session, cast, "ruth")
    seals.decline(session, ruth, asked.id or 0, office=OfficeKind.CHIEF_TELLER, why=WHY)
