"""Verifying what was sealed: leave of two officers, a seal in use, and the files of the record; each check broken once."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import under_seal
from archive.test_verification import faults
from cast import SITE, Cast
from exported import Exported

from congress.archive import export
from congress.archive.package import SEALED, Package, read, sealed_of, signature_of
from congress.archive.verification import verify
from congress.errors import Missing
from congress.house import House, open_house
from congress.record.entries import Kind
from congress.seals import certificates
from congress.seals.cms import detached
from congress.seals.keyfile import Unlocked
from congress.settings import Settings

Acts = list[dict[str, Any]]
DOCUMENT, SIGNATURE = sealed_of(2, "B-B"), signature_of(2)


@pytest.fixture(scope="module")
def house(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory):
    """One request withdrawn, the second one sealed."""
    folder = tmp_path_factory.mktemp("sealed") / "data"
    shutil.copytree(founded[0], folder)
    opened = open_house(Settings(data=folder))
    opened.name_site(SITE, "Asia/Shanghai")
    cast, seal, database = founded[1], opened.settings.seal, opened.database
    under_seal.make_seal(database, cast, seal)
    found = under_seal.resolved(opened, cast)
    first = under_seal.ask(database, cast, seal, found)
    under_seal.approve(database, cast, first, "alice", under_seal.CHAIR)
    under_seal.withdraw(database, cast, first)
    second = under_seal.ask(database, cast, seal, found)
    under_seal.approve_both(database, cast, second)
    under_seal.press(database, cast, seal, second)
    yield opened
    opened.database.close()


@pytest.fixture(scope="module")
def sealed(house: House, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    path = tmp_path_factory.mktemp("exported") / "export.zip"
    with house.database.read() as session:
        export(session, house.keeper, path, folder=house.settings.data)
    return Exported(read(path), path, house.keeper.signer)


def filed(found: Exported, name: str, content: bytes | None) -> Package:
    """The package with another file, and sums that agree."""
    files = {**found.package.files, name: content}
    kept = {k: v for k, v in files.items() if v is not None}
    return replace(found, package=Package(kept)).retold(lambda acts: acts)


def first(acts: Acts, kind: Kind) -> dict[str, Any]:
    return next(act for act in acts if act["kind"] == kind.value)


def without(*gone: Callable[[dict[str, Any]], bool]) -> Callable[[Acts], Acts]:
    return lambda acts: [act for act in acts if not any(which(act) for which in gone)]


def of(kind: Kind, **facts: object) -> Callable[[dict[str, Any]], bool]:
    """Is an act of this kind, with these facts?"""
    return lambda act: act["kind"] == kind.value and facts.items() <= act["facts"].items()


def told(kind: Kind, **facts: object) -> Callable[[Acts], Acts]:
    """The same story with other facts in the acts of a kind."""

    def tell(acts: Acts) -> Acts:
        return [
            {**act, "facts": {**act["facts"], **facts}} if act["kind"] == kind.value else act for act in acts
        ]

    return tell


def after(mark: Kind, moved: Callable[[dict[str, Any]], bool]) -> Callable[[Acts], Acts]:
    """The same story with some acts told only after another one."""

    def tell(acts: Acts) -> Acts:
        late = [act for act in acts if moved(act)]
        rest = [act for act in acts if not moved(act)]
        place = max(n for n, act in enumerate(rest) if act["kind"] == mark.value) + 1
        return [*rest[:place], *late, *rest[place:]]

    return tell


def test_an_honest_seal_passes_every_check(sealed: Exported) -> None:
    checks = list(verify(sealed.package))
    assert [check.faults for check in checks] == [[]] * len(checks)
    assert {name for name in sealed.package.files if name.startswith(SEALED)} == {
        DOCUMENT, SIGNATURE, "sealed/seal-1.pem", "sealed/seal-1-chain.pem",
    }  # fmt: skip
    assert next(check for check in checks if "用印" in check.name.text).examined > 10
    assert faults(filed(sealed, "other.txt", b"more")) == set(), "sums that agree are no fault"


PRESSED, ASKED, APPROVED = Kind.SEAL_PRESSED, Kind.SEAL_ASKED, Kind.SEAL_APPROVED
BOTH = "用印之前没有执行主席和总监票人两人的批准"
STORIES = [
    (without(of(APPROVED, impression=2, role="chief_teller")), BOTH),
    (without(of(APPROVED, impression=2, role="executive_chair")), BOTH),
    (without(of(APPROVED, impression=2)), BOTH),
    (after(PRESSED, of(APPROVED, impression=2, role="chief_teller")), BOTH),
    (told(APPROVED, impression=1), "批准的不是申请用印的文件，或申请已经撤回"),
    (told(APPROVED, sha256="0" * 64), "批准的不是申请用印的文件，或申请已经撤回"),
    (without(of(ASKED, impression=2), of(APPROVED, impression=2)), "没有申请就用了印"),
    (told(PRESSED, impression=1), "申请已经撤回，仍然用了印"),
    (told(PRESSED, sha256="0" * 64), "盖章的不是申请用印的文件"),
    (told(PRESSED, result="0" * 64), "盖章的文件与记录的校验值不符"),
    (told(PRESSED, sm3="0" * 64), "盖章的文件与记录的校验值不符"),
    (told(PRESSED, signature="0" * 64), "签名文件与记录的校验值不符"),
    (told(PRESSED, seal="0" * 64), "用印的印章当时没有启用，或已经停用"),
    (after(PRESSED, of(Kind.SEAL_MADE)), "用印的印章当时没有启用，或已经停用"),
    (told(ASKED, size=17), "盖章的文件不是以批准的那份开头"),
    (told(ASKED, impression=2), "同一次用印申请了两次"),
    (after(PRESSED, of(Kind.RESOLUTION_SEALED)), "申请用印的决议当时还没有签署"),
    (told(Kind.SEAL_WITHDRAWN, impression=9), "用印记录读不出来"),
    (told(Kind.SEAL_MADE, certificate="no certificate"), "用印记录读不出来"),
]  # fmt: skip


@pytest.mark.parametrize(("tell", "fault"), STORIES)
def test_a_forged_story_is_named(sealed: Exported, tell: Callable[[Acts], Acts], fault: str) -> None:
    assert fault in faults(sealed.retold(tell))


def test_a_seal_pressed_twice_is_named(sealed: Exported) -> None:
    package = sealed.retold(lambda acts: [*acts, first(acts, PRESSED)])
    assert "同一次申请用了两次印" in faults(package)


def test_a_request_withdrawn_after_the_seal_is_named(sealed: Exported) -> None:
    def tell(acts: Acts) -> Acts:
        late = first(acts, Kind.SEAL_WITHDRAWN)
        return [*acts, {**late, "facts": {**late["facts"], "impression": 2}}]

    assert "撤回了已经完成的用印" in faults(sealed.retold(tell))


def test_a_seal_pressed_after_an_officer_declined_is_named(sealed: Exported) -> None:
    def tell(acts: Acts) -> Acts:
        return [
            {**act, "kind": Kind.SEAL_DECLINED.value} if act["kind"] == Kind.SEAL_WITHDRAWN.value else act
            for act in told(PRESSED, impression=1)(acts)
        ]

    assert "申请已经撤回，仍然用了印" in faults(sealed.retold(tell))


def test_one_person_in_both_offices_is_named(sealed: Exported) -> None:
    def tell(acts: Acts) -> Acts:
        chair = first(acts, APPROVED)["actor"]
        return [{**act, "actor": chair} if act["kind"] == APPROVED.value else act for act in acts]

    assert "两个职务的批准出自同一个人" in faults(sealed.retold(tell))


def test_a_retired_seal_that_is_pressed_is_named(sealed: Exported) -> None:
    def tell(acts: Acts) -> Acts:
        made = first(acts, Kind.SEAL_MADE)
        retired = {
            **made, "kind": Kind.SEAL_RETIRED.value, "facts": {"fingerprint": made["facts"]["fingerprint"]},
        }  # fmt: skip
        place = acts.index(first(acts, PRESSED))
        return [*acts[:place], retired, *acts[place:]]

    assert "用印的印章当时没有启用，或已经停用" in faults(sealed.retold(tell))


@pytest.mark.parametrize("year", ["2020", "2050"])
def test_a_certificate_out_of_its_time_is_named(sealed: Exported, year: str) -> None:
    def tell(acts: Acts) -> Acts:
        return [{**act, "at": year + act["at"][4:]} if act["kind"] == PRESSED.value else act for act in acts]

    assert "用印时印章证书尚未生效或已经到期" in faults(sealed.retold(tell))


@pytest.mark.parametrize("name", [DOCUMENT, SIGNATURE])
def test_a_missing_file_is_named(sealed: Exported, name: str) -> None:
    assert "包里缺少盖章的文件或它的签名" in faults(filed(sealed, name, None))


def test_another_sealed_file_is_named(sealed: Exported) -> None:
    changed = bytearray(sealed.package.files[DOCUMENT])
    changed[len(changed) // 2] ^= 1
    assert faults(filed(sealed, DOCUMENT, bytes(changed))) >= {
        "盖章的文件与记录的校验值不符",
        "签名文件不是这枚印章对这份文件的签名",
    }


def test_a_signature_by_another_seal_or_of_nothing_is_named(sealed: Exported, other: Unlocked) -> None:
    content = sealed.package.files[DOCUMENT]
    for forged in (detached(content, other), b"", b"0" * 700, sealed.package.files[SIGNATURE][:-1] + b"\0"):
        assert "签名文件不是这枚印章对这份文件的签名" in faults(filed(sealed, SIGNATURE, forged))


@pytest.fixture(scope="module")
def other() -> Unlocked:
    """Somebody else's seal with the same names."""
    root = certificates.authority("长风精工有限公司", datetime.now(UTC))
    fresh = certificates.seal(root, datetime.now(UTC))
    return Unlocked(fresh.cert, fresh.key, (root.cert,))


def test_without_the_sealed_files_nothing_is_exported(house: House, tmp_path: Path) -> None:
    with house.database.read() as session:
        for folder in (None, tmp_path):
            with pytest.raises(Missing):
                export(session, house.keeper, tmp_path / "export.zip", folder=folder)
    assert not (tmp_path / "export.zip").exists()
