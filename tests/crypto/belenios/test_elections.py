"""What is no election and no roll is not read as one."""

import json

import pytest
from crypto.belenios.secretvote import EDWARDS, MOTION, SecretVote

from congress.crypto.belenios import wire
from congress.crypto.belenios.election import Question, read_election, read_roll
from congress.crypto.belenios.wire import Broken

BLANK = Question("选举", ("甲", "乙", "丙"), 1, 2, blank=True)


@pytest.fixture(scope="module")
def raw() -> str:
    return SecretVote(questions=(MOTION, BLANK), voters=1, size=1, threshold=1).election.raw


def why(raw: str) -> str:
    with pytest.raises(Broken) as caught:
        read_election(raw)
    return caught.value.message.text


def test_what_an_election_says(raw: str) -> None:
    election = read_election(raw)
    assert election.questions == (MOTION, BLANK)
    assert (election.name, election.raw, len(election.uuid)) == ("表决", raw, 22)
    more = raw[:-1] + ',"administrator":"甲","credential_authority":"乙"}'
    assert read_election(more).questions == election.questions


@pytest.mark.parametrize("odd", ["", "{}", "[]", "null", "7", '{"version":2}', "x" * 1000])
def test_what_is_no_election_at_all(odd: str) -> None:
    assert why(odd) == "选举描述不合格式"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":1', '"version":2'),
        ('"version":1', '"version":true'),
        ('"name":"表决"', '"name":7'),
        ('"name":"表决"', '"name":null'),
        ('"description":""', '"description":[]'),
        ('"description":"",', ""),
        ('"group":"Ed25519"', '"group":null'),
        ('"answers":["赞成","反对","弃权"]', '"answers":[]'),
        ('"answers":["赞成"', '"answers":[1'),
        ('"min":1', '"min":2'),
        ('"min":1', '"min":-1'),
        ('"min":1', '"min":0.5'),
        ('"min":1', '"min":"1"'),
        ('"min":1', '"min":true'),
        ('"max":1', '"max":4'),
        ('"max":1', '"max":0'),
        ('"blank":true', '"blank":false'),
        ('"blank":true', '"blank":null'),
        ('"blank":true', '"blank":1'),
        ('"question":"是否同意"', '"question":7'),
        (",", ", "),
    ],
)
def test_elections_with_something_odd(raw: str, old: str, new: str) -> None:
    assert old in raw
    assert why(raw.replace(old, new, 1)) == "选举描述不合格式"


def test_elections_about_nothing(raw: str) -> None:
    parts = json.loads(raw)
    nothing = {**parts["questions"][0], "answers": [], "min": 0, "max": 0}
    for asked in ([], [nothing], {}, None):
        assert why(wire.compact({**parts, "questions": asked})) == "选举描述不合格式"
    for uuid in ("1" * 13, "0" * 22, 7):
        assert why(wire.compact({**parts, "uuid": uuid})) == "选举描述不合格式"
    for key in (7, None):
        assert why(wire.compact({**parts, "public_key": key})) == "选举描述不合格式"
    assert why(wire.compact({**parts, "group": "Ed448"})) == "不认识的群：{name}"
    for key in ("", "01", EDWARDS.identity, EDWARDS.power(EDWARDS.generator, 2).upper()):
        assert why(wire.compact({**parts, "public_key": key})) == "加密公钥不是群里的合格元素"


@pytest.mark.parametrize("odd", ["", "{}", "null", "[1]", '["x"]', "[[]]"])
def test_what_is_no_roll(odd: str) -> None:
    with pytest.raises(Broken, match=r"名册不合格式|合格元素"):
        read_roll(odd, EDWARDS)


def test_keys_weigh_one_unless_it_is_said() -> None:
    keys = [EDWARDS.power(EDWARDS.generator, n) for n in (2, 3, 4)]
    roll = read_roll(wire.compact([keys[0], f"{keys[1]},3", f"{keys[2]},999999999999"]), EDWARDS)
    assert list(roll.items()) == [(keys[0], 1), (keys[1], 3), (keys[2], 999999999999)]
    assert read_roll("[]", EDWARDS) == {}
