"""A resolution about a vote of several lines verifies: what was signed includes the votes of each line."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.packages import data, faults
from archive.rich import Rich
from cast import SITE, Cast
from exported import Exported
from passed import sign, viewer
from secrecy.test_papers import elect, ready
from sqlmodel import Session

from congress.house import open_house
from congress.polls import service as polls
from congress.resolutions import service as resolutions
from congress.resolutions.drafts import Template
from congress.resolutions.rules import Signatory
from congress.settings import Settings

BODY = "会议进行了选举。\n【表决结果】\n会议确认选举有效。"


def resolve(session: Session, cast: Cast) -> None:
    """The election as a resolution that both signed."""
    olga, poll = viewer(session, cast, "olga"), polls.of_sitting(session, cast.sitting_id)[-1]
    found = resolutions.create(session, olga, poll_id=poll.id or 0, template=Template.ELECTION)
    number = found.id or 0
    seen = resolutions.stamp_of(found)
    found = resolutions.edit(session, olga, number, title="关于选举的决议", body=BODY, seen=seen)
    resolutions.start(session, olga, number, seen=resolutions.stamp_of(found))
    sign(session, cast, found, "alice", Signatory.EXECUTIVE_CHAIR)
    sign(session, cast, found, "ruth", Signatory.CHIEF_TELLER)


@pytest.fixture(scope="module")
def elected(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    folder = tmp_path_factory.mktemp("elected") / "data"
    shutil.copytree(founded[0], folder)
    house = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    elect(ready(house.database, founded[1]))
    rich = Rich(house, founded[1], folder)
    rich.do(resolve)
    yield rich.exported(folder.parent / "export.zip")
    house.database.close()


def test_it_verifies_and_tells_every_line(elected: Exported) -> None:
    assert faults(elected.package) == set()
    [vote] = data(elected.package, "votes.json")["votes"]
    assert [row[0]["zh"] for row in vote["result"]["rows"]][:2] == ["钱一", "孙二"]
    assert '<th scope="row">钱一</th>' in elected.package.files["index.html"].decode()
    assert "钱一　7　当选" in elected.package.files["documents/resolution-1.txt"].decode()


def test_other_votes_of_a_line_are_found(elected: Exported) -> None:
    def tell(acts: list[dict]) -> list[dict]:
        [closed] = [act for act in acts if act["kind"] == "poll.closed"]
        closed["facts"]["votes"][0] = [2, 6, 1, 0]
        return acts

    assert any("决议所载票数与宣布的结果不同" in fault for fault in faults(elected.retold(tell)))
