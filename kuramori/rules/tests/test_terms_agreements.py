"""Agreements and their clocks, as a table that reads like the practice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuramori.rules.sharing.deciding import decide
from kuramori.rules.terms import UnreadableDate
from kuramori.rules.terms.agreements import (
    FromDisclosure,
    FromEnd,
    HandOver,
    Renewal,
    Terms,
    UntilDay,
    WhileSecret,
)
from kuramori.rules.terms.contradictions import contradictions, silences
from kuramori.rules.terms.covering import Covered, Protection, coverage
from kuramori.rules.terms.findings import SENTENCES, Finding
from kuramori.rules.terms.fiscal import beginning_in, fiscal_text, fiscal_year, read_fiscal_year
from kuramori.rules.terms.for_sharing import TermsContradict, for_sharing
from kuramori.rules.terms.overlapping import explain
from kuramori.rules.terms.running import end, period_on, periods
from kuramori.rules.terms.spans import Span, SpanUnusable, before, last_day
from kuramori.rules.tests.asked import POLICY, asked

D = date
TODAY = D(2026, 11, 24)
FIVE_YEARS = FromDisclosure(Span(years=5))
# May to December, secrecy five years from each disclosure: the case that people get wrong.
MAY_TO_DECEMBER = Terms("N-1", D(2026, 5, 1), D(2026, 12, 31), FIVE_YEARS, survives=True)
DRAWING = HandOver(D(2026, 6, 10), "K-001", "見積", "設計の担当")


def agreed(**changed: Any) -> Terms:
    return replace(MAY_TO_DECEMBER, **changed)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    for finding in findings:
        assert not finding.sentence("ja").isascii()
        assert "{" not in finding.sentence("ja") + finding.sentence("en")
    return [finding.code for finding in findings]


SPANS = [
    # start, span, counts the first day, last day
    (D(2026, 4, 1), Span(years=1), True, D(2027, 3, 31)),
    (D(2026, 4, 1), Span(years=1), False, D(2027, 4, 1)),
    (D(2026, 6, 10), Span(years=5), False, D(2031, 6, 10)),
    (D(2024, 2, 29), Span(years=1), False, D(2025, 2, 28)),
    (D(2024, 2, 28), Span(years=1), False, D(2025, 2, 28)),
    (D(2025, 2, 28), Span(years=1), False, D(2026, 2, 28)),
    (D(2023, 2, 28), Span(years=1), False, D(2024, 2, 29)),  # begins on March 1st, ends before March 1st
    (D(2026, 1, 31), Span(months=1), False, D(2026, 2, 28)),
    (D(2026, 1, 30), Span(months=1), False, D(2026, 2, 28)),
    (D(2026, 2, 28), Span(months=1), False, D(2026, 3, 31)),
    (D(2026, 1, 31), Span(months=1), True, D(2026, 2, 28)),
    (D(2026, 11, 24), Span(days=30), False, D(2026, 12, 24)),
    (D(2026, 11, 24), Span(days=1), True, D(2026, 11, 24)),
    (D(2026, 4, 1), Span(months=1, days=10), True, D(2026, 5, 10)),
    (D(9999, 12, 31), Span(years=5), False, D(9999, 12, 31)),
    (D(9998, 1, 1), Span(years=50), True, D(9999, 12, 31)),
]


@pytest.mark.parametrize(("start", "span", "counts_start", "last"), SPANS)
def test_a_span_ends_as_the_civil_code_counts(
    start: date, span: Span, counts_start: bool, last: date
) -> None:
    assert last_day(start, span, counts_start=counts_start) == last


@pytest.mark.parametrize(
    ("end_on", "span", "by"),
    [
        (D(2027, 3, 31), Span(months=3), D(2026, 12, 31)),
        (D(2027, 5, 31), Span(months=3), D(2027, 2, 28)),
        (D(2027, 3, 31), Span(days=30), D(2027, 3, 1)),
        (D(1, 1, 31), Span(months=3), D(1, 1, 1)),
    ],
)
def test_what_is_due_before_an_end_has_its_last_day(end_on: date, span: Span, by: date) -> None:
    assert before(end_on, span) == by


@pytest.mark.parametrize("parts", [{}, {"years": -1}, {"years": 101}, {"days": 40_000}, {"months": 1201}])
def test_a_span_of_nothing_or_of_ages_is_refused(parts: dict[str, int]) -> None:
    with pytest.raises(SpanUnusable):
        Span(**parts)


@settings(max_examples=60, deadline=None)
@given(st.dates(D(1990, 1, 1), D(2200, 1, 1)), st.integers(1, 600))
def test_a_later_start_never_ends_earlier_and_spans_do_not_shrink(start: date, months: int) -> None:
    last = last_day(start, Span(months=months), counts_start=True)
    assert start <= last
    assert last <= last_day(start + timedelta(days=1), Span(months=months), counts_start=True)
    assert last < last_day(start, Span(months=months + 1), counts_start=True)


def test_two_clocks_are_counted_for_each_hand_over() -> None:
    june = coverage(agreed(), DRAWING, TODAY)
    assert (june.covered, june.protection) == (
        Covered.YES,
        Protection(D(2031, 6, 10), D(2031, 6, 10)),
    )
    december = coverage(agreed(), replace(DRAWING, on=D(2026, 12, 31)), TODAY)
    assert december.protection == Protection(D(2031, 12, 31), D(2031, 12, 31))
    january = coverage(agreed(), replace(DRAWING, on=D(2027, 1, 1)), TODAY)
    assert (january.covered, codes(january.findings)) == (Covered.NO, ["after-end"])
    april = coverage(agreed(), replace(DRAWING, on=D(2026, 4, 30)), TODAY)
    assert (april.covered, codes(april.findings)) == (Covered.NO, ["before-start"])


PROTECTIONS = [
    # terms changed, sure until, claimed until, what is said
    ({}, D(2031, 6, 10), D(2031, 6, 10), []),
    ({"survives": None}, D(2026, 12, 31), D(2031, 6, 10), ["survival-silent"]),
    ({"survives": False}, D(2026, 12, 31), D(2031, 6, 10), ["survival-none"]),
    ({"secrecy": FromEnd(Span(years=3))}, D(2029, 12, 31), D(2029, 12, 31), []),
    ({"secrecy": FromEnd(Span(years=3)), "survives": None}, D(2029, 12, 31), D(2029, 12, 31), []),
    ({"secrecy": FromEnd(Span(years=3)), "ended_on": D(2026, 9, 30)}, D(2029, 9, 30), D(2029, 9, 30), []),
    ({"secrecy": WhileSecret()}, None, None, []),
    ({"secrecy": WhileSecret(), "survives": None}, D(2026, 12, 31), None, ["survival-silent"]),
    ({"secrecy": UntilDay(D(2030, 3, 31))}, D(2030, 3, 31), D(2030, 3, 31), []),
    ({"secrecy": None, "survives": None}, D(2026, 12, 31), D(2026, 12, 31), ["secrecy-silent"]),
    ({"secrecy": None, "survives": None, "until_on": None}, None, None, ["secrecy-silent"]),
    ({"residuals": True}, D(2031, 6, 10), D(2031, 6, 10), ["residuals"]),
    ({"concluded_on": D(2026, 5, 20)}, D(2031, 6, 10), D(2031, 6, 10), ["concluded-later"]),
]


@pytest.mark.parametrize(("changed", "sure", "claimed", "said"), PROTECTIONS)
def test_protection_lasts_as_agreed_and_what_is_not_sure_is_said(
    changed: dict[str, Any], sure: date | None, claimed: date | None, said: list[str]
) -> None:
    found = coverage(agreed(**changed), DRAWING, TODAY)
    assert found.protection == Protection(sure, claimed)
    assert codes(found.findings) == said


YEARLY = agreed(
    from_on=D(2024, 4, 1),
    until_on=D(2025, 3, 31),
    renewal=Renewal(12, Span(months=3)),
    secrecy=FromEnd(Span(years=2)),
)


def test_an_agreement_renews_itself_term_by_term() -> None:
    found = periods(YEARLY, TODAY)
    assert [(one.number, one.first, one.last) for one in found] == [
        (1, D(2024, 4, 1), D(2025, 3, 31)),
        (2, D(2025, 4, 1), D(2026, 3, 31)),
        (3, D(2026, 4, 1), D(2027, 3, 31)),
    ]
    assert [one.notice_by for one in found] == [D(2024, 12, 31), D(2025, 12, 31), D(2026, 12, 31)]
    assert end(YEARLY) is None
    assert period_on(YEARLY, D(2024, 3, 31)) is None


def test_a_months_end_stays_one_through_all_terms() -> None:
    monthly = agreed(from_on=D(2025, 12, 1), until_on=D(2025, 12, 31), renewal=Renewal(1))
    lasts = [one.last for one in periods(monthly, D(2026, 4, 30))]
    assert lasts == [D(2025, 12, 31), D(2026, 1, 31), D(2026, 2, 28), D(2026, 3, 31), D(2026, 4, 30)]


NOTICES = [
    (D(2024, 12, 31), D(2025, 3, 31)),  # on the last day for it
    (D(2025, 1, 1), D(2026, 3, 31)),  # a day late: one more term
    (D(2024, 3, 1), D(2025, 3, 31)),
    (D(2026, 12, 31), D(2027, 3, 31)),
]


@pytest.mark.parametrize(("given_on", "last"), NOTICES)
def test_a_notice_ends_the_term_for_which_it_came_in_time(given_on: date, last: date) -> None:
    ending = replace(YEARLY, notice_given_on=given_on)
    assert end(ending) == last
    assert periods(ending, D(2040, 1, 1))[-1].last == last
    assert period_on(ending, last + timedelta(days=1)) is None


def test_an_early_end_cuts_the_term_it_falls_into() -> None:
    cut = replace(YEARLY, ended_on=D(2026, 8, 15))
    assert periods(cut, TODAY)[-1].last == end(cut) == D(2026, 8, 15)
    late = coverage(cut, replace(DRAWING, on=D(2026, 8, 16)), TODAY)
    assert codes(late.findings) == ["after-end"]


def test_the_earlier_of_notice_and_early_end_counts() -> None:
    both = replace(YEARLY, notice_given_on=D(2024, 12, 1), ended_on=D(2026, 8, 15))
    assert end(both) == periods(both, TODAY)[-1].last == D(2025, 3, 31)
    both = replace(YEARLY, notice_given_on=D(2026, 12, 1), ended_on=D(2026, 8, 15))
    assert end(both) == periods(both, TODAY)[-1].last == D(2026, 8, 15)


def test_while_it_renews_itself_its_end_is_said_to_be_open() -> None:
    found = coverage(YEARLY, DRAWING, TODAY)
    assert found.protection == Protection(D(2029, 3, 31), D(2029, 3, 31), is_open=True)
    assert codes(found.findings) == ["end-not-known"]
    # What is counted from the disclosure does not depend on the end.
    assert coverage(replace(YEARLY, secrecy=FIVE_YEARS), DRAWING, TODAY).protection == Protection(
        D(2031, 6, 10), D(2031, 6, 10)
    )


ORAL = [
    # told on June 10th with 30 days: confirmed on, today, what that means
    (None, D(2026, 7, 10), Covered.PENDING, ["confirm-by"]),
    (None, D(2026, 7, 11), Covered.NO, ["not-confirmed"]),
    (D(2026, 7, 10), TODAY, Covered.YES, []),
    (D(2026, 7, 11), TODAY, Covered.NO, ["confirmed-late"]),
    (D(2026, 6, 9), TODAY, Covered.UNCLEAR, ["confirmed-before-told"]),
]


@pytest.mark.parametrize(("confirmed_on", "today", "covered", "said"), ORAL)
def test_what_was_told_orally_is_covered_once_confirmed_in_time(
    confirmed_on: date | None, today: date, covered: Covered, said: list[str]
) -> None:
    told = replace(DRAWING, is_oral=True, confirmed_on=confirmed_on)
    found = coverage(agreed(oral_days=30), told, today)
    assert (found.covered, codes(found.findings)) == (covered, said)
    if covered is not Covered.UNCLEAR:
        assert found.confirm_by == D(2026, 7, 10)


def test_an_agreement_silent_about_oral_disclosure_is_not_guessed_at() -> None:
    found = coverage(agreed(), replace(DRAWING, is_oral=True), TODAY)
    assert (found.covered, codes(found.findings)) == (Covered.UNCLEAR, ["oral-silent"])


NAMED = [
    ({"items": frozenset({"K-002"})}, ["item-not-named"]),
    ({"purposes": frozenset({"試作"})}, ["purpose-not-named"]),
    ({"persons": frozenset({"社長"})}, ["person-not-named"]),
    (
        {"items": frozenset({"K-002"}), "persons": frozenset({"社長"}), "until_on": D(2026, 6, 9)},
        ["after-end", "item-not-named", "person-not-named"],
    ),
]


@pytest.mark.parametrize(("changed", "said"), NAMED)
def test_everything_that_is_outside_is_named_at_once(changed: dict[str, Any], said: list[str]) -> None:
    found = coverage(agreed(**changed), DRAWING, TODAY)
    assert (found.covered, codes(found.findings), found.protection) == (Covered.NO, said, None)
    named = {
        "items": frozenset({"K-001"}),
        "purposes": frozenset({"見積"}),
        "persons": frozenset({"設計の担当"}),
    }
    assert coverage(agreed(**named), DRAWING, TODAY).covered is Covered.YES


CONTRADICTIONS = [
    ({"until_on": D(2026, 4, 30)}, ["until-before-start"]),
    ({"ended_on": D(2026, 4, 30)}, ["ended-before-start"]),
    ({"ended_on": D(2027, 4, 30)}, ["ended-after-last"]),
    ({"secrecy": UntilDay(D(2026, 4, 30))}, ["secrecy-before-start"]),
    ({"renewal": Renewal(12), "until_on": None}, ["renewal-without-end"]),
    ({"renewal": Renewal(0)}, ["renewal-of-no-length"]),
    ({"renewal": Renewal(12, Span(years=1))}, ["notice-longer-than-term"]),
    ({"items": frozenset()}, ["covers-nothing"]),
    ({"persons": frozenset(), "until_on": D(2020, 1, 1)}, ["until-before-start", "covers-nothing"]),
]


@pytest.mark.parametrize(("changed", "said"), CONTRADICTIONS)
def test_contradictions_are_explained_and_nothing_is_counted(
    changed: dict[str, Any], said: list[str]
) -> None:
    wrong = agreed(**changed)
    assert codes(contradictions(wrong)) == said
    found = coverage(wrong, DRAWING, TODAY)
    assert (found.covered, codes(found.findings), found.protection) == (Covered.UNCLEAR, said, None)
    with pytest.raises(TermsContradict):
        for_sharing(wrong, DRAWING)


def test_what_was_handed_over_earlier_counts_where_the_agreement_says_so() -> None:
    earlier = replace(DRAWING, on=D(2026, 3, 1))
    found = coverage(agreed(covers_earlier=True), earlier, TODAY)
    assert (found.covered, found.protection) == (
        Covered.YES,
        Protection(D(2031, 3, 1), D(2031, 3, 1)),
    )


def test_secrecy_that_ended_before_the_hand_over_covers_nothing() -> None:
    found = coverage(agreed(secrecy=UntilDay(D(2026, 6, 9))), DRAWING, TODAY)
    assert (found.covered, codes(found.findings)) == (Covered.NO, ["protection-over"])


SHORT = agreed(number="N-2", secrecy=FromDisclosure(Span(years=3)))
OVERLAPS = [
    ([agreed()], ("N-1",), D(2031, 6, 10), D(2031, 6, 10), []),
    ([agreed(), agreed(number="N-3")], ("N-1", "N-3"), D(2031, 6, 10), D(2031, 6, 10), ["overlap-same"]),
    ([agreed(), SHORT], ("N-1", "N-2"), D(2029, 6, 10), D(2031, 6, 10), ["overlap-differs"]),
    (
        [agreed(), replace(SHORT, replaces=frozenset({"N-1"}))],
        ("N-2",),
        D(2029, 6, 10),
        D(2029, 6, 10),
        ["replaced"],
    ),
    (
        [agreed(replaces=frozenset({"N-2"})), replace(SHORT, replaces=frozenset({"N-1"}))],
        ("N-1", "N-2"),
        D(2029, 6, 10),
        D(2031, 6, 10),
        ["replace-each-other", "overlap-differs"],
    ),
    (
        [agreed(), replace(SHORT, secrecy=WhileSecret())],
        ("N-1", "N-2"),
        D(2031, 6, 10),
        None,
        ["overlap-differs"],
    ),
]


@pytest.mark.parametrize(("agreements", "rests_on", "sure", "claimed", "said"), OVERLAPS)
def test_overlapping_agreements_are_explained_and_only_the_shorter_is_sure(
    agreements: list[Terms], rests_on: tuple[str, ...], sure: date, claimed: date | None, said: list[str]
) -> None:
    found = explain(agreements, DRAWING, TODAY)
    assert (found.covered, found.rests_on) == (Covered.YES, rests_on)
    assert found.protection == Protection(sure, claimed)
    assert codes(found.findings) == said


def test_a_ring_of_replacements_replaces_nobody() -> None:
    ring = [
        agreed(number=number, replaces=frozenset({other}))
        for number, other in (("A", "B"), ("B", "C"), ("C", "A"))
    ]
    assert explain(ring, DRAWING, TODAY).rests_on == ("A", "B", "C")


def test_no_agreement_and_only_unclear_ones_are_told_apart() -> None:
    nothing = explain([agreed(until_on=D(2026, 6, 9))], DRAWING, TODAY)
    assert (nothing.covered, codes(nothing.findings)) == (Covered.NO, ["none-covers"])
    unclear = explain([agreed(items=frozenset())], DRAWING, TODAY)
    assert (unclear.covered, unclear.rests_on) == (Covered.UNCLEAR, ())
    assert explain([], DRAWING, TODAY).covered is Covered.NO


def test_the_layered_decision_gets_only_what_is_sure() -> None:
    today = replace(DRAWING, on=TODAY)
    covering = for_sharing(agreed(items=frozenset({"K-001"})), today)
    assert (covering.from_on, covering.until_on, covering.secrecy_until) == (
        D(2026, 5, 1),
        D(2026, 12, 31),
        D(2031, 11, 24),
    )
    assert decide(POLICY, asked(agreement=covering)).outcome == "ALLOW"
    other = for_sharing(agreed(items=frozenset({"K-002"})), today)
    assert [one.code for one in decide(POLICY, asked(agreement=other)).reasons] == ["item-not-covered"]
    silent = for_sharing(agreed(survives=None), today)
    assert silent.secrecy_until == D(2026, 12, 31)


def test_the_layered_decision_denies_what_comes_too_late_or_too_early() -> None:
    late = for_sharing(agreed(until_on=D(2026, 11, 23)), replace(DRAWING, on=TODAY))
    assert [one.code for one in decide(POLICY, asked(agreement=late)).reasons] == ["ended"]
    early = for_sharing(agreed(from_on=D(2026, 11, 25)), replace(DRAWING, on=TODAY))
    assert [one.code for one in decide(POLICY, asked(agreement=early)).reasons] == ["not-begun"]


days = st.dates(D(2020, 1, 1), D(2035, 12, 31))
agreements = st.builds(
    Terms,
    number=st.just("N"),
    from_on=days,
    until_on=st.none() | days,
    secrecy=st.none()
    | st.just(WhileSecret())
    | st.builds(UntilDay, days)
    | st.builds(FromDisclosure, st.builds(Span, st.integers(1, 9)))
    | st.builds(FromEnd, st.builds(Span, st.integers(1, 9))),
    survives=st.none() | st.booleans(),
    renewal=st.none() | st.builds(Renewal, st.integers(0, 36), st.none() | st.just(Span(months=3))),
    notice_given_on=st.none() | days,
    ended_on=st.none() | days,
    oral_days=st.none() | st.integers(0, 60),
)


@settings(max_examples=60, deadline=None)
@given(agreements, days, st.booleans(), days)
def test_nothing_is_counted_from_dates_that_contradict_and_the_rest_holds_together(
    agreement: Terms, on: date, is_oral: bool, today: date
) -> None:
    found = coverage(agreement, replace(DRAWING, on=on, is_oral=is_oral), today)
    codes(found.findings)
    if contradictions(agreement):
        assert (found.covered, found.protection) == (Covered.UNCLEAR, None)
        return
    running = periods(agreement, D(2040, 1, 1))
    for one, following in pairwise(running):
        assert one.last is not None
        assert following.first == one.last + timedelta(days=1)
    if found.covered in (Covered.YES, Covered.PENDING):
        assert period_on(agreement, on) is not None
        protection = found.protection
        assert protection is not None
        if protection.claimed_until is not None:
            assert protection.sure_until is not None
            assert protection.sure_until <= protection.claimed_until
        assert found.findings or found.covered is Covered.YES
    else:
        assert found.findings


FISCAL = [
    (2026, "2026年度（令和8年度）"),
    (2019, "2019年度（令和元年度）"),
    (2018, "2018年度（平成30年度）"),
    (1989, "1989年度（平成元年度）"),
    (1988, "1988年度（昭和63年度）"),
    (1920, "1920年度"),
]


@pytest.mark.parametrize(("year", "text"), FISCAL)
def test_a_business_year_is_written_with_its_era(year: int, text: str) -> None:
    assert fiscal_text(year) == text
    assert read_fiscal_year(text.split("（")[0]) == year
    if "（" in text:
        assert read_fiscal_year(text.split("（")[1].rstrip("）")) == year


def test_a_business_year_has_its_first_and_last_day() -> None:
    assert fiscal_year(D(2027, 3, 31)) == fiscal_year(D(2026, 4, 1)) == beginning_in(2026)
    assert (beginning_in(2026).first, beginning_in(2026).last) == (D(2026, 4, 1), D(2027, 3, 31))
    assert (fiscal_year(D(2026, 9, 30), 10).year, fiscal_year(D(2026, 10, 1), 10).year) == (2025, 2026)
    assert fiscal_year(D(2027, 2, 28), 3).last == D(2027, 2, 28)


@pytest.mark.parametrize(
    "text", ["", "年度", "元年度", "8年度", "令和64年度の", "昭和64年度", "平成32年度", "令和0年度"]
)
def test_what_is_no_business_year_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate):
        read_fiscal_year(text)


def test_the_year_of_the_change_is_read_under_both_names() -> None:
    assert read_fiscal_year("平成31年度") == read_fiscal_year("Ｒ１年度") == 2019


def test_every_finding_speaks_both_languages() -> None:
    for japanese, english in SENTENCES.values():
        assert english.isascii()
        assert not japanese.isascii()
    assert silences(agreed()) == ()
