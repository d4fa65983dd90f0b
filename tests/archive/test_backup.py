"""A backup taken from a living server is one moment of it, put back row by row and byte by byte."""

import shutil
import threading
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import pytest
from archive.backed import DATABASE, congress, digest, files, rows
from archive.packages import faults
from archive.rich import PASSPHRASE, Rich
from cast import Cast
from hall import Hall, open_hall

from congress.bylaws.terms import Verb
from congress.identity import service as identity
from congress.record import service as record
from congress.seals import keyfile
from congress.seals import service as seals
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from congress.visit import COOKIE

PASSWORD = "correct horse battery"
# --- a living server ---------------------------------------------------------------------------------------------


@dataclass
class Life:
    """Delegates come and go, papers are laid, sheets come and are taken away, until it is ended. Every state is noted."""

    hall: Hall
    states: list[str] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._go)
        self.states.append(digest(self.data))
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._thread.join(60)
        assert self.failed == []

    @property
    def data(self) -> Path:
        return self.hall.house.settings.data

    def _go(self) -> None:
        try:
            turn = 0
            while not self._end.is_set():
                self._live(turn)
                turn += 1
        except BaseException as error:  # noqa: BLE001 -- told to the test
            self.failed.append(error)

    def _live(self, turn: int) -> None:
        for change in (self._walk, self._lay, self._come_in):
            change(turn)
            self.states.append(digest(self.data))

    def _walk(self, turn: int) -> None:
        member = self.hall.cast.voting[turn % 12]
        coming = (Presence.LEFT, Presence.RETURNED)[turn // 12 % 2 - 1]
        presence = coming if turn >= 12 else Presence.ARRIVED
        olga = self.hall.cast["olga"].person_id
        self.hall.house.database.write(
            lambda s: sittings.note(
                s,
                sitting_id=self.hall.cast.sitting_id,
                delegate_id=member.delegate_id,
                presence=presence,
                by=olga,
            )
        )

    def _lay(self, turn: int) -> None:
        content = f"paper {turn}".encode() * 1000
        name = sittings.keep(self.hall.house.settings.papers, content)
        self.hall.house.database.write(lambda s: lay(s, self.hall.cast, name, len(content), turn))
        sheet = self.data / "imports" / f"{turn}.xlsx"
        sheet.parent.mkdir(exist_ok=True)
        sheet.write_bytes(content)
        (self.data / "imports" / f"{turn - 1}.xlsx").unlink(missing_ok=True)

    def _come_in(self, _turn: int) -> None:
        answer = self.hall.client().post("/sign-in", data={"login": "peter", "password": PASSWORD})
        assert answer.status_code in {303, 429}


def lay(session: Any, cast: Cast, digest: str, size: int, turn: int) -> None:
    found = sittings.items(session, cast.sitting_id)
    olga = cast["olga"].person_id
    item = (
        found[0]
        if found
        else sittings.add_item(session, sitting_id=cast.sitting_id, title="办法", verb=Verb.PASS, by=olga)
    )
    sittings.add_paper(
        session,
        item_id=item.id,
        name=f"{turn}.txt",
        media_type="text/plain",
        size=size,
        sha256=digest,
        by=olga,
    )


@dataclass
class Saved:
    """A backup of a living server, restored; the states that the server went through; a browser's session."""

    restored: Path
    life: Life
    states: list[str]
    cookie: str
    source: dict[str, bytes]


@pytest.fixture(scope="module")
def saved(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("saved")
    data = shutil.copytree(founded[0], place / "data")
    with open_hall(data / DATABASE, cast=deepcopy(founded[1])) as hall:
        peter = hall.cast["peter"].person_id
        hall.house.database.write(
            lambda s: identity.open_account(s, person_id=peter, login="peter", password=PASSWORD)
        )
        Rich(hall.house, hall.cast, data).seal_a_file()
        for turn in range(3):  # so that copying takes a while
            (hall.house.settings.papers / sha256(bytes([turn])).hexdigest()).write_bytes(
                bytes([turn]) * 40_000_000
            )
        cookie = hall.client("bob").cookies[COOKIE]
        with Life(hall) as life:
            done = congress("backup", place / "backup.zip", "--data", data)
            assert done.returncode == 0, done.stderr
        source = files(data)
        assert congress("restore", place / "backup.zip", "--data", place / "restored").returncode == 0
    return Saved(place / "restored", life, life.states, cookie, source)


def test_what_is_restored_is_a_moment_that_the_living_server_went_through(saved: Saved) -> None:
    found = digest(saved.restored)
    assert found in saved.states
    place = saved.states.index(found)
    assert 0 < place < len(saved.states) - 1, "written before it and after it"


def test_every_file_is_there_byte_by_byte(saved: Saved) -> None:
    found = files(saved.restored)
    assert found.keys() <= saved.source.keys() | {n for n in found if n.startswith("imports/")}
    for name, content in found.items():
        if not name.startswith("imports/"):
            assert content == saved.source[name], name
    wanted = {row[5] for row in rows(saved.restored)["paper"]}
    assert {f"papers/{name}" for name in wanted} <= found.keys()
    assert all(sha256(found[f"papers/{name}"]).hexdigest() == name for name in wanted)
    assert "record.key" in found
    assert len([name for name in found if name.startswith("seal/")]) >= 4


def test_keys_passwords_and_sessions_work_as_they_did(
    saved: Saved, founded: tuple[Path, Cast], tmp_path: Path
) -> None:
    data = shutil.copytree(saved.restored, tmp_path / "data")
    with open_hall(data / DATABASE, cast=deepcopy(founded[1])) as hall:
        client = hall.client()
        client.cookies.set(COOKIE, saved.cookie)
        assert client.get("/me").status_code == 200, "who was signed in still is"
        assert (
            hall.client().post("/sign-in", data={"login": "peter", "password": PASSWORD}).status_code == 303
        )
        assert hall.client().post("/sign-in", data={"login": "peter", "password": "wrong"}).status_code == 422
        with hall.house.database.read() as session:
            seal = seals.current(session)
            head = record.latest_head(session)
        assert seal
        assert head
        locked = keyfile.path_of(hall.house.settings.seal, seal.fingerprint).read_bytes()
        assert isinstance(keyfile.unlock(locked, PASSPHRASE), keyfile.Unlocked)
        assert head.key == hall.house.keeper.signer.id, "the record goes on with the same key"
        Rich(hall.house, hall.cast, data).seal_a_file(b"after", "恢复以后")
        made = Rich(hall.house, hall.cast, data).exported(tmp_path / "export.zip")
    assert faults(made.package) == set()
    assert made.package.manifest["entries"] > head.size


def test_only_the_owner_reads_what_was_restored(saved: Saved) -> None:
    assert saved.restored.stat().st_mode & 0o077 == 0
    assert [p for p in saved.restored.rglob("*") if p.is_file() and p.stat().st_mode & 0o077] == []
