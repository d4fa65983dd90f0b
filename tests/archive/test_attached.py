"""Delegates' signatures inside sealed resolutions: stock tools find them, they tell nobody's choice, and ``verify`` holds them against the record."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
import under_seal
from archive.test_seals import filed, of, told, without
from archive.test_verification import faults
from cast import SITE, Cast
from exported import Exported, by_hands
from jsonschema import Draft202012Validator
from motions.floor import Floor
from openssl_command import openssl_accepts
from sealed import Secret
from voting import TEXT, TITLE, ballot, check_in, close, throw

from congress.archive import export
from congress.archive.package import RECORD, box_of, read, sealed_of
from congress.archive.verification import verify
from congress.bylaws.terms import Form
from congress.crypto.belenios.group import GROUPS
from congress.crypto.belenios.proofs import Proof, proves_secret
from congress.crypto.canonical import canonical
from congress.crypto.signatures import decode
from congress.house import House, open_house
from congress.motions.rules import MotionStage
from congress.polls import service as polls
from congress.polls.service import Draft
from congress.record.entries import Kind
from congress.resolutions.drafts import Template
from congress.seals.attached import attached
from congress.settings import Settings
from congress.sittings import service as sittings

DOCS = Path(__file__).parents[2] / "docs"
CHOICES = {
    "alice": "for",
    "bob": "for",
    "carol": "against",
    "frank": "for",
    "grace": "for",
    "heidi": "abstain",
}
LATE = ("judy", "for"), ("ivan", "for"), ("kate", "for")
SECRET = (("alice", "for"), ("bob", "against"), ("carol", "for"), ("bob", "for"))


@dataclass
class Hall:
    """Three resolutions under the seal, the package with them, and the votes that they follow from."""

    house: House
    cast: Cast
    exported: Exported
    seconded: int  # named, on a motion that delegates seconded
    raised: int  # hands, counted by a teller and the chief teller
    secret: int  # secret, on phones

    def pdf(self, poll: int) -> bytes:
        return self.exported.package.files[self.name(poll)]

    def name(self, poll: int) -> str:
        return sealed_of([self.seconded, self.raised, self.secret].index(poll) + 1, "B-B")

    def acts(self, kind: Kind, **facts: object) -> list[dict[str, Any]]:
        found = map(json.loads, self.exported.package.lines(RECORD))
        return [act for act in found if of(kind, **facts)(act)]


def under_the_seal(house: House, cast: Cast, template: Template = Template.GENERAL) -> None:
    """The resolution of the last vote, sealed."""
    folder = house.settings.seal
    use = under_seal.ask(house.database, cast, folder, under_seal.written_up(house.database, cast, template))
    under_seal.approve_both(house.database, cast, use)
    under_seal.press(house.database, cast, folder, use)


def vote_by_name(house: House, cast: Cast) -> int:
    """On a motion that Carol and Frank seconded; Heidi changes her mind."""
    floor, database = Floor(house.database, cast), house.database
    motion = floor.motion(MotionStage.ON_AGENDA)
    database.write(lambda s: check_in(s, cast, *CHOICES, *(name for name, _ in LATE)))

    def job(session):
        item = sittings.item_of_motion(session, cast.sitting_id, motion)
        poll = polls.draft(session, item_id=item.id, wish=Draft(TITLE, TEXT, "work_report", Form.NAMED))
        seen = polls.preflight(session, poll.id).text_sha256
        return polls.open_poll(session, poll_id=poll.id, by=cast["olga"].person_id, text_sha256=seen).id

    poll = database.write(job)
    for name, choice in (*CHOICES.items(), *LATE):
        throw(database, cast, name, poll, choice)
    throw(database, cast, "heidi", poll, "for", ballot(database, cast, "heidi", poll, "for"))
    close(database, cast, poll)
    return poll


def vote_secretly(house: House, cast: Cast) -> int:
    """Bob changes his mind; Ruth and Sam open the box."""
    vote = Secret(house.database, cast)
    for name in ("alice", "bob", "carol", *(name for name, _ in LATE), "frank", "grace", "heidi"):
        vote.register(name)
    vote.hold_ceremony()
    poll = vote.open()
    for name, choice in (*SECRET, *LATE, ("frank", "for"), ("grace", "for"), ("heidi", "for")):
        vote.throw(name, choice)
    vote.seal()
    for name in ("ruth", "sam"):
        vote.turn(name)
    return poll


@pytest.fixture(scope="module")
def hall(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("signed") / "data"
    shutil.copytree(founded[0], folder)
    house, cast = open_house(Settings(data=folder)), founded[1]
    house.name_site(SITE, "Asia/Shanghai")
    under_seal.make_seal(house.database, cast, house.settings.seal)
    seconded = vote_by_name(house, cast)
    under_the_seal(house, cast, Template.MOTION)
    by_hands(house, cast)
    under_the_seal(house, cast)
    secret = vote_secretly(house, cast)
    under_the_seal(house, cast)
    with house.database.read() as session:
        raised = next(p.id for p in polls.of_sitting(session, cast.sitting_id) if p.form is Form.HAND)
        path = folder / "export.zip"
        export(session, house.keeper, path, folder=folder)
    yield Hall(house, cast, Exported(read(path), path, house.keeper.signer), seconded, raised, secret)
    house.database.close()


def taken_out(pdf: bytes, folder: Path) -> dict[str, Any]:
    """``signatures.json`` as poppler takes it out of the PDF."""
    folder.mkdir()
    (folder / "sealed.pdf").write_bytes(pdf)
    subprocess.run(["pdfdetach", "-saveall", "sealed.pdf"], cwd=folder, check=True)
    return json.loads((folder / "signatures.json").read_text())


@pytest.fixture(scope="module")
def data(hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    """What is attached to each resolution."""
    folder = tmp_path_factory.mktemp("attached")
    return {
        poll: taken_out(hall.pdf(poll), folder / str(poll))
        for poll in (hall.seconded, hall.raised, hall.secret)
    }


# --- what is in it -----------------------------------------------------------------------------------------------


def good(hall: Hall, folder: Path, signature: str, signed: dict[str, Any]) -> bool:
    """Whether openssl accepts this signature for what this entry of the record says was signed, by this person's key."""
    member = next(one for one in hall.cast.members.values() if one.person_id == signed["actor"])
    return openssl_accepts(
        folder, member.signer.public, signed["signed"]["statement"].encode(), decode(signature)
    )


