"""Ballots opened instead of cast, in an export: those of the record, holding what they say, and in no box."""

import json
from typing import Any

import pytest
from archive.boxed import Acts, Boxed, of
from archive.test_verification import faults
from attacks.forgeries import stuffed
from attacks.scene import Scene

from congress.archive.package import audits_of
from congress.crypto.belenios import wire
from congress.crypto.belenios.archive import read_archive
from congress.crypto.belenios.election import read_election

OTHERS = "打开检验的选票与记录的不符"
CAST = "打开检验过的选票又被投入了票箱"
NOT_IN_IT = "检验材料与选票的密文不符"


def audits(boxed: Boxed) -> str:
    """The name of the file."""
    return audits_of(boxed.polls[0])


def opened(boxed: Boxed) -> dict[str, str]:
    [one] = json.loads(boxed.exported.package.files[audits(boxed)])
    return dict(one)


def filed(boxed: Boxed, *ballots: dict[str, str]) -> dict[str, bytes]:
    return {audits(boxed): json.dumps(ballots).encode()}


def test_the_file_holds_what_was_opened(boxed: Boxed) -> None:
    one = opened(boxed)
    assert json.loads(one["opening"])["votes"] == [[1, 0, 0]]
    assert one["ballot"] not in read_archive(boxed.whole).ballots
    assert faults(boxed.retold(files=filed(boxed, one))) == set()


def test_an_opened_ballot_in_the_box_is_named(boxed: Boxed) -> None:
    inside = boxed.remade(ballots=[*read_archive(boxed.whole).ballots, opened(boxed)["ballot"]])
    assert CAST in faults(boxed.retold(files={boxed.name: inside}))


def test_a_ballot_with_the_randomness_of_an_opened_one_is_named(boxed: Boxed) -> None:
    old, one = read_archive(boxed.whole), opened(boxed)
    scene = Scene(read_election(old.election), [boxed.vote.voters["carol"].secret])
    first = int(json.loads(one["opening"])["exponents"][0][0])
    again = stuffed(0, 1, 0, exponents=(first, *scene.randoms(2)))(scene)
    inside = boxed.remade(ballots=[*old.ballots, again])
    assert CAST in faults(boxed.retold(files={boxed.name: inside}))
    fresh = boxed.remade(ballots=[*old.ballots, stuffed(0, 1, 0)(scene)])
    assert CAST not in faults(boxed.retold(files={boxed.name: fresh}))


def test_another_opening_is_named_even_when_the_record_was_forged_too(boxed: Boxed) -> None:
    one = opened(boxed)
    lie = {**one, "opening": one["opening"].replace("[1,0,0]", "[0,1,0]")}
    assert lie != one
    assert faults(boxed.retold(files=filed(boxed, lie))) == {OTHERS, NOT_IN_IT}

    def tell(acts: Acts) -> Acts:
        of(acts, "ballot.audited")[0]["facts"]["opening"] = wire.digest(lie["opening"])
        return acts

    assert faults(boxed.retold(tell, filed(boxed, lie))) == {NOT_IN_IT}


@pytest.mark.parametrize("fact", ["tracker", "body", "opening"])
def test_each_fact_of_an_opened_ballot_is_compared(boxed: Boxed, fact: str) -> None:
    def tell(acts: Acts) -> Acts:
        of(acts, "ballot.audited")[0]["facts"][fact] = "0" * 64
        return acts

    assert faults(boxed.retold(tell)) == {OTHERS}


def test_more_or_fewer_opened_ballots_are_named(boxed: Boxed) -> None:
    one = opened(boxed)
    assert faults(boxed.retold(files=filed(boxed))) == {OTHERS}
    assert faults(boxed.retold(files=filed(boxed, one, one))) == {OTHERS}
    assert faults(boxed.retold(files={audits(boxed): None})) == {"缺少票箱 {name}", OTHERS}


def test_an_opened_ballot_that_the_record_forgot_is_named(boxed: Boxed) -> None:
    def tell(acts: Acts) -> Acts:
        return [act for act in acts if act["kind"] != "ballot.audited"]

    assert faults(boxed.retold(tell)) == {OTHERS, "票箱 {name} 不属于任何手机无记名投票"}


@pytest.mark.parametrize("odd", [[{}], [{"ballot": 7, "opening": 7}], [7], "x", {"a": 1}, 7])
def test_what_is_no_list_of_opened_ballots_is_named(boxed: Boxed, odd: Any) -> None:
    found = faults(boxed.retold(files={audits(boxed): json.dumps(odd).encode()}))
    assert found == {"票箱的记录读不出来", "{name} 不合格式：{where}"}


@pytest.mark.parametrize("fact", ["tracker", "body", "opening"])
def test_an_entry_that_cannot_be_read_is_named(boxed: Boxed, fact: str) -> None:
    def tell(acts: Acts) -> Acts:
        del of(acts, "ballot.audited")[0]["facts"][fact]
        return acts

    assert "票箱的记录读不出来" in faults(boxed.retold(tell))
