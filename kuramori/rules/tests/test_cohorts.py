"""A place among peers: a word, never a figure, never among few, and never moved by one reply alone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules.cohorts import Group, Place, Quarter, Terms, Told, Why, borders, group, place, size_class

TERMS = Terms(sizes=(20, 100, 300), fewest=10, step=5, grain=50)
DAY = datetime.date(2030, 4, 1)
LATER = DAY + datetime.timedelta(days=400)


def told(shares, on=DAY):
    return [Told(f"c{n:02}", on, share) for n, share in enumerate(shares)]


def standing(shares):
    return group(told(shares), LATER, TERMS)


@pytest.mark.parametrize(
    ("employees", "expected"),
    [
        (1, (1, 20)),
        (20, (1, 20)),
        (21, (21, 100)),
        (300, (101, 300)),
        (301, (301, None)),
        (90_000, (301, None)),
    ],
)
def test_a_size_class_ends_where_the_table_says(employees, expected):
    assert size_class(employees, TERMS) == expected


@pytest.mark.parametrize(
    "wrong", [{"fewest": 3}, {"step": 1}, {"grain": 0}, {"sizes": (20, 20)}, {"sizes": (0,)}]
)
def test_terms_that_would_protect_nobody_are_refused(wrong):
    plain = {"sizes": (20,), "fewest": 10, "step": 5, "grain": 50}
    with pytest.raises(ValueError, match=r"sizes|fewest"):
        Terms(**plain | wrong)


@pytest.mark.parametrize(
    ("own", "quarter"),
    [(1000, Quarter.TOP), (760, Quarter.TOP), (750, Quarter.UPPER), (500, Quarter.UPPER), (490, Quarter.LOWER),
     (250, Quarter.LOWER), (240, Quarter.BOTTOM), (0, Quarter.BOTTOM)],
)  # fmt: skip
def test_the_four_words_by_the_borders(own, quarter):
    found = standing(range(0, 1001, 50))
    assert borders(found, TERMS) == (250, 500, 750)
    told_place = place(own, "c00", found, TERMS)
    assert isinstance(told_place, Place)
    assert (told_place.quarter, told_place.others) == (quarter, 20)


def test_nobody_has_a_place_among_nine_others_and_with_ten_there_is_one():
    nine, ten = standing([500] * 10), standing([500] * 11)
    assert place(500, "c00", nine, TERMS) is Why.FEW
    assert isinstance(place(500, "c00", ten, TERMS), Place)
    # Somebody outside has nobody to leave out; ten of them are ten.
    assert place(500, "c00", Group({f"c{n:02}": 1 for n in range(10)}, DAY), TERMS) is Why.FEW


def test_who_shows_no_result_gets_no_place_and_makes_nobody_elses():
    assert place(None, "c00", standing([500] * 30), TERMS) is Why.NOT_SHOWN
    assert standing([None] * 30).shares == {}


def test_where_all_are_alike_everybody_is_told_the_upper_middle():
    found = standing([1000] * 15)
    assert {place(1000, f"c{n:02}", found, TERMS).quarter for n in range(15)} == {Quarter.UPPER}


def test_what_came_today_counts_tomorrow():
    rows = told(range(0, 1000, 50))
    assert group(rows, DAY, TERMS).shares == {}
    assert len(group(rows, DAY + datetime.timedelta(days=1), TERMS).shares) == 20


def test_four_more_replies_move_nothing_and_the_fifth_lets_all_five_in():
    first = told([500] * 20)
    more = [Told(f"n{n}", DAY + datetime.timedelta(days=n + 1), 900) for n in range(5)]
    assert group(first + more[:4], LATER, TERMS) == group(first, LATER, TERMS)
    found = group(first + more, LATER, TERMS)
    assert len(found.shares) == 25
    assert found.since == more[-1].on


def test_a_correction_back_and_forth_is_no_change():
    first = told([500] * 20)
    to_and_fro = [
        Told(f"c{n:02}", DAY + datetime.timedelta(days=1 + at), share)
        for n in range(5)
        for at, share in enumerate((100, 500))
    ]
    assert group(first + to_and_fro, LATER, TERMS).shares == group(first, LATER, TERMS).shares


def test_a_group_that_becomes_too_small_ends_at_once_and_begins_anew_when_it_is_large_enough():
    first = told([500] * 11)
    gone = [Told("c00", DAY + datetime.timedelta(days=1), None)]
    assert group(first + gone, LATER, TERMS).shares == {}
    back = [Told(f"x{n}", DAY + datetime.timedelta(days=2 + n), 300) for n in range(4)]
    # Against the eleven of before, one that left and three that came are four: still one too few.
    assert group(first + gone + back[:3], LATER, TERMS).shares == {}
    assert len(group(first + gone + back, LATER, TERMS).shares) == 14


COMPANIES = st.integers(0, 30)
EVENTS = st.lists(
    st.tuples(COMPANIES, st.integers(0, 20), st.none() | st.integers(0, 1000)), max_size=120
).map(lambda rows: [Told(f"c{n:02}", DAY + datetime.timedelta(days=on), s) for n, on, s in sorted(
    rows, key=lambda one: one[1])])  # fmt: skip


@given(EVENTS)
def test_no_group_is_small_and_two_that_follow_differ_by_at_least_a_step(events):
    before = Group()
    for ahead in range(1, 23):
        now = group(events, DAY + datetime.timedelta(days=ahead), TERMS)
        assert not now.shares or len(now.shares) > TERMS.fewest
        if now.shares and now.shares != before.shares:
            keys = set(now.shares) | set(before.shares)
            assert sum(now.shares.get(key) != before.shares.get(key) for key in keys) >= TERMS.step
            before = now


@given(EVENTS, COMPANIES, st.integers(0, 1000))
def test_one_more_reply_on_a_day_of_its_own_moves_nobodys_place_by_itself(events, whose, share):
    """Unless others had changed besides: then the change cannot be laid to it."""
    day = DAY + datetime.timedelta(days=40)
    before = group(events, LATER, TERMS)
    after = group([*events, Told(f"c{whose:02}", day, share)], LATER, TERMS)
    keys = set(before.shares) | set(after.shares)
    moved = {key for key in keys if before.shares.get(key) != after.shares.get(key)}
    assert not moved or len(moved) >= TERMS.step


@given(EVENTS, EVENTS, st.integers(0, 20))
def test_the_group_of_a_day_that_is_over_is_what_was_told_on_that_day_whatever_came_since(
    events, more, ahead
):
    day = DAY + datetime.timedelta(days=ahead)
    then = group([one for one in events if one.on < day], day, TERMS)
    since = [Told(one.whose, one.on + datetime.timedelta(days=ahead), one.share) for one in more]
    before = [one for one in events if one.on < day]
    assert group([*before, *since], day, TERMS) == then


@given(st.lists(st.integers(0, 1000), min_size=11, max_size=60))
def test_every_border_is_a_rounded_one_and_they_rise(shares):
    low, middle, high = borders(standing(shares), TERMS)
    assert low <= middle <= high
    assert all(one % TERMS.grain == 0 for one in (low, middle, high))


@given(st.lists(st.integers(0, 1000), min_size=11, max_size=60), st.randoms(use_true_random=False))
def test_the_place_does_not_depend_on_who_is_named_how(shares, chance):
    mixed = list(shares)
    chance.shuffle(mixed)
    one, other = (place(600, "somebody else", standing(rows), TERMS) for rows in (shares, mixed))
    assert one == other
