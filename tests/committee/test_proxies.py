"""授权代办: for a time, for some decisions, revocable at once; what is signed under it says so, and can be checked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from acts import acts, refused
from cast import SITE, Cast
from paperwork import advise, authority, give, join, proposal, remand, revoke
from passed import decide, received, said, today, viewer
from sqlmodel import Session, select

from congress.archive.verification.decisions import check_decisions
from congress.archive.verification.signatures import check_signatures
from congress.clock import as_of, now
from congress.committee import service as committee
from congress.committee.rules import DecisionKind, DispatchKind
from congress.committee.rules.proxies import Standing
from congress.committee.store import Decision, Dispatch
from congress.database import Database
from congress.errors import Invalid, Missing
from congress.identity import service as identity
from congress.record.entries import Act, Kind, read
from congress.record.store import Entry
from congress.roster import service as roster
from congress.roster.rules import OfficeKind

INSTRUCTION, REPLY, ANSWER = DecisionKind.INSTRUCTION, DecisionKind.REPLY, DecisionKind.ANSWER


def record_of(session: Session) -> list[Act]:
    return [read(row.body.encode()) for row in session.exec(select(Entry).order_by(Entry.seq))]


def signs(
    session: Session, cast: Cast, found: Dispatch, proxy: int | str, kind: DecisionKind = INSTRUCTION
) -> Dispatch:
    """Frank decides under it."""
    return decide(session, cast, found, kind, said(kind, "请落实。") | {"proxy": str(proxy)}, "frank")


def faults(*checks: object) -> set[str]:
    return {
        dict(fault.values)["fault"].text if "fault" in dict(fault.values) else fault.text
        for check in checks
        for fault in check.faults
    }


@pytest.fixture
def office(database: Database, cast: Cast) -> int:
    return database.write(lambda s: join(s, cast))


@pytest.fixture
def found(database: Database, cast: Cast, office: int) -> Dispatch:
    return database.write(lambda s: received(s, cast))


def test_the_office_receives_but_only_a_secretary_decides(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    for kind in (INSTRUCTION, ANSWER):
        error = refused(database, lambda s, kind=kind: signs(s, cast, found, "", kind))
        assert "书记" in error.refusal.reason.text
    refused(database, lambda s: remand(s, cast, found, name="frank"))
    assert database.write(lambda s: decide(s, cast, found, INSTRUCTION, said(INSTRUCTION, "请落实。")))


def test_what_is_signed_under_it_says_so(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    proxy = database.write(lambda s: give(s, cast))
    database.write(lambda s: signs(s, cast, found, proxy.id))
    made = reading.exec(select(Decision)).one()
    assert (made.decided_by, made.proxy_id) == (cast["frank"].person_id, proxy.id)
    facts = acts(reading, Kind.DISPATCH_DECIDED)[0]
    assert (facts["proxy"], facts["on_behalf_of"]) == (proxy.id, cast["peter"].person_id)
    step = committee.journeys(reading, found.resolution_id)[0].steps[2]
    assert dict(step.who.values) == {"deputy": "方志强", "grantor": "裴振华"}


def test_a_day_too_early_or_too_late_it_cannot_be_used(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    later = database.write(lambda s: give(s, cast, authority(cast, days=(2, 4))))
    refused(database, lambda s: signs(s, cast, found, later.id))
    for days, works in ((1, False), (2, True), (4, True), (5, False)):

        def job(session: Session, days: int = days) -> None:
            with as_of(now() + timedelta(days=days)):
                signs(session, cast, found, later.id)

        if works:
            database.write(job)
        else:
            refused(database, job)


def test_a_clock_set_back_finds_it_not_begun(database: Database, cast: Cast, found: Dispatch) -> None:
    proxy = database.write(lambda s: give(s, cast))

    def yesterday(session: Session) -> None:
        with as_of(now() - timedelta(days=1)):
            signs(session, cast, found, proxy.id)

    refused(database, yesterday)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"powers": ("reply", "answer")}, INSTRUCTION), ({"matter": "collective_contract"}, INSTRUCTION)],
)
def test_outside_its_powers_and_matters_it_is_nothing(
    database: Database, cast: Cast, found: Dispatch, fields: dict[str, object], kind: DecisionKind
) -> None:
    powers = fields.pop("powers", ())
    proxy = database.write(lambda s: give(s, cast, authority(cast, "frank", *powers, **fields)))
    refused(database, lambda s: signs(s, cast, found, proxy.id, kind))


def test_of_its_own_matter_it_is_good(database: Database, cast: Cast, found: Dispatch) -> None:
    proxy = database.write(lambda s: give(s, cast, authority(cast, matter="motion_resolution")))
    assert database.write(lambda s: signs(s, cast, found, proxy.id))


def test_taken_back_it_ends_at_once_and_what_was_signed_stands(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    proxy = database.write(lambda s: give(s, cast))
    database.write(lambda s: signs(s, cast, found, proxy.id))
    refused(database, lambda s: revoke(s, cast, proxy, "alice"), Missing)
    for _ in range(2):
        database.write(lambda s: revoke(s, cast, proxy))
    refused(database, lambda s: signs(s, cast, found, proxy.id))
    assert len(acts(reading, Kind.PROXY_REVOKED)) == 1
    assert faults(check_decisions(record_of(reading))) == set()


def test_who_has_it_may_give_it_back(database: Database, cast: Cast, found: Dispatch) -> None:
    proxy = database.write(lambda s: give(s, cast))
    assert database.write(lambda s: revoke(s, cast, proxy, "frank")).revoked_by == cast["frank"].person_id


def test_a_lost_key_ends_what_it_handed_over(database: Database, cast: Cast, found: Dispatch) -> None:
    proxy = database.write(lambda s: give(s, cast))
    olga = cast["olga"].person_id
    database.write(lambda s: identity.revoke_key(s, key_id=cast["peter"].signer.id, by=olga, why="丢失"))
    refused(database, lambda s: signs(s, cast, found, proxy.id))
    (line,) = database.write(lambda s: committee.proxy_register(s, viewer(s, cast, "frank")))
    assert line.standing is Standing.KEY_LOST


def test_an_office_that_ended_ends_what_it_handed_over(
    database: Database, cast: Cast, found: Dispatch
) -> None:
    proxy = database.write(lambda s: give(s, cast))
    olga = cast["olga"].person_id

    def dismiss(session: Session) -> None:
        held = roster.officers(session, cast.term_id)
        secretary = next(one for one in held if one.kind is OfficeKind.PARTY_SECRETARY)
        roster.dismiss(session, office_id=secretary.office_id, by=olga)

    database.write(dismiss)
    refused(database, lambda s: signs(s, cast, found, proxy.id))


def test_who_left_the_office_signs_nothing_under_it(
    database: Database, cast: Cast, found: Dispatch, office: int
) -> None:
    proxy = database.write(lambda s: give(s, cast))
    database.write(lambda s: roster.dismiss(s, office_id=office, by=cast["olga"].person_id))
    refused(database, lambda s: signs(s, cast, found, proxy.id), Missing)


@pytest.mark.parametrize(
    "fields",
    [{"deputy": "peter"}, {"deputy": "alice"}, {"days": (-1, 3)}, {"days": (3, 1)}, {"days": (0, 400)}],
)
def test_bad_authority_is_not_given(
    database: Database, cast: Cast, office: int, fields: dict[str, object]
) -> None:
    refused(database, lambda s: give(s, cast, authority(cast, **fields)))


@pytest.mark.parametrize(("field", "value"), [("deputy", ""), ("begins_on", "morgen"), ("ends_on", "")])
def test_fields_that_say_nothing_are_named(
    database: Database, cast: Cast, office: int, field: str, value: str
) -> None:
    error = refused(database, lambda s: give(s, cast, authority(cast) | {field: value}), Invalid)
    assert set(error.fields) == {field}


def test_only_a_secretary_hands_over_and_nobody_hands_on(database: Database, cast: Cast, office: int) -> None:
    database.write(lambda s: give(s, cast))
    for name in ("frank", "olga", "alice", "eve"):
        refused(database, lambda s, name=name: give(s, cast, authority(cast, "peter"), name), Missing)


def test_another_secretary_may_choose_in_whose_name(
    database: Database, cast: Cast, found: Dispatch, reading: Session
) -> None:
    database.write(lambda s: join(s, cast, "grace", OfficeKind.PARTY_SECRETARY))
    proxy = database.write(lambda s: give(s, cast, authority(cast, "grace")))
    for own in ("", str(proxy.id)):
        fields = said(INSTRUCTION, f"请落实{own}。") | {"proxy": own}
        database.write(lambda s, f=fields: decide(s, cast, found, INSTRUCTION, f, "grace"))
    assert [one.proxy_id for one in reading.exec(select(Decision))] == [None, proxy.id]


def test_two_secretaries_who_reply_at_once_give_one_reply(
    database: Database, cast: Cast, office: int
) -> None:
    database.write(lambda s: join(s, cast, "grace", OfficeKind.PARTY_SECRETARY))
    request = database.write(lambda s: received(s, cast, DispatchKind.REQUEST))
    database.write(lambda s: decide(s, cast, request, REPLY, said(REPLY, "同意。")))
    error = refused(
        database, lambda s: decide(s, cast, request, REPLY, said(REPLY, "不同意。", grants="no"), "grace")
    )
    assert error.refusal.reason.text == "来文已经答复办结" or error.refusal.remedy


# --- the verifier ----------------------------------------------------------------------------------------------


@pytest.fixture
def story(database: Database, cast: Cast, found: Dispatch, reading: Session) -> list[Act]:
    """An authority, a decision under it, and a proposal of the very same words."""
    proxy = database.write(lambda s: give(s, cast))
    database.write(lambda s: advise(s, cast, found, INSTRUCTION, proposal(INSTRUCTION, "请落实。\n")))
    fields = said(INSTRUCTION, "请落实。\n") | {"proxy": str(proxy.id)}
    database.write(lambda s: decide(s, cast, found, INSTRUCTION, fields, "frank"))
    return record_of(reading)


def told(story: list[Act], kind: Kind, **facts: object) -> list[Act]:
    return [replace(act, facts=act.facts | facts) if act.kind is kind else act for act in story]


def test_an_honest_story_verifies_even_when_a_text_ends_with_an_empty_line(story: list[Act]) -> None:
    checks = check_decisions(story), check_signatures(story, SITE)
    assert faults(*checks) == set()
    assert checks[0].examined


def test_a_proposal_is_no_decision(story: list[Act]) -> None:
    """The office's signature under a proposal cannot be told as one under a decision."""
    proposed = next(act for act in story if act.kind is Kind.DISPATCH_ADVISED)
    forged = [
        replace(act, signed=proposed.signed) if act.kind is Kind.DISPATCH_DECIDED else act
        for act in story
        if act is not proposed
    ]
    assert "签名内容与记录的事实不一致" in faults(check_signatures(forged, SITE))


