"""The addressee changes: the old link ends and says why, the new one is written to, nothing written is lost."""

from __future__ import annotations

import pytest

from kuramori.ground.contacts.dealing import ContactWanted, PartnerWanted, add_contact, add_partner
from kuramori.ground.post.models import Message
from kuramori.ground.post.sealing import letter_of
from kuramori.ground.trail.models import Entry
from kuramori.work.requests import approving, asking, choosing, drafting, readdressing, sending
from kuramori.work.requests.matching import Choice
from kuramori.work.requests.models import Asked, AskedBy, AskedState, ReplyWay
from kuramori.work.requests.readdressing import Came
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest
from kuramori.work.requests.tests.asking_world import draft, suppliers, with_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def asked(acting, owner, settings):
    """Sent by mail, and its first mail is in the outbox."""
    with_mail(settings)
    suppliers(owner, "宛先金型")
    request = draft(owner)
    choosing.choose(owner, request, Choice(words="宛先金型"))
    colleague = acting.actor("steward")
    approving.approve(colleague, approving.hand_in(owner, request, {}, revision=request.revision))
    sending.send(colleague, request)
    sending.go_on(colleague, request)
    return Asked.objects.select_related("request", "contact", "partner", "link").get(request=request)


def _somebody(owner, asked, email="hanako@mihon.example"):
    return add_contact(owner, asked.partner, ContactWanted("例示 花子", email=email))


def _letters():
    rows = Message.objects.filter(purpose="requests:asked").order_by("queued_at")
    return [letter_of(one).text for one in rows]


def test_the_old_link_ends_and_the_new_one_goes_out_by_mail(owner, asked):
    old = asked.link
    assert readdressing.readdress(owner, asked, _somebody(owner, asked)) is Came.MAILED
    old.refresh_from_db()
    asked.refresh_from_db()
    assert old.revoked_at is not None
    assert (asked.link_id == old.pk, asked.contact.name, asked.state) == (False, "例示 花子", AskedState.SENT)
    first, second = _letters()
    assert "例示 花子 様" in second
    assert "前の宛先の方のリンクは閉じました" in second
    assert "前の宛先の方" not in first
    events = set(Entry.objects.values_list("event", flat=True))
    assert {"requests:asked:addressee_changed", "people:link:revoked"} <= events


def test_whoever_opens_the_old_one_is_told_why_and_a_reissued_one_says_something_else(owner, asked):
    one = guest(owner, asked, "見本 次郎", asked.contact.email)
    Asked.objects.filter(pk=asked.pk).update(link=one.link)
    one.post("items/all/", {"q01": "2", "q01.seen": ""})
    again = sending.hand_link(owner, asked)
    told = one.get()
    assert told.status_code == 410
    assert "別の方に変えた" not in told.content.decode()
    assert again.link.pk != one.link.pk
    readdressing.readdress(owner, asked, _somebody(owner, asked))
    told = one.get("items/all/")
    assert told.status_code == 410
    assert "別の方に変えた" in told.content.decode()
    assert "例示 花子" not in told.content.decode()
    asked.refresh_from_db()
    fresh = guest(owner, asked, "例示 花子", "hanako@mihon.example")
    assert "q01" in drafting.draft_of(asked).answers
    assert fresh.get("items/all/").status_code == 200


def test_after_the_reply_the_mail_asks_for_nothing(owner, asked):
    world = asked_world.sent(owner, (), number="R-9105")
    seen = asked_world.seen(world.requirements, asked_world.answers(world.requirements, 2))
    Asked.objects.filter(pk=asked.pk).update(request=world.request)
    asked.refresh_from_db()
    take_in(owner, asked, seen, way=ReplyWay.LINK)
    assert readdressing.readdress(owner, asked, _somebody(owner, asked)) is Came.MAILED
    assert "もう届いています" in _letters()[-1]
    assert "お答えをお願いいたします" not in _letters()[-1]


@pytest.mark.parametrize("email", ["", None])
def test_without_an_address_the_link_ends_and_has_to_be_handed_over(owner, asked, email):
    contact = None if email is None else _somebody(owner, asked, email)
    assert readdressing.readdress(owner, asked, contact) is Came.BY_HAND
    asked.link.refresh_from_db()
    assert asked.link.revoked_at is not None
    assert len(_letters()) == 1
    back = readdressing.readdress(owner, asked, _somebody(owner, asked, "again@mihon.example"))
    assert back is Came.MAILED
    asked.refresh_from_db()
    assert asked.way == AskedBy.MAIL


def test_the_same_person_once_more_changes_nothing(owner, asked):
    assert readdressing.readdress(owner, asked, asked.contact) is Came.SAME
    asked.link.refresh_from_db()
    assert asked.link.revoked_at is None
    assert not Entry.objects.filter(event="requests:asked:addressee_changed").exists()


def test_before_it_was_sent_nobody_is_written_to(owner, settings):
    with_mail(settings)
    suppliers(owner, "下書き金型")
    request = draft(owner)
    choosing.choose(owner, request, Choice(words="下書き金型"))
    row = Asked.objects.select_related("partner").get(request=request)
    assert readdressing.readdress(owner, row, _somebody(owner, row)) is Came.NOTHING
    assert _letters() == []


def test_somebody_of_another_partner_is_refused(owner, asked):
    other = add_partner(owner, PartnerWanted("よその金型", is_supplier=True))
    stranger = add_contact(owner, other, ContactWanted("別社 三郎", email="saburo@betsu.example"))
    with pytest.raises(asking.RequestRefused):
        readdressing.readdress(owner, asked, stranger)
    asked.link.refresh_from_db()
    assert asked.link.revoked_at is None


def test_the_page_says_that_it_is_the_same_person(acting, owner, asked):
    client, url = acting.client("owner"), acting.url(f"requests/asked/{asked.pk}/")
    page = client.post(f"{url}readdress/", {"contact": str(asked.contact_id)}, follow=True).content.decode()
    assert "もうこの方になっています" in page


def test_the_page_says_what_became_of_the_old_link(acting, owner, asked):
    contact = _somebody(owner, asked)
    client, url = acting.client("owner"), acting.url(f"requests/asked/{asked.pk}/")
    page = client.post(f"{url}readdress/", {"contact": str(contact.pk)}, follow=True).content.decode()
    assert "前の方のリンクを閉じ、新しい方へメールを送りました" in page
    page = client.post(f"{url}readdress/", {"contact": ""}, follow=True).content.decode()
    assert "メールは送れていません" in page
