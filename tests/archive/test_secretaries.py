"""Who signed for the Party committee was its secretary at that moment, or had a secretary's authority: forged packages are found."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from archive.furnished import Furnished
from archive.packages import faults
from exported import Exported

from congress.archive.package import RECORD, Package
from congress.archive.verification.decisions import check_decisions
from congress.archive.verification.offices import Offices
from congress.clock import stamp
from congress.record.entries import Act, Kind, read

Acts = list[dict[str, Any]]
NOT_SECRETARY = "签署人当时不是党委书记，也没有写明受谁委托"
INSTRUCTED = "dispatch.decided"


def ends(package: Package) -> set[str]:
    """The faults without the places of the entries."""
    return {fault.partition("：")[2] or fault for fault in faults(package)}


def first(acts: Acts, kind: str) -> dict[str, Any]:
    return next(act for act in acts if act["kind"] == kind)


def signed_by(office: Furnished, act: dict[str, Any], name: str, **changes: str) -> None:
    """Somebody else's real signature under the same words."""
    said = json.loads(act["signed"]["statement"]) | changes
    mark = office.cast[name].sign(**said)
    act["actor"] = office.cast[name].person_id
    act["signed"] = {"key": mark.key, "signature": mark.signature, "statement": mark.statement}


def changed(acts: Acts, before: dict[str, Any], change: str, *, office: int, kind: str, person: int) -> Acts:
    """An office given or ended just before an entry."""
    facts = {"change": change, "kind": kind, "office": office, "person": person, "term": 1, "unit": None}
    acts.insert(acts.index(before), {**before, "kind": "office.changed", "facts": facts, "signed": None})
    return acts


