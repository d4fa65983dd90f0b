"""Secret votes with several lines on the ballot paper: elections, items, appraisals; from the phones to the result."""

import shutil
from pathlib import Path

import pytest
from archive.boxed import Acts, Boxed, of
from cast import SITE, Cast
from crypto.belenios.secretvote import faults
from exported import Exported
from sealed import Secret
from under_seal import written_up

from congress.archive import export
from congress.archive.package import Package, read
from congress.archive.verification import verify
from congress.bylaws.engine import PaperKind
from congress.database import Database
from congress.errors import Invalid
from congress.house import House, open_house
from congress.polls import service as polls
from congress.polls.rules import Way, sealed_text
from congress.resolutions.drafts import Template
from congress.resolutions.service.reading import certify
from congress.secrecy import service as secrecy
from congress.settings import Settings

NAMES = ("钱一", "孙二", "李三")
ELECTION = {
    "matter": "elect_employee_director",
    "kind": PaperKind.ELECTION,
    "lines": NAMES,
    "seats": 2,
}
ITEMS = {"kind": PaperKind.ITEMS, "lines": ("工资", "工时")}
APPRAISAL = {"matter": "appraisal", "kind": PaperKind.APPRAISAL, "lines": ("赵甲", "钱乙")}
FOR, AGAINST, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def ready(database: Database, cast: Cast) -> Secret:
    """Everybody with a vote but Kate has a voting key, and the tellers have theirs."""
    vote = Secret(database, cast)
    for name, member in cast.members.items():
        if member in cast.voting and name != "kate":
            vote.register(name)
    vote.hold_ceremony()
    return vote


@pytest.fixture
def vote(database: Database, cast: Cast) -> Secret:
    return ready(database, cast)


def opened(vote: Secret) -> polls.Poll:
    """The box is sealed and opened."""
    vote.seal()
    vote.turn("ruth")
    return vote.turn("sam")


def became(vote: Secret, found: polls.Poll) -> dict[str, str]:
    with vote.database.read() as session:
        return {line.name: line.standing.value for line in polls.result(session, found).decision.lines}


def elect(vote: Secret) -> polls.Poll:
    """Eight choose among three candidates for two seats; one chooses nobody, one changes their mind."""
    vote.open(**ELECTION)
    voters = list(vote.voters)
    for name in voters[:7]:
        vote.mark(name, (0, 1, 0, 0))
    vote.mark(voters[0], (0, 1, 1, 0))
    vote.mark(voters[7], (1, 0, 0, 0))
    return opened(vote)


# --- three kinds of paper ----------------------------------------------------------------------------------------


def test_an_election_from_the_phones_to_the_result(vote: Secret) -> None:
    found = elect(vote)
    assert (found.votes, found.passed) == ([[1, 7, 1, 0]], True)
    assert found.counts == {
        "expected": 12,
        "present": 12,
        "issued": 11,
        "returned": 8,
        "valid": 8,
        "invalid": 0,
    }
    assert became(vote, found) == {"钱一": "elected", "孙二": "short", "李三": "short"}
    assert faults(vote.archive()) == set()


def test_items_are_voted_on_one_by_one_in_one_go(vote: Secret) -> None:
    vote.open(**ITEMS)
    for name in list(vote.voters)[:9]:
        vote.mark(name, FOR, AGAINST)
    vote.mark(list(vote.voters)[9], ABSTAIN, FOR)
    found = opened(vote)
    assert found.votes == [[9, 0, 1], [1, 9, 0]]
    assert became(vote, found) == {"工资": "passed", "工时": "failed"}
    assert faults(vote.archive()) == set()


def test_an_appraisal_in_four_grades(vote: Secret) -> None:
    vote.open(**APPRAISAL)
    names = list(vote.voters)
    vote.mark(names[0], (0, 1, 0, 0, 0), (0, 0, 0, 0, 1))
    vote.mark(names[1], (0, 0, 1, 0, 0), (1, 0, 0, 0, 0))
    vote.mark(names[2], (0, 0, 0, 1, 0), (0, 1, 0, 0, 0))
    found = opened(vote)
    assert found.votes == [[0, 1, 1, 1, 0], [1, 1, 0, 0, 1]]
    assert (found.counts["returned"], found.passed) == (3, True)
    assert faults(vote.archive()) == set()


@pytest.mark.parametrize("options", [ELECTION, ITEMS, APPRAISAL], ids=["election", "items", "appraisal"])
def test_an_empty_box_of_any_paper(vote: Secret, options: dict[str, object]) -> None:
    vote.open(**options)
    found = opened(vote)
    assert {n for row in found.votes for n in row} == {0}
    assert found.counts["returned"] == 0
    assert faults(vote.archive()) == set()


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 1, 1, 1)],  # three for two seats
        [(1, 1, 0, 0)],  # nobody, and somebody
        [(0, 0, 0, 0)],  # nothing, without saying so
        [(0, 2, 0, 0)],
    ],
)
def test_no_device_of_ours_makes_a_ballot_that_does_not_fit(
    vote: Secret, rows: list[tuple[int, ...]]
) -> None:
    vote.open(**ELECTION)
    with pytest.raises(ValueError, match="do not fit"):
        vote.mark("alice", *rows)


