"""All documents of a sitting as the product makes them (``congress.archive.bundle``): three for each vote, told one by one."""

import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

from sqlmodel import Session

from congress.archive import bundle
from congress.archive.bundle import Scope, Wish
from congress.bylaws.terms import Form, Verb
from congress.house import House, prepare
from congress.polls import service as polls
from congress.polls.rules import Choice, ballot_statement
from congress.polls.service import Draft
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Signatory
from congress.roster import service as roster
from congress.roster.rules import OfficeKind, Viewer
from congress.roster.store import Office
from congress.settings import Settings
from congress.sittings import service as sittings
from congress.work import Tell, Work
from scripts.benchmarks import hall
from scripts.benchmarks.apart import apart, memory, most_memory, zipped_alone

VOTES, VOTERS = 100, 5
PRESSES = 10  # of one process: does its memory stop growing?
BODY = "会议审议了有关事项。\n【表决结果】\n会议决定：\n一、予以通过。\n二、由有关部门落实，年底前报告。"
PATIENCE = 600.0  # seconds


def run(votes: int = VOTES) -> dict[str, Any]:
    """A sitting with its votes and resolutions, then its documents, in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        hold(Path(folder), votes)
        return {
            **apart(__name__, "made", folder),
            "memory_mb_after_documents": apart(__name__, "lasting", folder),
            "zipped_alone_seconds": apart(__name__, "zipped", folder),
            "by_kind": apart(__name__, "by_kind", folder),
        }


def made(folder: str) -> dict[str, Any]:
    """Begun as its page begins it, watched as the hub watches it. Sizes in MB, memory as it grows."""
    house = prepare(Settings(data=Path(folder)))
    told, grown = [time.perf_counter()], []

    def hear(done: int, total: int) -> None:
        told.append(time.perf_counter())
        if total and done in {1, total}:
            grown.append(memory())

    wish, work = wished(house), Work("bench")
    press(house, work, wish, hear)
    with house.database.read() as session:
        kinds = bundle.kinds(Scope(session, house.keeper, wish))
        ready = bundle.ready(session, Path(folder), wish.sitting)
    house.database.close()
    if ready is None or ready.files != work.done:
        raise RuntimeError("not every file was made")
    return {
        "documents": sum(len(papers) for papers in kinds.values()),
        "files": ready.files,
        "megabytes": round(ready.size / 1e6, 1),
        "seconds": round(told[-1] - told[0], 2),
        "told": len(told) - 2,
        "longest_silence_ms": round(max(b - a for a, b in pairwise(told)) * 1000),
        "memory_mb_after_the_first": grown[0],
        "memory_mb_after_the_last": grown[1],
        "most_memory_mb": most_memory(),
    }


def lasting(folder: str, presses: int = PRESSES) -> dict[str, int]:
    """Memory in MB of a process that makes the same zip again and again, after so many documents."""
    house = prepare(Settings(data=Path(folder)))
    wish, work, found = wished(house), Work("bench"), {}
    with house.database.read() as session:
        each = sum(len(papers) for papers in bundle.kinds(Scope(session, house.keeper, wish)).values())
    for number in range(1, presses + 1):
        press(house, work, wish, lambda _done, _total: None)
        found[str(number * each)] = memory()
    house.database.close()
    return found


def press(house: House, work: Work, wish: Wish, hear: Tell) -> None:
    """Begin it, and wait until it is over."""
    over = Event()

    def news(done: int, total: int) -> None:
        hear(done, total)
        if not total:
            over.set()

    begun = bundle.begin(work, house.database, house.keeper, wish, news)
    if not begun or not over.wait(PATIENCE) or work.refusal:
        raise RuntimeError(work.refusal)


def zipped(folder: str) -> float:
    """The floor: seconds to zip the same bytes with ``zipfile``."""
    return zipped_alone(next((Path(folder) / bundle.FOLDER).glob("*.zip")))


def by_kind(folder: str) -> dict[str, float]:
    """Milliseconds for one file of each kind, the median, and what it was read from."""
    house = prepare(Settings(data=Path(folder)))
    found: dict[str, list[float]] = {}
    with house.database.read() as session:
        for word, papers in bundle.kinds(Scope(session, house.keeper, wished(house))).items():
            for paper in papers:
                for ending, make in paper.files.items():
                    start = time.perf_counter()
                    make()
                    found.setdefault(f"{word.text} {ending}", []).append((time.perf_counter() - start) * 1000)
    house.database.close()
    return {name: round(median(each), 1) for name, each in found.items()}


def wished(house: House) -> Wish:
    """What the organiser asks for."""
    with house.database.read() as session:
        known = sittings.current(session)
        if known is None:
            raise LookupError("a sitting")
        return Wish(
            sitting=known.sitting.id or 0,
            folder=house.settings.data,
            seal=house.settings.seal,
            viewer=viewer(session, 1),
            zone=house.zone,
            address=lambda poll, sha256: f"https://congress.example/check/{poll}/{sha256}",
        )


# --- the sitting ------------------------------------------------------------------------------------------------


def hold(folder: Path, votes: int) -> None:
    """So many votes by phone, each carried, written up, signed by two, and published."""
    bench = hall.build(folder, VOTERS)
    house = prepare(Settings(data=folder))
    house.name_site(hall.SITE, "Asia/Shanghai")
    try:
        house.database.write(lambda s: appoint(s, bench))
        for n in range(votes):
            house.database.write(lambda s, number=n: decide(s, bench, number))
    finally:
        house.database.close()


def appoint(session: Session, bench: hall.Bench) -> None:
    """Who signs; and the votes that every bench begins with are over."""
    clerk = bench.voters[0].person_id
    polls.void(session, poll_id=bench.poll_id, by=clerk, why="测量")
    term = sittings.current(session)
    for kind, voter in zip(
        (OfficeKind.EXECUTIVE_CHAIR, OfficeKind.CHIEF_TELLER), bench.voters[1:], strict=False
    ):
        session.add(Office(term_id=term.term.id or 0 if term else 0, person_id=voter.person_id, kind=kind))


def viewer(session: Session, person: int) -> Viewer:
    """Who does it."""
    found = roster.viewer(session, person)
    if found is None:
        raise LookupError(person)
    return found


def decide(session: Session, bench: hall.Bench, number: int) -> None:
    """One vote, from its item to its published resolution."""
    clerk = viewer(session, bench.voters[0].person_id)
    poll = voted(session, bench, clerk.person_id, number)
    found = resolutions.create(session, clerk, poll_id=poll, template=Template.GENERAL)
    stamp = resolutions.stamp_of(found)
    resolutions.edit(session, clerk, found.id or 0, title=found.title, body=BODY, seen=stamp)
    resolutions.start(session, clerk, found.id or 0, seen=resolutions.stamp_of(found))
    for role, voter in zip(
        (Signatory.EXECUTIVE_CHAIR, Signatory.CHIEF_TELLER), bench.voters[1:], strict=False
    ):
        said = resolutions.statement_for(found, site=hall.SITE, role=role)
        who, signed = viewer(session, voter.person_id), hall.sign(voter.signer, said)
        resolutions.approve(session, who, found.id or 0, site=hall.SITE, role=role, signed=signed)
    resolutions.publish(session, clerk, found.id or 0)


def voted(session: Session, bench: hall.Bench, clerk: int, number: int) -> int:
    """A vote that everybody is for."""
    sitting = polls.poll(session, bench.poll_id).sitting_id
    item = sittings.add_item(session, sitting_id=sitting, title=f"事项{number}", verb=Verb.PASS, by=clerk)
    wish = Draft(f"关于第{number}项办法的决议", "会议同意。", "work_report", Form.NAMED)
    poll = polls.draft(session, item_id=item.id or 0, wish=wish).id or 0
    text = polls.preflight(session, poll).text_sha256
    polls.open_poll(session, poll_id=poll, by=clerk, text_sha256=text)
    session.flush()  # casting reads what stands in the tables
    for voter in bench.voters:
        said = ballot_statement(site=hall.SITE, poll=poll, text_sha256=text, choice=Choice.FOR)
        polls.cast(
            session,
            site=hall.SITE,
            poll_id=poll,
            person_id=voter.person_id,
            choice=Choice.FOR,
            signed=hall.sign(voter.signer, said),
        )
    polls.close(session, poll_id=poll, by=clerk)
    return poll
