"""What must hold whatever the numbers and whatever the rule."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from congress.bylaws.engine import Counts, Outcome, check_counts, decide, may_open, needed, quorum_needed
from congress.bylaws.profile import Base, Form, builtin
from congress.i18n import render

MATTERS = [matter for profile in builtin().values() for matter in profile.matters.values()]


@st.composite
def rules(draw):
    """Any built-in matter, or one with any base, share and strictness."""
    matter = draw(st.sampled_from(MATTERS))
    if draw(st.booleans()):
        whole = draw(st.integers(2, 12))
        share = Fraction(draw(st.integers(1, whole)), whole)
        strict = draw(st.booleans()) and share < 1
        matter = replace(matter, base=draw(st.sampled_from(Base)), threshold=share, strict=strict)
    return matter


@st.composite
def counted(draw):
    """Figures that add up."""
    expected = draw(st.integers(1, 600))
    present = draw(st.integers(0, expected))
    issued = draw(st.integers(0, present))
    favour = draw(st.integers(0, issued))
    against = draw(st.integers(0, issued - favour))
    abstain = draw(st.integers(0, issued - favour - against))
    invalid = draw(st.integers(0, issued - favour - against - abstain))
    valid = favour + against + abstain
    return Counts(expected, present, issued, valid + invalid, valid, invalid, favour, against, abstain)


@given(counted())
def test_figures_that_add_up_have_no_faults(counts):
    assert check_counts(counts) == ()


@given(rules(), counted())
def test_needed_is_the_least_number_that_passes(matter, counts):
    if matter.threshold is None:
        return
    total = {Base.ALL: counts.expected, Base.PRESENT: counts.present, Base.CAST: counts.returned}[matter.base]
    votes = needed(matter, counts.expected, counts.present, counts.returned)

    def enough(favour):
        share = Fraction(favour, total) if total else Fraction(0)
        return favour > 0 and (share > matter.threshold if matter.strict else share >= matter.threshold)

    assert not enough(votes - 1)
    assert enough(votes) or total == 0
    assert votes <= max(total, 1)


@given(rules(), counted())
def test_a_vote_passes_exactly_with_a_quorum_and_the_number_needed(matter, counts):
    decision = decide(matter, counts)
    quorate = counts.present >= quorum_needed(matter, counts.expected)
    assert decision.passed == (quorate and matter.threshold is not None and counts.favour >= decision.needed)
    assert decision.void != quorate


@given(rules(), counted(), st.sampled_from(["against", "abstain", "invalid"]))
def test_a_vote_changed_to_in_favour_never_fails_a_passed_matter(matter, counts, loser):
    if not decide(matter, counts).passed or getattr(counts, loser) == 0:
        return
    moved = {loser: getattr(counts, loser) - 1, "favour": counts.favour + 1}
    valid = counts.valid + (loser == "invalid")
    assert decide(matter, replace(counts, valid=valid, **moved)).passed


@given(rules(), counted())
def test_one_more_ballot_in_favour_never_fails_a_passed_matter(matter, counts):
    if not decide(matter, counts).passed or counts.returned == counts.issued:
        return
    more = replace(counts, returned=counts.returned + 1, valid=counts.valid + 1, favour=counts.favour + 1)
    assert decide(matter, more).passed


@given(rules(), counted())
def test_against_abstaining_and_invalid_weigh_the_same(matter, counts):
    swapped = replace(counts, against=counts.abstain, abstain=counts.against)
    assert decide(matter, counts).outcome == decide(matter, swapped).outcome
    spoilt = replace(
        counts, valid=counts.favour, invalid=counts.returned - counts.favour, against=0, abstain=0
    )
    assert decide(matter, counts).outcome == decide(matter, spoilt).outcome


@given(rules(), counted(), st.integers(1, 50))
def test_any_figure_out_of_step_is_caught(matter, counts, by):
    for figure in ("returned", "valid", "invalid", "favour", "against", "abstain"):
        shifted = replace(counts, **{figure: getattr(counts, figure) + by})
        decision = decide(matter, shifted)
        assert decision.void
        assert not decision.passed
        assert decision.outcome in (Outcome.VOID, Outcome.UNBALANCED)


@given(rules(), st.sampled_from(Form), st.integers(1, 600), st.data())
def test_more_present_never_closes_what_may_be_opened(matter, form, expected, data):
    present = data.draw(st.integers(0, expected))
    if may_open(matter, form, expected, present).allowed:
        assert may_open(matter, form, expected, data.draw(st.integers(present, expected))).allowed


@given(rules(), counted(), st.sampled_from([*Form, None]))
def test_every_word_of_it_can_be_said_in_both_languages(matter, counts, form):
    decision = decide(matter, counts, form)
    opening = may_open(matter, form or Form.SECRET, counts.expected, counts.present)
    said = [decision.words, decision.announcement, opening.words]
    for finding in decision.findings + opening.findings:
        said += [
            part for part in (finding.message, finding.remedy, finding.source and finding.source.cite) if part
        ]
    for message in said:
        assert render(message, "zh")
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in render(message, "en"))
