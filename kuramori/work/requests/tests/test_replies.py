"""A reply as the asking side reads it, and its end: looked at with a trace, removed when its time is over."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.ground.trail import holds
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.requests import keeping
from kuramori.work.requests.models import Asked, Reply, ReplyWay, Standing, Tally
from kuramori.work.requests.reading import replies as reading
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    return asked_world.sent(owner, ("見本金型", "例示表面処理"))


def _reply(owner, world, disclosure="D4", n=0):
    words = "設計室は別の鍵で守っています"
    given = asked_world.answers(world.requirements, 2, q03=Given(Said.ALTERNATIVE, words=words))
    seen = asked_world.seen(world.requirements, given, disclosure)
    return take_in(owner, world.asked[n], seen, way=ReplyWay.LINK)


def test_a_look_shows_what_is_shown_and_leaves_a_trace(acting, owner, world):
    reply = _reply(owner, world)
    page = acting.client("owner").get(acting.url(f"requests/replies/{reply.pk}/"))
    text = page.content.decode()
    assert "設計室は別の鍵で守っています" in text
    assert "代わりの方法" in text
    entry = Entry.objects.filter(event="requests:reply:read").get()
    assert entry.thing_id == str(reply.asked_id)
    hidden = _reply(owner, world, "D1", 1)
    shut = acting.client("owner").get(acting.url(f"requests/replies/{hidden.pk}/")).content.decode()
    assert "設計室" not in shut
    of = acting.client("owner").get(acting.url(f"requests/replies/of/{world.asked[0].partner_id}/"))
    assert reply.asked.number in of.content.decode()


def test_answers_whose_time_is_over_are_removed_with_a_certificate(acting, owner, world):
    _reply(owner, world)
    reply = _reply(owner, world)
    asked = world.asked[0]
    assert keeping.due(clock.today()) == ()
    past = clock.now() - datetime.timedelta(days=800)
    Asked.objects.filter(pk=asked.pk).update(replied_at=past)
    world.request.sent_at = past
    world.request.save()
    assert [one.count for one in keeping.due(clock.today())] == [1]
    assert any("回答を消す" in one.title for one in reading.next_actions(owner))
    client, url = acting.client("owner"), acting.url(f"requests/replies/asked/{asked.pk}/remove/")
    assert client.post(url, {"reason": "期間が過ぎたため"}).status_code == 422
    assert client.post(url, {"reason": "期間が過ぎたため", "sure": "on"}).status_code == 302
    assert not Reply.objects.exists()
    assert not Standing.objects.exists()
    tally = Tally.objects.get()
    assert (tally.partners, {item: column for item, column in tally.counts.items() if column}) == (0, {})
    told = keeping.removal_of(Asked.objects.get(pk=asked.pk))
    assert reply.digest in told.digests
    assert len(told.digests) == 2
    paper = client.get(acting.url(f"requests/replies/asked/{asked.pk}/removed.pdf"))
    assert paper.content.startswith(b"%PDF")
    assert client.post(url, {"reason": "もう一度", "sure": "on"}).status_code == 409


def test_what_is_held_is_not_removed_and_not_everybody_removes(acting, owner, world):
    reply = _reply(owner, world)
    with pytest.raises(NotAllowed):
        keeping.remove_answers(acting.actor("section"), world.asked[0], "消す")
    holds.hold(owner, "紛争のため", [("reply", reply.pk)])
    with pytest.raises(holds.UnderHold):
        keeping.remove_answers(owner, world.asked[0], "消す")
    assert Reply.objects.count() == 1
    assert Standing.objects.count() == 1
