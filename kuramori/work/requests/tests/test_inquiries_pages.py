"""Requests that reached us, as people see them: recorded, answered, looked at, approved."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope

from kuramori.ground.packs import read as packs
from kuramori.outside import clock
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import begin
from kuramori.work.checks.finalise import finalise
from kuramori.work.requests.models import Inquiry, InquiryState, OwnReply
from kuramori.work.requests.reading import inquiries_upward
from kuramori.work.requests.tests.inquiry_world import TwoHouses

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def two(cast):
    return TwoHouses(cast)


def _final_check(actor):
    """Of theirs: everything at level 2, with a remark that is nobody else's business."""
    pack = packs.find("jp/meti/tics")
    with scope(organisation=actor.organisation):
        sheet = begin(actor, pack)
        for item in pack.items:
            answer(actor, sheet, pack, item.id, value=2, comment="社内だけのひとこと", revision=0)
        finalise(actor, sheet, pack)


def _pages(cast, two, role="owner"):
    return cast.client(role, at=cast.there), cast.url(f"requests/inquiries/{two.inquiry.pk}/", at=cast.there)


def test_an_inquiry_is_answered_from_our_own_check_and_approved_by_the_keeper(cast, two):
    _final_check(two.them)
    client, page = _pages(cast, two, "section")
    seen = client.get(page).content.decode()
    assert two.asked.request.reason in seen
    assert "19問に答えを入れる" in seen
    filled = client.post(f"{page}fill/", follow=True).content.decode()
    assert "社内だけのひとこと" not in filled
    hand_in = client.get(f"{page}hand-in/").content.decode()
    assert "承認を求める" in hand_in
    assert 'value="approve"' not in hand_in
    told = {"disclosure": "D3", "given_by": "見本 次郎"}
    looked = client.post(f"{page}hand-in/", told | {"go": "look"}).content.decode()
    digest = re.search(r'name="looked_at" value="([0-9a-f]{64})"', looked)[1]
    assert client.post(f"{page}hand-in/", told | {"go": "approve", "looked_at": digest}).status_code == 403
    client.post(f"{page}hand-in/", told | {"go": "propose", "looked_at": digest})
    assert two.inquiry.state == InquiryState.WAITING
    keeper, _page = _pages(cast, two)
    with scope(organisation=two.them.organisation):
        assert any("確かめて出す" in one.title for one in inquiries_upward.next_actions(two.them))
    assert "承認する" in keeper.get(page).content.decode()
    given = keeper.post(f"{page}hand-in/", told | {"go": "approve", "looked_at": digest}, follow=True)
    assert digest in given.content.decode()
    two.carry(first_there=True)
    two.carry()
    with scope(organisation=two.them.organisation):
        reply = OwnReply.objects.get()
        assert (reply.share, reply.taken_at is not None) == (1000, True)
    assert "お客様が受け取りました" in keeper.get(page).content.decode()


def test_what_was_looked_at_is_what_goes_out_or_nothing(cast, two):
    client, page = _pages(cast, two)
    told = {"disclosure": "D1", "given_by": "見本 次郎", "go": "approve", "looked_at": "0" * 64}
    answered = client.post(f"{page}hand-in/", told)
    assert answered.status_code == 409
    assert "まだ出していません" in answered.content.decode()
    with scope(organisation=two.them.organisation):
        assert not OwnReply.objects.exists()
    assert client.post(f"{page}hand-in/", told | {"disclosure": "D9"}).status_code == 422


def test_a_name_that_lacks_takes_nothing_of_what_was_chosen_back(cast, two):
    client, page = _pages(cast, two)
    lacks = client.post(f"{page}hand-in/", {"disclosure": "D4", "given_by": "", "go": "look"})
    assert lacks.status_code == 422
    shown = lacks.content.decode()
    assert 'value="D4" checked' in shown
    assert 'name="given_by" value=""' in shown
    assert 'value="D4" checked' in client.get(f"{page}hand-in/").content.decode()
    assert client.post(f"{page}hand-in/", {"disclosure": "D9", "given_by": "見本"}).status_code == 422


def test_each_change_is_saved_and_a_colleagues_is_never_overwritten(cast, two):
    client, page = _pages(cast, two)
    items = f"{page}items/all/"
    begun = client.get(items).content.decode()
    assert 'name="q01"' in begun
    assert "保存しました" in client.post(items, {"q01": "2", "q01.seen": ""}, **HTMX).content.decode()
    crossed = client.post(items, {"q01": "0", "q01.seen": ""})
    assert crossed.status_code == 409
    assert "先に書きました" in crossed.content.decode()
    wrong = client.post(items, {"q02": "99", "q02.seen": ""})
    assert wrong.status_code == 422
    assert client.get(f"{page}items/no-such/").status_code == 404
    assert client.get(f"{page}answers.kuramori.json").json()["answers"] == {"q01": 2}
    client.post(f"{page}end/", {"revision": two.inquiry.revision, "reason": ""})
    assert two.inquiry.state == InquiryState.OPEN


def test_one_that_came_by_letter_is_recorded_with_its_number_and_deadline(cast, two):
    client, page = cast.client("owner", at=cast.there), cast.url("requests/inquiries/", at=cast.there)
    today = clock.today()
    letter = {
        "partner": "架空精工株式会社",
        "number": "K-7",
        "title": "情報管理の調査",
        "pack": "jp/meti/tics",
        "came_on": f"{today}",
        "deadline_on": f"{today}",
        "axis": "information",
    }
    assert client.post(f"{page}new/", letter | {"partner": "だれか"}).status_code == 422
    assert client.post(f"{page}new/", letter | {"deadline_on": "2020/1/1"}).status_code == 422
    assert "K-7" in client.post(f"{page}new/", letter, follow=True).content.decode()
    with scope(organisation=two.them.organisation):
        (due,) = [one for one in inquiries_upward.deadlines(two.them, today, today) if "調査" in one.title]
        assert due.on == today
        row = Inquiry.objects.get(number="K-7")
    assert "K-7" in client.get(page, {"words": "架空"}).content.decode()
    ended = client.post(
        f"{page}{row.pk}/end/", {"revision": row.revision, "reason": "口頭で答えた"}, follow=True
    )
    assert "口頭で答えた" in ended.content.decode()
    assert "K-7" in client.get(page, {"part": "over"}).content.decode()


def test_whoever_only_reads_sees_no_button_and_changes_nothing(cast, two):
    client, page = _pages(cast, two, "auditor")
    seen = client.get(page).content.decode()
    assert "答えはじめる" not in seen
    assert client.get(f"{page}items/all/").status_code == 403
    assert client.post(f"{page}fill/").status_code == 403
    other = cast.client("owner")
    assert other.get(page).status_code == 404
