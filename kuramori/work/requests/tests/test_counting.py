"""Tallies stay the sum of the standings, whoever replies again, changes class or replies at the same moment."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import connection, connections
from django_scopes import scope

from kuramori.ground.trail.models import Entry
from kuramori.rules.requests import requirements as rules
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.requests import counting, recounting, tiering
from kuramori.work.requests.models import Asked, AskedState, ReplyWay, Standing, Tally
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world

NAMES = ("見本金型", "例示表面処理", "架空鋳造")


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


def _gives(owner, world, n, level, **other):
    given = asked_world.answers(world.requirements, level, **other)
    return take_in(owner, world.asked[n], asked_world.seen(world.requirements, given), way=ReplyWay.LINK)


@pytest.mark.django_db
def test_a_partner_that_changes_class_takes_its_letters_with_it(owner):
    world = asked_world.sent(owner, NAMES)
    for n in range(3):
        _gives(owner, world, n, n)
    tiering.decide(owner, world.asked[0].partner, tiering.Decided({}, "金型", "型を預けるため"))
    assert {one.klass: one.partners for one in Tally.objects.all()} == {"A": 2, "金型": 1}
    assert counting.differing() == ()
    # A later reply counts in the class of today, not in that of the day on which it was asked.
    _gives(owner, world, 0, 2)
    assert Standing.objects.get(partner=world.asked[0].partner).klass == "金型"
    assert counting.differing() == ()


@pytest.mark.django_db
def test_a_tally_that_was_bent_is_named(owner):
    world = asked_world.sent(owner, NAMES)
    _gives(owner, world, 0, 1, q01=Given(Said.NOT, 0))
    tally = Tally.objects.get()
    tally.counts["q01"] = {"m": 1}
    tally.save()
    assert counting.differing() == ((tally.pack_id, tally.digest, "A"),)


@pytest.mark.django_db
def test_another_edition_of_the_pack_is_counted_apart(owner):
    world = asked_world.sent(owner, NAMES)
    _gives(owner, world, 0, 2)
    world.request.digest = "f" * 64
    world.request.save()
    newer = replace(world, asked=tuple(Asked.objects.order_by("number")))
    _gives(owner, newer, 1, 2)
    assert sorted(Tally.objects.values_list("digest", "partners")) == sorted(
        [(Standing.objects.get(partner=world.asked[0].partner).digest, 1), ("f" * 64, 1)]
    )
    assert counting.differing() == ()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time")
def test_replies_and_changes_of_class_at_once_wait_and_never_in_a_ring(owner):
    """Half of the partners go from A to B while the others go back, and all reply: a ring, were locks taken as they
    come."""
    world = asked_world.sent(owner, tuple(f"同時{n}工業" for n in range(6)))
    for n in range(6):
        _gives(owner, world, n, 1)
        tiering.decide(owner, world.asked[n].partner, tiering.Decided({}, "A" if n % 2 else "B", "はじめ"))
    faults, start = [], threading.Barrier(6)

    def turn(n):
        try:
            with scope(organisation=owner.organisation):
                start.wait(timeout=20)
                for level in (2, 0, 1):
                    klass = "AB"[(level + n) % 2]
                    tiering.decide(owner, world.asked[n].partner, tiering.Decided({}, klass, f"回 {level}"))
                    _gives(owner, world, n, level)
        except Exception as fault:  # noqa: BLE001  whatever it is, the test names it
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=turn, args=(n,)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert faults == []
    assert connection.vendor == "postgresql"
    assert counting.differing() == ()


@pytest.mark.django_db
def test_counts_that_were_bent_are_mended_with_an_entry_each(owner):
    world = asked_world.sent(owner, NAMES)
    for n in range(3):
        _gives(owner, world, n, n)
    right = {one.klass: (one.counts, one.partners) for one in Tally.objects.all()}
    tally = Tally.objects.get()
    tally.counts["q01"], tally.partners = {"m": 7}, 9
    tally.save()
    strange = Tally.objects.create(
        organisation=owner.organisation,
        pack_id=tally.pack_id,
        digest=tally.digest,
        klass="無い区分",
        partners=2,
    )

    assert len(recounting.count_anew(owner)) == 2
    assert counting.differing() == ()
    tally.refresh_from_db()
    strange.refresh_from_db()
    assert (tally.counts, tally.partners) == right["A"]
    assert (strange.counts, strange.partners) == ({}, 0)
    told = Entry.objects.filter(event=recounting.RECOUNTED.id)
    assert sorted(one.detail["klass"] for one in told) == ["A", "無い区分"]
    # Once everything adds up nothing is written.
    assert recounting.count_anew(owner) == ()
    assert told.count() == 2


@pytest.mark.django_db
def test_a_count_that_is_missing_is_made_anew(owner):
    world = asked_world.sent(owner, NAMES)
    _gives(owner, world, 0, 2)
    Tally.objects.all()._raw_delete("default")
    assert len(recounting.count_anew(owner)) == 1
    assert Tally.objects.get().partners == 1


@pytest.mark.parametrize(
    ("items", "level", "before"),
    [(19, 2, 526), (4, 2, 750), (4, 3, None)],
    ids=["the same questions", "fewer of them", "another level"],
)
def test_a_movement_is_one_of_the_partner_and_not_of_the_questions(owner, items, level, before):
    first = asked_world.sent(owner, ("見本金型",))
    short = {item: Given(Said.PART, 1) for item in first.requirements.items[3:12]}
    given = asked_world.answers(first.requirements, 2, **short)
    take_in(owner, first.asked[0], asked_world.seen(first.requirements, given), way=ReplyWay.LINK)
    later = asked_world.sent(owner, (), number="R-9002")
    kept = tuple(replace(one, level=level) for one in first.requirements.required[:items])
    wanted = replace(first.requirements, required=kept)
    content = rules.text_of(wanted)
    later.request.content, later.request.content_digest = content, rules.digest_of(content)
    later.request.save()
    row = Asked.objects.create(
        organisation=owner.organisation,
        request=later.request,
        partner=first.asked[0].partner,
        number="R-9002-00001",
        state=AskedState.SENT,
    )
    told = asked_world.seen(wanted, {item: Given(Said.MET, 3) for item in wanted.items})
    take_in(owner, row, told, way=ReplyWay.LINK)
    standing = Standing.objects.get()
    assert (standing.share, standing.last_share) == (1_000, before)
    assert counting.differing() == ()
