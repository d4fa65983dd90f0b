"""The report in ``docs/bench.md``: what was measured, beside what was hoped for."""

from typing import Any


def write(found: dict[str, Any]) -> str:
    """The report as Markdown."""
    machine, votes, page, live, ballots, verify, documents = (
        found[name] for name in ("machine", "votes", "page", "live", "ballots", "verify", "documents")
    )
    rows = [_vote_row(name, value) for name, value in votes.items() if name.startswith("at_once")]
    return f"""# Measurements

Written by `scripts/bench` ({machine["cores"]} cores, Python {machine["python"]}, load {machine["load_before"]} before
the run). Server and load share the machine: read ratios rather than single figures.

## Named signed votes over HTTP

Each vote: session, signature verified, rule applied, ballot and record entry written, one durable commit
(`synchronous=FULL`), receipt rendered. The floor verifies one signature and inserts one row through the same writer.

| at once | votes/s | p50 | p99 | floor votes/s | floor p99 | ratio |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

Aims: 1,000/s at 200 at once; p99 under 1.5 s at 500; ratio at least 0.5.

## The delegate's page

| server time, median | bare endpoint | transferred warm | cold, with all assets | files cold |
|---|---|---|---|---|
| {page["median_ms"]} ms | {page["bare_endpoint_median_ms"]} ms | {page["warm_bytes"]:,} B | {page["cold_bytes"]:,} B | {page["cold_files"]} |

Aims: under 10 ms; at most 30 kB warm and 90 kB cold. When a vote opens and all {page["phones"]} phones ask in the
same moment, the last has its ballot after {page["whole_hall_ms"]} ms (real phones spread over 800 ms).

## Live

{live["streams"]:,} open streams: a broadcast reached the last after {", ".join(f"{n} ms" for n in live["last_listener_ms"])};
{live["kilobytes_each"]} kB of memory each. Aim: within 1 s.

## Secret ballots over HTTP

Each ballot: session, form, group membership, proofs and signature checked in another process, roll and order
checked, ballot and event written, one durable commit, receipt rendered. {ballots["voters"]:,} delegates press
within one second; the floor is the checking alone, on all cores.

| ballots/s | p50 | p99 | one check, one core | checking alone | ratio | page meanwhile, median | slowest |
|---|---|---|---|---|---|---|---|
| {ballots["per_second"]:,} | {ballots["p50_ms"]} ms | {ballots["p99_ms"]} ms | {ballots["check_one_ms"]} ms | {ballots["checking_alone_per_second"]:,}/s | {ballots["ratio_to_checking_alone"]} | {ballots["page_meanwhile_median_ms"]} ms | {ballots["page_meanwhile_slowest_ms"]} ms |

Aims: 250/s on 2 cores; p99 under 3 s; one check at most 5 ms; pages under 200 ms.

## Checking an archive

{verify["ballots"]:,} ballots ({verify["megabytes"]} MB): {verify["all_cores_seconds"]} s on all cores, {verify["one_core_seconds"]} s on one.
Memory {verify["memory_mb"]} MB; for 1,000 ballots {verify["memory_mb_of_1000"]} MB.

## Documents as PDF and Word

A resolution of {documents["pages"]} pages ({documents["bytes"]:,} B). The first PDF of a process loads typst and reads the fonts, the first Word file ({documents["word"]["bytes"]:,} B) loads python-docx.

| | first | next, median | slowest of them | {documents["batch"]} in a batch | memory after the first | after the batch |
|---|---|---|---|---|---|---|
| PDF | {documents["first_ms"]} ms | {documents["next_ms"]} ms | {documents["next_slowest_ms"]} ms | {documents["batch_seconds"]} s | {documents["memory_mb_after_the_first"]} MB | {documents["memory_mb_after_the_batch"]} MB |
| Word | {documents["word"]["first_ms"]} ms | {documents["word"]["next_ms"]} ms | {documents["word"]["next_slowest_ms"]} ms | {documents["word"]["batch_seconds"]} s | | {documents["word"]["memory_mb_after_the_batch"]} MB |

Aim: under 100 ms after the first.

## An archive

{_archive(documents["archive"])}
"""


def _archive(found: dict[str, Any]) -> str:
    return f"""A sitting with {found["ballots"]:,} named ballots and {found["papers"]} papers of 5 MB, {found["megabytes"]} MB as one package;
the small one has 50 ballots and no papers.

| | seconds | memory | of the small one |
|---|---|---|---|
| `congress export` | {found["export_seconds"]} | {found["export_memory_mb"]} MB | {found["export_memory_mb_of_a_small_one"]} MB |
| `congress verify` | {found["verify_seconds"]} | {found["verify_memory_mb"]} MB | {found["verify_memory_mb_of_a_small_one"]} MB |"""


def _vote_row(name: str, value: dict[str, Any]) -> str:
    ours, floor = value["congress"], value["floor"]
    return (
        f"| {name.removeprefix('at_once_')} | {ours['per_second']:,} | {ours['p50_ms']} ms | {ours['p99_ms']} ms "
        f"| {floor['per_second']:,} | {floor['p99_ms']} ms | {value['ratio_to_floor']} |"
    )
