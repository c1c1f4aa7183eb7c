"""Who may know what is 極秘, and that every look at it leaves a word."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.http import Http404

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.ledger import access, looks
from kuramori.work.ledger.models import Asset, Grant
from kuramori.work.ledger.tests import making
from tests.cast import Cast


def let_in(asset: Asset, **who: object) -> Grant:
    row: Grant = Grant.objects.create(
        organisation=asset.organisation,
        asset=asset,
        reason="日々の作業",
        from_on=clock.today(),
        recorded_at=clock.now(),
        **who,
    )
    return row


def is_masked(cast: Cast, role: str, asset: Asset) -> bool:
    seen = access.asset_for(cast.actor(role), asset.pk, Can.ASSET_READ)
    return bool(seen.is_masked)


def test_a_stranger_cannot_tell_whether_the_asset_exists(acting: Cast) -> None:
    with pytest.raises(Http404):
        access.asset_for(acting.actor("staff"), uuid.uuid4(), Can.ASSET_DISPOSE)


def test_top_is_open_to_those_who_lead_and_audit_and_masked_for_the_others(acting: Cast) -> None:
    top = making.top(acting.actor("owner"))
    assert {
        role: is_masked(acting, role, top) for role in ("owner", "steward", "auditor", "section", "staff")
    } == {
        "owner": False,
        "steward": False,
        "auditor": False,
        "section": True,
        "staff": True,
    }


def test_the_keeper_knows_and_may_change_what_they_keep(acting: Cast) -> None:
    top = making.top(acting.actor("owner"), keeper=acting.person("staff"))
    staff = acting.actor("staff")
    assert not is_masked(acting, "staff", top)
    assert access.asset_for(staff, top.pk, Can.ASSET_CHANGE) == top
    with pytest.raises(NotAllowed):
        access.asset_for(staff, top.pk, Can.ASSET_RECLASSIFY)


@pytest.mark.parametrize("way", ["person", "role", "everybody"])
def test_a_grant_opens_it_by_person_role_or_for_everybody(acting: Cast, way: str) -> None:
    top = making.top(acting.actor("owner"))
    subjects: dict[str, dict[str, object]] = {
        "person": {"person": acting.person("staff")},
        "role": {"role": "staff"},
        "everybody": {},
    }
    let_in(top, **subjects[way])
    assert not is_masked(acting, "staff", top)
    assert is_masked(acting, "section", top) is (way != "everybody")


def test_a_grant_opens_nothing_before_its_first_and_after_its_last_day(acting: Cast) -> None:
    top = making.top(acting.actor("owner"))
    grant = let_in(top, person=acting.person("staff"))
    yesterday = clock.today() - datetime.timedelta(days=1)
    grant.from_on, grant.until_on = yesterday, yesterday
    grant.save()
    assert is_masked(acting, "staff", top)
    grant.from_on, grant.until_on = clock.today() + datetime.timedelta(days=1), None
    grant.save()
    assert is_masked(acting, "staff", top)


def test_everybody_in_the_house_is_not_the_expert_from_outside(acting: Cast) -> None:
    top = making.top(acting.actor("owner"))
    let_in(top)
    assert is_masked(acting, "expert", top)


def test_a_masked_asset_is_refused_for_every_other_right(acting: Cast) -> None:
    top = making.top(acting.actor("owner"))
    with pytest.raises(NotAllowed) as refused:
        access.asset_for(acting.actor("section"), top.pk, Can.ASSET_LABEL)
    assert refused.value.can is Can.ASSET_READ_TOP


def test_whoever_proposed_it_knows_it_until_it_is_admitted(acting: Cast) -> None:
    staff = acting.actor("staff")
    proposed = making.proposal(staff, grade="top", unit="item", keeper=acting.person("owner"))
    assert not is_masked(acting, "staff", proposed)


def test_a_response_that_shows_several_leaves_one_entry_with_their_ids(acting: Cast) -> None:
    owner = acting.actor("owner")
    shown = [making.top(owner), making.top(owner), making.asset(owner)]
    assert looks.note(owner, shown) == 2
    entry = Entry.objects.filter(event="ledger:asset:looked").get()
    assert sorted(entry.parts.shows) == sorted(str(asset.pk) for asset in shown[:2])
    assert looks.note(owner, shown[2:]) == 0
    assert Entry.objects.filter(event="ledger:asset:looked").count() == 1
