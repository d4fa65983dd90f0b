"""Cards, accounts and lost phones: made once, shown once, on record."""

import pytest
from cast import SITE, Cast

from congress.crypto.signatures import Signer, encode
from congress.database import Database
from congress.errors import Conflict, Invalid, Missing, Refused
from congress.identity import service as identity
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import DelegateKind
from congress.roster.service import CardScope
from congress.roster.service.accounts import mark


@pytest.fixture
def by(cast: Cast) -> int:
    return cast["olga"].person_id


@pytest.fixture
def make(database: Database, cast: Cast, by: int):
    def cards(*names: str, seen: int = 0):
        people = [cast[name].person_id for name in names]
        return database.write(
            lambda s: roster.make_cards(s, term_id=cast.term_id, people=people, by=by, seen=seen)
        )

    return cards


def without_device(database, cast, by, *names):
    for name in names:
        for key in [k for k in keys_of(database, cast[name].person_id) if not k.revoked_at]:
            database.write(lambda s, key=key: identity.revoke_key(s, key_id=key.id, by=by, why=""))


def keys_of(database, person_id):
    with database.read() as session:
        return identity.keys(session, person_id)


def test_cards_are_for_those_who_need_one(database, cast, by, ask, make):
    without_device(database, cast, by, "bob", "carol")
    group = cast.delegations["first"]
    assert ask(roster.invitees, cast.term_id, CardScope.NEEDED, None) == [
        cast["carol"].person_id,
        cast["bob"].person_id,
    ]
    assert ask(roster.invitees, cast.term_id, CardScope.NEEDED, group) == [cast["carol"].person_id]
    make("carol")
    assert ask(roster.invitees, cast.term_id, CardScope.NEEDED, group) == []
    assert ask(roster.invitees, cast.term_id, CardScope.DEVICELESS, group) == [cast["carol"].person_id]
    assert len(ask(roster.invitees, cast.term_id, CardScope.ALL, None)) == 13
    need = next(n for n in ask(roster.needs, cast.term_id) if n.delegation_id == group)
    assert (need.seats, need.devices, need.cards, need.nothing) == (7, 6, 1, 0)


def test_a_card_says_who_it_is_for_and_works_once(database, cast, make, ask, acts):
    card = make("ned")[0]
    assert (card.name, card.kind, card.delegation, card.number) == (
        "倪大力",
        DelegateKind.NONVOTING,
        "第一代表团",
        "1012",
    )
    entered = database.write(lambda s: identity.enter(s, token=card.token, device="phone"))
    assert entered.person_id == cast["ned"].person_id
    with pytest.raises(Refused):
        database.write(lambda s: identity.enter(s, token=card.token, device="phone"))
    assert [a.kind for a in acts(Kind.INVITATION_MADE, Kind.INVITATION_USED)] == [
        Kind.INVITATION_MADE,
        Kind.INVITATION_USED,
    ]


def test_only_the_hash_of_a_token_is_kept(database, make, ask):
    token = make("ned")[0].token
    dump = ask(lambda s: str(s.connection().exec_driver_sql("select * from invitation").all()))
    assert token not in dump
    assert identity.hashed(token) in dump


def test_a_new_card_stops_the_old_one_on_record(database, make, ask, acts):
    old = make("ned")[0].token
    make("ned", seen=ask(identity.newest_invitation))
    with pytest.raises(Refused):
        database.write(lambda s: identity.enter(s, token=old, device="phone"))
    assert len(acts(Kind.INVITATION_REVOKED)) == 1


def test_the_same_form_sent_again_makes_no_new_cards(make, ask, acts):
    make("ned", "bob")
    with pytest.raises(Conflict):
        make("ned", "bob")
    with pytest.raises(Conflict):
        make("carol", "bob")
    assert len(acts(Kind.INVITATION_MADE)) == 2, "all or nothing"


def test_two_organisers_may_make_cards_for_different_people_at_once(make, acts):
    make("ned")
    make("bob")
    assert len(acts(Kind.INVITATION_MADE)) == 2


def test_a_whole_congress_in_one_write(database, cast, by, ask, acts):
    people = ask(roster.invitees, cast.term_id, CardScope.ALL, None)
    cards = database.write(lambda s: roster.make_cards(s, term_id=cast.term_id, people=people, by=by, seen=0))
    assert [card.person_id for card in cards] == people
    assert len({card.token for card in cards}) == 13


def test_strangers_and_those_who_left_get_no_card(database, cast, by, make):
    with pytest.raises(Missing):
        database.write(lambda s: roster.make_cards(s, term_id=cast.term_id, people=[999], by=by, seen=0))
    database.write(lambda s: roster.depart(s, person_id=cast["dan"].person_id, by=by, why="x"))
    with pytest.raises(Missing):
        make("dan")


