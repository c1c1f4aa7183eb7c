"""A key is handed over at the counter and comes back; who held it stays readable."""

from __future__ import annotations

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from kuramori.work.places.keeping_keys import KeyWanted, add_key
from kuramori.work.places.models import KeyHolding, KeyKind
from tests.cast import Cast
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_is_lent_on_a_phone_and_comes_back(visit: OpenPage, cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        key = add_key(cast.actor("owner"), KeyWanted("K-01", "書庫", KeyKind.METAL, [], 1, "総務の鍵箱"))
        holder = cast.person("staff")
    page = visit("phone", client=cast.client("section"))
    page.goto(cast.url(f"places/keys/{key.pk}/"))
    expect(page.get_by_text("総務の鍵箱")).to_be_visible()
    page.locator("summary", has_text="渡す").click()
    page.locator("select[name=person]").select_option(str(holder.pk))
    page.get_by_role("button", name="この人に渡す").click()
    copy = page.locator(".copy")
    expect(copy.get_by_text(holder.name)).to_be_visible()
    expect(copy.locator("summary", has_text="渡す")).to_have_count(0)
    copy.get_by_role("button", name="受け取った").click()
    expect(copy.get_by_text("総務の鍵箱")).to_be_visible()
    with scope(organisation=cast.organisation):
        assert KeyHolding.objects.filter(person=holder).exists()
