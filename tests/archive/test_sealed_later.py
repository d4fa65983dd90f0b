"""What was sealed belongs to the sitting that it is about, whenever the seal was pressed and whichever seal it was."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import under_seal
from archive.packages import data, faults
from archive.rich import PASSPHRASE, Rich
from archive.test_changes import Change, edit
from archive.test_commands import congress
from archive.test_rosters import later as close
from cast import SITE, Cast
from exported import Exported, by_phone, packed
from passed import viewer
from sqlmodel import Session

from congress.archive.package import SEALED
from congress.archive.verification import Uses, uses
from congress.clock import now
from congress.house import House, open_house
from congress.seals import service as seals
from congress.settings import Settings
from congress.sittings import service as sittings
from congress.sittings.rules import Presence, SittingStage
from congress.sittings.store import Sitting

BEFORE, AFTER = "3-2", "3-3"
WHY = "附件不全，请补齐。"
FIRST, SECOND, LATE = "名册（上次）", "名册（这次）", "没有盖成的名册"
EXPECTED = {BEFORE: {1, 2, 5}, AFTER: {3, 4}, "": {1, 2, 3, 4, 5}}


def prepared(session: Session, cast: Cast) -> None:
    """The sitting as it is before it is opened."""
    found = session.get_one(Sitting, cast.sitting_id)
    found.stage = SittingStage.PREPARING
    session.add(found)


def begin(session: Session, cast: Cast) -> None:
    """Everybody comes, and it is opened."""
    olga = cast["olga"].person_id
    sittings.open_check_in(session, sitting_id=cast.sitting_id, by=olga)
    for member in cast.voting:
        sittings.note(
            session, sitting_id=cast.sitting_id, delegate_id=member.delegate_id,
            presence=Presence.ARRIVED, by=olga,
        )  # fmt: skip
    sittings.open_sitting(session, sitting_id=cast.sitting_id, by=olga)


def plan(session: Session, cast: Cast) -> int:
    planned = sittings.plan(
        session, term_id=cast.term_id, number=3, opens_at=now() + timedelta(days=300), place="礼堂"
    )
    return planned.id or 0


def vote(house: House, cast: Cast) -> Any:
    """A vote by phone and its resolution, signed by both."""
    by_phone(house, cast)
    return under_seal.written_up(house.database, cast)


def press(rich: Rich, resolution: Any) -> None:
    folder = rich.house.settings.seal
    use = under_seal.ask(rich.house.database, rich.cast, folder, resolution)
    under_seal.approve_both(rich.house.database, rich.cast, use)
    under_seal.press(rich.house.database, rich.cast, folder, use)


def renew(rich: Rich) -> None:
    """A new seal: the first one is retired."""
    with rich.house.database.read() as session:
        known = seals.current(session)
    made = seals.renew(rich.house.settings.seal, known, passphrase=PASSPHRASE, moment=now(), with_sm2=True)
    under_seal.adopt(rich.house.database, rich.cast, made)


def decline(session: Session, cast: Cast, folder: Path) -> None:
    """The chief teller declines what the second sitting wanted to be sealed."""
    content = LATE.encode()
    digest = seals.lay(folder, content)
    asked = seals.ask(session, viewer(session, cast, "olga"), name=LATE, sha256=digest, size=len(content))
    ruth = viewer(session, cast, "ruth")
    seals.decline(session, ruth, asked.id or 0, office=under_seal.TELLER, why=WHY)


@pytest.fixture(scope="module")
def rich(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rich]:
    """Two sittings. Of the first one a file was sealed then, a resolution in the second, another by the next seal."""
    folder = tmp_path_factory.mktemp("later") / "data"
    shutil.copytree(founded[0], folder)
    house = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    rich = Rich(house, founded[1], folder)
    rich.do(prepared)
    rich.do(begin)
    one, two = vote(house, rich.cast), vote(house, rich.cast)
    rich.seal_a_file(FIRST.encode(), FIRST)  # 1
    rich.do(close)
    rich.cast = replace(rich.cast, sitting_id=rich.do(plan))
    rich.do(begin)
    press(rich, one)  # 2
    renew(rich)
    press(rich, vote(house, rich.cast))  # 3
    rich.seal_a_file(SECOND.encode(), SECOND)  # 4
    press(rich, two)  # 5
    rich.do(decline, house.settings.seal)  # 6
    yield rich
    house.database.close()


@pytest.fixture(scope="module")
def packages(rich: Rich, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exported]:
    place = tmp_path_factory.mktemp("packages")
    return {name: rich.exported(place / f"all{name}.zip", sitting=name) for name in EXPECTED}


@pytest.mark.parametrize("sitting", EXPECTED)
def test_each_package_has_what_its_sitting_sealed_and_verifies(
    packages: dict[str, Exported], sitting: str
) -> None:
    found = packages[sitting].package
    assert faults(found) == set()
    told = data(found, "seals.json")
    assert {row["id"] for row in told["uses"]} == EXPECTED[sitting]
    files = {name.removeprefix(SEALED) for name in found.files if name.startswith(SEALED)}
    certificates = {f"seal-{n}{part}.pem" for n in (1, 2) for part in ("", "-chain", "-sm2")}
    endings = {1: "bin", 4: "bin"}
    assert files - certificates == {
        f"{number}.{ending}"
        for number in EXPECTED[sitting]
        for ending in (endings.get(number, "pdf"), "p7s", "sm2")
    }
    assert certificates <= files
    assert [bool(row["retired_at"]) for row in told["seals"]] == [True, False]


def test_it_is_told_how_many_were_not_looked_at(packages: dict[str, Exported], tmp_path: Path) -> None:
    counts = {name: uses(one.package) for name, one in packages.items()}
    assert counts == {BEFORE: Uses(3, 3, 2), AFTER: Uses(2, 2, 3), "": Uses(5, 5, 0)}
    said = congress("verify", packages[BEFORE].path).stdout
    assert "另有 2 份盖章的文件属于其他会议" in said
    assert "on 3 of 3 sealed files" in said
    assert "属于其他会议" not in congress("verify", packages[""].path).stdout


def test_what_was_declined_is_told_with_its_reason(packages: dict[str, Exported]) -> None:
    for name in ("", AFTER):
        (row,) = data(packages[name].package, "seals.json")["declined"]
        assert (row["name"], row["why"], row["by"]["name"]) == (LATE, WHY, "阮淑芬")
        assert row["office_words"] == {"zh": "总监票人", "en": "Chief teller"}
        for page in ("index.html", "index.en.html"):
            assert WHY in packages[name].package.files[page].decode()
    assert data(packages[BEFORE].package, "seals.json")["declined"] == []


def gone(*names: str) -> Change:
    def drop(files: dict[str, bytes]) -> None:
        for name in names:
            del files[f"{SEALED}{name}"]

    return drop


def both(*changes: Change) -> Change:
    def change(files: dict[str, bytes]) -> None:
        for one in changes:
            one(files)

    return change


def untold(number: int) -> Change:
    def drop(told: dict[str, Any]) -> None:
        told["uses"] = [row for row in told["uses"] if row["id"] != number]

    return edit("seals.json", drop)


def row(part: str, number: int, **changes: object) -> Change:
    return edit("seals.json", lambda told: told[part][number].update(changes))


def lent(files: dict[str, bytes]) -> None:
    files["sealed/3.pdf"] = b"%PDF-1.4 of another sitting"


MISSING = "包里缺少盖章的文件或它的签名"
FORGED: dict[str, tuple[Change, str]] = {
    "pressed later, dropped": (gone("2.pdf"), MISSING),
    "pressed by the next seal, dropped": (gone("5.pdf"), MISSING),
    "signature dropped": (gone("2.p7s"), MISSING),
    "SM2 signature dropped": (gone("5.sm2"), "包里缺少 SM2 签名"),
    "dropped with its row": (both(gone("2.pdf", "2.p7s", "2.sm2"), untold(2)), MISSING),
    "row dropped": (untold(5), "用印（编号 5）"),
    "retired seal dropped": (edit("seals.json", lambda d: d["seals"].pop(0)), "印章（编号 "),
    "certificate of the retired seal dropped": (gone("seal-1.pem"), "印章“"),
    "never retired": (row("seals", 0, retired_at=None), "印章“"),
    "pressed by the other seal": (row("uses", 1, seal=2), "盖章的文件“"),
    "pressed at another time": (row("uses", 1, pressed_at="2026-01-01T00:00:00.000Z"), "盖章的文件“"),
    "under another name": (row("uses", 1, name="别的文件"), "盖章的文件“别的文件”"),
    "a file that nobody tells of": (lent, "文件 sealed/3.pdf 没有登记用印"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_a_changed_package_of_one_sitting_is_named(packages: dict[str, Exported], what: str) -> None:
    assert named(packages[BEFORE], *FORGED[what])


DECLINED: dict[str, tuple[Change, str]] = {
    "dropped": (edit("seals.json", lambda d: d.update(declined=[])), "拒绝用印（编号 6）"),
    "not told at all": (edit("seals.json", lambda d: d.pop("declined") and None), "拒绝用印（编号 6）"),
    "another reason": (row("declined", 0, why="改过。"), f"拒绝用印“{LATE}”"),
    "another office": (row("declined", 0, office="executive_chair"), f"拒绝用印“{LATE}”"),
    "another name": (edit("seals.json", lambda d: d["declined"][0]["by"].update(name="张三")), f"拒绝用印“{LATE}”"),
    "another file": (row("declined", 0, sha256="0" * 64), f"拒绝用印“{LATE}”"),
    "twice": (edit("seals.json", lambda d: d["declined"].append(d["declined"][0])), "拒绝用印（编号 6）"),
}  # fmt: skip


@pytest.mark.parametrize("what", DECLINED)
def test_what_was_declined_is_held_against_the_record(packages: dict[str, Exported], what: str) -> None:
    assert named(packages[AFTER], *DECLINED[what])


def named(found: Exported, change: Callable[[dict[str, bytes]], Any], said: str) -> list[str]:
    """The faults that say so, once the package is listed and signed anew."""
    files = dict(found.package.files)
    change(files)
    return [fault for fault in faults(found.listed(files)) if said in fault]


def test_a_package_that_says_to_be_of_another_sitting_is_not_believed(
    packages: dict[str, Exported], tmp_path: Path
) -> None:
    """The files of one sitting under the manifest of the other: every seal is missing."""
    files = dict(packages[BEFORE].package.files)
    files["manifest.json"] = packages[AFTER].package.files["manifest.json"]
    posing = packages[BEFORE].listed(files)
    assert any(MISSING in fault for fault in faults(posing))
    assert congress("verify", packed(posing, tmp_path / "posing.zip")).returncode == 1
