"""Letters through their service: slots, versions, numbers without gaps, and the record."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import passed
import printed
import pytest
import writing
from acts import acts, refused
from cast import SITE, Cast
from sqlmodel import Session, select

from congress.archive.verification.letters import check_letters
from congress.archive.verification.signatures import check_signatures
from congress.clock import now
from congress.database import Database
from congress.documents.content import Layout
from congress.errors import Refused
from congress.i18n import render
from congress.letters import service as letters
from congress.letters.originals import ORIGINALS, kind_of
from congress.letters.rules import UPWARD, LetterStage
from congress.letters.service import filling
from congress.record.entries import Act, Kind, read
from congress.record.store import Entry
from congress.sittings import service as sittings
from congress.sittings.rules import Presence
from congress.sittings.store import Sitting
from congress.typesetting.pdf import pdf
from congress.typesetting.pictures import picture, pictures


def held(session: Session, cast: Cast) -> None:
    """The sitting with a vote behind it: eleven came, Tina did not, Ned attends."""
    sitting = session.get_one(Sitting, cast.sitting_id)
    sitting.opened_at, sitting.opened_expected, sitting.opened_present = now(), 12, 11
    session.add(sitting)
    passed.published(session, cast)
    for name in (*(m for m in cast.members if m in {"alice", "bob", "carol", "grace"}), "ned"):
        sittings.note(
            session,
            sitting_id=cast.sitting_id,
            delegate_id=cast[name].delegate_id,
            presence=Presence.ARRIVED,
            by=cast["olga"].person_id,
        )


def test_before_the_sitting_only_what_is_known_fills(database: Database, cast: Cast) -> None:
    found = database.write(lambda s: writing.begun(s, cast, "minutes-sitting"))
    assert "主持，应到职工代表【应到人数】名" in found.body
    assert "出席：【出席人员】" in found.body
    assert "安丽华主持" in found.body
    assert found.title == "长风精工有限公司第三届职工代表大会第二次会议纪要"
    assert found.issuer == "长风精工有限公司职工代表大会"


def test_after_it_minutes_have_results_and_names(database: Database, cast: Cast) -> None:
    database.write(lambda s: held(s, cast))
    body = database.write(lambda s: writing.begun(s, cast, "minutes-sitting")).body
    assert "应到职工代表12名，实到11名" in body
    assert f"1. {passed.TITLE}：" in body
    assert "赞成8票" in body
    assert "出席：安丽华、" in body
    assert "顾玥" in body
    assert "列席：倪大力" in body
    away = next(line for line in body.splitlines() if line.startswith("请假："))
    assert "田甜" in away
    assert "安丽华" not in away


def test_what_was_resolved_stands_in_the_report_to_the_higher_union(database: Database, cast: Cast) -> None:
    database.write(lambda s: held(s, cast))
    body = database.write(lambda s: writing.begun(s, cast, "report-sitting")).body
    assert body.startswith("签发人：【签发人】\n")
    assert "（职代会〔" in body
    assert body.count("【各项决议】") == 0


@pytest.mark.parametrize(
    ("template", "code"), [("report-sitting", "职代会上报"), ("request-guidance", "职代会上请")]
)
def test_what_goes_to_the_higher_union_goes_up(
    database: Database, cast: Cast, template: str, code: str
) -> None:
    said = replace(
        writing.NOTICE, body="签发人：文静\n会议情况如下。\n签发人：第二行是正文", addressee="市总工会"
    )
    found = database.write(lambda s: writing.issued(s, cast, template, said))
    with database.read() as session:
        made = letters.sheet(session, found, "Asia/Shanghai").document
    assert made.mark == "长风精工有限公司工会委员会文件"
    assert made.number == f"{code}〔{passed.today().year}〕1号"
    assert (made.signer, made.addressee, made.layout) == ("文静", "市总工会：", Layout.USUAL)
    assert [block.text for block in made.body] == ["会议情况如下。", "签发人：第二行是正文"]
    assert "签发人：文静" in printed.text(pdf(made, found.changed_at))


def test_only_those_who_are_not_above_get_a_letter() -> None:
    for original in ORIGINALS.values():
        goes_up = kind_of(original.key) in UPWARD
        assert (original.wording.addressee == "【上级工会】") is goes_up, original.key
        assert ("签发人" in original.wording.body) is goes_up, original.key


def test_a_void_slot_stays_marked(database: Database, cast: Cast, reading: Session) -> None:
    known = filling.values(reading, cast.sitting_id)
    assert known["会议地点"] == "礼堂"
    assert "议程" not in known
    assert "会议文件" not in known


def test_numbers_have_no_gaps_within_a_kind_and_year(database: Database, cast: Cast) -> None:
    def numbers(template: str) -> str:
        return letters.number_of(database.write(lambda s: writing.issued(s, cast, template)))

    year = passed.today().year
    assert numbers("notice-convening") == f"职代会通〔{year}〕1号"
    database.write(lambda s: writing.drafted(s, cast, "notice-convening"))
    assert numbers("minutes-sitting") == f"职代会纪〔{year}〕1号"
    assert numbers("notice-calling") == f"职代会通〔{year}〕2号"
    assert numbers("letter-inviting") == f"职代会函〔{year}〕1号"
    database.write(lambda s: writing.withdrawn(s, cast, "notice-calling"))
    assert numbers("notice-convening") == f"职代会通〔{year}〕4号"


def test_the_record_keeps_the_whole_text_and_the_signature(
    database: Database, cast: Cast, reading: Session
) -> None:
    found = database.write(lambda s: writing.withdrawn(s, cast))
    issued, withdrawn = acts(reading, Kind.LETTER_ISSUED), acts(reading, Kind.LETTER_WITHDRAWN)
    assert len(issued) == len(withdrawn) == 1
    assert issued[0]["text"] == {
        **vars(writing.NOTICE),
        "issuer": "长风精工有限公司工会委员会",
        "kind": "notice",
    }
    assert issued[0]["sha256"] == withdrawn[0]["sha256"] == found.sha256
    assert withdrawn[0]["why"] == "会期推迟"


def test_who_issues_signs_the_text_that_was_shown(database: Database, cast: Cast) -> None:
    found = database.write(lambda s: writing.drafted(s, cast))
    stale = cast["olga"].sign(**letters.issue_statement(found, site=SITE))

    def other(session: Session) -> None:
        olga = passed.viewer(session, cast, "olga")
        changed = writing.Text("另一个标题", "另一种正文。", "各代表团")
        letters.edit(session, olga, found.id, changed, seen=found.revision)
        letters.issue(session, olga, found.id, seen=found.revision + 1, site=SITE, signed=stale)

    assert "不一致" in refused(database, other, Refused).refusal.reason.text


def test_a_hash_tells_kind_issuer_and_every_field_apart(database: Database, cast: Cast) -> None:
    found = database.write(lambda s: writing.drafted(s, cast))
    hashes = {letters.current_hash(found)}
    for field in ("title", "body", "addressee", "copies", "issuer"):
        hashes.add(letters.current_hash(found.model_copy(update={field: "别的"})))
    assert len(hashes) == 6


@pytest.mark.parametrize("stage", [LetterStage.ISSUED, LetterStage.WITHDRAWN])
def test_what_is_out_is_never_changed(database: Database, cast: Cast, stage: LetterStage) -> None:
    make = writing.issued if stage is LetterStage.ISSUED else writing.withdrawn
    found = database.write(lambda s: make(s, cast))
    for act in (
        lambda s, olga: letters.edit(s, olga, found.id, writing.Text("改", "改"), seen=found.revision),
        lambda s, olga: letters.fill(s, olga, found.id),
        lambda s, olga: letters.restore(s, olga, found.id, 1),
        lambda s, olga: letters.remove(s, olga, found.id),
    ):
        refused(database, lambda s, act=act: act(s, passed.viewer(s, cast, "olga")))


def test_bad_days_40_annexes_a_title_of_400_characters_and_rare_names(database: Database, cast: Cast) -> None:
    body = "参会：珺玥祎堃喆翀赟。\n" + "\n".join(
        f"附件：第{n}个附件" + ("\n正文。" if n % 2 else "\n一、内容") for n in range(1, 41)
    )
    said = writing.Text("关于" + "召开" * 198 + "的函", body, "各代表团、" * 30, "市总工会、" * 30)
    found = database.write(lambda s: writing.issued(s, cast, "letter-inviting", said))
    made = pdf(letters.document(found, letters.written(found), passed.today()), found.changed_at)
    printed_text = printed.text(made)
    assert "珺玥祎堃喆翀赟" in printed_text
    assert "附件40" in printed_text
    assert "第40个附件" in printed_text
    assert len(printed.words(made)) >= 41
    keys = pictures(letters.document(found, letters.written(found), passed.today()), found.changed_at)
    assert len(keys) == len(printed.words(made))
    assert all(ET.fromstring(picture(key)).tag.endswith("svg") for key in keys)


@pytest.fixture
def recorded(database: Database, cast: Cast) -> list[Act]:
    """What the record tells of a letter that was issued and withdrawn, and of another."""
    database.write(lambda s: writing.withdrawn(s, cast))
    database.write(lambda s: writing.issued(s, cast))
    with database.read() as session:
        return [read(row.body.encode()) for row in session.exec(select(Entry).order_by(Entry.seq))]


def changed(acts: list[Act], kind: Kind, facts: dict[str, object]) -> list[Act]:
    """The record with other facts in the last act of a kind."""
    last = max(n for n, act in enumerate(acts) if act.kind is kind)
    return [replace(act, facts={**act.facts, **facts}) if n == last else act for n, act in enumerate(acts)]


def test_the_record_of_letters_verifies(recorded: list[Act]) -> None:
    assert check_signatures(recorded, SITE).faults == []
    assert check_letters(recorded).faults == []
    assert check_letters(recorded).examined == 7


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (Kind.LETTER_ISSUED, {"sha256": "0" * 64}),
        (Kind.LETTER_ISSUED, {"revision": 9}),
        (Kind.LETTER_ISSUED, {"letter": 9}),
        (Kind.LETTER_WITHDRAWN, {"why": "别的原因"}),
        (Kind.LETTER_WITHDRAWN, {"sha256": "0" * 64}),
    ],
)
def test_what_was_not_signed_is_a_fault(recorded: list[Act], kind: Kind, facts: dict[str, object]) -> None:
    assert check_signatures(changed(recorded, kind, facts), SITE).faults
    unsigned = [replace(act, signed=None) if act.kind is kind else act for act in recorded]
    assert check_signatures(unsigned, SITE).faults


@pytest.mark.parametrize(
    ("kind", "facts", "fault"),
    [
        (Kind.LETTER_ISSUED, {"text": {"kind": "notice", "title": "别的"}}, "与校验值不符"),
        (Kind.LETTER_ISSUED, {"kind": "letter"}, "与校验值不符"),
        (Kind.LETTER_ISSUED, {"number": 3}, "编号不连续"),
        (Kind.LETTER_ISSUED, {"letter": 1}, "印发了两次"),
        (Kind.LETTER_ISSUED, {"letter": []}, "读不出来"),
        (Kind.LETTER_WITHDRAWN, {"letter": 2}, "没有印发过"),
        (Kind.LETTER_WITHDRAWN, {"sha256": "0"}, "没有印发过"),
    ],
)
def test_a_false_record_of_letters_is_named(
    recorded: list[Act], kind: Kind, facts: dict[str, object], fault: str
) -> None:
    found = check_letters(changed(recorded, kind, facts)).faults
    assert any(fault in render(each, "zh") for each in found), found