@pytest.mark.parametrize(
    ("kind", "facts", "fault"),
    [
        (Kind.DISPATCH_DECIDED, {"proxy": None}, "以谁的名义签署，与签名的内容不同"),
        (Kind.DISPATCH_DECIDED, {"proxy": 99}, "以谁的名义签署，与签名的内容不同"),
        (Kind.DISPATCH_DECIDED, {"on_behalf_of": 1}, "授权的人、种类或事项不对"),
        (Kind.PROXY_GIVEN, {"powers": ["reply"]}, "授权范围与签名的内容不同"),
        (Kind.PROXY_GIVEN, {"deputy": 1}, "授权的人、种类或事项不对"),
        (Kind.PROXY_GIVEN, {"matter": "layoff"}, "授权的人、种类或事项不对"),
        (Kind.PROXY_GIVEN, {"ends_on": "2020-01-01"}, "授权当时不在期限之内"),
        (Kind.PROXY_GIVEN, {"proxy": 99}, "没有这样的授权"),
        (Kind.PROXY_GIVEN, {"zone": "nowhere"}, "党委办理的记录读不出来"),
    ],
)
def test_a_forged_authority_is_named(
    story: list[Act], kind: Kind, facts: dict[str, object], fault: str
) -> None:
    assert fault in faults(check_decisions(told(story, kind, **facts)))


@pytest.mark.parametrize(
    ("kind", "facts", "fault"),
    [
        (Kind.PROXY_REVOKED, {"proxy": 1}, "授权当时已经收回"),
        (Kind.KEY_REVOKED, {}, "授权所用的密钥当时已经停用"),
        (Kind.OFFICE_CHANGED, {"kind": "party_secretary", "change": "ended"}, "授权人当时已不任职"),
    ],
)
def test_an_authority_that_had_ended_is_named(
    story: list[Act], cast: Cast, kind: Kind, facts: dict[str, object], fault: str
) -> None:
    peter = cast["peter"]
    facts = {"key": peter.signer.id, "person": peter.person_id, **facts}
    place = next(n for n, act in enumerate(story) if act.kind is Kind.DISPATCH_DECIDED)
    ended = replace(story[place], kind=kind, facts=facts, signed=None, actor=peter.person_id)
    assert fault in faults(check_decisions([*story[:place], ended, *story[place:]]))


def test_today_is_that_of_the_enterprise(reading: Session, cast: Cast) -> None:
    assert committee.today(reading) == today()
