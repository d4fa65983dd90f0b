"""The certificate of a vote over HTTP: what it says, who may have it, and that paper, page and data say the same."""

import hashlib
import json
from pathlib import Path

import httpx2
import passed
import zxingcpp
from hall import Hall
from jsonschema import Draft202012Validator
from office import make
from printed import picture, text
from sealed import Secret
from sqlmodel import select
from voting import check_in, close, confirm, drafted, enter, opened, throw

from congress.bylaws.engine import PaperKind
from congress.bylaws.terms import Form
from congress.clock import parse
from congress.crypto.canonical import canonical
from congress.crypto.merkle import leaf_hash, verify_inclusion
from congress.crypto.signatures import verify
from congress.polls import service as polls
from congress.record.store import Entry
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Signatory

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/schemas/vote-certificate-1.schema.json").read_text("utf-8")
)


def named(hall: Hall) -> int:
    """A named vote that eight carry."""
    poll_id = opened(hall.house.database, hall.cast, absent=("judy",))
    for name in ("alice", "bob", "carol", "frank", "grace", "heidi", "ivan", "kate"):
        throw(hall.house.database, hall.cast, name, poll_id, "for")
    throw(hall.house.database, hall.cast, "ruth", poll_id, "against")
    close(hall.house.database, hall.cast, poll_id)
    return poll_id


def drafting(hall: Hall, poll_id: int) -> None:
    """A resolution is begun."""
    make(
        hall,
        lambda s, cast: resolutions.create(
            s, passed.viewer(s, cast, "olga"), poll_id=poll_id, template=Template.MOTION
        ),
    )


def published(hall: Hall, poll_id: int) -> None:
    """The vote becomes a resolution that everybody may read."""

    def job(session, cast):
        olga = passed.viewer(session, cast, "olga")
        found = resolutions.create(session, olga, poll_id=poll_id, template=Template.MOTION)
        seen = resolutions.stamp_of(found)
        found = resolutions.edit(session, olga, found.id, title="决议", body=passed.BODY, seen=seen)
        found = resolutions.start(session, olga, found.id, seen=resolutions.stamp_of(found))
        passed.sign(session, cast, found, "alice", Signatory.EXECUTIVE_CHAIR)
        passed.sign(session, cast, found, "ruth", Signatory.CHIEF_TELLER)
        resolutions.publish(session, olga, found.id)

    make(hall, job)


def twin(hall: Hall, poll_id: int, name: str | None = "eve") -> tuple[dict, bytes]:
    answer = hall.client(name).get(f"/polls/{poll_id}/certificate.json")
    assert answer.status_code == 200
    return json.loads(answer.content), answer.content


# --- what it says ------------------------------------------------------------------------------------------------


def test_page_paper_and_data_say_the_same(hall: Hall) -> None:
    poll_id = named(hall)
    said, content = twin(hall, poll_id)
    sha256 = hashlib.sha256(content).hexdigest()
    page = hall.client("eve").get(f"/polls/{poll_id}/certificate").text
    paper = hall.client("eve").get(f"/polls/{poll_id}/certificate.pdf").content
    printed = text(paper)
    for value in (
        sha256,
        said["text_sha256"],
        said["opened"]["leaf"],
        said["closed"]["leaf"],
        said["head"]["root"],
    ):
        assert value in page
        assert value in printed
    assert said["counts"] == {
        "expected": 12, "present": 11, "issued": 11, "returned": 9, "valid": 9, "invalid": 0,
        "favour": 8, "against": 1, "abstain": 0,
    }  # fmt: skip
    assert "12111199081" + "0" in printed.replace("\n", ""), "the nine figures in their order"
    assert "需全体代表12人过半数，即7票" in printed
    assert "《企业民主管理规定》第二十条" in printed
    assert said["quorum"] == {"needed": 8, "expected": 12, "present": 11}
    assert "不少于8人" in printed


