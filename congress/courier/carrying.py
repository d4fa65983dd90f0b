"""Trying what is due, noting what came of it, and looking for receipts. At least once: what is not noted is tried again."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from congress.clock import now
from congress.courier.contents import content, media_type
from congress.courier.turn import Turn
from congress.delivery import mailserver
from congress.delivery import service as delivery
from congress.delivery.parcel import Means, Parcel, Target
from congress.delivery.rules import MATTERS, Outcome, Trouble, Way
from congress.delivery.service import Delivery, Receiver
from congress.delivery.ways import carry, folder
from congress.errors import Missing
from congress.house import House
from congress.i18n import say
from congress.record.service import load_signer
from congress.roster import service as roster
from congress.seals import service as seals

LOOK = 2.0  # seconds between two looks into the outbox
NEWS = "deliveries"
AWAY = frozenset({Trouble.UNREACHABLE, Trouble.SLOW})
"""Nobody is there: what else waits for the same receiver is left for the next look."""
log = logging.getLogger(__name__)


@dataclass
class Courier:
    """One for each server; ``clock`` is another one in tests."""

    house: House
    means: Means
    clock: Callable[[], datetime] = now
    turn: Turn = field(init=False)
    judged: set[tuple[str, str]] = field(
        default_factory=set
    )  # receipts that were no good, not to be asked again

    def __post_init__(self) -> None:
        self.turn = Turn(self.house.settings.data / "outbox.lock")

    async def round(self) -> int:
        """Look once: try all that is due, each receiver's by itself; then look for receipts. How many were tried."""
        due = await asyncio.to_thread(self._due)
        groups = [list(found) for _, found in groupby(due, key=attrgetter("receiver_id"))]
        tried = sum(await asyncio.gather(*(self._serve(group) for group in groups)))
        seen = await asyncio.to_thread(self._look_for_receipts)
        if tried or seen:
            self.house.hub.news(NEWS)
        return tried

    def _due(self) -> list[Delivery]:
        with self.house.database.read() as session:
            found = delivery.due(session, self.clock())
        return sorted(found, key=lambda one: (one.receiver_id or 0, one.next_at or one.put_at, one.id or 0))

    async def _serve(self, found: Iterable[Delivery]) -> int:
        """One after the other to one receiver."""
        tried = 0
        for one in found:
            outcome = await self.attempt(one)
            await self._note(one, outcome)
            tried += 1
            if outcome.trouble in AWAY:
                break
        return tried

    async def attempt(self, found: Delivery) -> Outcome:
        """Make the parcel and carry it; a defect of ours is an outcome too."""
        try:
            parcel, target = await asyncio.to_thread(self._pack, found)
            return await carry(found.way, parcel, target, self.means)
        except Exception as error:
            log.exception("delivery %s could not be tried", found.uid)
            return Outcome(Trouble.DEFECT, type(error).__name__)

    async def _note(self, found: Delivery, outcome: Outcome) -> None:
        number, site, at = found.id or 0, self.house.keeper.site, self.clock()
        await self.house.database.change(lambda s: delivery.note(s, number, outcome, site=site, at=at))

    def _pack(self, found: Delivery) -> tuple[Parcel, Target]:
        """The bytes, fixed at the first try and the same ever after; and the address as it is now."""
        fixed = self.fixed(found)
        outbox = self.house.settings.outbox
        with self.house.database.read() as session:
            receiver = delivery.receiver_of(session, fixed)
            enterprise = roster.enterprise(session)
        if receiver is None:
            raise Missing(say("没有这个接收方"))
        parcel = Parcel(
            uid=fixed.uid,
            site=self.house.keeper.site,
            enterprise=enterprise.name if enterprise else "",
            matter=fixed.matter,
            word=MATTERS[fixed.matter],
            title=fixed.title,
            number=fixed.number,
            put_at=fixed.put_at,
            content=seals.kept(outbox, fixed.file),
            media_type=media_type(fixed),
            signature=seals.kept(outbox, fixed.signature) if fixed.signature else b"",
        )
        return parcel, Target(receiver.address, receiver.id or 0, receiver.generation)

    def fixed(self, found: Delivery) -> Delivery:
        """The delivery with its bytes laid in the outbox."""
        if found.file:
            return found
        settings = self.house.settings
        with self.house.database.read() as session:
            made = content(session, found, zone=self.house.zone, seal=settings.seal)
        file = seals.lay(settings.outbox, made.file)
        signature = seals.lay(settings.outbox, made.signature) if made.signature else ""
        number = found.id or 0
        return self.house.database.write(lambda s: delivery.fix(s, number, file=file, signature=signature))

    def _look_for_receipts(self) -> int:
        """In the folders: an office system may sign for something long after it was put there."""
        with self.house.database.read() as session:
            found = delivery.unproved(session, Way.FOLDER)
            pairs = [(one, delivery.receiver_of(session, one)) for one in found]
        return sum(self._look(one, receiver) for one, receiver in pairs if receiver and receiver.key)

    def _look(self, found: Delivery, receiver: Receiver) -> bool:
        place = Path(receiver.address)
        text = folder.receipt(place, found.uid) if folder.is_inside(place, self.means.drops) else ""
        if not text or (found.uid, text) in self.judged:
            return False
        self.judged.add((found.uid, text))
        number, site, at = found.id or 0, self.house.keeper.site, self.clock()
        self.house.database.write(lambda s: delivery.look(s, number, text, site=site, at=at))
        return True

    async def carry(self) -> None:
        """For ever, whenever it is our turn."""
        try:
            while True:
                await asyncio.sleep(LOOK)
                try:
                    if self.turn.take():
                        await self.round()
                except Exception:
                    log.exception("the courier could not look into the outbox")
        finally:
            self.turn.give_back()


def courier_of(house: House, clock: Callable[[], datetime] = now) -> Courier:
    """The courier of a house, with the means its settings give it. Raises Refused where they make no sense."""
    settings = house.settings
    mailer = mailserver.read(settings.smtp, sender=settings.smtp_from, password=settings.smtp_password)
    return Courier(house, Means(load_signer(settings.delivery_key), mailer, settings.drops), clock)


async def deliver(house: House) -> None:
    """Beside the server, for as long as it runs."""
    await courier_of(house).carry()
