"""Looking a thing up by words, to read what happened to it: each room's door is asked, and nothing leaks by a hit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django_scopes import scope

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding, naming
from kuramori.work.ledger.models import Asset
from kuramori.work.ledger.tests import making
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TOP = "主軸加工の送り条件"
"""The name that `making.top` gives."""


@pytest.fixture
def secret(acting: Cast) -> Asset:
    return making.top(acting.actor("steward"))


@pytest.fixture
def page(acting: Cast) -> Callable[..., Any]:
    """The page of the trail for an auditor, with what is asked."""
    client = acting.client("auditor")
    return lambda **asked: client.get(acting.url("trail/"), asked)


def without(actor: Actor, *rights: Can) -> Actor:
    return dataclasses.replace(actor, permissions=actor.permissions - set(rights))


def found(actor: Actor, words: str) -> list[tuple[str, str]]:
    return [(one.word, one.name) for one in finding.things(actor, words).things]


def test_words_offer_things_of_every_room_and_a_choice_narrows(acting: Cast, page: Any) -> None:
    steward = acting.actor("steward")
    asset, partner = making.asset(steward, name="仮想治具の図面"), making.partner(steward, "仮想重機")
    offered = page(about="仮想", room="ledger").content.decode()
    assert "「仮想」に当てはまるもの" in offered
    assert f'<a href="?room=ledger&amp;thing=partner%3A{partner.pk}">仮想重機</a>' in offered
    assert "仮想治具の図面を" not in offered, "no entries before the choice"
    chosen = page(thing=f"asset:{asset.pk}").content.decode()
    assert f"守るべき情報 <strong>{asset.number} 仮想治具の図面</strong>" in chosen
    assert f"{asset.number}を台帳に" in chosen


def test_one_hit_needs_no_choice_and_none_says_so(acting: Cast, page: Any) -> None:
    asset = making.asset(acting.actor("steward"), name="検査治具の図面")
    straight = page(about="ｹﾝｻ 治具", until_on="2040/1/1")
    assert "当てはまるものはありません" in straight.content.decode()
    straight = page(about="検査 治具", until_on="2040/1/1", thing="asset:7")
    assert straight["Location"].endswith(f"?until_on=2040%2F1%2F1&thing=asset%3A{asset.pk}")


def test_a_most_secret_name_is_matched_for_those_alone_who_may_know_it_and_told_to_nobody(
    acting: Cast, secret: Asset, page: Any
) -> None:
    auditor = acting.actor("auditor")
    outside = without(auditor, Can.ASSET_READ_TOP)
    asset = [("守るべき情報", secret.number)]
    assert (
        found(auditor, "主軸加工") == found(auditor, secret.number) == found(outside, secret.number) == asset
    )
    for part in (TOP, "主軸", "送り", "軸"):
        assert found(outside, part) == [], part
    making.asset(acting.actor("steward"), name="主軸の図面")
    text = page(about="主軸").content.decode()
    assert f">{secret.number}</a>" in text
    assert TOP not in text
    assert TOP not in page(thing=f"asset:{secret.pk}").content.decode()


def test_each_rooms_door_is_asked(acting: Cast) -> None:
    steward = acting.actor("steward")
    making.asset(steward, name="仮想治具")
    making.partner(steward, "仮想重機")
    making.place(steward, "仮想棚")
    Person.objects.filter(pk=acting.person("staff").pk).update(name="仮想 太郎")
    assert [word for word, _name in found(steward, "仮想")] == ["人", "保管場所", "取引先", "守るべき情報"]
    doors = {
        Can.PEOPLE_READ: "人",
        Can.PLACE_READ: "保管場所",
        Can.PARTNER_READ: "取引先",
        Can.ASSET_READ: "守るべき情報",
    }
    for right, word in doors.items():
        assert word not in [one for one, _name in found(without(steward, right), "仮想")]
    nobody = dataclasses.replace(steward, permissions=frozenset())
    assert all(not list(finder(nobody, "仮想")) for finder in finding._finders.values())
    assert finding.kinds() <= naming.kinds()


def test_what_others_have_is_not_found_and_too_many_ask_for_another_word(cast: Cast, acting: Cast) -> None:
    with scope(organisation=cast.other):
        Partner.objects.create(organisation=cast.other, name="例示商事", words="例示商事")
    assert found(acting.actor("steward"), "例示商事") == []
    steward = acting.actor("steward")
    for at in range(finding.MOST + 1):
        making.place(steward, f"棚{at:02}")
    many = finding.things(steward, "棚")
    assert (len(many.things), many.has_more) == (finding.MOST, True)
    assert finding.things(steward, " ") == finding.Found()


def test_who_may_not_read_the_trail_looks_nothing_up(acting: Cast) -> None:
    assert acting.client("staff").get(acting.url("trail/"), {"about": "棚"}).status_code == 403
