"""The demo's seal: an own authority, and the first resolution of the sitting before under it, allowed by two and pressed.

Done at the time of loading, not in the past: a signature tells when it was really made.
"""

from functools import partial
from typing import Final

from sqlmodel import Session

from congress.clock import now
from congress.demo.play import Play
from congress.resolutions import service as resolutions
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer
from congress.seals import service as seals
from congress.seals.pressing import press
from congress.seals.rules import OFFICES

PASSPHRASE: Final = "demo seal passphrase"  # everybody may know it: what it seals is invented


def seal_resolution(play: Play, resolution: int, cast: dict[str, str]) -> None:
    """From the seal's making to a sealed PDF, by the services and the officers' simulated devices."""
    database, folder = play.house.database, play.house.settings.seal
    with database.read() as session:
        clerk = play.viewer(session, cast["clerk"])
        enterprise = roster.enterprise(session)
    name = enterprise.name if enterprise else ""
    made = seals.make(folder, enterprise=name, passphrase=PASSPHRASE, moment=now(), with_sm2=True)
    database.write(lambda s: seals.adopt(s, clerk, made, seen=""))
    use = resolutions.ask_for_seal(database, folder, clerk, resolution, zone=play.house.zone).id or 0
    for office in OFFICES:
        database.write(partial(_approve, play, use, office, cast[office.value]))
    seals.press(database, press, folder, clerk, use, passphrase=PASSPHRASE)


def _approve(play: Play, use: int, office: OfficeKind, number: str, session: Session) -> None:
    viewer: Viewer = play.viewer(session, number)
    found = seals.impression(session, use)
    signed = play.sign(viewer.person_id, seals.statement_for(found, site=play.site, office=office))
    seals.approve(session, viewer, use, site=play.site, office=office, signed=signed)
