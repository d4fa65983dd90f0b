from itertools import combinations, pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.documents.hemicycle import Hall, arrange, give_out, result_chamber, rows_for, turnout_chamber

COUNTS = (1, 2, 3, 7, 30, 99, 218, 312, 700)


def centres(hall: Hall):
    return [(seat.x, seat.y) for seat in hall.seats]


@given(st.integers(1, 3000))
def test_everybody_has_a_seat_inside_the_box(count):
    hall = arrange(count)
    assert len(hall.seats) == count
    edge = hall.radius - 0.15  # positions are rounded to a tenth
    assert all(edge <= x <= hall.width - edge for x, _ in centres(hall))
    assert all(edge <= y <= hall.height - edge for _, y in centres(hall))


@pytest.mark.parametrize("count", COUNTS[1:])
def test_no_two_seats_touch(count):
    hall = arrange(count)
    assert min(dist(a, b) for a, b in combinations(centres(hall), 2)) > 2.2 * hall.radius


@pytest.mark.parametrize("count", COUNTS)
def test_the_hall_is_the_same_on_both_sides(count):
    hall = arrange(count)
    for x, y in centres(hall):
        assert min(dist((hall.width - x, y), other) for other in centres(hall)) < 0.3


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (3, 1), (30, 3), (218, 8), (312, 10)])
def test_bigger_halls_have_more_rows(count, rows):
    assert rows_for(count) == rows


def test_rows_are_as_far_apart_as_neighbours():
    hall = arrange(312)
    nearest = [min(dist(a, b) for b in centres(hall) if b != a) for a in centres(hall)]
    assert max(nearest) < 1.5 * min(nearest)


def test_seats_are_numbered_from_left_to_right():
    hall = arrange(218)
    thirds = [sum(seat.x for seat in hall.seats[i : i + 50]) for i in (0, 80, 168)]
    assert all(a < b for a, b in pairwise(thirds))
    assert hall.seats[0].x < 50
    assert hall.seats[-1].x > hall.width - 50


@given(st.integers(0, 90), st.integers(0, 90), st.integers(0, 90), st.integers(1, 40))
def test_every_vote_has_its_seat(favour, against, abstain, rest):
    chamber = result_chamber(favour + against + abstain + rest, favour, against, abstain)
    sizes = {wedge.kind: len(wedge.seats) for wedge in chamber.wedges}
    wanted = {"for": favour, "abstain": abstain, "absent": rest, "against": against}
    assert sizes == wanted
    assert sum((wedge.seats for wedge in chamber.wedges), ()) == chamber.hall.seats


def test_for_sits_on_the_left_and_against_on_the_right():
    wedges = {wedge.kind: wedge for wedge in result_chamber(100, 45, 45, 5).wedges}
    assert max(seat.x for seat in wedges["for"].seats) < arrange(100).width / 2
    assert min(seat.x for seat in wedges["against"].seats) > arrange(100).width / 2


def test_turnout_says_only_how_many():
    assert [(wedge.kind, len(wedge.seats)) for wedge in turnout_chamber(312, 193).wedges] == [
        ("cast", 193),
        ("absent", 119),
    ]


@pytest.mark.parametrize("parts", [(("for", 3),), (("for", 11),), (("for", 11), ("absent", -1))])
def test_seats_must_add_up(parts):
    with pytest.raises(ValueError, match="exactly one part"):
        give_out(arrange(10), parts)


def test_an_empty_hall_is_no_hall():
    with pytest.raises(ValueError, match="needs a seat"):
        arrange(0)
