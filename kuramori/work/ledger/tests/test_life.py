"""Copies, uses, the route, what is not known, prior use, and the end of an asset."""

from __future__ import annotations

import datetime
import hashlib

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail import holds
from kuramori.outside import clock
from kuramori.work.ledger import access, content, deciding, disposing, laying, life, prior_use
from kuramori.work.ledger.asof import as_of
from kuramori.work.ledger.fields import Known
from kuramori.work.ledger.models import Asset, Copy, PriorKind, Route, Stage
from kuramori.work.ledger.tests import making
from kuramori.work.places import take_out


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def asset(steward):
    return making.asset(steward)


@pytest.fixture
def witness(acting):
    return acting.person("owner")


def shredded(witness, **more):
    return disposing.Way(**({"method": "paper:shred", "reason": "使わなくなった", "witness": witness} | more))


def test_copies_are_numbered_and_come_back(steward, asset, acting) -> None:
    first = life.make_copy(steward, asset, life.CopyWanted(holder=acting.person("staff")))
    second = life.make_copy(steward, asset, life.CopyWanted(to_whom="見本金型 深見様"))
    assert (first.number, second.number) == (1, 2)
    life.take_copy_back(steward, first, note="裁断")
    assert list(Copy.objects.filter(back_on__isnull=True)) == [second]
    with pytest.raises(life.AlreadyBack):
        life.take_copy_back(steward, first)


def test_a_copy_for_nobody_and_one_of_tomorrow_are_refused(steward, asset) -> None:
    with pytest.raises(life.WhoMissing):
        life.make_copy(steward, asset, life.CopyWanted(to_whom="  "))
    tomorrow = clock.today() + datetime.timedelta(days=1)
    with pytest.raises(life.DayAhead):
        life.make_copy(steward, asset, life.CopyWanted(to_whom="見本金型", made_on=tomorrow))
    assert not Copy.objects.exists()


def test_staff_may_note_a_use_but_make_no_copy(acting, asset) -> None:
    staff = acting.actor("staff")
    assert life.note_use(staff, asset, "段取り替えで見た").purpose == "段取り替えで見た"
    with pytest.raises(NotAllowed):
        life.make_copy(staff, asset, life.CopyWanted(to_whom="だれか"))


def test_the_route_holds_from_the_day_it_was_decided_with_its_reason(steward, asset) -> None:
    proposed = deciding.proposed_route({"kept": True})
    assert proposed.route == Route.TRADE_SECRET
    deciding.decide_route(steward, asset, Route(proposed.route), proposed.why)
    values = as_of(asset).values
    assert (values["route"], values["route_reason"]) == ("trade_secret", proposed.why)
    asset.refresh_from_db()
    assert asset.route == Route.TRADE_SECRET
    with pytest.raises(deciding.ReasonNeeded):
        deciding.decide_route(steward, asset, Route.PATENT, " ")


def test_a_check_tells_what_was_compared_and_when_it_is_due_again(steward, asset) -> None:
    deciding.check_public(
        steward, asset, deciding.PublicCheck(Known.NOT_KNOWN, ["web", "patents"], further="他社の見積書")
    )
    values = as_of(asset).values
    assert values["public_compared"] == "特許・公開公報、ホームページ・動画・SNS、他社の見積書"
    assert values["public_next_on"] == content.lifecycle().next_public_check(clock.today())
    with pytest.raises(deciding.NothingCompared):
        deciding.check_public(steward, asset, deciding.PublicCheck(Known.NOT_KNOWN))
    with pytest.raises(deciding.NextNotAhead):
        deciding.check_public(
            steward, asset, deciding.PublicCheck(Known.KNOWN, ["web"], next_on=clock.today())
        )


