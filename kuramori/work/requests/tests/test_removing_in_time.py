"""What was promised about keeping happens by itself: told ahead, removed, certified, and held where it must stay."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.contacts.dealing import ContactWanted, add_contact
from kuramori.ground.post.models import Message
from kuramori.ground.trail import holds
from kuramori.outside import clock
from kuramori.work.ledger.content import after_months
from kuramori.work.requests import keeping, removing_in_time
from kuramori.work.requests.models import Asked, Nudge, Reply, ReplyWay, Request
from kuramori.work.requests.reading import asking_upward
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world, asking_world

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner, settings):
    asking_world.with_mail(settings)
    return asked_world.sent(owner, ("見本金型", "例示表面処理"))


def _replied(owner, world, *, left, n=0):
    """A reply whose keeping ends in so many days."""
    seen = asked_world.seen(world.requirements, asked_world.answers(world.requirements, 2))
    reply = take_in(owner, world.asked[n], seen, way=ReplyWay.LINK)
    today = clock.today()
    kept = after_months(today, world.request.keep_months) - today
    moment = clock.now() - kept + left * DAY
    Asked.objects.filter(pk=world.asked[n].pk).update(replied_at=moment)
    world.request.sent_at = moment - DAY
    world.request.save()
    return reply


def _days_pass(days):
    """As if everything here had happened so many days earlier."""
    for row in Asked.objects.filter(replied_at__isnull=False):
        Asked.objects.filter(pk=row.pk).update(replied_at=row.replied_at - days * DAY)
    for sent in Request.objects.filter(sent_at__isnull=False):
        Request.objects.filter(pk=sent.pk).update(sent_at=sent.sent_at - days * DAY)
    for nudge in Nudge.objects.all():
        Nudge.objects.filter(pk=nudge.pk).update(noted_at=nudge.noted_at - days * DAY)


def _steps():
    return sorted(step[:4] for step in Nudge.objects.values_list("step", flat=True))


def _mails(purpose="requests:kept"):
    return Message.objects.filter(purpose=purpose).count()


def test_answers_are_announced_for_a_month_and_a_week_and_then_removed(owner, world):
    contact = add_contact(
        owner, world.asked[0].partner, ContactWanted("見本 次郎", email="jiro@mihon.example")
    )
    Asked.objects.filter(pk=world.asked[0].pk).update(contact=contact)
    reply = _replied(owner, world, left=40)
    assert removing_in_time.in_time(owner) == 0
    assert _steps() == []
    _days_pass(12)
    removing_in_time.in_time(owner)
    removing_in_time.in_time(owner)
    assert _steps() == ["n30-"]
    assert any("まもなく消える" in one.title for one in asking_upward.next_actions(owner))
    _days_pass(22)
    removing_in_time.in_time(owner)
    assert _steps() == ["n07-", "n30-"]
    _days_pass(8)
    assert removing_in_time.in_time(owner) == 1
    assert not Reply.objects.filter(pk=reply.pk).exists()
    assert _steps() == ["crt-", "n07-", "n30-", "rem-"]
    assert _mails() == 1
    assert removing_in_time.in_time(owner) == 0
    assert _mails() == 1


def test_what_was_not_announced_for_a_week_is_not_removed(owner, world):
    _replied(owner, world, left=-100)
    assert removing_in_time.in_time(owner) == 0
    _days_pass(6)
    assert removing_in_time.in_time(owner) == 0
    _days_pass(1)
    assert removing_in_time.in_time(owner) == 1


def test_what_is_held_stays_and_who_gave_it_is_told_once(owner, world):
    contact = add_contact(
        owner, world.asked[0].partner, ContactWanted("見本 次郎", email="jiro@mihon.example")
    )
    Asked.objects.filter(pk=world.asked[0].pk).update(contact=contact)
    reply = _replied(owner, world, left=-1)
    holds.hold(owner, "紛争のため", [("reply", reply.pk)])
    removing_in_time.in_time(owner)
    _days_pass(8)
    for _night in range(2):
        assert removing_in_time.in_time(owner) == 0
    assert Reply.objects.filter(pk=reply.pk).exists()
    assert _mails() == 1


def test_a_certificate_that_cannot_be_mailed_is_handed_over_on_paper(acting, owner, world):
    _replied(owner, world, left=-1)
    Asked.objects.update(contact=None)
    keeping.remove_answers(owner, world.asked[0], "先方の求めにより")
    removing_in_time.certify(owner)
    assert any("証明書を渡す" in one.title for one in asking_upward.next_actions(owner))
    paper = acting.client("owner").get(acting.url(f"requests/replies/asked/{world.asked[0].pk}/removed.pdf"))
    assert paper.content.startswith(b"%PDF")
    assert not any("証明書を渡す" in one.title for one in asking_upward.next_actions(owner))