def test_the_code_on_paper_leads_to_the_public_page_with_the_same_facts(hall: Hall) -> None:
    poll_id = named(hall)
    paper = hall.client("olga").get(f"/polls/{poll_id}/certificate.pdf").content
    found = zxingcpp.read_barcode(picture(paper, 1)).text
    assert found in text(paper)
    assert found.startswith(hall.url)
    page = hall.client().get(found)
    assert page.status_code == 200
    assert "这份证明是真的" in page.text
    said, content = twin(hall, poll_id)
    assert said["text_sha256"] in page.text
    assert hall.client().get(f"{found}?as=json").content == content
    assert hall.client().get(f"{found}?as=pdf").content == paper


def test_a_changed_certificate_is_told_from_a_genuine_one(hall: Hall) -> None:
    poll_id = named(hall)
    sha256 = hashlib.sha256(twin(hall, poll_id)[1]).hexdigest()
    other = sha256[:-1] + ("0" if sha256[-1] != "0" else "1")
    for address in (
        f"/check/{poll_id}/{other}",
        f"/check/{poll_id + 1}/{sha256}",
        f"/check/{poll_id}/校验",
        "/check/0/x",
    ):
        page = hall.client().get(address)
        assert page.status_code == 404
        assert "没有这份表决证明" in page.text
        assert passed.TITLE not in page.text


def test_the_bytes_stay_the_same_whatever_happens_afterwards(hall: Hall) -> None:
    poll_id = named(hall)
    before = twin(hall, poll_id)[1]
    paper = hall.client("eve").get(f"/polls/{poll_id}/certificate.pdf").content
    published(hall, poll_id)
    assert twin(hall, poll_id)[1] == before
    assert twin(hall, poll_id, None)[1] == before
    assert hall.client().get(f"/polls/{poll_id}/certificate.pdf").content == paper


# --- what it proves ----------------------------------------------------------------------------------------------


def test_the_entry_of_the_result_stands_under_the_signed_head(hall: Hall) -> None:
    poll_id = named(hall)
    published(hall, poll_id)  # the record has grown since
    said, _ = twin(hall, poll_id)
    head, closed = said["head"], said["closed"]
    with hall.house.database.read() as session:
        body = session.exec(select(Entry.body).where(Entry.seq == closed["seq"])).one()
    assert leaf_hash(body.encode()).hex() == closed["leaf"]
    assert json.loads(body)["facts"]["counts"] == said["counts"]
    path = [bytes.fromhex(node) for node in head["path"]]
    assert verify_inclusion(
        closed["seq"], head["size"], bytes.fromhex(closed["leaf"]), path, bytes.fromhex(head["root"])
    )
    statement = canonical(
        {
            "act": "congress/head/1",
            "at": head["at"],
            "root": head["root"],
            "site": said["site"],
            "size": head["size"],
        }
    )
    assert verify(hall.house.keeper.signer.public, statement, bytes.fromhex(head["signature"]))
    assert parse(head["at"]) >= parse(closed["at"])


def test_a_secret_vote_names_its_archive(hall: Hall) -> None:
    secret = Secret(hall.house.database, hall.cast)
    for name in ("alice", "bob", "carol"):
        secret.register(name)
    secret.hold_ceremony()
    poll_id = secret.open()
    for name in ("alice", "bob", "carol"):
        secret.throw(name)
    secret.seal()
    assert hall.client("olga").get(f"/polls/{poll_id}/certificate").status_code == 404, (
        "not before the result"
    )
    secret.turn("ruth")
    secret.turn("sam")
    said, _ = twin(hall, poll_id)
    archive = hall.client("bob").get(f"/polls/{poll_id}/archive.bel").content
    assert said["archive"] == {"name": f"poll-{poll_id}.bel", "sha256": hashlib.sha256(archive).hexdigest()}
    paper = text(hall.client("eve").get(f"/polls/{poll_id}/certificate.pdf").content)
    assert said["archive"]["sha256"] in paper
    report = text(hall.client("sam").get(f"/polls/{poll_id}/report.pdf").content)
    assert "加密票箱由阮淑芬、沈明用各自设备上的计票密钥共同打开" in report


# --- the schema --------------------------------------------------------------------------------------------------


