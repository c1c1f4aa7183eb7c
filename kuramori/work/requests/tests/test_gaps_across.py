"""One gap and one talk of two connected houses: each keeps its own rows, and after both have read they say the same."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace

import pytest
from django_scopes import scope

from kuramori.ground.contacts import merging
from kuramori.ground.contacts.dealing import PartnerWanted, add_partner
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep, TalkStep
from kuramori.work.partners.channels import carrying
from kuramori.work.partners.models import Channel, Told
from kuramori.work.partners.telling import channel_to
from kuramori.work.partners.tests.connected import connect
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping.moving import Saying, move, write_note
from kuramori.work.requests.gapping.opening import Wanted, open_by_hand
from kuramori.work.requests.models import Consultation, Gap, GapState, Side
from kuramori.work.requests.tests.gap_world import plan

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
NOW = ("state", "plan", "plan_on", "interim", "support", "what", "why", "turn", "offer")


class Two:
    """The asking house here, the asked one there, with one gap that both know."""

    def __init__(self, cast):
        self.here, self.there = connect(cast)
        self.us, self.them = cast.actor("owner"), cast.actor("owner", at=cast.there)
        with scope(organisation=self.us.organisation):
            self.ours = open_by_hand(
                self.us, self.here.partner, Wanted("鍵のかかる棚", "図面をお預けするため", 2, 0)
            )
        self.carry()
        with scope(organisation=self.them.organisation):
            self.theirs = Gap.objects.get()

    def carry(self, *, first_there=False):
        sides = [(self.us, self.here), (self.them, self.there)]
        for actor, channel in reversed(sides) if first_there else sides:
            carrying.carry(
                organisation_id=str(actor.organisation_id),
                person_id=None,
                progress=lambda *_: None,
                channel=str(channel.pk),
            )

    def we(self, step, **saying):
        return self._move(self.us, self.ours, step, saying)

    def they(self, step, **saying):
        return self._move(self.them, self.theirs, step, saying)

    def _move(self, actor, gap, step, saying):
        with scope(organisation=actor.organisation):
            row = Gap.objects.get(pk=gap.pk)
            return move(actor, row, step, Saying(**saying), revision=row.revision)

    def both(self):
        told = []
        for actor, gap in ((self.us, self.ours), (self.them, self.theirs)):
            with scope(organisation=actor.organisation):
                row = Gap.objects.get(pk=gap.pk)
                told.append({name: getattr(row, name) for name in NOW})
        assert told[0] == told[1]
        return told[0]


@pytest.fixture
def two(cast):
    return Two(cast)


PLAN = {"plan": plan().plan, "plan_on": plan().plan_on, "interim": plan().interim}


def test_the_asked_house_has_a_row_of_its_own(two):
    assert (two.theirs.side, two.theirs.their_number) == (Side.ASKED, two.ours.number)
    assert two.theirs.pk != two.ours.pk
    assert two.both()["state"] == GapState.OPEN


def test_a_gap_goes_its_way_between_two_houses(two):
    for who, step, saying in (
        (two.they, GapStep.PROPOSED, PLAN),
        (two.we, GapStep.AGREED, {}),
        (two.they, GapStep.STARTED, {}),
        (two.they, GapStep.EVIDENCE, {"words": "棚が入りました"}),
        (two.we, GapStep.CLOSED, {}),
    ):
        who(step, **saying)
        two.carry()
    assert two.both() | {"state": "closed", "plan": PLAN["plan"]} == two.both()


@pytest.mark.parametrize("first_there", [False, True])
@pytest.mark.parametrize(
    ("ours", "theirs", "state"),
    [
        ((GapStep.WITHDRAWN, {"words": "求めすぎでした"}), (GapStep.PROPOSED, PLAN), "withdrawn"),
        ((GapStep.SUPPORTED, {"support": "専門家の訪問"}), (GapStep.EVIDENCE, {}), "evidence_in"),
        ((GapStep.PROTECTED, {"interim": "見るだけ"}), (GapStep.PROTECTED, {"interim": "紙だけ"}), "open"),
        ((GapStep.ACCEPTED, {"words": "見回りで足ります"}), (GapStep.EVIDENCE, {}), "accepted"),
    ],
)
def test_moves_that_cross_leave_both_sides_at_the_same_place(two, ours, theirs, state, first_there):
    two.we(ours[0], **ours[1])
    two.they(theirs[0], **theirs[1])
    two.carry(first_there=first_there)
    assert two.both()["state"] == state


@pytest.mark.parametrize("first_there", [False, True])
def test_a_plan_that_was_changed_meanwhile_is_not_agreed_unread(two, first_there):
    two.they(GapStep.PROPOSED, **PLAN)
    two.carry()
    two.we(GapStep.SUPPORTED, support="棚の代金の半分")
    two.we(GapStep.AGREED)
    two.they(GapStep.PROPOSED, **PLAN | {"plan": "来年にする"})
    two.carry(first_there=first_there)
    now = two.both()
    assert (now["state"], now["plan"], now["support"]) == ("proposed", "来年にする", "棚の代金の半分")


def test_comments_reach_the_other_side(two):
    with scope(organisation=two.them.organisation):
        write_note(two.them, two.theirs, "写真は出せません。")
    two.carry()
    with scope(organisation=two.us.organisation):
        note = two.ours.notes.get()
    assert (note.words, note.part, note.person) == ("写真は出せません。", Side.ASKED, two.them.name)


def test_a_channel_that_comes_later_brings_all_that_went_before(cast):
    us = cast.actor("owner")
    here, there = connect(cast)
    with scope(organisation=us.organisation):
        Channel.objects.filter(pk=here.pk).update(accepted_at=None)
        gap = open_by_hand(us, here.partner, Wanted("鍵のかかる棚", "図面をお預けするため"))
        gap = move(us, gap, GapStep.PROPOSED, plan(), revision=gap.revision, part=Side.ASKED)
        write_note(us, gap, "お電話のとおりです。")
        Channel.objects.filter(pk=here.pk).update(accepted_at=clock.now())
        move(us, gap, GapStep.AGREED, revision=gap.revision)
    carrying.carry(
        organisation_id=str(us.organisation_id),
        person_id=None,
        progress=lambda *_: None,
        channel=str(here.pk),
    )
    with scope(organisation=there.organisation):
        theirs = Gap.objects.get()
        assert (theirs.state, theirs.plan) == (GapState.AGREED, plan().plan)
        assert not Told.objects.exclude(refused="").exists()


def _talk(actor):
    with scope(organisation=actor.organisation):
        return Consultation.objects.get()


def test_both_sides_own_the_record_of_a_talk_and_of_two_agreements_that_cross_keep_the_same(two):
    today = clock.today()
    with scope(organisation=two.them.organisation):
        talking.begin(
            two.them,
            two.there.partner,
            "棚の代金",
            talking.Said(today, 300_000),
            by_us=True,
            gap=two.theirs,
        )
    two.carry()
    with scope(organisation=two.us.organisation):
        ours = Consultation.objects.get()
        assert (ours.is_asked_by_us, ours.asked_yen, ours.gap) == (False, 300_000, two.ours)
        assert talking.open_price_requests([ours.partner_id]) == {ours.partner_id}
        talking.step(
            two.us,
            ours,
            TalkStep.ANSWERED,
            talking.Said(today, words="半分を持ちます"),
            revision=ours.revision,
        )
        assert not talking.open_price_requests([ours.partner_id])
    two.carry()
    for actor, yen in ((two.us, 150_000), (two.them, 200_000)):
        row = _talk(actor)
        with scope(organisation=actor.organisation):
            talking.step(actor, row, TalkStep.AGREED, talking.Said(today, yen), revision=row.revision)
    two.carry()
    kept = [_talk(actor) for actor in (two.us, two.them)]
    # The house that began the talk comes first where two steps cross.
    assert {(one.state, one.agreed_yen, one.asked_yen) for one in kept} == {("agreed", 200_000, 300_000)}


def _of_item(two, *gaps):
    for actor, gap in gaps:
        with scope(organisation=actor.organisation):
            Gap.objects.filter(pk=gap.pk).update(pack_id="jp/meti/tics", item="q01")


def test_the_other_house_reads_where_a_gap_goes_on_when_two_rows_of_it_become_one(two):
    """Theirs ends with the words that say so, and the one that goes on is told them from its beginning."""
    with scope(organisation=two.us.organisation):
        double = add_partner(two.us, PartnerWanted("見本金型㈱", is_supplier=True))
        further = open_by_hand(two.us, double, Wanted("鍵のかかる棚", "図面をお預けするため", 2, 0))
    _of_item(two, (two.us, two.ours), (two.them, two.theirs), (two.us, further))
    with scope(organisation=two.us.organisation):
        further.refresh_from_db()
        saying = replace(plan(), person="見本 次郎")
        move(two.us, further, GapStep.PROPOSED, saying, revision=further.revision, part=Side.ASKED)
        merging.merge(two.us, two.here.partner, double)
        ended = Gap.objects.get(pk=two.ours.pk)
        assert (ended.state, ended.merged_into_id, ended.partner_id) == (
            GapState.MERGED,
            further.pk,
            double.pk,
        )
    two.carry()
    with scope(organisation=two.them.organisation):
        theirs = Gap.objects.get(pk=two.theirs.pk)
        assert theirs.state == GapState.WITHDRAWN
        assert further.number in theirs.moves.order_by("-turn").first().words
        goes_on = Gap.objects.exclude(pk=theirs.pk).get()
        assert (goes_on.state, goes_on.their_number, goes_on.thread) == (
            GapState.PROPOSED,
            further.number,
            further.thread,
        )
    with scope(organisation=two.us.organisation):
        assert not Told.objects.exclude(refused="").exists()


def test_where_two_channels_lead_to_one_partner_a_matter_stays_on_the_one_it_came_by(two):
    with scope(organisation=two.us.organisation):
        older = Channel.objects.get(pk=two.here.pk)
        older.pk, older.peer, older.opened_at = uuid.uuid4(), "urn:uuid:other", older.opened_at - A_DAY
        older.save(force_insert=True)
        assert channel_to(older.partner).pk == older.pk
        assert channel_to(older.partner, uuid.uuid4()).pk == older.pk
        assert channel_to(older.partner, two.ours.thread).pk == two.here.pk
