"""Links of a request: they last as long as the deadline asks, and reach whoever has no mail."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.contacts.dealing import ContactWanted, add_contact
from kuramori.ground.people import codes, links
from kuramori.ground.people.models import Link
from kuramori.ground.post.letter import Recipient
from kuramori.outside import clock
from kuramori.work.requests import approving, asking, choosing, reminding, sending
from kuramori.work.requests.asking_content import calendar
from kuramori.work.requests.link_purpose import REPLY
from kuramori.work.requests.matching import Choice
from kuramori.work.requests.models import Asked, AskedBy, AskedState
from kuramori.work.requests.tests.asking_world import draft, suppliers

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def _sent(acting, *, days, address=True):
    owner = acting.actor("owner")
    suppliers(owner, "遠い期限金型", address=address)
    request = _went(acting, "遠い期限", days=days)
    return owner, Asked.objects.select_related("request", "contact", "partner").get(request=request)


def _went(acting, words, *, days):
    owner, colleague = acting.actor("owner"), acting.actor("steward")
    request = draft(owner, deadline_on=clock.today() + days * DAY)
    choosing.choose(owner, request, Choice(words=words))
    approving.approve(colleague, approving.hand_in(owner, request, {}, revision=request.revision))
    sending.send(colleague, request)
    request.refresh_from_db()
    return request


def test_a_link_opens_until_the_deadline_and_the_days_for_corrections_are_over(acting):
    days = calendar().most_days
    owner, asked = _sent(acting, days=days)
    issued = sending.hand_link(owner, asked)
    last = clock.day_of(issued.link.expires_at - links.A_SECOND)
    assert last == clock.today() + (days + calendar().link_extra_days) * DAY
    with pytest.raises(asking.RequestRefused):
        asking.require_deadline(clock.today() + (days + 1) * DAY)


def test_whoever_has_no_mail_gets_a_link_whose_code_is_told_by_telephone(acting):
    owner, asked = _sent(acting, days=40, address=False)
    issued = sending.hand_link(owner, asked)
    asked.refresh_from_db()
    assert (asked.state, asked.way) == (AskedState.SENT, AskedBy.HANDED)
    assert links.recipient_of(issued.link) == Recipient("", "遠い期限金型")
    with pytest.raises(codes.NoAddress):
        codes.send_code(issued.link)
    codes.try_code(issued.link, codes.tell_code(owner, issued.link))
    assert Link.objects.get(pk=issued.link.pk).uses == 1


def test_where_nobody_has_mail_the_telephone_list_names_whoever_can_be_rung_up(acting):
    owner = acting.actor("owner")
    (partner,) = suppliers(owner, "電話だけ金型", address=False)
    add_contact(owner, partner, ContactWanted("いろは 太郎"))
    add_contact(owner, partner, ContactWanted("見本 次郎", telephone="000-0000-0001"))
    request = _went(acting, "電話だけ", days=40)
    page = acting.client("owner").get(acting.url(f"requests/{request.pk}/asked/?part=phone"))
    asked = Asked.objects.select_related("contact").get(request=request)
    assert asked.contact.name == "見本 次郎"
    assert 'href="tel:000-0000-0001"' in page.content.decode()
    assert "宛先のメールがありません" in page.content.decode()
    sending.hand_link(owner, asked)
    assert not reminding.due(request, "14", request.deadline_on - 14 * DAY).exists()


def test_whoever_has_mail_is_written_to_before_whoever_has_a_telephone_alone(acting):
    owner = acting.actor("owner")
    (partner,) = suppliers(owner, "両方金型")
    add_contact(owner, partner, ContactWanted("あいう 花子", telephone="000-0000-0002"))
    request = draft(owner)
    choosing.choose(owner, request, Choice(words="両方金型"))
    assert Asked.objects.select_related("contact").get(request=request).contact.email


def test_a_link_of_another_purpose_is_not_given_to_somebody_without_mail(acting, monkeypatch):
    owner, asked = _sent(acting, days=40)
    monkeypatch.setattr(links, "_purposes", {})
    other = links.LinkPurpose("requests:other", "answering:page", "x", REPLY.can)
    about, until = ("asked", asked.pk), clock.today() + DAY
    with pytest.raises(links.BoundToNobody):
        links.issue(owner, other, about=about, until_on=until, outside=Recipient("", "見本 次郎"))
    with pytest.raises(links.LastsTooLong):
        links.issue(
            owner, other, about=about, until_on=until + 90 * DAY, outside=Recipient("a@b.example", "次郎")
        )


def test_a_link_that_lasts_long_ends_after_many_wrong_codes(acting):
    owner, asked = _sent(acting, days=40)
    issued = sending.hand_link(owner, asked)
    Link.objects.filter(pk=issued.link.pk).update(wrong=links.MOST_WRONG - 2)
    for still_opens in (True, False):
        with pytest.raises(codes.CodeWrong):
            codes.try_code(issued.link, "no code")
        assert (Link.objects.get(pk=issued.link.pk).revoked_at is None) is still_opens
