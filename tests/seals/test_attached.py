"""The data inside a sealed PDF, read again: of any PDF, and never of what is none."""

import pytest

from congress.seals.attached import attached
from congress.seals.pressing import Sealed, seal_pdf


def test_the_leave_is_found_in_any_sealed_pdf(pdf: bytes, held) -> None:
    done = seal_pdf(pdf, held, approvals=b'{"approvals":[]}')
    assert isinstance(done, Sealed)
    assert attached(done.document) == {"approvals.json": b'{"approvals":[]}'}
    assert attached(pdf) == {}


@pytest.mark.parametrize("cut", [0, 5, 200, -300])
def test_what_is_no_whole_pdf_is_refused_in_one_way(pdf: bytes, held, cut: int) -> None:
    done = seal_pdf(pdf, held, approvals=b"{}")
    assert isinstance(done, Sealed)
    with pytest.raises(ValueError, match="not a PDF"):
        attached(done.document[:cut])
