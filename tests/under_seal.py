"""A resolution on its way under the seal, by the real services: what tests of several places ask for."""

from pathlib import Path

import passed
from cast import SITE, Cast
from exported import by_phone
from sqlmodel import select

from congress.clock import now
from congress.database import Database
from congress.house import House
from congress.polls.store import Poll
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Signatory
from congress.resolutions.store import Resolution
from congress.roster.rules import OfficeKind
from congress.seals import service as seals
from congress.seals.pressing import press as press_here
from congress.seals.service import Impression
from congress.seals.service.making import Made

PASSPHRASE = "十二个字符以上的口令就够了"
CHAIR, TELLER = OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER
BODY = "会议审议了工作报告。\n【表决结果】\n会议决定，予以通过。"


def make_seal(database: Database, cast: Cast, folder: Path, *, with_sm2: bool = False) -> str:
    """An own authority and its seal; the fingerprint."""
    made = seals.make(
        folder, enterprise="长风精工有限公司", passphrase=PASSPHRASE, moment=now(), with_sm2=with_sm2
    )
    return adopt(database, cast, made)


def adopt(database: Database, cast: Cast, made: Made) -> str:
    """From now on this is the seal."""

    def job(session):
        known = seals.current(session)
        olga = passed.viewer(session, cast, "olga")
        return seals.adopt(session, olga, made, seen=known.fingerprint if known else "").fingerprint

    return database.write(job)


def resolved(house: House, cast: Cast) -> Resolution:
    """A vote on phones that passed, and its resolution, signed by both officers."""
    by_phone(house, cast)
    return written_up(house.database, cast)


def written_up(database: Database, cast: Cast, template: Template = Template.GENERAL) -> Resolution:
    """The resolution of the last vote, signed by both officers."""

    def job(session):
        olga = passed.viewer(session, cast, "olga")
        poll = session.exec(select(Poll).order_by(Poll.id.desc())).first()
        made = resolutions.create(session, olga, poll_id=poll.id, template=template)
        seen = resolutions.stamp_of(made)
        made = resolutions.edit(session, olga, made.id, title=made.title, body=BODY, seen=seen)
        made = resolutions.start(session, olga, made.id, seen=resolutions.stamp_of(made))
        passed.sign(session, cast, made, "alice", Signatory.EXECUTIVE_CHAIR)
        return passed.sign(session, cast, made, "ruth", Signatory.CHIEF_TELLER)

    return database.write(job)


def ask(database: Database, cast: Cast, folder: Path, found: Resolution, name: str = "olga") -> Impression:
    """The seal is asked for."""
    with database.read() as session:
        viewer = passed.viewer(session, cast, name)
    return resolutions.ask_for_seal(database, folder, viewer, found.id, zone="Asia/Shanghai")


def approve(database: Database, cast: Cast, use: Impression, name: str, office: OfficeKind) -> Impression:
    """One officer's leave."""
    statement = seals.statement_for(use, site=SITE, office=office)
    return database.write(
        lambda s: seals.approve(
            s,
            passed.viewer(s, cast, name),
            use.id,
            site=SITE,
            office=office,
            signed=cast[name].sign(**statement),
        )
    )


def approve_both(database: Database, cast: Cast, use: Impression) -> Impression:
    approve(database, cast, use, "alice", CHAIR)
    return approve(database, cast, use, "ruth", TELLER)


def withdraw(database: Database, cast: Cast, use: Impression) -> Impression:
    """The request is taken back."""
    return database.write(lambda s: seals.withdraw(s, passed.viewer(s, cast, "olga"), use.id))


def press(
    database, cast, folder, use, *, presser=press_here, passphrase=PASSPHRASE, timestamp=""
) -> Impression:
    """The seal is pressed, in this process."""
    with database.read() as session:
        olga = passed.viewer(session, cast, "olga")
    return seals.press(database, presser, folder, olga, use.id, passphrase=passphrase, timestamp=timestamp)
