"""Two partners that become one are asked, stand and count as one; nothing of either is lost."""

from __future__ import annotations

import dataclasses
import random

import pytest
from django.apps import apps

from kuramori.ground.contacts import merging
from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.links import living_rows
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests import counting, recounting, tiering
from kuramori.work.requests.gapping import moving, settling
from kuramori.work.requests.gapping.by_link import GAPS, give_link
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Gap,
    GapState,
    Reply,
    ReplyDraft,
    ReplyWay,
    Side,
    Standing,
    Step,
    Tally,
    Tiering,
)
from kuramori.work.requests.refusing import NotSo
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest

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
    ended, stands = (Asked.objects.get(pk=world.asked[n].pk) for n in (1, 0))
    assert {ended.partner_id, stands.partner_id} == {kept.pk}
    assert (ended.state, ended.merged_into_id) == (AskedState.WITHDRAWN, stands.pk)
    assert (stands.state, stands.reply_id) == (AskedState.REPLIED, newer.pk)
    assert stands.number in ended.note
    first, second, third = (Gap.objects.get(pk=one.pk) for one in gaps)
    assert {first.partner_id, second.partner_id, third.partner_id} == {kept.pk}
    assert {first.state, second.state, third.state} == {GapState.OPEN, GapState.MERGED}
    assert third.state == GapState.OPEN
    over, goes_on = (first, second) if first.merged_into_id else (second, first)
    assert over.merged_into_id == goes_on.pk
    assert goes_on.number in over.moves.get(step=Step.WITHDRAWN).words
    assert over.number in goes_on.notes.get().words
    told = set(Entry.objects.values_list("event", flat=True))
    assert {"requests:asked:merged", "requests:gap:merged"} <= told


