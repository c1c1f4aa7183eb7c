"""A partner's own words for grades: told once, offered with what it entrusts, and never taken more lightly."""

from __future__ import annotations

from typing import Any

import pytest
from django_scopes import scope

from kuramori.ground.contacts.dealing import name_grades
from kuramori.ground.contacts.models import Partner
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger.designated import LighterThanDesignated
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.register import register
from kuramori.work.ledger.tests import making
from tests.cast import Cast

SCHEME = {"機密A": "top", "機密B": "secret"}


@pytest.fixture
def partner(cast: Cast) -> Partner:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        return name_grades(steward, making.partner(steward), SCHEME)


def typed(cast: Cast, partner: Partner, **more: Any) -> dict[str, Any]:
    """What a browser sends for a received item."""
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        lies = making.place(steward).pk
    day = clock.today()
    eight: dict[str, Any] = {
        "name": "客先の金型図",
        "what": "抜き勾配",
        "grade": "internal",
        "layer": "nda",
        "place": str(lies),
        "keeper": str(steward.person_id),
        "review_on": f"{day.year + 1}/1/31",
    }
    return eight | {"origin": "received", "partner": str(partner.pk), "unit": "bundle"} | more


def all_assets(cast: Cast) -> list[tuple[str, str]]:
    with scope(organisation=cast.organisation):
        return list(Asset.objects.values_list("name", "grade"))


def test_the_words_are_kept_with_before_and_after(cast: Cast, partner: Partner) -> None:
    with scope(organisation=cast.organisation):
        told = Entry.objects.filter(event="contacts:partner:changed").get()
        assert Partner.objects.get().scheme == SCHEME
        assert name_grades(cast.actor("steward"), partner, SCHEME).revision == partner.revision
    assert told.detail["changed"]["scheme"] == [{}, SCHEME]


def test_the_page_of_words_takes_a_word_only_with_its_grade(cast: Cast, partner: Partner) -> None:
    client, address = cast.client("steward"), cast.url(f"ledger/schemes/{partner.pk}/")
    assert "機密A" in client.get(address).content.decode()
    assert client.post(address, {"word_0": "厳秘", "grade_0": ""}).status_code == 422
    assert client.post(address, {"word_0": "厳秘", "grade_0": "top"}).status_code == 302
    with scope(organisation=cast.organisation):
        assert Partner.objects.get().scheme == {"厳秘": "top"}


def test_without_javascript_a_second_step_offers_the_words_and_proposes_our_grade(
    cast: Cast, partner: Partner
) -> None:
    client, address, said = cast.client("steward"), cast.url("ledger/new/"), typed(cast, partner)
    asked = client.post(address, said).content.decode()
    assert "まだ登録していません" in asked
    assert 'value="機密B"' in asked
    assert all_assets(cast) == []
    proposed = client.post(address, said | {"take_word": "機密B"}).content.decode()
    assert 'value="機密B"' in proposed
    assert '<option value="secret" selected>' in proposed
    assert all_assets(cast) == []
    done = client.post(address, said | {"designated_grade": "機密B", "grade": "secret"})
    assert done.status_code == 302
    assert all_assets(cast) == [("客先の金型図", "secret")]


def test_what_carries_none_of_the_words_goes_in_after_one_look(cast: Cast, partner: Partner) -> None:
    answer = cast.client("steward").post(
        cast.url("ledger/new/"), typed(cast, partner, words_seen="1", designated_grade="")
    )
    assert answer.status_code == 302
    assert all_assets(cast) == [("客先の金型図", "internal")]


def test_what_its_owner_calls_heavy_is_not_entered_more_lightly(cast: Cast, partner: Partner) -> None:
    answer = cast.client("steward").post(
        cast.url("ledger/new/"), typed(cast, partner, designated_grade="機密A", grade="secret")
    )
    assert answer.status_code == 422
    assert "こちらの「極秘」に当たります" in answer.content.decode()
    assert all_assets(cast) == []


def test_the_verb_refuses_it_too_and_takes_what_is_heavier(cast: Cast, partner: Partner) -> None:
    with scope(organisation=cast.organisation):
        steward = cast.actor("steward")
        received = {"origin": "received", "partner": partner, "designated_grade": "機密B"}
        with pytest.raises(LighterThanDesignated):
            register(steward, making.eight(steward, **received, grade="internal"))
        assert register(steward, making.eight(steward, **received, grade="top", unit="item")).grade == "top"
