"""Keys: who holds which copy on which day, losses, and the yearly count."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.asof import held_on
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.places import read
from kuramori.work.places.arranging import Particulars, add_place
from kuramori.work.places.keeping_keys import (
    AlreadyOut,
    CopyGone,
    Incomplete,
    KeyRetired,
    KeyWanted,
    NothingToCount,
    NotOut,
    NumberTaken,
    add_key,
    change_key,
    change_lock,
    count_keys,
    lend_key,
    lose_key,
    retire_key,
    take_back,
)
from kuramori.work.places.models import KeyHolding, KeyKind, PlaceKind


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def key(steward):
    site = add_place(steward, PlaceKind.SITE, None, Particulars(name="本社"))
    room = add_place(steward, PlaceKind.ROOM, site, Particulars(name="書庫"))
    return add_key(steward, wanted(places=[room]))


def wanted(number="K-01", copies=2, places=()):
    return KeyWanted(number, "書庫の鍵", KeyKind.METAL, places, copies, box="鍵箱")


def on(day):
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(10), clock.TOKYO))


def test_who_held_a_copy_can_be_told_for_any_day(acting, steward, key):
    copy = key.copies.get(mark="1")
    first, second = acting.person("staff"), acting.person("section")
    with on(datetime.date(2026, 4, 1)):
        lend_key(steward, copy, first)
    with on(datetime.date(2026, 6, 10)):
        take_back(steward, copy)
        lend_key(steward, copy, second)
    told = {
        day: KeyHolding.objects.filter(held_on(day), copy=copy).values_list("person__name", flat=True).first()
        for day in (
            datetime.date(2026, 3, 31),
            datetime.date(2026, 4, 1),
            datetime.date(2026, 6, 9),
            datetime.date(2026, 6, 10),
        )
    }
    assert list(told.values()) == [None, first.name, first.name, second.name]


def test_a_copy_that_is_out_is_not_handed_out_twice(acting, steward, key):
    copy = key.copies.get(mark="1")
    lend_key(steward, copy, acting.person("staff"))
    with pytest.raises(AlreadyOut):
        lend_key(steward, copy, acting.person("section"))
    take_back(steward, copy)
    with pytest.raises(NotOut):
        take_back(steward, copy)


def test_a_lost_copy_asks_for_a_new_lock_until_it_is_changed(acting, steward, key):
    copy = key.copies.get(mark="2")
    lose_key(steward, copy)
    assert "錠を替える" in " ".join(one.title for one in read.next_actions(steward))
    with pytest.raises(CopyGone):
        lend_key(steward, copy, acting.person("staff"))
    change_lock(steward, key)
    assert [one.number for one in read.key_line(key).copies] == ["K-01-1"]
    assert "錠を替える" not in " ".join(one.title for one in read.next_actions(steward))


def test_a_count_tells_what_was_not_there(steward, key):
    there, gone = key.copies.order_by("mark")
    made = count_keys(steward, {there.pk: (True, ""), gone.pk: (False, "机を探す")})
    assert (made.found, made.missing) == (1, 1)
    page = read.keys_page()
    assert page.counts[0].differences == ("K-01-2（机を探す）",)
    assert page.next_count_on == made.counted_on + datetime.timedelta(days=365)
    assert not page.is_count_due


def test_the_first_count_is_due_at_once_and_none_without_keys(steward):
    assert read.keys_page().next_count_on is None
    with pytest.raises(NothingToCount):
        count_keys(steward, {})
    add_key(steward, wanted())
    assert read.keys_page().is_count_due


def test_copies_are_added_and_taken_out_of_use_by_their_number(acting, steward, key):
    change_key(steward, key, wanted(copies=4))
    assert len(read.key_line(key).copies) == 4
    lend_key(steward, key.copies.get(mark="4"), acting.person("staff"))
    with pytest.raises(AlreadyOut):
        change_key(steward, key, wanted(copies=3))
    assert read.key_line(key).places == ()


def test_a_key_is_retired_only_once_everybody_gave_theirs_back(acting, steward, key):
    copy = key.copies.get(mark="1")
    lend_key(steward, copy, acting.person("staff"), from_on=datetime.date(2026, 4, 1))
    with pytest.raises(AlreadyOut):
        retire_key(steward, key)
    take_back(steward, copy)
    retire_key(steward, key)
    page = read.keys_page()
    assert ([line.number for line in page.keys], [line.number for line in page.retired]) == ([], ["K-01"])
    assert page.next_count_on is None
    assert [held.person for held in read.held_so_far(key)] == [acting.person("staff").name]
    assert Entry.objects.latest("index").event == "places:key:retired"


def test_a_retired_key_stays_as_it_was(acting, steward, key):
    retire_key(steward, key)
    for refused in (
        lambda: retire_key(steward, key),
        lambda: change_key(steward, key, wanted(copies=4)),
        lambda: change_lock(steward, key),
    ):
        with pytest.raises(KeyRetired):
            refused()
    with pytest.raises(CopyGone):
        lend_key(steward, key.copies.get(mark="1"), acting.person("staff"))


def test_a_lost_copy_of_a_retired_key_asks_for_nothing_more(steward, key):
    lose_key(steward, key.copies.get(mark="1"))
    retire_key(steward, key)
    assert "錠を替える" not in " ".join(one.title for one in read.next_actions(steward))


def test_a_key_is_retired_on_its_page_and_keeps_its_history(acting, steward, key):
    client, there = acting.client("steward"), acting.url(f"places/keys/{key.pk}/")
    assert "この鍵を使わないことにする" in client.get(there).content.decode()
    answered = client.post(f"{there}retire/", follow=True).content.decode()
    assert "使い終えた鍵" in answered
    page = client.get(there).content.decode()
    assert "に使用を終えました" in page
    assert "この鍵を使わないことにする" not in page
    assert "もう使っていません" in client.post(f"{there}retire/", follow=True).content.decode()
    assert acting.client("staff").post(f"{there}retire/").status_code == 403


def test_numbers_are_unique_and_a_key_needs_a_name_and_a_copy(steward, key):
    with pytest.raises(NumberTaken):
        add_key(steward, wanted())
    with pytest.raises(Incomplete):
        add_key(steward, wanted(number="K-02", copies=0))


def test_staff_see_keys_and_hand_none_out(acting, key):
    with pytest.raises(NotAllowed):
        lend_key(acting.actor("staff"), key.copies.get(mark="1"), acting.person("staff"))


def test_a_key_goes_out_and_comes_back_on_its_page(acting, key):
    client, copy = acting.client("section"), key.copies.get(mark="1")
    person = acting.person("staff")
    assert client.post(acting.url(f"places/keys/copies/{copy.pk}/lend/"), {}).status_code == 422
    client.post(
        acting.url(f"places/keys/copies/{copy.pk}/lend/"), {"person": str(person.pk), "due_on": "2030/1/5"}
    )
    page = client.get(acting.url(f"places/keys/{key.pk}/")).content.decode()
    assert person.name in page
    assert "2030年1月5日に返す" in page
    client.post(acting.url(f"places/keys/copies/{copy.pk}/back/"))
    assert read.key_line(key).out == 0


def test_a_key_is_entered_on_its_page(acting, steward):
    client = acting.client("steward")
    sent = {"number": "K-09", "name": "金庫", "kind": "code", "copies": "3"}
    made = client.post(acting.url("places/keys/add/"), sent)
    assert made.status_code == 302
    assert client.post(acting.url("places/keys/add/"), sent).status_code == 422
    assert "K-09" in client.get(acting.url("places/keys/")).content.decode()


def test_papers_are_pdfs_of_ours(acting, steward, key):
    client = acting.client("steward")
    for what in (
        "key_ledger",
        "key_tags",
        "place_labels",
        "badges",
        "no_photo",
        "visitor_form",
        "visitor_log",
    ):
        response = client.get(acting.url(f"places/papers/{what}/"))
        assert response.content.startswith(b"%PDF-"), what
    assert client.get(acting.url("places/papers/none/")).status_code == 404
