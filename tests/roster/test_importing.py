"""Importing into a real database: what was confirmed is done whole, or nothing is."""

import os
import stat
from hashlib import sha256

import pytest
from cast import Cast
from sheets import HEAD, book, text
from sqlmodel import func, select

from congress.database import Database
from congress.errors import Conflict, Invalid
from congress.identity import service as identity
from congress.record.entries import Kind
from congress.roster import service as roster
from congress.roster.rules import DelegateKind, OfficeKind, UnitKind
from congress.roster.service import Confirmed
from congress.roster.sheet import Plan, read, table, workbook
from congress.roster.store import Delegate, Delegation, Person, Unit

NEW = ("2001", "王秀兰", "女", "铸造车间", "一线职工", "正式", "第一代表团", "", "监票人")
NEWER = ("2002", "李祎堃", "男", "新材料车间", "专业技术人员", "正式", "第三代表团", "是", "")
FILE = "f" * 64


class Desk:
    """Olga's desk: previews and confirms."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.database, self.cast, self.by = database, cast, cast["olga"].person_id

    def table(self, *rows, head=HEAD):
        return table(read(book([head, *rows]), "a.xlsx"))

    def preview(self, sheet, *, complete=False) -> Plan:
        with self.database.read() as session:
            return roster.preview(
                session, term_id=self.cast.term_id, table=sheet, complete=complete, by=self.by
            )

    def confirm(self, sheet, seen: Plan, *, complete=False, units=True) -> Plan:
        wish = Confirmed(seen.digest, complete, units)
        return self.database.write(
            lambda s: roster.import_sheet(
                s, term_id=self.cast.term_id, table=sheet, file=FILE, confirmed=wish, by=self.by
            )
        )

    def run(self, *rows, complete=False, **more) -> Plan:
        sheet = self.table(*rows, **more)
        return self.confirm(sheet, self.preview(sheet, complete=complete), complete=complete)

    def count(self, kind) -> int:
        with self.database.read() as session:
            return session.exec(select(func.count()).select_from(kind)).one()

    def seat(self, number: str):
        with self.database.read() as session:
            person = roster.person_by_number(session, number)
            return person, roster.mandate(session, self.cast.term_id, person_id=person.id)


@pytest.fixture
def desk(database, cast) -> Desk:
    return Desk(database, cast)


def test_new_people_units_delegations_seats_offices_and_heads(desk, acts, ask):
    done = desk.run(NEW, NEWER)
    assert (len(done.added), len(done.units), len(done.delegations)) == (2, 1, 1)
    person, seat = desk.seat("2002")
    assert (person.name, seat.kind) == ("李祎堃", DelegateKind.VOTING)
    group = next(g for g in ask(roster.groups, desk.cast.term_id) if g.number == 3)
    assert (group.name, group.head, group.id) == ("第三代表团", "李祎堃", seat.delegation_id)
    unit = ask(lambda s: s.get(Unit, person.unit_id))
    assert (unit.name, unit.kind) == ("新材料车间", UnitKind.WORKSHOP)
    assert unit.parent_id in desk.cast.units.values()
    assert OfficeKind.SCRUTINEER in ask(roster.viewer, desk.seat("2001")[0].id).offices
    facts = acts(Kind.ROSTER_IMPORTED)[0].facts
    assert (facts["added"], facts["file"], facts["units"]) == (2, FILE, ["新材料车间"])
    assert len(acts(Kind.DELEGATE_CHANGED)) == 2
    assert len(acts(Kind.OFFICE_CHANGED)) == 1


def test_importing_again_changes_nothing_and_duplicates_nobody(desk, acts):
    desk.run(NEW, NEWER)
    people, seats, entries = desk.count(Person), desk.count(Delegate), len(acts(*Kind))
    again = desk.run(NEW, NEWER)
    assert (again.idle, again.unchanged) == (True, 2)
    assert (desk.count(Person), desk.count(Delegate), len(acts(*Kind))) == (people, seats, entries)


def test_importing_again_updates_by_number(desk):
    desk.run(NEW)
    desk.run(("2001", "王秀岚", "女", "后勤保障部", "专业技术人员", "列席", "第二代表团", "", ""))
    person, seat = desk.seat("2001")
    assert (person.name, person.unit_id) == ("王秀岚", desk.cast.units["canteen"])
    assert (seat.kind, seat.delegation_id) == (DelegateKind.NONVOTING, desk.cast.delegations["second"])


def test_people_of_the_same_name_are_different_people(desk):
    desk.run(NEW, ("2009", *NEW[1:7], "", ""))
    assert desk.seat("2001")[0].id != desk.seat("2009")[0].id


def test_with_one_bad_cell_nothing_at_all_is_imported(desk, acts):
    sheet = desk.table(NEW, ("2002", "李", "？", "铸造车间", "一线", "", "", "", ""))
    seen = desk.preview(sheet)
    assert not seen.clean
    with pytest.raises(Invalid):
        desk.confirm(sheet, seen)
    assert desk.count(Person) == 18
    assert acts(Kind.ROSTER_IMPORTED) == []


def test_new_units_are_made_only_with_consent(desk):
    sheet = desk.table(NEWER)
    with pytest.raises(Invalid) as refused:
        desk.confirm(sheet, desk.preview(sheet), units=False)
    assert "units" in refused.value.fields
    assert desk.count(Unit) == 3


@pytest.mark.parametrize("change", ["person", "seat", "delegation", "unit"])
def test_a_roster_that_changed_since_the_preview_is_noticed(desk, change):
    sheet = desk.table(("1001", "包建国", "男", "铸造车间", "一线职工", "正式", "第一代表团", "", ""), NEWER)
    seen = desk.preview(sheet)
    term, bob, by = desk.cast.term_id, desk.cast["bob"].person_id, desk.by

    def job(s):
        match change:
            case "person":
                found = roster.person(s, bob)
                found.post = "钳工"
                s.add(found)
                found.name = "包建军"
            case "seat":
                roster.end_seat(s, term_id=term, person_id=bob, why="x", by=by)
            case "delegation":
                roster.add_delegation(s, term_id=term, number=3, name="第三代表团", by=by)
            case "unit":
                s.add(Unit(name="新材料车间", parent_id=desk.cast.units["hq"]))

    desk.database.write(job)
    with pytest.raises(Conflict):
        desk.confirm(sheet, seen)
    assert desk.count(Person) == 18


def test_a_complete_list_ends_the_others_and_shuts_them_out(desk, ask, acts):
    rows = [("1001", "包建国", "男", "铸造车间", "一线职工", "正式", "第二代表团", "", "")]
    done = desk.run(*rows, complete=True)
    assert len(done.ended) == 12
    mandates = ask(roster.mandates, desk.cast.term_id)
    assert [m.name for m in mandates] == ["包建国"]
    assert all(key.revoked_at for key in ask(identity.keys, desk.cast["carol"].person_id))
    assert ask(lambda s: s.exec(select(Delegation.head_id)).all()) == [None, None]
    whys = {a.facts["why"] for a in acts(Kind.DELEGATE_CHANGED) if a.facts["change"] == "ended"}
    assert whys == {"不在完整名单中"}
    assert OfficeKind.SECRETARIAT in ask(roster.viewer, desk.by).offices


def test_heads_change_hands_within_one_sheet(desk, ask):
    known = ask(roster.known, desk.cast.term_id, desk.by)
    rows = [
        ("工号", "姓名", "代表团", "团长"),
        ("1000", "安丽华", "第一代表团", ""),
        ("1002", "蔡秀英", "第一代表团", "是"),
    ]
    assert known.people["1000"].heads
    sheet = table(read(text(rows), "a.csv"))
    desk.confirm(sheet, desk.preview(sheet))
    assert [g.head for g in ask(roster.groups, desk.cast.term_id)] == ["蔡秀英", ""]


def test_offices_come_and_go_by_the_sheet(desk, ask):
    rows = [
        ("工号", "姓名", "代表类别", "大会职务"),
        ("1010", "沈明", "正式", "总监票人"),
        ("1017", "秦朗", "", "承办部门负责人"),
    ]
    sheet = table(read(text(rows), "a.csv"))
    assert len(desk.preview(sheet).changed) == 1
    desk.confirm(sheet, desk.preview(sheet))
    assert ask(roster.viewer, desk.cast["sam"].person_id).offices == {OfficeKind.CHIEF_TELLER}


def test_what_is_exported_and_imported_again_changes_nothing(desk, ask, acts):
    known = ask(roster.known, desk.cast.term_id, desk.by)
    for language in ("zh", "en"):
        content = workbook(known.people.values(), known.delegations, language)
        sheet = table(read(content, "roster.xlsx"))
        seen = desk.preview(sheet, complete=True)
        assert (seen.clean, seen.idle, seen.unchanged) == (True, True, 18), seen
    assert acts(*Kind)[-1].kind is Kind.KEY_REGISTERED


def test_the_newest_import_is_listed_first(desk, ask):
    desk.run(NEW)
    desk.run(NEWER)
    assert [act.facts["units"] for act in ask(roster.imports)] == [["新材料车间"], []]


# --- the kept file -------------------------------------------------------------------------------------------------


def test_a_sheet_is_kept_for_its_owner_only_under_its_hash(tmp_path):
    folder = tmp_path / "imports"
    name = roster.keep_sheet(folder, b"1,2", "名册.CSV")
    assert name == sha256(b"1,2").hexdigest() + ".csv"
    assert roster.kept_sheet(folder, name) == b"1,2"
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    roster.forget_sheet(folder, name)
    with pytest.raises(Conflict):
        roster.kept_sheet(folder, name)


def test_sheets_that_nobody_confirmed_are_forgotten(tmp_path):
    old = roster.keep_sheet(tmp_path, b"old", "a.xlsx")
    os.utime(tmp_path / old, (0, 0))
    roster.keep_sheet(tmp_path, b"new", "a.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == [sha256(b"new").hexdigest() + ".xlsx"]


@pytest.mark.parametrize(
    "name", ["../congress.db", "a.csv", "f" * 64, f"{'f' * 64}.csv", f"{'F' * 64}.csv", "%2e%2e"]
)
def test_no_other_file_can_be_reached(tmp_path, name):
    (tmp_path / "a.csv").write_bytes(b"x")
    with pytest.raises(Conflict):
        roster.kept_sheet(tmp_path, name)


def test_a_kept_sheet_that_was_tampered_with_is_not_imported(tmp_path):
    name = roster.keep_sheet(tmp_path, b"1,2", "a.csv")
    (tmp_path / name).write_bytes(b"1,3")
    with pytest.raises(Conflict):
        roster.kept_sheet(tmp_path, name)
