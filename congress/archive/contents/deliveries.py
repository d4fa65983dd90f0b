"""What went to whom: every delivery with its tries and its proof of receipt, and the addresses there were."""

from typing import Any

from congress.archive.contents.homes import homes
from congress.archive.contents.scope import Scope, both, moment, who
from congress.delivery import rules
from congress.delivery import service as delivery
from congress.delivery.service import Kept, Receiver
from congress.roster import service as roster

FILE = "deliveries.json"


def data(scope: Scope) -> dict[str, Any]:
    """``deliveries.json``. Tests of an address are about no sitting: they are in an export of everything only."""
    known, all_of_it = homes(scope), scope.only is None
    found = [
        (one, known.of(one.delivery.matter.value, one.delivery.about)) for one in delivery.kept(scope.session)
    ]
    rows = [(one, sitting) for one, sitting in found if all_of_it or sitting is not None]
    used = {one.delivery.receiver_id for one, _ in rows}
    names = roster.names(
        scope.session, {one.delivery.received_by for one, _ in rows if one.delivery.received_by}
    )
    return {
        "format": "congress/deliveries/1",
        "receivers": [
            _receiver(one) for one in delivery.all_receivers(scope.session) if all_of_it or one.id in used
        ],
        "deliveries": [_delivery(one, sitting, names) for one, sitting in rows],
    }


def _receiver(found: Receiver) -> dict[str, Any]:
    return {
        "id": found.id,
        "who": found.who.value,
        "who_words": both(rules.PARTIES[found.who]),
        "way": found.way.value,
        "name": found.name,
        "address": found.address,
        "key": found.key,
        "made_at": moment(found.made_at),
        "retired_at": moment(found.retired_at),
    }


def _delivery(kept: Kept, sitting: int | None, names: dict[int, str]) -> dict[str, Any]:
    found = kept.delivery
    return {
        "uid": found.uid,
        "sitting": sitting,
        "matter": found.matter.value,
        "matter_words": both(rules.MATTERS[found.matter]),
        "about": found.about,
        "title": found.title,
        "number": found.number,
        "who": found.who.value,
        "who_words": both(rules.PARTIES[found.who]),
        "way": found.way.value,
        "way_words": both(rules.WAYS[found.way]),
        "receiver": found.receiver_id,
        "stage": found.stage.value,
        "standing": both(rules.STAGES[found.stage]),
        "put_at": moment(found.put_at),
        "put_seq": found.put_seq,
        "sha256": found.file,
        "signature_sha256": found.signature,
        "sent_at": moment(found.sent_at),
        "received_at": moment(found.received_at),
        "received_by": who(found.received_by, names),
        "received_seq": found.received_seq,
        "receipt": found.receipt or None,
        "tries": [
            {
                "number": one.number,
                "at": moment(one.at),
                "trouble": one.trouble.value if one.trouble else None,
                "trouble_words": both(rules.TROUBLES[one.trouble].reason) if one.trouble else None,
                "said": one.said,
            }
            for one in kept.tries
        ],
    }