def test_a_record_of_prior_use_keeps_its_hash_and_its_place_in_the_trail(steward, asset) -> None:
    body = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    kept = prior_use.add_prior(
        steward,
        asset,
        prior_use.PriorWanted(
            PriorKind.DRAWING, "治具図 第3版", datetime.date(2019, 4, 1), file_name="a.pdf", chunks=[body]
        ),
    )
    assert kept.sha256 == hashlib.sha256(body).hexdigest()
    assert kept.entry_index is not None
    kept.refresh_from_db()
    withdrawn = prior_use.withdraw_prior(steward, kept, "別の治具の図面だった")
    assert withdrawn.withdrawn_at is not None
    with pytest.raises(prior_use.Withdrawn):
        prior_use.withdraw_prior(steward, kept, "もう一度")


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({}, prior_use.PriorIncomplete),
        ({"sha256": "xyz"}, prior_use.HashUnreadable),
        ({"title": " ", "kept_at": "金庫"}, prior_use.PriorIncomplete),
        ({"kept_at": "金庫", "of_on": datetime.date(2999, 1, 1)}, life.DayAhead),
    ],
)
def test_a_record_that_shows_nothing_is_refused(steward, asset, more, refused) -> None:
    values = {"kind": PriorKind.OTHER, "title": "台帳", "of_on": datetime.date(2020, 1, 1)} | more
    with pytest.raises(refused):
        prior_use.add_prior(steward, asset, prior_use.PriorWanted(**values))


def test_what_is_disposed_keeps_its_row_its_history_and_its_certificate(steward, asset, witness) -> None:
    life.make_copy(steward, asset, life.CopyWanted(to_whom="現場"))
    made = disposing.dispose(steward, asset, shredded(witness))
    asset.refresh_from_db()
    assert asset.stage == Stage.DISPOSED
    assert made.copies_gone == 1
    assert as_of(asset).values["dispose_witness"] == witness.name
    with pytest.raises(laying.AssetClosed):
        disposing.dispose(steward, asset, shredded(witness))


def test_who_disposes_is_not_the_witness(steward, asset, acting) -> None:
    for way in (shredded(None), shredded(acting.person("steward"))):
        with pytest.raises(disposing.WitnessMissing):
            disposing.dispose(steward, asset, way)
    assert Asset.objects.get(pk=asset.pk).stage == Stage.ADMITTED


def test_disposal_is_refused_while_a_hold_stands(steward, asset, witness) -> None:
    holds.hold(steward, "係争中", [("asset", asset.pk)])
    with pytest.raises(holds.UnderHold):
        disposing.dispose(steward, asset, shredded(witness))


def test_disposal_is_refused_while_it_is_out(steward, asset, witness, acting) -> None:
    wanted = take_out.Wanted("見本金型", "打合せ", clock.today())
    out = take_out.ask(acting.actor("staff"), life.take_out_subject(asset), wanted)
    with pytest.raises(disposing.StillOut):
        disposing.dispose(steward, asset, shredded(witness))
    take_out.refuse(steward, out, note="今は要らない")
    assert disposing.dispose(steward, asset, shredded(witness)).pk


def test_only_what_was_received_is_given_back_and_to_somebody(steward, asset, witness) -> None:
    back = {"method": "returned:by_hand", "given_to": "仮想重機 設計部"}
    with pytest.raises(disposing.NotToReturn):
        disposing.dispose(steward, asset, shredded(witness, **back))
    received = making.asset(steward, name="支給図面", origin="received", partner=making.partner(steward))
    with pytest.raises(disposing.NotToReturn):
        disposing.dispose(steward, received, shredded(witness, **(back | {"given_to": ""})))
    assert disposing.dispose(steward, received, shredded(witness, **back)).is_return


def test_an_unknown_way_is_refused(steward, asset, witness) -> None:
    for method in ("", "paper", "paper:melt", "air:throw"):
        with pytest.raises(disposing.MethodUnknown):
            disposing.dispose(steward, asset, shredded(witness, method=method))


def test_a_top_item_is_taken_out_by_its_number_alone(steward) -> None:
    top = making.top(steward)
    assert life.take_out_subject(top).words == top.number
    assert access.may_know(steward, top)