def test_a_lost_phone_in_one_act(database, cast, by, ask, acts):
    bob = cast["bob"].person_id
    old = database.write(lambda s: identity.invite(s, person_id=bob, by=by))
    phone = database.write(lambda s: identity.begin(s, person_id=bob, device="phone")).token
    seen = ask(identity.newest_invitation)
    card = database.write(
        lambda s: roster.replace_phone(s, term_id=cast.term_id, person_id=bob, by=by, seen=seen)
    )
    assert ask(identity.signed_in, phone) is None
    key = ask(identity.keys, bob)[0]
    assert (key.revoked_why, key.revoked_by) == ("手机丢失", by)
    with pytest.raises(Refused):
        database.write(lambda s: identity.enter(s, token=old, device="found phone"))
    assert database.write(lambda s: identity.enter(s, token=card.token, device="new phone")).person_id == bob
    kinds = {a.kind for a in acts(*Kind) if a.facts.get("person") == bob and a.actor == by}
    assert kinds == {Kind.INVITATION_MADE, Kind.INVITATION_REVOKED, Kind.KEY_REVOKED}
    told = [line.words.text for line in ask(roster.dossier, cast.term_id, bob).history]
    assert told[0] == "用邀请卡登录"


def test_a_lost_phone_sent_twice_gives_one_card(database, cast, by, ask):
    bob = cast["bob"].person_id
    database.write(lambda s: roster.replace_phone(s, term_id=cast.term_id, person_id=bob, by=by, seen=0))
    with pytest.raises(Conflict):
        database.write(lambda s: roster.replace_phone(s, term_id=cast.term_id, person_id=bob, by=by, seen=0))


def test_a_key_is_stopped_for_its_own_person_only(database, cast, by, ask):
    key = ask(identity.keys, cast["bob"].person_id)[0]
    with pytest.raises(Missing):
        database.write(
            lambda s: identity.revoke_persons_key(s, key_id=key.id, person_id=cast["carol"].person_id, by=by)
        )


def test_a_new_device_key_needs_its_own_signature(database, cast):
    signer = Signer.generate()
    public = encode(signer.public)
    with pytest.raises(Refused):
        database.write(
            lambda s: identity.register_key(
                s,
                person_id=cast["bob"].person_id,
                site=SITE,
                public=public,
                method="webcrypto",
                device="x",
                signed=cast["bob"].sign(act="key", person=cast["bob"].person_id, public=public),
            )
        )


# --- accounts ------------------------------------------------------------------------------------------------------


def issue(database, cast, by, name, login, seen=""):
    return database.write(
        lambda s: roster.issue_password(s, person_id=cast[name].person_id, login=login, seen=seen, by=by)
    )


def test_accounts_are_for_offices_that_need_one(cast, ask):
    lines = {line.name: line for line in ask(roster.account_lines, cast.term_id)}
    assert set(lines) == {"阮淑芬", "沈明", "田甜", "欧阳兰", "裴振华", "秦朗"}, "the chair comes in by card"


def test_a_password_is_made_shown_once_and_works(database, cast, by, ask, acts):
    opened = issue(database, cast, by, "peter", "secretary")
    assert (
        ask(identity.check_password, login="secretary", password=opened.password) == cast["peter"].person_id
    )
    assert len(opened.password) == 19
    dump = ask(lambda s: str(s.connection().exec_driver_sql("select * from account").all()))
    assert opened.password not in dump
    assert acts(Kind.ACCOUNT_CHANGED)[0].facts == {
        "change": "opened",
        "login": "secretary",
        "person": cast["peter"].person_id,
    }
    assert opened.password not in str(acts(*Kind))


def test_the_same_form_sent_again_makes_no_new_password(database, cast, by, ask):
    opened = issue(database, cast, by, "peter", "secretary")
    with pytest.raises(Conflict):
        issue(database, cast, by, "peter", "secretary")
    assert ask(identity.check_password, login="secretary", password=opened.password)
    seen = mark(ask(identity.account, cast["peter"].person_id))
    assert issue(database, cast, by, "peter", "secretary", seen).password != opened.password


def test_a_login_belongs_to_one_person(database, cast, by):
    issue(database, cast, by, "peter", "secretary")
    with pytest.raises(Exception, match="登录名已被使用"):
        issue(database, cast, by, "quinn", "secretary")


def test_a_stopped_account_is_stopped_at_once_and_can_be_opened_again(database, cast, by, ask, acts):
    opened = issue(database, cast, by, "peter", "secretary")
    peter = cast["peter"].person_id
    cookie = database.write(lambda s: identity.begin(s, person_id=peter, device="x")).token
    for _ in range(2):
        database.write(lambda s: roster.close_account(s, person_id=peter, by=by))
    assert ask(identity.signed_in, cookie) is None
    with pytest.raises(Invalid):
        ask(identity.check_password, login="secretary", password=opened.password)
    assert len(acts(Kind.ACCOUNT_CHANGED)) == 2
    again = issue(database, cast, by, "peter", "secretary", mark(ask(identity.account, peter)))
    assert ask(identity.check_password, login="secretary", password=again.password) == peter


def test_nobody_stops_their_own_account(database, cast, by):
    with pytest.raises(Refused):
        database.write(lambda s: roster.close_account(s, person_id=by, by=by))
    with pytest.raises(Missing):
        database.write(lambda s: roster.close_account(s, person_id=cast["dan"].person_id, by=by))
