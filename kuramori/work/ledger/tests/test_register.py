"""Entering what is worth keeping secret, and changing it later."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import laying, register
from kuramori.work.ledger.entry import FieldRefused, Missing, wanted
from kuramori.work.ledger.models import Stage, Version
from kuramori.work.ledger.numbers import NumberTaken
from kuramori.work.ledger.tests import making
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


def test_the_first_number_is_a_001_and_the_next_follows_the_series_used_last(acting: Cast) -> None:
    steward = acting.actor("steward")
    assert making.asset(steward).number == "A-001"
    assert making.asset(steward).number == "A-002"
    assert making.asset(steward, number="技術-0099").number == "技術-0099"
    assert making.asset(steward).number == "技術-0100"


def test_a_number_is_given_once(acting: Cast) -> None:
    steward = acting.actor("steward")
    making.asset(steward, number="K-001")
    with pytest.raises(NumberTaken) as taken:
        making.asset(steward, number="K-001")
    assert taken.value.number == "K-001"


def test_staff_propose_and_the_keeper_admits(acting: Cast) -> None:
    keeper = acting.actor("section")
    proposed = making.proposal(acting.actor("staff"), keeper=acting.person("section"))
    assert proposed.stage == Stage.PROPOSED
    with pytest.raises(NotAllowed):
        register.admit(acting.actor("staff"), proposed, revision=1)
    admitted = register.admit(keeper, proposed, revision=1)
    assert admitted.stage == Stage.ADMITTED
    assert Entry.objects.filter(thing_id=str(admitted.pk)).values_list("event", flat=True).order_by(
        "index"
    ).last() == ("ledger:asset:admitted")
    with pytest.raises(register.NotProposed):
        register.admit(keeper, admitted, revision=2)


def test_a_declined_proposal_says_why_and_stays(acting: Cast) -> None:
    steward = acting.actor("steward")
    proposed = making.proposal(acting.actor("staff"))
    with pytest.raises(register.ReasonMissing):
        register.decline(steward, proposed, revision=1, reason=" ")
    declined = register.decline(steward, proposed, revision=1, reason="公開のカタログにあります")
    assert declined.stage == Stage.DECLINED
    assert laying.current(declined).reason == "公開のカタログにあります"
    with pytest.raises(laying.AssetClosed):
        register.change(steward, declined, wanted(name="別の名前"), revision=2)


def test_an_entry_without_its_eight_fields_names_what_is_missing(acting: Cast) -> None:
    with pytest.raises(Missing) as missing:
        making.asset(acting.actor("steward"), what="", place=None)
    assert missing.value.names == ("what", "place")


def test_what_is_top_is_entered_one_by_one(acting: Cast) -> None:
    with pytest.raises(laying.TopNeedsItem):
        making.asset(acting.actor("steward"), grade="top")


def test_a_received_item_names_its_partner(acting: Cast) -> None:
    with pytest.raises(laying.PartnerMissing):
        making.asset(acting.actor("steward"), origin="received")


def test_a_value_that_a_field_cannot_hold_is_refused_by_name() -> None:
    with pytest.raises(FieldRefused) as refused:
        wanted(grade="weird")
    assert refused.value.name == "grade"
    with pytest.raises(FieldRefused):
        wanted(name="あ" * 121)
    with pytest.raises(FieldRefused):
        wanted(colour="red")


def test_a_change_keeps_every_earlier_day(acting: Cast) -> None:
    steward = acting.actor("steward")
    today = clock.today()
    made = making.asset(steward, from_on=today - 30 * DAY)
    changed = register.change(
        steward, made, wanted(name="検査治具の図面（改）"), revision=1, from_on=today - 10 * DAY
    )
    assert changed.name == "検査治具の図面（改）"
    known = list(Version.objects.filter(superseded_at__isnull=True).order_by("from_on"))
    assert [row.values["name"] for row in known] == ["検査治具の図面", "検査治具の図面（改）"]
    assert known[0].until_on == today - 11 * DAY
    assert Version.objects.filter(superseded_at__isnull=False).count() == 1


def test_a_late_word_about_an_earlier_day_holds_until_the_next_word(acting: Cast) -> None:
    steward = acting.actor("steward")
    today = clock.today()
    made = making.asset(steward, from_on=today - 30 * DAY)
    made = register.change(steward, made, wanted(name="三月の名前"), revision=1, from_on=today - 10 * DAY)
    made = register.change(
        steward, made, wanted(name="二月の名前", backup="毎晩"), revision=2, from_on=today - 20 * DAY
    )
    assert made.name == "三月の名前"
    known = Version.objects.filter(superseded_at__isnull=True).order_by("from_on")
    assert [row.values["name"] for row in known] == ["検査治具の図面", "二月の名前", "三月の名前"]
    assert [row.values.get("backup") for row in known] == [None, "毎晩", "毎晩"]


def test_a_day_that_has_not_come_or_before_the_first_is_refused(acting: Cast) -> None:
    steward = acting.actor("steward")
    made = making.asset(steward)
    for day in (clock.today() + DAY, clock.today() - DAY):
        with pytest.raises(laying.DayRefused):
            register.change(steward, made, wanted(name="別"), revision=1, from_on=day)


def test_a_stale_change_is_refused_with_what_stands_now(acting: Cast) -> None:
    steward = acting.actor("steward")
    made = making.asset(steward)
    register.change(steward, made, wanted(name="先に直した名前"), revision=1)
    with pytest.raises(laying.StaleEntry) as stale:
        register.change(steward, made, wanted(name="後から直した名前"), revision=1)
    assert stale.value.current.name == "先に直した名前"


def test_a_change_that_changes_nothing_leaves_no_entry(acting: Cast) -> None:
    steward = acting.actor("steward")
    made = making.asset(steward)
    before = Entry.objects.count()
    same = register.change(steward, made, wanted(name=made.name, backup=""), revision=1)
    assert (same.revision, Entry.objects.count()) == (1, before)


def test_the_grade_of_what_is_admitted_is_not_changed_in_passing(acting: Cast) -> None:
    steward = acting.actor("steward")
    made = making.asset(steward)
    with pytest.raises(register.ReclassifyInstead):
        register.change(steward, made, wanted(grade="internal"), revision=1)


def test_what_was_received_stays_its_owners(acting: Cast) -> None:
    steward = acting.actor("steward")
    made = making.asset(steward, origin="received", partner=making.partner(steward))
    with pytest.raises(register.BelongsToPartner):
        register.change(steward, made, wanted(origin="own", partner=None), revision=1)


def test_one_more_place_and_another_keeper(acting: Cast) -> None:
    steward = acting.actor("steward")
    made = making.asset(steward)
    nas = making.place(steward, "NAS 技術/検査")
    made = register.add_place(steward, made, nas, revision=1)
    assert [one.words for one in laying.entry.given(register.current(made))["other_places"]] == [
        "NAS 技術/検査"
    ]
    assert register.add_place(steward, made, nas, revision=2).revision == 2
    made = register.change_keeper(steward, made, acting.person("section"), revision=2, reason="異動のため")
    assert made.keeper_id == acting.person("section").pk


def test_a_place_of_another_house_is_not_found(acting: Cast) -> None:
    steward = acting.actor("steward")
    with pytest.raises(laying.UnknownThing) as unknown:
        making.asset(steward, place={"id": "00000000-0000-4000-8000-000000000000", "words": "よその金庫"})
    assert unknown.value.name == "place"


def test_whoever_proposed_it_may_correct_it_until_it_is_admitted(acting: Cast) -> None:
    staff = acting.actor("staff")
    proposed = making.proposal(staff, keeper=acting.person("owner"))
    corrected = register.change(staff, proposed, wanted(grade="internal"), revision=1)
    assert corrected.grade == "internal"
    admitted = register.admit(acting.actor("owner"), corrected, revision=2)
    with pytest.raises(NotAllowed):
        register.change(staff, admitted, wanted(name="別"), revision=3)
