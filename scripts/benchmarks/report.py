"""The report in ``docs/bench.md``: what was measured, beside what was hoped for; each measurement owns its sections.

What is measured by itself replaces its own sections and no other's; what nobody owns stays.
"""

import re
from collections.abc import Callable
from typing import Any

from scripts.benchmarks import report_documents

HEADING = re.compile(r"^## ", re.MULTILINE)
Sections = dict[str, str]
"""The text under each heading."""


def write(found: dict[str, Any], before: str = "") -> str:
    """The report as Markdown. ``before`` is the report so far, of which what is not ``found`` is kept."""
    names = [name for name in OWNERS if name in found]
    intro, known = parted(before)
    if len(names) == len(OWNERS) or not intro:
        intro = introduction(found["machine"])
    new: Sections = {}
    for name in names:
        new |= OWNERS[name](found[name])
    whole = known | new
    order = [heading for heading in ORDER if heading in whole]
    left = [heading for heading in whole if heading not in ORDER]
    return intro + "".join(f"\n## {heading}\n\n{whole[heading].strip()}\n" for heading in (*order, *left))


def parted(text: str) -> tuple[str, Sections]:
    """A report in its introduction and its sections."""
    intro, *rest = HEADING.split(text)
    parts = (part.partition("\n") for part in rest)
    return (intro.strip() + "\n" if intro.strip() else ""), {
        heading.strip(): body.strip() for heading, _, body in parts
    }


def introduction(machine: dict[str, Any]) -> str:
    """Where all of it was measured."""
    return f"""# Measurements

Written by `scripts/bench` ({machine["cores"]} cores, Python {machine["python"]}, load {machine["load_before"]} before
the run). Server and load share the machine: read ratios rather than single figures.
"""


def _votes(votes: dict[str, Any]) -> Sections:
    rows = [_vote_row(name, value) for name, value in votes.items() if name.startswith("at_once")]
    return {
        VOTES: f"""Each vote: session, signature verified, rule applied, ballot and record entry written, one durable commit
(`synchronous=FULL`), receipt rendered. The floor verifies one signature and inserts one row through the same writer.

| at once | votes/s | p50 | p99 | floor votes/s | floor p99 | ratio |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

Aims: 1,000/s at 200 at once; p99 under 1.5 s at 500; ratio at least 0.5."""
    }


def _vote_row(name: str, value: dict[str, Any]) -> str:
    ours, floor = value["congress"], value["floor"]
    return (
        f"| {name.removeprefix('at_once_')} | {ours['per_second']:,} | {ours['p50_ms']} ms | {ours['p99_ms']} ms "
        f"| {floor['per_second']:,} | {floor['p99_ms']} ms | {value['ratio_to_floor']} |"
    )


def _page(page: dict[str, Any]) -> Sections:
    return {
        PAGE: f"""| server time, median | bare endpoint | transferred warm | cold, with all assets | files cold |
|---|---|---|---|---|
| {page["median_ms"]} ms | {page["bare_endpoint_median_ms"]} ms | {page["warm_bytes"]:,} B | {page["cold_bytes"]:,} B | {page["cold_files"]} |

Aims: under 10 ms; at most 30 kB warm and 90 kB cold. When a vote opens and all {page["phones"]} phones ask in the
same moment, the last has its ballot after {page["whole_hall_ms"]} ms (real phones spread over 800 ms)."""
    }


def _live(live: dict[str, Any]) -> Sections:
    return {
        LIVE: f"""{live["streams"]:,} open streams: a broadcast reached the last after {", ".join(f"{n} ms" for n in live["last_listener_ms"])};
{live["kilobytes_each"]} kB of memory each. Aim: within 1 s."""
    }


def _ballots(ballots: dict[str, Any]) -> Sections:
    return {
        BALLOTS: f"""Each ballot: session, form, group membership, proofs and signature checked in another process, roll and order
checked, ballot and event written, one durable commit, receipt rendered. {ballots["voters"]:,} delegates press
within one second; the floor is the checking alone, on all cores.

| ballots/s | p50 | p99 | one check, one core | checking alone | ratio | page meanwhile, median | slowest |
|---|---|---|---|---|---|---|---|
| {ballots["per_second"]:,} | {ballots["p50_ms"]} ms | {ballots["p99_ms"]} ms | {ballots["check_one_ms"]} ms | {ballots["checking_alone_per_second"]:,}/s | {ballots["ratio_to_checking_alone"]} | {ballots["page_meanwhile_median_ms"]} ms | {ballots["page_meanwhile_slowest_ms"]} ms |

Aims: 250/s on 2 cores; p99 under 3 s; one check at most 5 ms; pages under 200 ms."""
    }


def _verify(verify: dict[str, Any]) -> Sections:
    return {
        VERIFY: f"""{verify["ballots"]:,} ballots ({verify["megabytes"]} MB): {verify["all_cores_seconds"]} s on all cores, {verify["one_core_seconds"]} s on one.
Memory {verify["memory_mb"]} MB; for 1,000 ballots {verify["memory_mb_of_1000"]} MB."""
    }


VOTES = "Named signed votes over HTTP"
PAGE = "The delegate's page"
LIVE = "Live"
BALLOTS = "Secret ballots over HTTP"
VERIFY = "Checking an archive"
ORDER = (VOTES, PAGE, LIVE, BALLOTS, VERIFY, *report_documents.HEADINGS)
OWNERS: dict[str, Callable[[dict[str, Any]], Sections]] = {
    "votes": _votes,
    "page": _page,
    "live": _live,
    "ballots": _ballots,
    "verify": _verify,
    "documents": report_documents.sections,
}
