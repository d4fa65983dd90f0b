"""Verifying SM2 signatures of the seal, with the package alone; each check broken once."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import under_seal
from archive.test_seals import Acts, filed, told
from archive.test_verification import faults
from cast import SITE, Cast
from exported import Exported, packed
from openssl_command import openssl_accepts_sm2

from congress.archive import export
from congress.archive.package import Package, read, sealed_of, sm2_of
from congress.archive.verification import Uses, uses, verify
from congress.house import open_house
from congress.record.entries import Kind
from congress.seals import sm2
from congress.settings import Settings

DOCUMENT, SIGNATURE, KEY = sealed_of(1, "B-B"), sm2_of(1), "sealed/seal-1-sm2.pem"
MADE, PRESSED = Kind.SEAL_MADE, Kind.SEAL_PRESSED
MISSING, OTHER_HASH = "包里缺少 SM2 签名", "SM2 签名与记录的校验值不符"
FORGED, UNKNOWN = "SM2 签名不是这枚印章对这份文件的签名", "这枚印章没有登记 SM2 公钥，却有 SM2 签名"
ANOTHER = sm2.make()


@pytest.fixture(scope="module")
def sealed(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory):
    """The export of a congress that sealed one resolution, with a key for SM2."""
    folder = tmp_path_factory.mktemp("sm2") / "data"
    shutil.copytree(founded[0], folder)
    house, cast = open_house(Settings(data=folder)), founded[1]
    house.name_site(SITE, "Asia/Shanghai")
    database, seal, path = house.database, house.settings.seal, folder.parent / "export.zip"
    under_seal.make_seal(database, cast, seal, with_sm2=True)
    use = under_seal.ask(database, cast, seal, under_seal.resolved(house, cast))
    under_seal.approve_both(database, cast, use)
    under_seal.press(database, cast, seal, use)
    with database.read() as session:
        export(session, house.keeper, path, folder=folder)
    yield Exported(read(path), path, house.keeper.signer)
    database.close()


def flipped(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_an_honest_signature_passes_every_check(sealed: Exported, tmp_path: Path) -> None:
    checks = list(verify(sealed.package))
    assert [check.faults for check in checks] == [[]] * len(checks)
    assert uses(sealed.package) == Uses(here=1, sm2=1, elsewhere=0)
    files = sealed.package.files
    key = files[KEY].decode()
    assert openssl_accepts_sm2(tmp_path, key, files[DOCUMENT], files[SIGNATURE])
    assert not openssl_accepts_sm2(tmp_path, key, flipped(files[DOCUMENT]), files[SIGNATURE])


def without(kind: Kind, *names: str) -> Callable[[Acts], Acts]:
    """The same story without these facts."""
    return lambda acts: [
        {**act, "facts": {k: v for k, v in act["facts"].items() if k not in names}}
        if act["kind"] == kind.value
        else act
        for act in acts
    ]


STORIES = [
    (told(PRESSED, sm2="0" * 64), OTHER_HASH),
    (without(PRESSED, "sm2"), OTHER_HASH),
    (without(MADE, "sm2_key", "sm2_fingerprint"), UNKNOWN),
    (told(MADE, sm2_fingerprint="0" * 64), "印章的 SM2 公钥与它的指纹不符"),
    (told(MADE, sm2_key=ANOTHER.public, sm2_fingerprint=sm2.fingerprint(ANOTHER.public)), FORGED),
    (told(MADE, sm2_key="no key"), "用印记录读不出来"),
    (without(MADE, "sm2_fingerprint"), "用印记录读不出来"),
]


@pytest.mark.parametrize(("tell", "fault"), STORIES)
def test_a_forged_story_is_named(sealed: Exported, tell: Callable[[Acts], Acts], fault: str) -> None:
    assert fault in faults(sealed.retold(tell))


def test_one_changed_byte_is_named(sealed: Exported) -> None:
    files = sealed.package.files
    assert FORGED in faults(filed(sealed, DOCUMENT, flipped(files[DOCUMENT])))
    assert faults(filed(sealed, SIGNATURE, flipped(files[SIGNATURE]))) >= {FORGED, OTHER_HASH}


def test_a_signature_by_another_key_is_named_though_the_record_has_its_hash(sealed: Exported) -> None:
    forged = sm2.sign(sealed.package.files[DOCUMENT], ANOTHER)
    swapped = Exported(filed(sealed, SIGNATURE, forged), sealed.path, sealed.signer)
    found = faults(swapped.retold(told(PRESSED, sm2=sha256(forged).hexdigest())))
    assert FORGED in found
    assert OTHER_HASH not in found


def test_a_missing_signature_or_key_is_named(sealed: Exported) -> None:
    assert MISSING in faults(filed(sealed, SIGNATURE, None))
    assert any("证书、公钥或停用时间与会议记录不符" in fault for fault in faults(filed(sealed, KEY, None)))


def said(found: Package, path: Path) -> str:
    command = [sys.executable, "-m", "congress", "verify", str(packed(found, path))]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_the_command_says_how_many_have_one(sealed: Exported, tmp_path: Path) -> None:
    assert "SM2 signatures: 盖章的文件 1 份，有的 1 份" in said(sealed.package, tmp_path / "a.zip")
    plain = sealed.retold(
        lambda acts: without(MADE, "sm2_key", "sm2_fingerprint")(without(PRESSED, "sm2")(acts))
    )
    assert "SM2 signatures: 没有" in said(plain, tmp_path / "b.zip")
