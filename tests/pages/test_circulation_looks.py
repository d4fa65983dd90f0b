"""Circulation on the smallest screen in large type: badges break between words, and nothing stands outside its card."""

import paperwork
import passed
import pytest
from hall import Hall
from journeys.devices import enter_by_card
from office import make
from sqlmodel import Session

from congress.committee.store import Circulation

OUTSIDE = """() => [...document.querySelectorAll("main td *, main .card .badge, main .card .button")].filter((one) => {
  const card = one.closest("tr, .card").getBoundingClientRect();
  return one.getClientRects().length && one.getBoundingClientRect().right > card.right + 1;
}).map((one) => one.outerHTML)"""
BROKEN = """() => [...document.querySelectorAll("main .badge")].filter((badge) => {
  const range = document.createRange(), text = [...badge.childNodes].find((one) => one.nodeType === 3);
  return [...text.data.matchAll(/[A-Za-z]+/g)].some((word) => {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  });
}).map((badge) => badge.textContent)"""


def circulated(session: Session, cast) -> Circulation:
    """A dispatch that three are to read."""
    paperwork.join(session, cast)
    found = passed.received(session, cast)
    readers = paperwork.readers(cast, "alice", "ruth", "peter")
    return paperwork.circulate(session, cast, readers, "frank", dispatch_id=found.id)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_stay_whole_at_320_pixels_in_large_type(
    hall: Hall, context_for, page_for, language: str
) -> None:
    made = make(hall, circulated)
    context = context_for(hall.url, viewport={"width": 320, "height": 700})
    page = page_for(context)
    enter_by_card(hall, page, "frank")
    look = f"{language}.light.large.normal"
    context.add_cookies([{"name": "congress_preferences", "value": look, "url": hall.url}])
    for address in (f"/circulations/{made.id}", "/circulations", f"/dispatches/{made.dispatch_id}/steps"):
        page.goto(address)
        assert page.locator("html").get_attribute("data-type") == "large"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert (page.evaluate(OUTSIDE), page.evaluate(BROKEN)) == ([], [])
