"""The shipped policy, cell by cell, as its contract reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from kuramori.rules.sharing import counting
from kuramori.rules.sharing.deciding import decide
from kuramori.rules.sharing.inputs import Assurance, Direction, Layer, Medium, Place, Tag
from kuramori.rules.tests.asked import COVERING, ON, POLICY, asked

# nda with a covering agreement: the columns are 確認なし … 第三者認証; `-` is DENY, `?` ESCALATE, conditions by number.
FIRST_TIER = {
    None: "?     12    1     ok    ok",
    0: "?1234 123   13    13    13",
    1: "?12345 1234 13    13    13",
    2: "-     ?12345 1234 13    13",
    3: "-     -     ?12345 1234 13",
    4: "-     -     -     ?12345 1234",
}
# From the second tier on everybody counts one lower, and less than 確認なし is nobody.
SECOND_TIER = {
    None: "-     ?     12    1     ok",
    0: "-     ?1234 123   13    13",
    1: "-     ?12345 1234 13    13",
    2: "-     -     ?12345 1234 13",
    3: "-     -     -     ?12345 1234",
    4: "-     -     -     -     ?12345",
}
CELLS = [
    (tier, required, level, cell)
    for tier, table in ((1, FIRST_TIER), (2, SECOND_TIER), (3, SECOND_TIER))
    for required, row in table.items()
    for level, cell in enumerate(row.split())
]


def written(cell: str) -> tuple[str, list[str]]:
    outcome = {"-": "DENY", "?": "ESCALATE", "o": "ALLOW"}.get(cell[0], "ALLOW_WITH")
    return outcome, [f"C{digit}" for digit in cell if digit.isdigit()]


def answer(**changed: object) -> tuple[str, list[str]]:
    found = decide(POLICY, asked(**changed))
    return str(found.outcome), list(found.conditions)


@pytest.mark.parametrize(("tier", "required", "level", "cell"), CELLS)
def test_under_an_agreement_the_table_decides(tier: int, required: int | None, level: int, cell: str) -> None:
    found = answer(tier=tier, required_assurance=required, level=level, owner_consent=tier > 1)
    assert found == written(cell)


UNCOVERED = [
    None,
    replace(COVERING, until_on=date(2026, 11, 23)),
    replace(COVERING, from_on=date(2026, 11, 25)),
    replace(COVERING, secrecy_until=date(2026, 11, 23)),
    replace(COVERING, covers_item=False),
    replace(COVERING, covers_purpose=False),
    replace(COVERING, covers_person=False),
]


@pytest.mark.parametrize("agreement", UNCOVERED)
@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("tier", [1, 2])
def test_without_an_agreement_that_covers_it_nothing_under_nda_goes_out(
    agreement: object, level: int, tier: int
) -> None:
    assert answer(agreement=agreement, level=level, tier=tier, owner_consent=True) == ("DENY", [])


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("tier", [1, 2, 7])
@pytest.mark.parametrize("agreement", [None, COVERING])
@pytest.mark.parametrize("required", [None, 4])
def test_what_is_never_shared_is_denied_and_what_is_open_goes_out(
    level: int, tier: int, agreement: object, required: int | None
) -> None:
    around = {"level": level, "tier": tier, "agreement": agreement, "required_assurance": required}
    assert answer(layer=Layer.NEVER, owner_consent=True, **around) == ("DENY", [])
    assert answer(layer=Layer.OPEN, **around) == ("ALLOW", [])


@pytest.mark.parametrize("level", range(5))
def test_beyond_the_first_tier_the_owner_must_consent(level: int) -> None:
    assert answer(tier=2, level=level) == ("DENY", [])


DAYS = [
    (date(2026, 11, 24), 3),
    (date(2025, 11, 24), 3),  # twelve months old to the day
    (date(2025, 11, 23), 2),
    (date(2024, 11, 24), 2),
    (date(2024, 11, 23), 0),
    (date(2019, 1, 1), 0),
]


@pytest.mark.parametrize(("as_of", "counts"), DAYS)
def test_an_assurance_counts_one_lower_after_12_months_and_nothing_after_24(as_of: date, counts: int) -> None:
    assert answer(assurance=Assurance(3, 3, as_of)) == answer(level=counts)


def test_the_month_end_is_no_way_around_the_age() -> None:
    long = replace(COVERING, from_on=date(2024, 1, 1))
    old = Assurance(3, 3, date(2024, 2, 29))
    assert answer(assurance=old, agreement=long, on=date(2025, 2, 28)) == answer(level=3)
    assert answer(assurance=old, agreement=long, on=date(2025, 3, 1)) == answer(level=2)


@pytest.mark.parametrize(("information", "it"), [(4, 1), (1, 4), (1, 1)])
def test_the_lower_axis_counts(information: int, it: int) -> None:
    assert answer(assurance=Assurance(information, it, ON)) == answer(level=1)


GAPS = [
    (0, ("DENY", [])),
    (1, ("ESCALATE", ["C5"])),
    (2, ("ALLOW_WITH", ["C1", "C2", "C5"])),
    (3, ("ALLOW_WITH", ["C1", "C5"])),
    (4, ("ALLOW_WITH", ["C5"])),
]


@pytest.mark.parametrize(("level", "expected"), GAPS)
def test_an_open_critical_gap_counts_one_lower_and_asks_for_a_plan(level: int, expected: object) -> None:
    assert answer(level=level, open_critical_gaps=1) == expected
    assert answer(level=level, open_critical_gaps=9) == expected


def test_without_any_assurance_a_recipient_is_as_one_never_looked_at() -> None:
    assert answer(assurance=None) == answer(level=0)


TAGS = [
    ({Tag.EXPORT_CONTROL}, {}, ("ESCALATE", []), "additions.export_control"),
    ({Tag.CORE_KNOW_HOW}, {}, ("ESCALATE", []), "additions.core_know_how"),
    ({Tag.PERSONAL_DATA}, {}, ("ALLOW_WITH", ["C1", "C2", "C3"]), "additions.personal_data"),
    ({Tag.CUSTOMER_OWNED}, {}, ("DENY", []), "additions.customer_owned"),
    (
        {Tag.CUSTOMER_OWNED},
        {"owner_consent": True},
        ("ALLOW_WITH", ["C1", "C3"]),
        "additions.customer_owned_allowed",
    ),
    ({Tag.THIRD_PARTY_NDA}, {}, ("DENY", []), "additions.third_party_nda"),
    (
        {Tag.THIRD_PARTY_NDA},
        {"agreement": replace(COVERING, redisclosure=True)},
        ("ALLOW_WITH", ["C2", "C4"]),
        "additions.third_party_nda_allowed",
    ),
]


@pytest.mark.parametrize(("tags", "changed", "expected", "rule"), TAGS)
@pytest.mark.parametrize("layer", [Layer.NDA, Layer.OPEN])
def test_a_tag_makes_it_stricter(
    tags: set[Tag], changed: dict[str, object], expected: object, rule: str, layer: Layer
) -> None:
    found = decide(POLICY, asked(layer=layer, tags=frozenset(tags), **changed))
    assert ((str(found.outcome), list(found.conditions)), found.rule) == (expected, rule)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("medium", Medium)
def test_the_shipped_table_asks_neither_for_direction_nor_place_nor_medium(
    direction: Direction, place: Place, medium: Medium
) -> None:
    assert answer(direction=direction, place=place, medium=medium) == answer()


def test_who_must_approve_is_named_once() -> None:
    found = decide(POLICY, asked(level=0, tags=frozenset({Tag.CORE_KNOW_HOW, Tag.EXPORT_CONTROL})))
    assert set(found.to) == {"owner", "export_officer"}
    assert len(found.to) == 2


@pytest.mark.parametrize(
    "as_of", [date(2024, 2, 29), date(2025, 1, 31), date(2025, 2, 28), date(2025, 12, 31)]
)
def test_the_days_on_which_an_assurance_counts_less_are_those_and_no_others(as_of: date) -> None:
    assurance = Assurance(3, 4, as_of)
    days = [as_of + timedelta(days=n) for n in range(900)]
    lower = [
        day
        for before, day in pairwise(days)
        if counting.fresh(POLICY.ageing, assurance, day) < counting.fresh(POLICY.ageing, assurance, before)
    ]
    assert list(counting.falls(POLICY.ageing, assurance)) == lower
    assert len(lower) == 2
