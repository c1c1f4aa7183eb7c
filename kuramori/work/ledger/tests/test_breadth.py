"""How wide a circle is: by the grade, the size of the house, and whether it is one unit."""

from __future__ import annotations

import uuid

import pytest

from kuramori.work.ledger.breadth import Breadth, judge, thresholds
from kuramori.work.ledger.knowing import Colleague, House, Knower, Way

UNITS = tuple(uuid.uuid4() for _unit in range(3))


def house_of(size: int, *, outside: int = 0) -> House:
    people = [
        Colleague(uuid.uuid4(), f"人{at}", (UNITS[at % 3],), "部", (), "employee", is_outside=at < outside)
        for at in range(size)
    ]
    return House(None, {one.id: one for one in people})


def circle(house: House, people: int, *, one_unit: bool = False) -> tuple[Knower, ...]:
    everybody = [one for one in house.people.values() if not one_unit or one.departments == (UNITS[0],)]
    return tuple(Knower(one, (Way("全員", "作業", None, None),)) for one in everybody[-people:])


@pytest.mark.parametrize(
    ("grade", "size", "people", "expected"),
    [
        ("top", 20, 20, Breadth.TELL),
        ("top", 20, 19, Breadth.FINE),
        ("secret", 20, 20, Breadth.TELL),
        ("internal", 20, 20, Breadth.FINE),
        ("top", 50, 10, Breadth.FINE),
        ("top", 50, 11, Breadth.BROAD),
        ("top", 300, 31, Breadth.BROAD),
        ("top", 1700, 85, Breadth.FINE),
        ("top", 1700, 86, Breadth.BROAD),
        ("secret", 50, 25, Breadth.FINE),
        ("secret", 50, 26, Breadth.BROAD),
        ("secret", 50, 1, Breadth.FINE),
        ("public", 500, 500, Breadth.FINE),
    ],
)
def test_a_circle_is_judged_by_grade_and_size(grade: str, size: int, people: int, expected: Breadth) -> None:
    house = house_of(size)
    assert judge(grade, circle(house, people), house).breadth is expected


def test_one_department_is_one_unit_of_management() -> None:
    house = house_of(45)
    assert judge("top", circle(house, 15, one_unit=True), house).breadth is Breadth.FINE
    assert judge("top", circle(house, 15), house).breadth is Breadth.BROAD


def test_everybody_means_everybody_but_helpers_from_outside() -> None:
    house = house_of(20, outside=1)
    assert judge("secret", circle(house, 19), house).breadth is Breadth.TELL


def test_the_thresholds_are_shares_that_fall_as_houses_grow() -> None:
    for rules in thresholds().rules.values():
        shares = [rule.share for rule in rules]
        assert shares == sorted(shares, reverse=True)
        assert rules[-1].up_to is None
        assert all(0 < share < 1 for share in shares)
