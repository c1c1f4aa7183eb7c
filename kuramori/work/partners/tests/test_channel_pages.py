"""The pages on which two organisations connect, as people use them."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope

from kuramori.work.partners.models import Channel
from kuramori.work.partners.tests.connected import partner_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_two_houses_connect_by_a_number_and_a_telephone_call(cast: Cast) -> None:
    them = partner_of(cast.actor("steward"), "見本金型株式会社")
    us = partner_of(cast.actor("steward", at=cast.there), "架空精工株式会社")
    here, there = cast.client("steward"), cast.client("steward", at=cast.there)
    asked = here.get(cast.url(f"sharing/channels/connect/{them.pk}/"))
    (contact,) = re.findall(r'<option value="([0-9a-f-]{36})"', asked.content.decode())
    given = here.post(cast.url(f"sharing/channels/connect/{them.pk}/offer/"), {"contact": contact})
    (number,) = re.findall(r"<textarea[^>]*>([\w-]{30,})</textarea>", given.content.decode())
    wrong = there.post(
        cast.url(f"sharing/channels/connect/{us.pk}/use/", at=cast.there), {"number": number[:-1]}
    )
    assert wrong.status_code == 422
    assert "この番号は使えません" in wrong.content.decode()
    used = there.post(
        cast.url(f"sharing/channels/connect/{us.pk}/use/", at=cast.there), {"number": number}, follow=True
    )
    digits = re.findall(r"(\d{5} )+", used.content.decode())
    assert digits
    with scope(organisation=cast.organisation):
        waiting = Channel.objects.get()
    page = here.get(cast.url(f"sharing/channels/{waiting.pk}/")).content.decode()
    assert "照合番号の確認待ち" in page
    assert "見本金型株式会社" in page
    done = here.post(cast.url(f"sharing/channels/{waiting.pk}/confirm/"), follow=True).content.decode()
    assert "つながっています" in done


def test_a_partner_without_an_address_is_told_what_to_do_first(cast: Cast) -> None:
    them = partner_of(cast.actor("steward"), "見本金型株式会社")
    with scope(organisation=cast.organisation):
        them.contacts.update(email="")
    page = cast.client("steward").get(cast.url(f"sharing/channels/connect/{them.pk}/")).content.decode()
    assert "メールアドレスのある担当の方が、まだ書かれていません" in page


def test_closing_asks_once_and_keeps_what_was_said(cast: Cast) -> None:
    test_two_houses_connect_by_a_number_and_a_telephone_call(cast)
    client = cast.client("steward")
    with scope(organisation=cast.organisation):
        row = Channel.objects.get()
    assert client.get(cast.url(f"sharing/channels/{row.pk}/close/")).status_code == 200
    with scope(organisation=cast.organisation):
        assert Channel.objects.get().closed_at is None
    client.post(cast.url(f"sharing/channels/{row.pk}/close/"))
    assert "に切りました" in client.get(cast.url(f"sharing/channels/{row.pk}/")).content.decode()
