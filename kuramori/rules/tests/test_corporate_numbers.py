"""The check digit of the 法人番号."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuramori.rules.corporate_numbers import NotACorporateNumber, check_digit, corporate_number


@pytest.mark.parametrize(
    ("base", "digit"),
    [
        # The example with which the National Tax Agency explains the calculation.
        ("700110005901", 8),
        # Worked out by hand from the ordinance: 9 − (0 mod 9), 9 − (1 mod 9), 9 − (2 mod 9).
        ("000000000000", 9),
        ("000000000001", 8),
        ("000000000010", 7),
    ],
)
def test_the_check_digit_follows_the_ordinance(base, digit):
    assert check_digit(base) == digit


@pytest.mark.parametrize(
    "written", ["8700110005901", "８７００１１０００５９０１", "8-7001-1000-5901", "T8700110005901"]
)
def test_a_number_is_read_as_people_write_it(written):
    assert corporate_number(written) == "8700110005901"


@pytest.mark.parametrize(
    "written", ["", "7001100059012", "9700110005901", "870011000590", "87001100059010", "8七001100059"]
)
def test_what_is_no_number_is_refused(written):
    with pytest.raises(NotACorporateNumber):
        corporate_number(written)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11), st.integers(1, 8))
def test_one_wrong_digit_is_noticed_but_for_0_and_9(base, at, by):
    changed = (int(base[at]) + by) % 10
    wrong = f"{base[:at]}{changed}{base[at + 1 :]}"
    weight = 1 if (12 - at) % 2 else 2
    differs = (changed - int(base[at])) * weight % 9
    assert (check_digit(wrong) != check_digit(base)) == (differs != 0)
