"""The share page is offered where people outside reached this house not long ago; what is open stays open."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.people.tokens import issue
from kuramori.outside import clock, reach
from kuramori.outside.reach import Tried
from kuramori.work.ledger.tests import making
from kuramori.work.partners import hand_over
from kuramori.work.partners.hand_over_wanted import Refused
from kuramori.work.partners.models import HandOver, HandOverState, Mode
from kuramori.work.partners.sharing_page import opening
from kuramori.work.partners.tests import handed
from kuramori.work.partners.tests import shared as houses
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting: Cast, settings, tmp_path) -> Actor:
    """Of a house that was reached a moment ago, and a partner that may have the usual thing."""
    settings.DATA, found = tmp_path, acting.actor("owner")
    settings.INSTANCE = houses.reachable()
    handed.opened(found, level=3)
    return found


def _failed(settings: Any) -> None:
    reach.keep(settings.DATA, Tried(clock.now(), houses.HOUSE, is_reached=False, ja="届きません。", en="No."))


def _moved(settings: Any) -> None:
    reach.keep(settings.DATA, Tried(clock.now(), "https://kura-old.example", is_reached=True))


def _grew_old(settings: Any) -> None:
    long_ago = clock.now() - datetime.timedelta(days=8)
    reach.keep(settings.DATA, Tried(long_ago, houses.HOUSE, is_reached=True))


def _was_never_tried(settings: Any) -> None:
    (settings.DATA / reach.NOTE).unlink()


LOST = [
    pytest.param(_failed, "開けませんでした", id="failed"),
    pytest.param(_moved, "アドレスが変わってから", id="moved"),
    pytest.param(_grew_old, "日がたったので", id="old"),
    pytest.param(_was_never_tried, "まだ確かめていません", id="never"),
]


def _form(owner: Actor) -> dict[str, Any]:
    return {
        "assets": [str(making.asset(owner).pk)],
        "contacts": [str(handed.contact(owner).pk)],
        "purpose": "治具の見積り",
        "mode": Mode.SHARE_PAGE.value,
    }


def _new(cast: Cast, owner: Actor) -> str:
    return f"{reverse('partners:new_hand_over', kwargs={'organisation': cast.here})}?partner={making.partner(owner).pk}"


def test_it_is_a_way_among_equals_once_it_is_proved(acting: Cast, owner: Actor) -> None:
    client = acting.client("owner")
    page = client.get(_new(acting, owner)).content.decode()
    assert ('value="share_page"' in page, "いま選べません" in page) == (True, False)
    assert client.post(_new(acting, owner), _form(owner)).status_code == 302
    assert HandOver.objects.get().mode == Mode.SHARE_PAGE


@pytest.mark.parametrize(("lose", "reason"), LOST)
def test_without_a_proof_it_is_not_offered_and_the_page_says_why(
    acting: Cast, owner: Actor, settings, lose, reason: str
) -> None:
    client, form = acting.client("owner"), _form(owner)
    lose(settings)
    page = client.get(_new(acting, owner)).content.decode()
    assert 'value="share_page"' not in page
    assert page.count('name="mode"') == len(Mode) - 1
    assert reason in page
    assert "kuramori doctor" in page
    # Chosen on a page that was opened before.
    told = client.post(_new(acting, owner), form)
    assert (told.status_code, "この渡し方は選べません" in told.content.decode()) == (422, True)
    with pytest.raises(Refused) as refused:
        handed.prepared(owner, mode=Mode.SHARE_PAGE, way=None)
    assert refused.value.field == "mode"
    assert not HandOver.objects.exists()


def test_the_api_refuses_with_the_same_words(acting: Cast, owner: Actor, settings) -> None:
    asked = [Can.HAND_OVER_MAKE, Can.PARTNER_READ, Can.ASSET_READ, Can.SHARING_ASK]
    soon = clock.today() + datetime.timedelta(days=7)
    made = issue(owner, label="取引先の画面", permissions=asked, expires_on=soon)
    api = Client(headers={"authorization": f"Bearer {made.secret}", "accept-language": "ja"})
    told = _form(owner) | {"partner": str(making.partner(owner).pk)}

    def ask(mode: str) -> Any:
        wanted = told | {"mode": mode} | ({"way": "portal"} if mode == "their_way" else {})
        return api.post(f"/api/v1/o/{acting.here}/hand-overs", wanted, content_type="application/json")

    _failed(settings)
    refused = ask("share_page")
    assert refused.status_code == 422
    assert "開けませんでした" in refused.content.decode()
    assert [ask(mode).status_code for mode in ("their_way", "share_page")] == [201, 422]
    assert HandOver.objects.get().mode == Mode.THEIR_WAY


@pytest.mark.parametrize(("lose", "reason"), LOST)
def test_what_is_being_prepared_waits_until_it_is_proved_again(
    acting: Cast, owner: Actor, settings, lose, reason: str
) -> None:
    row = handed.prepared(owner, mode=Mode.SHARE_PAGE, way=None)
    lose(settings)
    with pytest.raises(hand_over.NotReady) as held:
        hand_over.offer(owner, row)
    assert "共有ページを外から開ける" in held.value.sentence
    page = acting.client("owner").get(_at(acting, "hand_over", row)).content.decode()
    assert reason in page
    assert "閉じていません" not in page


@pytest.mark.parametrize(("lose", "reason"), LOST)
def test_an_open_page_stays_open_and_its_sender_is_told(
    acting: Cast, owner: Actor, settings, lose, reason: str
) -> None:
    row = houses.ready(owner)
    item, person = row.items.get(), row.recipients.get()
    share = houses.Share(owner, row, item, person, houses.pdf(), opening.let_in(owner, person))
    client = acting.client("owner")
    for name in ("hand_over", "share_page"):
        assert "閉じていません" not in client.get(_at(acting, name, row)).content.decode()
    lose(settings)
    for name in ("hand_over", "share_page"):
        page = client.get(_at(acting, name, row)).content.decode()
        assert (reason in page, "閉じていません" in page) == (True, True), name
    visitor = share.confirm()
    assert visitor.get(share.at("pages/1/")).status_code == 200
    row.refresh_from_db()
    assert row.state == HandOverState.OUT
    hand_over.stop(owner, row, "話がなくなった")
    assert "閉じていません" not in client.get(_at(acting, "share_page", row)).content.decode()


def _at(cast: Cast, name: str, row: HandOver) -> str:
    return reverse(f"partners:{name}", kwargs={"organisation": cast.here, "id": row.pk})
