"""A reply that is taken in is kept as it was shown, counts at once, and is never changed by the next one."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.rules.requests import reply_text
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.requests.models import AskedState, Reply, ReplyWay, RequestState, Standing, Tally
from kuramori.work.requests.taking_in import ReplyNotTaken, take_in
from kuramori.work.requests.tests import asked_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    return asked_world.sent(owner, ("見本金型", "例示表面処理"))


def _gives(owner, world, n, level, disclosure="D4", **other):
    given = asked_world.answers(world.requirements, level, **other)
    return take_in(
        owner, world.asked[n], asked_world.seen(world.requirements, given, disclosure), way=ReplyWay.LINK
    )


def test_a_reply_is_kept_and_its_partner_stands_by_it(owner, world):
    reply = _gives(owner, world, 0, 2)
    assert (reply.round, reply.share, reply.short) == (1, 1000, 0)
    assert reply_text.digest_of(reply.content) == reply.digest
    standing = Standing.objects.get()
    assert (standing.partner, standing.states, standing.klass) == (world.asked[0].partner, "m" * 19, "A")
    asked = type(world.asked[0]).objects.get(pk=world.asked[0].pk)
    assert (asked.state, asked.reply) == (AskedState.REPLIED, reply)


def test_the_tally_is_the_sum_of_all_standings_whoever_corrects_what(owner, world):
    _gives(owner, world, 0, 2)
    _gives(owner, world, 1, 1)
    _gives(owner, world, 0, 0, q01=Given(Said.NOT, 0), q02=Given(Said.PLANNED, 1, plan_on=clock.today()))
    tally = Tally.objects.get()
    assert tally.partners == 2
    summed = {item: {} for item in world.requirements.items}
    for standing in Standing.objects.all():
        for item, letter in zip(world.requirements.items, standing.states, strict=True):
            summed[item][letter] = summed[item].get(letter, 0) + 1
    assert tally.counts == summed


def test_a_correction_stands_beside_the_older_reply(owner, world):
    first = _gives(owner, world, 0, 1)
    second = _gives(owner, world, 0, 2)
    first.refresh_from_db()
    assert (second.round, first.superseded_at is not None) == (2, True)
    assert Reply.objects.filter(asked=world.asked[0], superseded_at=None).get() == second


def test_what_is_not_shown_is_not_kept(owner, world):
    reply = _gives(owner, world, 0, 1, "D1", q03=Given(Said.ALTERNATIVE, words="金庫の代わりに見張りを置く"))
    assert reply.states == "-" * 19
    assert "見張り" not in reply.content
    assert reply.share is not None
    assert _gives(owner, world, 1, 1, "D0").share is None


@pytest.mark.parametrize(
    ("state", "code"), [(RequestState.WITHDRAWN, "withdrawn"), (RequestState.DRAFT, "not-sent")]
)
def test_a_request_that_is_not_out_takes_nothing(owner, world, state, code):
    world.request.state = state
    world.request.save()
    with pytest.raises(ReplyNotTaken) as refused:
        _gives(owner, world, 0, 2)
    assert refused.value.code == code
    assert refused.value.sentence
    assert not Reply.objects.exists()


def test_a_reply_of_tomorrow_or_of_other_questions_is_refused(owner, world):
    given = asked_world.answers(world.requirements)
    tomorrow = clock.today() + datetime.timedelta(days=1)
    late = reply_text.shown(world.requirements, given, disclosure="D3", as_of=tomorrow)
    short = reply_text.Shown("D3", clock.today(), states="m")
    for seen, code in ((late, "day"), (short, "other-items")):
        with pytest.raises(ReplyNotTaken) as refused:
            take_in(owner, world.asked[0], seen, way=ReplyWay.EXCEL)
        assert refused.value.code == code


def test_only_who_may_take_replies_in_does(owner, world):
    with pytest.raises(NotAllowed):
        take_in(
            replace(owner, permissions=frozenset({Can.REPLY_READ})), world.asked[0], None, way=ReplyWay.LINK
        )