def test_a_ballot_for_another_paper_is_refused(vote: Secret) -> None:
    vote.open(**ITEMS)
    body = vote.voters["alice"].marked(vote.election, [FOR, FOR])[0]
    opened(vote)
    vote.open(**ELECTION)
    assert not isinstance(secrecy.check(vote.election, body), secrecy.Checked)


# --- what may be asked, and what is sealed -----------------------------------------------------------------------


def test_the_lines_are_part_of_the_sealed_text(vote: Secret) -> None:
    vote.open(**ELECTION)
    with vote.database.read() as session:
        found = polls.poll(session, vote.poll_id)
    whole = sealed_text(found.title, found.text, found.ballot_paper).decode()
    assert whole == f"{found.title}\n\n{found.text}\n\n1. 钱一\n2. 孙二\n3. 李三\n（应选 2 名）\n"
    assert sealed_text(found.title, found.text) != whole.encode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seats": 4}, "应选名额"),
        ({"lines": ("钱一", "钱一")}, "有两行相同"),
        ({"matter": "collective_contract"}, "不能这样投票"),
    ],
)
def test_what_makes_no_sense_is_not_drafted(vote: Secret, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        vote.open(**{**ELECTION, **changes})


def test_a_failed_vote_becomes_the_same_vote_on_paper_but_not_by_hands(vote: Secret) -> None:
    vote.open(**ELECTION)
    vote.mark("alice", (0, 1, 0, 0))
    by = vote.person("olga")

    def void(way: Way) -> polls.Poll:
        return vote.database.write(
            lambda s: polls.void(s, poll_id=vote.poll_id, by=by, why="网络中断", way=way)
        )

    with pytest.raises(Invalid, match="无记名投票"):
        void(Way.HAND)
    fresh = void(Way.PAPER)
    assert (fresh.kind, tuple(fresh.lines), fresh.seats, fresh.way) == (
        PaperKind.ELECTION,
        NAMES,
        2,
        Way.PAPER,
    )


# --- resolution and archive --------------------------------------------------------------------------------------


def test_the_resolution_says_every_line_and_hashes_it(vote: Secret) -> None:
    known = certify(elect(vote))
    assert known.counted["votes"] == [[1, 7, 1, 0]]
    assert known.tally.head == ("候选人", "得票", "结果")
    assert known.tally.rows[:2] == (("钱一", "7", "当选"), ("孙二", "1", "得票不足，未当选"))
    assert dict(known.tally.cells) == {"应到": 12, "实到": 12, "发出": 11, "收回": 8, "有效": 8, "无效": 0}
    assert known.text.endswith("1. 钱一\n2. 孙二\n3. 李三\n（应选 2 名）")


@pytest.fixture(scope="module")
def boxed(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Boxed:
    """An export with the election in it."""
    folder = tmp_path_factory.mktemp("papers") / "data"
    shutil.copytree(founded[0], folder)
    house: House = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    vote = ready(house.database, founded[1])
    elect(vote)
    written_up(house.database, founded[1], Template.ELECTION)
    path = folder.parent / "export.zip"
    with house.database.read() as session:
        export(session, house.keeper, path)
    house.database.close()
    return Boxed(Exported(read(path), path, house.keeper.signer), vote, [vote.poll_id])


def found_in(package: Package) -> set[str]:
    return {fault.text for check in verify(package) for fault in check.faults}


def of_kind(acts: Acts, kind: str) -> dict[str, object]:
    return of(acts, kind)[0]["facts"]


def test_an_export_of_an_election_passes_every_check(boxed: Boxed) -> None:
    assert found_in(boxed.exported.package) == set()


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("poll.closed", "votes", [[1, 6, 2, 0]]),
        ("poll.closed", "votes", None),
        ("poll.closed", "standings", [["钱一", "elected"], ["孙二", "elected"], ["李三", "short"]]),
        ("poll.closed", "standings", []),
        ("poll.opened", "seats", 1),
        ("poll.opened", "lines", ["钱一", "李三", "孙二"]),
        ("poll.opened", "kind", "appraisal"),
    ],
)
def test_the_holder_of_the_records_key_cannot_elect_another(
    boxed: Boxed, kind: str, name: str, value: object
) -> None:
    def tell(acts: Acts) -> Acts:
        assert of_kind(acts, kind)[name] != value
        of_kind(acts, kind)[name] = value
        return acts

    assert found_in(boxed.retold(tell))


def test_votes_that_lead_to_the_same_election_but_are_not_in_the_box(boxed: Boxed) -> None:
    def tell(acts: Acts) -> Acts:
        closed = of_kind(acts, "poll.closed")
        closed["votes"] = [[1, 7, 0, 1]]
        closed["standings"] = [["钱一", "elected"], ["李三", "short"], ["孙二", "short"]]
        return acts

    assert found_in(boxed.retold(tell)) == {
        "宣布的数字不是票箱里的数字",
        "第 {seq} 条记录：{fault}",  # the resolution tells other votes
    }