def test_the_published_schema_describes_every_kind_of_vote(hall: Hall) -> None:
    validator = Draft202012Validator(SCHEMA)
    elected = drafted(
        hall.house.database, hall.cast, form=Form.SECRET, matter="elect_employee_director",
        kind=PaperKind.ELECTION, lines=("顾玥", "方志强"), seats=1,
    )  # fmt: skip
    on_paper(hall, elected, {"v0_0": "1", "v0_1": "7", "v0_2": "2"})
    for poll_id in (named(hall), elected):
        said, content = twin(hall, poll_id)
        assert list(validator.iter_errors(said)) == []
        assert canonical(said) == content
    assert [line["name"] for line in said["results"]] == ["顾玥", "方志强"]
    for name in said:
        assert list(validator.iter_errors({k: v for k, v in said.items() if k != name})), name
    assert list(validator.iter_errors({**said, "more": 1}))


def on_paper(hall: Hall, poll_id: int, numbers: dict[str, str]) -> None:
    """Opened, counted by Sam, confirmed by Ruth, closed."""
    database, cast = hall.house.database, hall.cast
    here = [name for name in cast.members if cast[name].delegate_id]
    database.write(lambda s: check_in(s, cast, *here))
    seen = database.write(lambda s: polls.preflight(s, poll_id)).text_sha256
    by = cast["olga"].person_id
    database.write(lambda s: polls.open_poll(s, poll_id=poll_id, by=by, text_sha256=seen))
    papers = {"issued": "12", "returned": "10", "invalid": "0"}
    assert enter(hall, poll_id, {**papers, **numbers}).status_code == 303
    assert confirm(hall, poll_id).status_code == 303
    close(database, cast, poll_id)


# --- who may have it ---------------------------------------------------------------------------------------------


def test_everybody_reads_it_once_the_resolution_is_published(hall: Hall) -> None:
    poll_id = named(hall)
    address = f"/polls/{poll_id}/certificate"
    assert hall.client().get(address).status_code == 404
    assert hall.client("eve").get(address).status_code == 200
    drafting(hall, poll_id)
    assert hall.client().get(address).status_code == 404, "a draft is no publication"
    published(hall, poll_id)
    page = hall.client().get(address)
    assert page.status_code == 200
    for name in ("包建国", "阮淑芬"):
        assert name not in page.text, "nobody who voted is named"


def test_an_open_vote_has_none(hall: Hall) -> None:
    poll_id = opened(hall.house.database, hall.cast)
    for rest in ("certificate", "certificate.pdf", "certificate.json", "report.pdf"):
        assert hall.client("olga").get(f"/polls/{poll_id}/{rest}").status_code == 404


def test_the_tellers_report_accounts_for_every_ballot_and_has_places_to_sign(hall: Hall) -> None:
    poll_id = drafted(hall.house.database, hall.cast, form=Form.SECRET, paper=True)
    on_paper(hall, poll_id, {"favour": "8", "against": "1", "abstain": "1"})
    said = text(report(hall, poll_id))
    for words in (
        "表决结果报告单", "发出12−收回10=未收回2相符", "有效10+无效0=收回10相符",
        "赞成8+反对1+弃权1=有效10相符", "应到12−实到12=缺席0相符", "予以通过", "计票结果由沈明于",
        "由阮淑芬于", "总监票人（阮淑芬）", "计票人（沈明）", "监票人",
    ):  # fmt: skip
        assert words in said, words


def report(hall: Hall, poll_id: int) -> bytes:
    answer: httpx2.Response = hall.client("eve").get(f"/polls/{poll_id}/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


def test_the_page_leads_to_the_shape_of_its_data(hall: Hall) -> None:
    """Anybody may read it, and the data has it."""
    poll_id = named(hall)
    assert 'href="/certificates/schema.json"' in hall.client("eve").get(f"/polls/{poll_id}/certificate").text
    given = hall.client(None).get("/certificates/schema.json")
    assert given.headers["content-type"] == "application/schema+json"
    Draft202012Validator(given.json()).validate(twin(hall, poll_id)[0])
