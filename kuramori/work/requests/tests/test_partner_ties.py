"""Two partners that become one are asked, stand and count as one; nothing of either is lost."""

from __future__ import annotations

import pytest

from kuramori.ground.contacts import merging
from kuramori.work.requests import counting, tiering
from kuramori.work.requests.models import Asked, Gap, ReplyWay, Side, Standing, Tally, Tiering
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


def _gives(owner, world, n, level):
    given = asked_world.answers(world.requirements, level)
    return take_in(owner, world.asked[n], asked_world.seen(world.requirements, given), way=ReplyWay.LINK)


def _gap(world, n, item="q01"):
    row = world.asked[n]
    return Gap.objects.create(
        organisation=row.organisation,
        number=f"G-{n}-{item}",
        side=Side.ASKING,
        partner=row.partner,
        asked=row,
        pack_id=world.request.pack_id,
        item=item,
        what="鍵のかかる棚",
        opened_at=row.sent_at,
        changed_at=row.sent_at,
    )


def test_one_that_was_asked_alone_goes_along_with_its_answers_class_and_gaps(owner):
    world = asked_world.sent(owner, ("見本金型",))
    kept = asked_world.sent(owner, ("㈱見本金型",), number="R-9002").asked[0].partner
    tiering.decide(owner, world.asked[0].partner, tiering.Decided({}, "金型", "型を預けるため"))
    _gives(owner, world, 0, 1)
    gap = _gap(world, 0)
    merging.merge(owner, world.asked[0].partner, kept)
    assert set(Asked.objects.values_list("partner", flat=True)) == {kept.pk}
    standing = Standing.objects.get()
    assert (standing.partner_id, standing.klass) == (kept.pk, "金型")
    assert Gap.objects.get(pk=gap.pk).partner_id == kept.pk
    assert Tiering.objects.get(superseded_at=None).partner_id == kept.pk
    assert counting.differing() == ()


def test_of_two_that_answered_the_newer_answer_counts_and_both_replies_stay(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    gone, kept = (one.partner for one in world.asked)
    for n, klass in enumerate(("金型", "表面")):
        tiering.decide(owner, world.asked[n].partner, tiering.Decided({}, klass, "図面を預けるため"))
    older, newer = _gives(owner, world, 1, 0), _gives(owner, world, 0, 2)
    gaps = [_gap(world, 0), _gap(world, 1), _gap(world, 0, "q02")]
    merging.merge(owner, gone, kept)
    standing = Standing.objects.get()
    assert (standing.partner_id, standing.reply_id, standing.klass) == (kept.pk, newer.pk, "表面")
    assert {one.klass: one.partners for one in Tally.objects.filter(partners__gt=0)} == {"表面": 1}
    assert counting.differing() == ()
    assert older.asked.replies.get() == older
    # Asked by the same request: that row stays with the name it was asked by.
    assert Asked.objects.get(pk=world.asked[0].pk).partner_id == gone.pk
    assert [Gap.objects.get(pk=one.pk).partner_id for one in gaps] == [gone.pk, kept.pk, kept.pk]
