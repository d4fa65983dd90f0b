"""The report's sections on documents, the seal, and archives."""

from typing import Any

DOCUMENTS = "Documents as PDF and Word"
BATCH = "All documents of a sitting"
SEAL = "The seal"
ARCHIVE = "An archive"
HEADINGS = (DOCUMENTS, BATCH, SEAL, ARCHIVE)


def sections(found: dict[str, Any]) -> dict[str, str]:
    """By heading."""
    return {
        DOCUMENTS: _documents(found),
        BATCH: _batch(found["batch"]),
        SEAL: _seal(found["seal"]),
        ARCHIVE: _archive(found["archive"]),
    }


def _documents(found: dict[str, Any]) -> str:
    word, preview, bare, cards = (found[name] for name in ("word", "preview", "bare", "cards"))
    return f"""A resolution of {found["pages"]} pages (PDF {found["bytes"]:,} B, Word {word["bytes"]:,} B); load {found["load_before"]} before. The first PDF
of a process loads typst and reads the fonts, the first Word file loads python-docx. The floor is typst setting one page
with one line on it, with the same fonts, as the same kind of file (PDF/A-2a, PDF/UA-1).

| | first | next, median | slowest of them | ratio to the floor | memory after the first |
|---|---|---|---|---|---|
| PDF | {found["first_ms"]} ms | {found["next_ms"]} ms | {found["next_slowest_ms"]} ms | {_ratio(found, bare)} | {found["memory_mb_after_the_first"]} MB |
| floor | {bare["first_ms"]} ms | {bare["next_ms"]} ms | | | |
| preview of its pages | {preview["first_ms"]} ms | {preview["next_ms"]} ms | {preview["next_slowest_ms"]} ms | {_ratio(preview, bare)} | {preview["memory_mb_after_the_first"]} MB |
| Word | {word["first_ms"]} ms | {word["next_ms"]} ms | {word["next_slowest_ms"]} ms | {_ratio(word, bare)} | {word["memory_mb_after_the_first"]} MB |

Aim: under 100 ms after the first. {cards["number"]} invitation cards as one file, told card by card: {cards["seconds"]} s, of which
{cards["codes_alone_seconds"]} s to draw their codes."""


def _ratio(found: dict[str, Any], bare: dict[str, Any]) -> float:
    return round(found["next_ms"] / bare["next_ms"], 1)


def _batch(found: dict[str, Any]) -> str:
    kinds = "".join(f"| {name} | {ms} ms |\n" for name, ms in found["by_kind"].items())
    after = "".join(f"| {int(n):,} | {mb} MB |\n" for n, mb in found["memory_mb_after_documents"].items())
    return f"""{found["documents"]} documents in {found["files"]} files ({found["megabytes"]} MB), made as **Download all documents** makes them: {found["seconds"]} s,
{round(1000 * found["seconds"] / found["documents"])} ms for a document. Progress was told {found["told"]} times; the longest silence was {found["longest_silence_ms"]} ms (the
first document loads what all need). The floor, zipping the same bytes: {found["zipped_alone_seconds"]} s. Memory after the
first file {found["memory_mb_after_the_first"]} MB, after the last {found["memory_mb_after_the_last"]} MB, at most {found["most_memory_mb"]} MB.

The same process, made to do it again and again. Typst keeps what its last ten settings used and drops the rest (comemo,
evicted by its Python binding after each), so memory grows while the first dozen of each kind are set, and then stays; what comes later is free room that the
allocator keeps.

| documents | memory |
|---|---|
{after}
| one file, with what it is read from, median | |
|---|---|
{kinds.rstrip()}"""


def _seal(found: dict[str, Any]) -> str:
    return f"""A sealed resolution ({found["bytes"]:,} B): signature in the PDF (PAdES) with its picture and the approvals, and beside it
(CMS), without a time stamp. The first of a process loads pyHanko. The floor hashes and signs the same bytes twice with
the same key.

| first | next, median | of this the passphrase (Argon2id) | PAdES and CMS | floor |
|---|---|---|---|---|
| {found["first_ms"]} ms | {found["next_ms"]} ms | {found["passphrase_ms"]} ms | {found["pades_and_cms_ms"]} ms | {found["bare_ms"]} ms |"""


def _archive(found: dict[str, Any]) -> str:
    named, secret = found["named"], found["secret"]
    return f"""Two sittings of {found["ballots"]:,} delegates: with everybody's named ballot and {found["papers"]} papers of 5 MB ({named["megabytes"]} MB as a
package), and with everybody's secret ballot, opened by two of three tellers ({secret["megabytes"]} MB). The small ones beside
them have {found["few"]} delegates and no papers. The floor zips the same bytes. Memory is that of the command's own
process; ballots are judged in others.

| | seconds | of the small one | floor | memory | of the small one |
|---|---|---|---|---|---|
{_rows("named", named)}
{_rows("secret", secret)}"""


def _rows(kind: str, found: dict[str, Any]) -> str:
    return "\n".join(
        f"| `congress {command}`, {kind} ballots | {found[f'{command}_seconds']} | {found[f'{command}_seconds_of_a_small_one']} "
        f"| {found['zipped_alone_seconds'] if command == 'export' else ''} "
        f"| {found[f'{command}_memory_mb']} MB | {found[f'{command}_memory_mb_of_a_small_one']} MB |"
        for command in ("export", "verify")
    )
