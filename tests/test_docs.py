"""The documents say what is so: commands, options, links, labels, and the walk-through with openssl."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from cast import SITE, Cast, found
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from congress import archive
from congress.__main__ import cli
from congress.bylaws.terms import Form, Verb
from congress.crypto.signatures import Signer
from congress.database import Database
from congress.i18n import catalogue
from congress.pages import desk
from congress.polls import service as polls
from congress.polls.service import Draft
from congress.record.service import Keeper
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from scripts import picturing

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
HANDBOOKS = sorted((ROOT / "docs/handbook").glob("*.zh.md"))
CALL = re.compile(
    r"(?:scripts/run|congress (serve|demo|verify|export|backup|restore|fingerprint))\b([^\n`|]*)"
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*([^*\n]+)\*\*(?: \(((?:[^()]|\([^()]*\))*[\u4e00-\u9fff](?:[^()]|\([^()]*\))*)\))?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def page_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


def commands() -> dict[str, TyperCommand]:
    group = get_command(cli)
    assert isinstance(group, TyperGroup)
    return group.commands


def options(command: TyperCommand) -> set[str]:
    return {name for param in command.params for name in param.opts if name.startswith("--")} | {"--help"}


# --- commands ----------------------------------------------------------------------------------------------------


def test_every_command_and_option_is_told():
    text = (ROOT / "docs/running.md").read_text()
    for name, command in commands().items():
        assert f"`congress {name}" in text
        for option in options(command):
            assert f"`{option}" in text, f"congress {name} {option}"


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_no_option_is_invented(path):
    for name, rest in CALL.findall(path.read_text()):
        known = options(commands()[name or "serve"])
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= known, f"congress {name or 'serve'}{rest}"


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_scripts_that_are_named_exist(path):
    for name in re.findall(r"(?<![\w/])(?:\./)?(scripts/[a-z]+)\b", path.read_text()):
        assert (ROOT / name).exists(), name


# --- links -------------------------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_links_lead_somewhere(path):
    for target in LINK.findall(path.read_text()):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), target
        assert there.is_relative_to(ROOT)
        assert not anchor or anchor in anchors(there), target


def test_every_page_is_reached_from_the_readme():
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        for target in LINK.findall(page.read_text()):
            there = (page.parent / target.partition("#")[0]).resolve()
            if there.suffix == ".md" and there.exists() and there not in seen:
                waiting.append(there)
    written_by_a_script = {ROOT / "docs/bench.md"}
    assert not set((ROOT / "docs").rglob("*.md")) - seen - written_by_a_script


def test_pictures_are_small_and_used_and_the_script_takes_each():
    text = (ROOT / "README.md").read_text()
    pictures = sorted((ROOT / "docs/img").iterdir())
    assert {picture.name for picture in pictures} == picturing.names()
    for picture in pictures:
        assert picture.name in text
        assert picture.stat().st_size <= picturing.HEAVIEST, picture.name


def test_each_part_of_the_readme_shows_pictures_in_its_own_language():
    chinese, english = (ROOT / "README.md").read_text().split("\n## In English\n")
    shown = {part: set(re.findall(r"docs/img/\w+\.(zh|en)\.png", part)) for part in (chinese, english)}
    assert (shown[chinese], shown[english]) == ({"zh"}, {"en"})
    counts = [part.count("docs/img/") for part in (chinese, english)]
    assert counts[0] == counts[1]


# --- handbooks ---------------------------------------------------------------------------------------------------


def headings(path: Path) -> list[str]:
    return re.findall(r"^(#+) ", path.read_text(), re.MULTILINE)


@pytest.mark.parametrize("chinese", HANDBOOKS, ids=lambda path: path.name)
def test_handbooks_are_the_same_in_both_languages(chinese):
    english = chinese.with_name(chinese.name.replace(".zh.", ".en."))
    assert headings(chinese) == headings(english)
    steps = [len(re.findall(r"^(?:\d+\.|-) ", path.read_text(), re.MULTILINE)) for path in (chinese, english)]
    assert steps[0] == steps[1]


def test_every_role_has_a_handbook():
    names = {path.name.split(".")[0] for path in HANDBOOKS}
    assert names >= {"delegate", "organiser", "teller", "committee", "department"}
    assert len(list((ROOT / "docs/handbook").glob("*.en.md"))) == len(HANDBOOKS)


@pytest.fixture(scope="session")
def words() -> set[str]:
    """Every Chinese sentence of the software: ``say("…")`` in code, ``_("…")`` in templates."""
    said = set[str]()
    for path in (ROOT / "congress").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
                said.add(node.value)
    for path in (ROOT / "templates").rglob("*.html"):
        said |= set(re.findall(r'_\("([^"]+)"', path.read_text()))
    return said


@cache
def pattern(sentence: str) -> re.Pattern[str]:
    """What a sentence with gaps may look like when they are filled."""
    parts = re.split(r"\{\w+\}", sentence)
    return re.compile(".+".join(re.escape(part) for part in parts))


def fits(label: str, sentence: str) -> bool:
    """Whether a label is this sentence with its gaps filled; a sentence that is nearly all gap fits nothing."""
    if "{" not in sentence:
        return False
    firm = len(CHINESE.findall(re.sub(r"\{\w+\}", "", sentence)))
    return firm >= 3 and pattern(sentence).fullmatch(label) is not None


def is_said(label: str, words: set[str]) -> bool:
    """Whether the software says this, or begins a sentence so."""
    return any(label in word or fits(label, word) for word in words)


def labels(path: Path) -> Iterator[tuple[str, str]]:
    """The labels in bold: English, if any, and Chinese."""
    for bold, beside in BOLD.findall(path.read_text()):
        if beside:
            yield bold, beside
        elif CHINESE.search(bold):
            yield "", bold


EMPHASIS = {"记名", "报告", "请示", "下一步", "粗体"}  # stressed words of our own


@pytest.mark.parametrize("path", sorted((ROOT / "docs/handbook").glob("*.md")), ids=page_id)
def test_handbooks_name_what_the_screens_say(path, words):
    for _, chinese in labels(path):
        assert chinese in EMPHASIS or is_said(chinese, words), chinese


def is_translated(label: str, chinese: str, english: dict[str, str]) -> bool:
    """Whether English readers see this label where Chinese readers see the other; or nobody has translated it yet."""
    if chinese in english:
        return label == english[chinese]
    parts = [english[word] for word in english if chinese in word]
    filled = [english[word] for word in english if fits(chinese, word)]
    return (
        not (parts or filled)
        or any(label in part for part in parts)
        or any(pattern(words).fullmatch(label) for words in filled)
    )


@pytest.mark.parametrize("path", sorted((ROOT / "docs/handbook").glob("*.en.md")), ids=page_id)
def test_english_labels_are_those_of_the_catalogue(path):
    english = catalogue("en")
    for label, chinese in labels(path):
        assert not label or is_translated(label, chinese, english), f"{chinese}: {english.get(chinese)}"


# --- glossary ----------------------------------------------------------------------------------------------------


def test_the_glossary_names_what_the_code_has():
    code = "\n".join(path.read_text() for path in (ROOT / "congress").rglob("*.py"))
    for line in (ROOT / "docs/glossary.md").read_text().splitlines():
        if line.startswith("| ") and "`" in line:
            for name in re.findall(r"`([\w.]+)`", line.split("|")[3]):
                assert re.search(rf"\b{name.split('.')[-1]}\b", code), name


def places() -> set[str]:
    """What the navigation and the desk call the places they lead to."""
    named = re.findall(r'say\("([^"]+)"\)', (ROOT / "congress/navigation.py").read_text())
    return {*named, *(label.text for _, links in desk.PLACES for label, _ in links)}


def test_every_place_has_its_word_in_the_glossary():
    terms = {
        term
        for line in (ROOT / "docs/glossary.md").read_text().splitlines()
        if line.startswith("| ")
        for term in line.split("|")[1].strip().split("、")
    }
    assert len(places()) > 25
    assert places() - terms == set()


def test_every_place_is_in_a_handbook():
    text = "\n".join(path.read_text() for path in HANDBOOKS)
    assert {place for place in places() if f"**{place}**" not in text} == set()


# --- checking the record -----------------------------------------------------------------------------------------


def one_vote(database: Database, cast: Cast) -> None:
    """A named vote in which Alice and Bob cast their ballots."""
    by = cast["olga"].person_id

    def draft(session):
        item = sittings.add_item(
            session, sitting_id=cast.sitting_id, title="提案工作办法", verb=Verb.PASS, by=by
        )
        for name in ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "judy"):
            sittings.note(
                session,
                sitting_id=cast.sitting_id,
                delegate_id=cast[name].delegate_id,
                presence=Presence.ARRIVED,
                by=by,
            )
        wish = Draft("关于“提案工作办法”的决议", "会议同意。\n自通过之日起施行。", "work_report", Form.NAMED)
        return polls.draft(session, item_id=item.id, wish=wish).id

    poll = database.write(draft)
    text = database.write(lambda s: polls.preflight(s, poll)).text_sha256
    database.write(lambda s: polls.open_poll(s, poll_id=poll, by=by, text_sha256=text))
    for name in ("alice", "bob"):
        signed = cast[name].sign(act="ballot", choice="for", poll=poll, text=text)
        database.write(
            lambda s, name=name, signed=signed: polls.cast(
                s, site=SITE, poll_id=poll, person_id=cast[name].person_id, choice="for", signed=signed
            )
        )
    database.write(lambda s: polls.close(s, poll_id=poll, by=by))


@pytest.fixture
def folder(database: Database, tmp_path: Path) -> Path:
    """Where somebody keeps an exported record, with the software beside it."""
    keeper = Keeper(Signer.generate(), SITE)
    database.before_commit.append(keeper.before_commit)
    one_vote(database, database.write(found))
    place = tmp_path / "check"
    command = place / ".venv/bin/congress"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m congress "$@"\n')
    command.chmod(0o755)
    with database.read() as session:
        archive.export(session, keeper, place / "record.zip")
    return place


def walk(page: Path) -> str:
    """The commands of a page, in order."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL))


def follow(commands: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_following_the_page_checks_the_record_and_a_signature(folder):
    done = follow(walk(ROOT / "docs/verifying.md"), folder)
    assert done.returncode == 0, done.stderr
    assert "verified" in done.stdout
    assert '"act":"ballot"' in done.stdout
    assert "Signature Verified Successfully" in done.stdout
    assert done.stdout.endswith("\n1\n")


def test_following_the_page_finds_a_changed_ballot(folder):
    forging = "sed -i 's/choice..:..for/choice\\\\\":\\\\\"xyz/' act"
    steps = walk(ROOT / "docs/verifying.md").replace("> act\n", f"> act\n{forging}\n", 1)
    done = follow(steps, folder)
    assert '\\"choice\\":\\"xyz\\"' in (folder / "record/act").read_text()
    assert done.returncode != 0
    assert "Signature Verified Successfully" not in done.stdout


def test_both_languages_give_the_same_commands():
    assert walk(ROOT / "docs/verifying.md") == walk(ROOT / "docs/verifying.zh.md")
