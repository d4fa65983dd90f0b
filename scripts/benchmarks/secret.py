"""A sitting with a secret vote by phone in it, from the delegates' keys to the opened box, by the product's own verbs."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sqlmodel import Session

from congress.bylaws.terms import Form, Verb
from congress.crypto.belenios import wire
from congress.demo.devices import Teller, Voter
from congress.house import House, prepare
from congress.i18n import render
from congress.polls import service as polls
from congress.polls.service import Draft
from congress.secrecy import rules
from congress.secrecy import service as secrecy
from congress.secrecy.rules import Step
from congress.secrecy.service import Checked, Post, Table
from congress.settings import Settings
from congress.sittings import service as sittings
from scripts.benchmarks import hall

THRESHOLD, TELLERS = 2, 3
EVERY = 1_000_000
CHUNK = 20  # ballots that a process makes at a time
TOGETHER = 100  # ballots in one write


def hold(folder: Path, size: int) -> None:
    """Everybody votes in secret; two of three tellers open the box."""
    bench = hall.build(folder, size)
    house = prepare(Settings(data=folder))
    house.name_site(hall.SITE, "Asia/Shanghai")
    voters = [Voter() for _ in bench.voters]
    try:
        house.database.write(lambda s: register(s, bench, voters))
        tellers = [Teller() for _ in bench.voters[:TELLERS]]
        ceremony = house.database.write(lambda s: call(s, bench))
        for _ in Step:
            for voter, teller in zip(bench.voters, tellers, strict=False):
                house.database.write(lambda s, v=voter, t=teller: step(s, ceremony, v, t))
        poll = house.database.write(lambda s: opened(s, bench))
        fill(house, poll, bench, voters)
        house.database.write(lambda s: polls.close(s, poll_id=poll, by=bench.voters[0].person_id))
        for voter, teller in list(zip(bench.voters, tellers, strict=False))[:THRESHOLD]:
            house.database.write(lambda s, v=voter, t=teller: turn(s, poll, v, t))
    finally:
        house.database.close()


def register(session: Session, bench: hall.Bench, voters: list[Voter]) -> None:
    """A voting key for each; the vote that every bench begins with is over."""
    polls.void(session, poll_id=bench.poll_id, by=bench.voters[0].person_id, why="测量")
    for member, voter in zip(bench.voters, voters, strict=True):
        said = rules.key_statement(site=hall.SITE, person=member.person_id, commitment=voter.commitment)
        secrecy.register_key(
            session,
            person_id=member.person_id,
            site=hall.SITE,
            public=voter.public,
            blind=voter.blind,
            signed=hall.sign(member.signer, said),
        )


def call(session: Session, bench: hall.Bench) -> int:
    """The first delegates hold the key."""
    sitting = polls.poll(session, bench.poll_id).sitting_id
    people = [voter.person_id for voter in bench.voters[:TELLERS]]
    return (
        secrecy.begin(session, sitting_id=sitting, people=people, threshold=THRESHOLD, by=people[0]).id or 0
    )


def step(session: Session, ceremony: int, voter: hall.Voter, teller: Teller) -> None:
    """The present step of one of them."""
    given = published(secrecy.table(session, ceremony), voter, teller)
    said = rules.step_statement(
        site=hall.SITE, ceremony=ceremony, step=given.step, digest=wire.digest(given.body)
    )
    secrecy.post(
        session,
        site=hall.SITE,
        ceremony_id=ceremony,
        person_id=voter.person_id,
        given=given,
        signed=hall.sign(voter.signer, said),
    )


def published(table: Table, voter: hall.Voter, teller: Teller) -> Post:
    """What this teller's device publishes now."""
    place = table.place_of(voter.person_id)
    if place is None or table.step is None:
        raise LookupError("a step")
    certificates = [one.certificate for one in table.holders]
    if table.step is Step.CERTIFY:
        return Post(table.step, teller.certify(len(certificates), THRESHOLD, place.owner))
    if table.step is Step.DEAL:
        return Post(table.step, teller.deal(certificates, THRESHOLD))
    sealed = [one.sealed[place.owner - 1] for one in table.holders]
    return Post(table.step, teller.finish(certificates, sealed))


def opened(session: Session, bench: hall.Bench) -> int:
    """A secret vote by phone."""
    clerk = bench.voters[0].person_id
    sitting = polls.poll(session, bench.poll_id).sitting_id
    item = sittings.add_item(session, sitting_id=sitting, title="集体合同", verb=Verb.PASS, by=clerk)
    wish = Draft("关于集体合同的决议", "会议同意。", "collective_contract", Form.SECRET, paper=False)
    poll = polls.draft(session, item_id=item.id or 0, wish=wish).id or 0
    polls.open_poll(session, poll_id=poll, by=clerk, text_sha256=polls.preflight(session, poll).text_sha256)
    return poll


def fill(house: House, poll: int, bench: hall.Bench, voters: list[Voter]) -> None:
    """Every ballot is made and checked on all cores, and cast."""
    with house.database.read() as session:
        election = secrecy.the_box(session, poll).election
    size = len(voters)
    with ProcessPoolExecutor() as pool:
        made = list(
            pool.map(Voter.ballot, voters, [election] * size, [n % 3 for n in range(size)], chunksize=CHUNK)
        )
        checked = list(pool.map(secrecy.check, [election] * size, made, chunksize=CHUNK))
    pairs = list(zip(bench.voters, checked, strict=True))
    for start in range(0, size, TOGETHER):
        house.database.write(lambda s, some=pairs[start : start + TOGETHER]: cast(s, poll, some))


def cast(session: Session, poll: int, pairs: list[tuple[hall.Voter, object]]) -> None:
    """Some of them, in one write."""
    for voter, checked in pairs:
        if not isinstance(checked, Checked):
            raise TypeError(render(str(checked), "zh"))
        polls.cast_secret(session, poll_id=poll, person_id=voter.person_id, checked=checked, follows="")


def turn(session: Session, poll: int, voter: hall.Voter, teller: Teller) -> None:
    """One teller's part of the key."""
    election, inside = secrecy.the_box(session, poll).election, secrecy.ballots(session, poll, most=EVERY)
    body = teller.turn(election, inside)
    said = rules.turn_statement(site=hall.SITE, poll=poll, digest=wire.digest(body))
    signed = hall.sign(voter.signer, said)
    polls.turn_key(session, site=hall.SITE, poll_id=poll, person_id=voter.person_id, body=body, signed=signed)