def counting(ballots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last of each person."""
    return list({act["actor"]: act for act in ballots}.values())


def test_each_delegates_signature_is_in_the_pdf_and_openssl_accepts_it(hall, data, tmp_path):
    ballots = counting(hall.acts(Kind.BALLOT_CAST, poll=hall.seconded))
    found = data[hall.seconded]["delegates"]
    assert len(found["voted"]) == len(ballots) == len(CHOICES) + len(LATE)
    seconds = hall.acts(Kind.MOTION_SECONDED)
    assert len(found["seconded"]) == len(seconds) == 2
    for act in ballots:
        assert good(hall, tmp_path, next(s for s in found["voted"] if s == act["signed"]["signature"]), act)
    for act in seconds:
        assert good(
            hall, tmp_path, next(s for s in found["seconded"] if s == act["signed"]["signature"]), act
        )
    assert not good(hall, tmp_path, found["voted"][0], {**ballots[0], "signed": {"statement": "{}"}})


def test_who_changed_their_mind_has_signed_once(hall, data):
    heidi = hall.cast["heidi"].person_id
    first, last = (a["signed"]["signature"] for a in hall.acts(Kind.BALLOT_CAST) if a["actor"] == heidi)
    voted = data[hall.seconded]["delegates"]["voted"]
    assert (first in voted, last in voted) == (False, True)


def test_both_who_counted_hands_have_signed(hall, data, tmp_path):
    found = data[hall.raised]["delegates"]
    acts = [*hall.acts(Kind.COUNT_ENTERED), *hall.acts(Kind.COUNT_CONFIRMED)]
    assert {name: len(some) for name, some in found.items()} == {
        "counted": 2,
        "seconded": 0,
        "secret": 0,
        "voted": 0,
    }
    for act in acts:
        assert good(hall, tmp_path, next(s for s in found["counted"] if s == act["signed"]["signature"]), act)


def test_each_secret_ballots_signature_proves_its_voting_key(hall, data):
    """The proof of section 5.4 of Belenios' specification, from the attachment alone."""
    group, found = GROUPS["Ed25519"], data[hall.secret]["delegates"]
    assert (len(found["secret"]), found["voted"]) == (len({name for name, _ in SECRET}) + len(LATE) + 3, [])
    for one in found["secret"]:
        proof = Proof(*(int(number) for number in one["signature"]["proof"].values()))
        assert proves_secret(group, one["credential"], f"sig|{one['signature']['hash']}|", proof)
        assert not proves_secret(group, one["credential"], "sig|another|", proof)
    with hall.house.database.read() as session:
        board = polls.poll(session, hall.secret) and hall.exported.package.files[box_of(hall.secret)].decode()
    assert all(json.dumps(one["signature"], separators=(",", ":")) in board for one in found["secret"])


def test_nothing_tells_who_signed_or_what_was_chosen(hall, data):
    """No name, no number of a person, no key, no statement of a delegate, and no order: lists are sorted."""
    for poll, one in data.items():
        delegates = json.dumps(one["delegates"])
        for member in hall.cast.members.values():
            assert member.signer.id not in delegates, poll
        assert not re.search(r"for|against|abstain|nonce|statement|person|\"at\"", delegates)
        assert all(some == sorted(some, key=str) for some in one["delegates"].values())


def test_it_has_the_published_shape(data):
    checks = Draft202012Validator(json.loads((DOCS / "schemas/signatures-2.schema.json").read_text("utf-8")))
    for one in data.values():
        checks.validate(one)
        assert not checks.is_valid({**one, "delegates": {**one["delegates"], "names": []}})


# --- as the page on verifying says -----------------------------------------------------------------------------------


def walk(page: str) -> str:
    """The commands about delegates' signatures."""
    return "\n".join(
        re.findall(r"^```shell\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )


def test_both_languages_give_the_same_commands():
    assert walk("verifying.md") == walk("verifying.zh.md") != ""


def followed(hall: Hall, folder: Path, ballot: dict[str, Any]) -> list[str]:
    """What the commands say of the named vote, to the delegate who holds the receipt of this ballot."""
    (folder / "sealed.pdf").write_bytes(hall.pdf(hall.seconded))
    (folder / "record.jsonl").write_bytes(hall.exported.package.files[RECORD])
    with hall.house.database.read() as session:
        proof = hall.house.keeper.prove(session, ballot["seq"])
    (folder / "receipt.json").write_text(json.dumps(asdict(proof)))
    command = ["bash", "-uo", "pipefail", "-c", walk("verifying.md")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.split()


def test_following_the_page_finds_ones_own_signature_and_everybodys(hall, tmp_path):
    ballots = hall.acts(Kind.BALLOT_CAST, poll=hall.seconded)
    assert followed(hall, tmp_path, ballots[-1]) == ["1", str(len(counting(ballots))), "0"]


def test_following_the_page_does_not_find_a_ballot_that_was_replaced(hall, tmp_path):
    heidi = hall.cast["heidi"].person_id
    first = next(act for act in hall.acts(Kind.BALLOT_CAST) if act["actor"] == heidi)
    assert followed(hall, tmp_path, first)[0] == "0"


# --- held against the record ---------------------------------------------------------------------------------------

WRONG = "PDF 里附的代表签名与记录不符"
BROKEN = "PDF 里附的签名读不出来，或与记录对不起来"


def test_honest_signatures_pass(hall):
    checks = list(verify(hall.exported.package))
    assert [check.faults for check in checks] == [[]] * len(checks)
    assert next(check for check in checks if "PDF" in check.name.text).examined == 3 * 4


def other(kind: Kind, **facts: object) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    """The story with another signature in the first act of a kind."""

    def tell(acts):
        found = next(act for act in acts if of(kind, **facts)(act))
        changed = {**found, "signed": {**found["signed"], "signature": "A" * 86}}
        return [changed if act is found else act for act in acts]

    return tell


STORIES = [
    (other(Kind.BALLOT_CAST, choice="against"), WRONG),
    (without(of(Kind.BALLOT_CAST, choice="against")), WRONG),
    (other(Kind.MOTION_SECONDED), WRONG),
    (without(of(Kind.MOTION_PLACED)), WRONG),
    (other(Kind.COUNT_ENTERED), WRONG),
    (other(Kind.COUNT_CONFIRMED), WRONG),
    (without(of(Kind.COUNT_CONFIRMED)), WRONG),
    (without(of(Kind.MOTION_SECONDED)), BROKEN),
    (other(Kind.RESOLUTION_SIGNED), "PDF 里附的负责人签名与记录不符"),
    (other(Kind.SEAL_APPROVED), "PDF 里附的用印批准与记录不符"),
    (told(Kind.RESOLUTION_SEALED, sha256="0" * 64), "PDF 里附的决议文本与记录不符"),
]  # fmt: skip


@pytest.mark.parametrize(("tell", "fault"), STORIES)
def test_signatures_that_are_not_those_of_the_record_are_named(hall, tell, fault):
    assert fault in faults(hall.exported.retold(tell))


def test_a_box_without_one_of_the_ballots_is_named(hall):
    name = box_of(hall.secret)
    package = filed(hall.exported, name, None)
    assert WRONG in faults(package)


def test_a_pdf_that_cannot_be_read_is_named(hall):
    whole = hall.pdf(hall.seconded)
    assert BROKEN in faults(filed(hall.exported, hall.name(hall.seconded), whole[: len(whole) // 2]))
    assert BROKEN in faults(filed(hall.exported, hall.name(hall.seconded), b"%PDF-1.7 nothing"))


def test_another_resolutions_pdf_is_named(hall):
    swapped = filed(hall.exported, hall.name(hall.seconded), hall.pdf(hall.raised))
    assert {WRONG, "PDF 里附的决议文本与记录不符", "PDF 里附的用印批准与记录不符"} <= faults(swapped)


@pytest.mark.parametrize(
    ("form", "fault"), [("congress/signatures/1", set()), ("congress/signatures/9", {WRONG})]
)
def test_files_sealed_by_an_earlier_version_are_held_against_what_they_have(hall, monkeypatch, form, fault):
    def without_delegates(pdf: bytes) -> dict[str, bytes]:
        files = attached(pdf)
        said = {**json.loads(files["signatures.json"]), "format": form}
        del said["delegates"]
        return {**files, "signatures.json": canonical(said)}

    monkeypatch.setattr("congress.seals.attached.attached", without_delegates)
    assert faults(hall.exported.package) == fault
