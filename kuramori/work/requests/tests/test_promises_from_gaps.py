"""What was agreed on a gap becomes a promise without writing it again; fields begin with names, never with ids."""

from __future__ import annotations

import html

import pytest
from django_scopes import scope

from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.models import Promise, Word
from kuramori.work.requests.promising import from_gaps
from kuramori.work.requests.tests.gap_world import plan
from kuramori.work.requests.tests.inquiry_world import TwoHouses
from kuramori.work.requests.tests.test_gaps_across import PLAN, Two

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    return Two(cast)


def _there(cast, path):
    client = cast.client("section", at=cast.there)
    return html.unescape(client.get(cast.url(f"requests/{path}", at=cast.there)).content.decode())


def _agreed(two):
    two.they(GapStep.PROPOSED, **PLAN)
    two.carry(first_there=True)
    two.we(GapStep.AGREED)
    two.carry()


def test_a_plan_that_was_agreed_begins_the_form_of_a_promise(cast, two):
    _agreed(two)
    with scope(organisation=two.them.organisation):
        two.theirs.refresh_from_db()
        begun = from_gaps.begun_with(two.theirs)
    assert (begun["answer"], begun["due_on"], begun["word"]) == (plan().plan, plan().plan_on, Word.YES)
    shown = _there(cast, f"gaps/{two.theirs.pk}/")
    assert f"promises/new/?gap={two.theirs.number}" in shown
    form = _there(cast, f"promises/new/?gap={two.theirs.number}")
    for words in ("架空精工株式会社", "鍵のかかる棚", plan().plan, two.theirs.number):
        assert words in form


def test_a_promise_that_was_kept_takes_the_place_of_the_button(cast, two):
    _agreed(two)
    page, number = f"gaps/{two.theirs.pk}/", two.theirs.number
    with scope(organisation=two.them.organisation):
        two.theirs.refresh_from_db()
        begun = from_gaps.begun_with(two.theirs)
    client = cast.client("section", at=cast.there)
    address = cast.url(f"requests/promises/new/?gap={number}", at=cast.there)
    assert client.post(address, {one: value for one, value in begun.items() if value}).status_code == 302
    with scope(organisation=two.them.organisation):
        kept = Promise.objects.get()
    assert (kept.answer, kept.due_on, kept.word) == (plan().plan, plan().plan_on, Word.YES)
    shown = _there(cast, page)
    assert kept.number in shown
    assert "promises/new/?gap=" not in shown
    # Twice is once.
    assert client.post(address, {one: value for one, value in begun.items() if value}).status_code == 422


def test_what_is_not_agreed_or_not_ours_begins_nothing(cast, two):
    two.they(GapStep.PROPOSED, **PLAN)
    assert "promises/new/?gap=" not in _there(cast, f"gaps/{two.theirs.pk}/")
    for number in (two.theirs.number, two.ours.number, "G-9999", "", "x" * 40):
        assert plan().plan not in _there(cast, f"promises/new/?gap={number}")
    two.carry(first_there=True)
    two.we(GapStep.AGREED)
    two.carry()
    with scope(organisation=two.us.organisation):
        two.ours.refresh_from_db()
        # The side that asked has promised nothing.
        assert from_gaps.agreed(two.ours.number) is None
    assert (
        "promises/new/?gap="
        not in cast.client("owner").get(cast.url(f"requests/gaps/{two.ours.pk}/")).content.decode()
    )


@pytest.mark.parametrize("path", ["promises/new/", "gaps/talks/new/", "inquiries/new/"])
def test_a_form_that_a_link_opens_for_a_partner_begins_with_its_name(cast, two, path):
    partner = two.there.partner
    shown = _there(cast, f"{path}?partner={partner.pk}")
    assert 'value="架空精工株式会社"' in shown
    assert f'value="{partner.pk}"' not in shown
    # An id that nobody here has begins nothing.
    theirs = two.here.partner_id
    assert f'value="{theirs}"' not in _there(cast, f"{path}?partner={theirs}")


def test_a_reply_that_no_channel_carries_says_how_it_is_handed_over(cast):
    two = TwoHouses(cast)
    two.write()
    told = two.answer()
    page = f"inquiries/replies/{told.pk}/"
    assert "お客様への渡し方" not in _there(cast, page)
    with scope(organisation=two.them.organisation):
        type(told).objects.filter(pk=told.pk).update(is_told=False)
    shown = _there(cast, page)
    assert "お客様への渡し方" in shown
    assert f"inquiries/{two.inquiry.pk}/answers.kuramori.json" in shown