def test_a_move_that_comes_late_to_a_gap_that_was_merged_changes_neither(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    gone, kept = (one.partner for one in world.asked)
    _gives(owner, world, 1, 0)
    first, second = (_gap(world, n) for n in (0, 1))
    moving.move(owner, second, GapStep.PROPOSED, moving.Saying(person="見本", plan="棚を買う",
                plan_on=clock.today()), revision=second.revision, part=Side.ASKED)  # fmt: skip
    merging.merge(owner, gone, kept)
    first.refresh_from_db()
    assert first.merged_into_id == second.pk
    with pytest.raises(NotSo):
        moving.move(
            owner, first, GapStep.ACCEPTED, moving.Saying(words="これでよい"), revision=first.revision
        )
    second.refresh_from_db()
    moving.move(owner, second, GapStep.ACCEPTED, moving.Saying(words="これでよい"), revision=second.revision)
    letters = dict(zip(world.requirements.items, Standing.objects.get().states, strict=True))
    assert letters["q01"] == "m"
    settling.settle(first)
    assert dict(zip(world.requirements.items, Standing.objects.get().states, strict=True)) == letters
    assert counting.differing() == ()


def test_what_was_accepted_of_the_row_that_goes_holds_for_the_company(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    gone, kept = (one.partner for one in world.asked)
    _gives(owner, world, 1, 0)
    gap = _gap(world, 0)
    moving.move(owner, gap, GapStep.WITHDRAWN, moving.Saying(words="もう預けません"), revision=gap.revision)
    merging.merge(owner, gone, kept)
    assert dict(zip(world.requirements.items, Standing.objects.get().states, strict=True))["q01"] == "n"
    assert counting.differing() == ()


def test_the_link_of_the_row_that_ended_says_so_and_a_draft_stays_to_be_taken_away(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    gone, kept = (one.partner for one in world.asked)
    begun, other = (guest(owner, one) for one in world.asked)
    begun.post("items/all/", {"q01": "2", "q01.seen": ""})
    _gives(owner, world, 1, 2)
    merging.merge(owner, gone, kept)
    row = Asked.objects.get(pk=world.asked[0].pk)
    assert row.merged_into_id == world.asked[1].pk
    page = begun.page("")
    assert world.asked[1].number in page
    assert "1つにまとめました" in page
    assert ReplyDraft.objects.get().asked_id == row.pk
    assert "1つにまとめました" not in other.page("result/")


def test_what_two_rows_of_a_customer_ask_of_us_stays_two_demands(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    gone, kept = (one.partner for one in world.asked)
    gaps = [_gap(world, n) for n in (0, 1)]
    Gap.objects.update(side=Side.ASKED)
    merging.merge(owner, gone, kept)
    found = Gap.objects.filter(pk__in=[one.pk for one in gaps], partner=kept, state=GapState.OPEN)
    assert found.count() == 2


def test_a_link_without_a_draft_ends_and_tells_where_it_goes_on(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    ended = guest(owner, world.asked[0])
    _gives(owner, world, 1, 2)
    merging.merge(owner, world.asked[0].partner, world.asked[1].partner)
    shut = ended.get("")
    assert shut.status_code == 410
    assert world.asked[1].number in shut.content.decode()


def test_a_link_to_the_gaps_of_either_leads_to_those_of_the_company(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    gone, kept = (one.partner for one in world.asked)
    _gap(world, 1)
    issued = give_link(owner, gone, world.asked[0].contact)
    merging.merge(owner, gone, kept)
    assert [one.pk for one in living_rows(GAPS, ("partner", kept.pk))] == [issued.link.pk]


def test_whoever_may_only_change_partners_merges_them_with_all_that_hangs_on_them(owner):
    world = asked_world.sent(owner, ("見本金型", "㈱見本金型"))
    guest(owner, world.asked[0])
    clerk = dataclasses.replace(owner, permissions=frozenset({Can.PARTNER_CHANGE}))
    merging.merge(clerk, world.asked[0].partner, world.asked[1].partner)
    assert not Asked.objects.filter(partner=world.asked[0].partner).exists()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_both_answered_and_whichever_goes_nothing_hangs_on_it_and_all_counts_are_right(owner, seed):
    chance = random.Random(seed)
    names = [f"見本{n}工業" for n in range(4)]
    rounds = [asked_world.sent(owner, names, number="R-9001")]
    partners = [one.partner for one in rounds[0].asked]
    items = rounds[0].requirements.items
    for n, partner in enumerate(partners):
        if chance.random() < 0.6:
            tiering.decide(owner, partner, tiering.Decided({}, chance.choice("ABC"), "図面を預けるため"))
        for _time in range(chance.randrange(3)):
            _gives(owner, rounds[0], n, chance.randrange(3))
        for item in chance.sample(items[:4], chance.randrange(4)):
            gap = _gap(rounds[0], n, item)
            if step := chance.choice([None, GapStep.ACCEPTED, GapStep.WITHDRAWN, GapStep.SUPPORTED]):
                said = moving.Saying(words="相談して決めた", support="訪問します")
                moving.move(owner, gap, step, said, revision=gap.revision)
    chance.shuffle(partners)
    while len(partners) > 1:
        gone, kept = partners.pop(), partners[0]
        before = Reply.objects.count(), Gap.objects.count(), Asked.objects.count()
        merging.merge(owner, gone, kept)
        assert (Reply.objects.count(), Gap.objects.count(), Asked.objects.count()) == before
        assert _hangs_on(gone) == []
        assert counting.differing() == ()
        assert recounting.count_anew(owner) == ()
    stands = Asked.objects.get(merged_into__isnull=True)
    newest = Reply.objects.order_by("as_of", "received_at").last()
    assert stands.reply == newest
    assert (Standing.objects.get().reply if newest else None) == newest
    running = Gap.objects.filter(ended_at__isnull=True).values_list("item", flat=True)
    assert len(running) == len(set(running))


def _hangs_on(partner):
    return [
        (model.__name__, field.name)
        for model in apps.get_app_config("requests").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Partner and model.objects.filter(**{field.name: partner}).exists()
    ]
