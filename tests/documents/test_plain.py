"""A formal document as plain text has the words of its pages, each of them once."""

import pytest
from printed import plain as document

from congress.documents.content import Imprint
from congress.documents.plain import plain


@pytest.mark.parametrize("typed", ["各车间、集团工会", "各车间、集团工会。", " 各车间、集团工会; "])
def test_those_who_get_copies_end_with_one_full_stop(typed: str) -> None:
    """7.4.2."""
    last = plain(document(imprint=Imprint("工会", "2026年3月8日", typed))).splitlines()[-2:]
    assert last == ["抄送：各车间、集团工会。", "工会　2026年3月8日印发"]


def test_nobody_gets_a_full_stop() -> None:
    assert "抄送" not in plain(document(imprint=Imprint("工会", "2026年3月8日", " ")))
