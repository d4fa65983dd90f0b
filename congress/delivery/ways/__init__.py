"""The ways out of the house, each behind one door: carry a parcel to a target, and say what came of it."""

from congress.delivery.parcel import Means, Parcel, Target
from congress.delivery.rules import Outcome, Way
from congress.delivery.ways import folder, mail, webhook


async def carry(way: Way, parcel: Parcel, target: Target, means: Means) -> Outcome:
    """Try once. Never raises for what the other side or the network does."""
    match way:
        case Way.MAIL:
            return await mail.carry(parcel, target, means)
        case Way.WEBHOOK:
            return await webhook.carry(parcel, target, means)
        case Way.FOLDER:
            return await folder.carry(parcel, target, means)
        case Way.INBOX:
            return Outcome()
