"""Notices in an export: an honest one passes; words, days or results that were changed are found and named."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import shown
from cast import SITE, Cast
from exported import Exported

from congress.archive import export
from congress.archive.package import read
from congress.archive.verification import verify
from congress.house import open_house
from congress.publication.rules import Outcome, Stance
from congress.settings import Settings

Acts = list[dict[str, Any]]


@pytest.fixture(scope="module")
def hung(founded: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Three notices: one ended after an objection, one given more days and withdrawn, one still on show."""
    folder = tmp_path_factory.mktemp("hung") / "data"
    shutil.copytree(founded[0], folder)
    house = open_house(Settings(data=folder))
    house.name_site(SITE, "Asia/Shanghai")
    cast, write = founded[1], house.database.write
    first = write(lambda s: shown.over(s, cast))
    said = shown.words("此人不在一线。", Stance.OBJECTION)
    comment = write(lambda s: shown.commented(s, cast, first, said=said))
    write(lambda s: shown.answered(s, cast, comment, "查实在一线。", public=False))
    write(lambda s: shown.concluded(s, cast, first, Outcome.HANDLED, "已经查实。"))
    second = write(lambda s: shown.posted(s, cast, title="第二份公示"))
    until = second.last_day + timedelta(days=3)
    second = write(lambda s: shown.extended(s, cast, second, until))
    write(lambda s: shown.concluded(s, cast, second, Outcome.WITHDRAWN, "名单有误"))
    write(lambda s: shown.posted(s, cast, title="第三份公示"))
    path = folder.parent / "export.zip"
    with house.database.read() as session:
        export(session, house.keeper, path)
    house.database.close()
    return Exported(read(path), path, house.keeper.signer)


def faults(exported: Exported, forge: Callable[[Acts], Acts]) -> set[str]:
    found = [fault for check in verify(exported.retold(forge)) for fault in check.faults]
    return {
        dict(fault.values)["fault"].text if "fault" in dict(fault.values) else fault.text for fault in found
    }


def of(acts: Acts, kind: str) -> Acts:
    return [act for act in acts if act["kind"] == kind]


def test_an_honest_record_of_notices_passes(hung: Exported) -> None:
    checks = list(verify(hung.package))
    assert [check.faults for check in checks] == [[]] * len(checks)
    [notices] = [check for check in checks if "公示内容" in check.name.text]
    assert notices.examined == 3 * 3 + 2 + 2 * 4


def test_no_private_answer_and_no_comment_leaves_with_the_export(hung: Exported) -> None:
    everything = b"".join(hung.package.files.values()).decode(
        errors="ignore"
    )  # PDFs and pictures are among them
    assert "查实在一线" not in everything
    assert "此人不在一线" not in everything
    assert "已经查实" in everything


def change_the_words(acts: Acts) -> Acts:
    of(acts, "notice.posted")[0]["facts"]["text"]["body"] = "候选人：李四。"
    return acts


def leave_one_out(acts: Acts) -> Acts:
    acts.remove(of(acts, "notice.posted")[0])
    return acts


def shorten_the_days(acts: Acts) -> Acts:
    facts = of(acts, "notice.posted")[2]["facts"]
    facts["last"] = facts["first"]
    return acts


def count_the_day_of_posting(acts: Acts) -> Acts:
    facts = of(acts, "notice.posted")[2]["facts"]
    facts["first"] = (date.fromisoformat(facts["first"]) - timedelta(days=5)).isoformat()
    return acts


def end_it_early(acts: Acts) -> Acts:
    facts = of(acts, "notice.posted")[0]["facts"]
    facts["last"] = (date.fromisoformat(facts["last"]) + timedelta(days=90)).isoformat()
    return acts


def shorten_it_later(acts: Acts) -> Acts:
    facts = of(acts, "notice.extended")[0]["facts"]
    facts["until"] = facts["last"]
    return acts


def forget_an_answer(acts: Acts) -> Acts:
    acts.remove(of(acts, "notice.answered")[0])
    return acts


def hide_the_objection(acts: Acts) -> Acts:
    of(acts, "notice.concluded")[0]["facts"]["outcome"] = "no_objection"
    return acts


def end_it_twice(acts: Acts) -> Acts:
    acts.append(json.loads(json.dumps(of(acts, "notice.concluded")[0])))
    return acts


def end_it_unsigned(acts: Acts) -> Acts:
    of(acts, "notice.concluded")[1]["signed"] = None
    return acts


def sign_another_text(acts: Acts) -> Acts:
    of(acts, "notice.concluded")[0]["facts"]["sha256"] = "0" * 64
    return acts


def change_the_reason(acts: Acts) -> Acts:
    of(acts, "notice.extended")[0]["facts"]["why"] = "别的原因"
    return acts


def garble(acts: Acts) -> Acts:
    del of(acts, "notice.posted")[1]["facts"]["zone"]
    return acts


FORGERIES: dict[Callable[[Acts], Acts], str] = {
    change_the_words: "公示内容与校验值不符",
    leave_one_out: "公示编号不连续",
    shorten_the_days: "公示的起止日期与天数不符",
    count_the_day_of_posting: "公示的起止日期与天数不符",
    end_it_early: "公示期还没有满就记录了结果",
    shorten_it_later: "公示期只能延长",
    forget_an_answer: "公示结果与收到的意见不符",
    hide_the_objection: "公示结果与收到的意见不符",
    end_it_twice: "一份公示有两个结果",
    end_it_unsigned: "应当签名而没有签名",
    sign_another_text: "签名的不是这份公示的内容",
    change_the_reason: "签名内容与记录的事实不一致",
    garble: "公示记录读不出来",
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_the_holder_of_the_records_key_cannot_forge_a_notice(
    hung: Exported, forge: Callable[[Acts], Acts]
) -> None:
    assert FORGERIES[forge] in faults(hung, forge)
