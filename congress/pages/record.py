"""The public record, receipts and their proofs."""

import json
from dataclasses import asdict

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from congress.clock import parse
from congress.crypto.signatures import pem
from congress.errors import Missing
from congress.i18n import say
from congress.polls import rules
from congress.polls import service as polls
from congress.record import service as record
from congress.record.entries import Act, Kind, read
from congress.record.service import Proof
from congress.record.words import KINDS
from congress.roster import service as roster
from congress.visit import Visit, page

PAGE = 50
ATTACHED = frozenset({Kind.BALLOT_CAST, Kind.MOTION_SECONDED, Kind.COUNT_ENTERED, Kind.COUNT_CONFIRMED})
"""Acts whose signatures a sealed resolution carries as data."""


@page
def index(visit: Visit) -> Response:
    """The newest acts, the signed head, and the record's public key."""
    head = record.latest_head(visit.session)
    size = head.size if head else 0
    before = min(visit.query_number("before", size), size)
    start = max(0, before - PAGE)
    acts = [
        read(entry.body.encode())
        for entry in record.entries(visit.session, start=start, limit=before - start)
    ]
    return visit.render(
        "record/index.html",
        head=head,
        head_at=parse(head.at) if head else None,
        acts=list(reversed(acts)),
        kinds=KINDS,
        names=roster.names(visit.session, {act.actor for act in acts}),
        start=start,
        page=PAGE,
        key=visit.house.keeper.signer.id,
        pem=pem(visit.house.keeper.signer.public),
    )


@page
def receipt(visit: Visit) -> Response:
    """The proof that one's own ballot, or another act of one's own, stands in the record."""
    proof, act = own(visit)
    facts = polls.receipt_of(visit.session, proof.seq)
    title = polls.poll(visit.session, facts.poll_id).title if facts else ""
    return visit.render(
        "record/receipt.html",
        proof=proof,
        head_at=parse(proof.head_at),
        act=act,
        receipt=facts,
        title=title,
        kinds=KINDS,
        choices=rules.CHOICES,
        sealed_later=act.kind in ATTACHED,
    )


@page
def download(visit: Visit) -> Response:
    """The same as a file that can be kept and checked without us."""
    proof, _ = own(visit)
    key = visit.house.keeper.signer
    body = {
        "format": "congress/receipt/1",
        "site": visit.site,
        **asdict(proof),
        "record_key": pem(key.public),
    }
    name = f"attachment; filename=receipt-{proof.seq}.json"
    return Response(
        json.dumps(body, ensure_ascii=False, indent=1),
        media_type="application/json",
        headers={"Content-Disposition": name},
    )


def own(visit: Visit) -> tuple[Proof, Act]:
    """An entry of one's own making, with its proof; anybody else's is not there."""
    proof = visit.house.keeper.prove(visit.session, visit.number("seq"))
    act = read(proof.body.encode()) if proof else None
    if proof is None or act is None or act.actor != visit.viewer.person_id:
        raise Missing(say("没有这份证明"))
    return proof, act


ROUTES: list[BaseRoute] = [
    Route("/record", index, name="record"),
    Route("/record/{seq:int}", receipt, name="record.receipt"),
    Route("/record/{seq:int}/proof.json", download, name="record.download"),
]
