"""A request that went by a link, to a partner whose Kuramori is connected later: it goes on in their house."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from kuramori.rules.requests.outcomes import Given, Said
from kuramori.work.partners.channels import connecting
from kuramori.work.partners.models import Told
from kuramori.work.requests import ending_request, to_their_house
from kuramori.work.requests.asking import RequestRefused
from kuramori.work.requests.drafting import draft_of
from kuramori.work.requests.models import Asked, AskedBy, AskedState, Inquiry, InquiryState, Reply, ReplyWay
from kuramori.work.requests.tests.answering import guest
from kuramori.work.requests.tests.inquiry_world import TwoHouses

pytestmark = pytest.mark.django_db
MOVED = "御社の蔵守"


class ByLink(TwoHouses):
    """As if it went by a link before the houses were connected: theirs knows nothing of it yet."""

    def __init__(self, cast) -> None:
        super().__init__(cast, number="R-9002")
        with scope(organisation=self.them.organisation):
            Inquiry.objects.all().delete()
        for organisation in (self.us.organisation, self.them.organisation):
            with scope(organisation=organisation):
                assert Told.objects.exists()
        # The matter itself is told anew under another thread, as an older row would have it.
        with scope(organisation=self.us.organisation):
            row = Asked.objects.get(pk=self.world.asked[0].pk)
            row.thread, row.way, row.state = row.request.pk, AskedBy.HANDED, AskedState.SENT
            row.save(update_fields=["thread", "way", "state"])
        self.guest = guest(self.us, self.asked)


@pytest.fixture
def two(cast):
    return ByLink(cast)


def _one(cast, two):
    return reverse("requests:asked_one", kwargs={"organisation": cast.here, "id": two.asked.pk})


def _move(cast, two):
    address = reverse("requests:to_their_house", kwargs={"organisation": cast.here, "id": two.asked.pk})
    answered = cast.client("owner").post(address, follow=True)
    two.carry()
    return answered.content.decode()


def test_it_is_offered_and_reaches_their_house_once(cast, two):
    assert "相手の蔵守に届ける" in cast.client("owner").get(_one(cast, two)).content.decode()
    assert "相手の蔵守に届けます。" in _move(cast, two)
    assert (two.asked.way, two.asked.state, two.inquiry.state) == (
        AskedBy.CHANNEL,
        AskedState.SENT,
        InquiryState.OPEN,
    )
    page = cast.client("owner").get(_one(cast, two)).content.decode()
    assert "相手の蔵守に届ける" not in page
    assert "いまは、相手の蔵守に届けられません" in _move(cast, two)
    with scope(organisation=two.them.organisation):
        assert Inquiry.objects.count() == 1


def test_a_link_behind_which_nothing_stands_ends_and_says_where_it_goes_on(cast, two):
    # To look is not to write.
    assert two.guest.get("items/all/").status_code == 200
    two.guest.post("items/all/", {})
    _move(cast, two)
    ended = two.guest.get()
    assert ended.status_code == 410
    assert MOVED in ended.content.decode()


def test_what_was_written_is_kept_to_read_until_the_answer_came_from_the_house(cast, two):
    two.guest.post("items/all/", {"q01": "1", "q01.seen": ""})
    _move(cast, two)
    shown = two.guest.get()
    assert shown.status_code == 200
    assert MOVED in shown.content.decode()
    with scope(organisation=two.us.organisation):
        assert set(draft_of(two.asked).answers) == {"q01"}
    assert two.guest.get("items/all/").status_code == 200
    assert two.guest.get("hand-in/").status_code == 200
    two.write(q01=Given(Said.MET, 2))
    two.answer()
    two.carry(first_there=True)
    with scope(organisation=two.us.organisation):
        (reply,) = Reply.objects.filter(asked=two.asked)
        assert reply.way == ReplyWay.CHANNEL
    assert two.guest.get().status_code == 410


def test_what_is_handed_in_behind_the_link_after_it_went_on_is_refused_and_kept(cast, two):
    two.guest.post("items/all/", {"q01": "0", "q01.seen": ""})
    told = {"disclosure": "D3", "given_by": "見本 次郎"}
    looked = two.guest.post("hand-in/", {"go": "look", **told}).content.decode()
    mark = re.search(r'name="looked_at" value="([0-9a-f]{64})"', looked)
    assert mark
    _move(cast, two)
    refused = two.guest.post("hand-in/", {"go": "send", **told, "looked_at": mark[1]})
    assert MOVED in refused.content.decode()
    with scope(organisation=two.us.organisation):
        assert not Reply.objects.exists()


def test_one_that_was_answered_withdrawn_or_has_no_channel_stays_where_it_is(cast, two):
    with scope(organisation=two.us.organisation):
        for state in (AskedState.REPLIED, AskedState.DECLINED, AskedState.WITHDRAWN):
            Asked.objects.filter(pk=two.asked.pk).update(state=state)
            assert not to_their_house.may_move(two.asked)
        Asked.objects.filter(pk=two.asked.pk).update(state=AskedState.ANSWERING)
        assert to_their_house.may_move(two.asked)
        connecting.close(two.us, two.here)
        assert not to_their_house.may_move(two.asked)
        with pytest.raises(RequestRefused):
            to_their_house.move(two.us, two.asked)
        assert two.asked.way == AskedBy.HANDED
    assert two.guest.get().status_code == 200


def test_a_withdrawn_request_is_not_moved(two):
    with scope(organisation=two.us.organisation):
        ending_request.withdraw(two.us, two.world.request, "ほかの方法で確かめられたため")
        assert not to_their_house.may_move(two.asked)
