"""A formal document as plain text has the words of its pages, each of them once."""

import pytest
from printed import plain as document

from congress.documents.content import Annex, Imprint, Layout, Signoff
from congress.documents.plain import plain


@pytest.mark.parametrize("typed", ["各车间、集团工会", "各车间、集团工会。", " 各车间、集团工会; "])
def test_those_who_get_copies_end_with_one_full_stop(typed: str) -> None:
    """7.4.2."""
    last = plain(document(imprint=Imprint("工会", "2026年3月8日", typed))).splitlines()[-2:]
    assert last == ["抄送：各车间、集团工会。", "工会　2026年3月8日印发"]


def test_nobody_gets_a_full_stop() -> None:
    assert "抄送" not in plain(document(imprint=Imprint("工会", "2026年3月8日", " ")))


def test_what_is_annexed_has_no_imprint_of_its_own() -> None:
    """7.4: it stands on the last page of the whole, as in the PDF."""
    inner = document(title="关于合同的决议", imprint=Imprint("大会", "2026年3月1日", "车间"))
    annexes = (Annex("关于合同的决议", document=inner),)
    said = plain(document(annexes=annexes, imprint=Imprint("工会", "2026年3月8日")))
    assert said.count("印发") == 1
    assert said.endswith("\n\n工会　2026年3月8日印发\n")


def test_a_letter_does_not_say_who_printed_it() -> None:
    """10.1."""
    said = plain(document(layout=Layout.LETTER, imprint=Imprint("工会", "2026年3月8日", "车间")))
    assert said.endswith("\n\n抄送：车间。\n")
    assert "印发" not in said


def test_whom_to_ask_follows_the_date() -> None:
    """7.3.5.5."""
    said = plain(document(signoff=Signoff("工会", "2026年3月8日"), note="（联系人：赵玥）"))
    assert said.endswith("工会\n2026年3月8日\n\n（联系人：赵玥）\n")