def office_of(full: Exported, kind: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = json.loads(full.package.files["offices.json"])["offices"]
    return next(one for one in found if one["kind"] == kind)


@pytest.mark.parametrize("name", ["frank", "quinn", "alice", "olga"])
def test_a_decision_that_somebody_else_signed_is_no_decision(
    full: Exported, office: Furnished, name: str
) -> None:
    def forge(acts: Acts) -> Acts:
        signed_by(office, first(acts, INSTRUCTED), name)
        return acts

    assert ends(full.retold(forge)) == {NOT_SECRETARY}


def test_who_is_secretary_no_more_decides_nothing(full: Exported) -> None:
    held = office_of(full, "party_secretary")

    def forge(acts: Acts) -> Acts:
        place = first(acts, INSTRUCTED)
        return changed(acts, place, "ended", office=held["id"], kind=held["kind"], person=held["person"])

    assert NOT_SECRETARY in ends(full.retold(forge))


def test_who_becomes_secretary_later_was_none_before(full: Exported, office: Furnished) -> None:
    grace = office.cast["grace"].person_id

    def forge(acts: Acts, *, late: bool) -> Acts:
        place = first(acts, INSTRUCTED)
        signed_by(office, place, "grace")
        before = acts[-1] if late else place
        return changed(acts, before, "given", office=99, kind="party_secretary", person=grace)

    assert NOT_SECRETARY in ends(full.retold(lambda acts: forge(acts, late=True)))
    assert NOT_SECRETARY not in ends(full.retold(lambda acts: forge(acts, late=False)))


def test_the_offices_file_cannot_make_a_secretary_of_somebody_the_record_knows(
    full: Exported, office: Furnished
) -> None:
    frank = office.cast["frank"].person_id

    def forge(acts: Acts) -> Acts:
        signed_by(office, first(acts, INSTRUCTED), "frank")
        return acts

    files = dict(full.retold(forge).files)
    told = json.loads(files["offices.json"])
    next(one for one in told["offices"] if one["person"] == frank).update(
        kind="party_secretary", founded=True
    )
    files["offices.json"] = json.dumps(told).encode()
    assert any(fault.startswith("任职（编号") for fault in faults(full.listed(files)))


# --- under authority -----------------------------------------------------------------------------------------


def no_secretary_gave_it(office: Furnished, acts: Acts) -> Acts:
    given = first(acts, "proxy.given")
    signed_by(office, given, "grace")
    reply = first(acts, "dispatch.replied")
    reply["facts"]["on_behalf_of"] = given["actor"]
    return acts


def taken_back_before(_office: Furnished, acts: Acts) -> Acts:
    revoked = first(acts, "proxy.revoked")
    acts.remove(revoked)
    acts.insert(acts.index(first(acts, "dispatch.replied")), revoked)
    return acts


def over_before(office: Furnished, acts: Acts) -> Acts:
    given = first(acts, "proxy.given")
    days = {"begins_on": "2020-01-01", "ends_on": "2020-01-07"}
    given["facts"] |= days
    signed_by(office, given, "peter", **days)
    return acts


def for_another_kind(office: Furnished, acts: Acts) -> Acts:
    given = first(acts, "proxy.given")
    given["facts"]["powers"] = ["instruction"]
    signed_by(office, given, "peter", reply="", answer="", remand="")
    return acts


def never_given(_office: Furnished, acts: Acts) -> Acts:
    acts.remove(first(acts, "proxy.given"))
    acts.remove(first(acts, "proxy.revoked"))
    return acts


def unsigned_end(_office: Furnished, acts: Acts) -> Acts:
    next(act for act in acts if act["kind"] == "dispatch.answered" and not act["signed"])["facts"][
        "reply"
    ] = 0
    return acts


FORGED: dict[Callable[[Furnished, Acts], Acts], str] = {
    no_secretary_gave_it: "授权人当时不是党委书记",
    taken_back_before: "授权当时已经收回",
    over_before: "授权当时不在期限之内",
    for_another_kind: "授权的人、种类或事项不对",
    never_given: "没有这样的授权",
    unsigned_end: "没有签名，也没有所依据的批复",
}


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_authority_that_did_not_hold_is_found(
    full: Exported, office: Furnished, forge: Callable[[Furnished, Acts], Acts]
) -> None:
    assert FORGED[forge] in ends(full.retold(lambda acts: forge(office, acts)))


# --- the first versions ----------------------------------------------------------------------------------------------


def old(office: Furnished, act: Act, name: str) -> Act:
    """A decision as the first versions had it signed: without a word for authority."""
    said = {
        key: value for key, value in json.loads((act.signed or {})["statement"]).items() if key != "proxy"
    }
    mark = office.cast[name].sign(**{**said, "at": stamp(act.moment)})
    signed = {"key": mark.key, "signature": mark.signature, "statement": mark.statement}
    facts = {key: value for key, value in act.facts.items() if key not in {"proxy", "on_behalf_of"}}
    return replace(act, actor=office.cast[name].person_id, signed=signed, facts=facts)


@pytest.mark.parametrize(("name", "fine"), [("frank", True), ("peter", True), ("quinn", False)])
def test_before_there_was_authority_the_office_decided_too(
    full: Exported, office: Furnished, name: str, fine: bool
) -> None:
    acts = [read(line) for line in full.package.lines(RECORD)]
    kept = [act for act in acts if act.kind not in {Kind.DISPATCH_DECIDED, Kind.DISPATCH_ANSWERED}]
    told = [old(office, act, name) if act.kind is Kind.DISPATCH_REPLIED else act for act in kept]
    assert check_decisions(told, Offices.founded(full.package)).passed is fine


def test_afterwards_nobody_leaves_the_word_out(full: Exported, office: Furnished) -> None:
    acts = [read(line) for line in full.package.lines(RECORD)]
    told = [old(office, act, "frank") if act.kind is Kind.DISPATCH_REPLIED else act for act in acts]
    [fault, *_] = check_decisions(told, Offices.founded(full.package)).faults
    assert dict(fault.values)["fault"].text == NOT_SECRETARY
