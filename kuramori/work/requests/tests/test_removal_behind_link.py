"""Behind a link that still lives, whoever gave answers takes the certificate that they were removed."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.work.requests import keeping, removing_in_time
from kuramori.work.requests.models import ReplyWay, Request
from kuramori.work.requests.models.replying import LeftBytes
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    return asked_world.sent(owner, ("見本金型", "例示表面処理"))


@pytest.fixture
def one(owner, world):
    seen = asked_world.seen(world.requirements, asked_world.answers(world.requirements, 2))
    take_in(owner, world.asked[0], seen, way=ReplyWay.LINK)
    return guest(owner, world.asked[0])


def test_there_is_none_before_something_was_removed(world, one):
    assert "消した証明" not in one.page()
    assert one.get("removal.pdf").status_code == 404


def test_it_is_taken_behind_the_link_and_needs_no_paper_any_more(owner, world, one):
    keeping.remove_answers(owner, world.asked[0], "先方の求めにより")
    assert "消した証明" in one.page()
    paper = one.get("removal.pdf")
    assert paper.content.startswith(b"%PDF")
    assert Entry.objects.get(event="requests:reply:removal_taken").detail["number"] == world.asked[0].number
    assert not removing_in_time.uncertified().exists()


def test_a_deadline_that_passed_says_nothing_untrue_of_what_was_removed(owner, world, one):
    Request.objects.update(deadline_on=clock.today() - datetime.timedelta(days=1))
    keeping.remove_answers(owner, world.asked[0], "先方の求めにより")
    assert "書いたものは残っています" not in one.page()


def test_who_answered_another_way_is_led_to_the_result_and_not_told_of_changes(world, one):
    page = one.page()
    assert "結果票と控えを受け取る" in page
    assert "答えを書き直す" in page
    assert "そのあと書き直した" not in page
    assert "答えはじめる" not in page
    assert "<progress" not in page
    one.post("items/all/", {"q01": "3", "q01.seen": ""})
    page = one.page()
    assert "そのあと書き直した" in page
    assert "続きから答える" in page
    assert "<progress" in page


def test_one_that_can_still_say_more_is_mailed_all_the_same(owner, world, one):
    keeping.remove_answers(owner, world.asked[0], "先方の求めにより")
    LeftBytes.objects.create(
        organisation=owner.organisation, asked=world.asked[0], sha256="a" * 64, noted_at=clock.now()
    )
    assert one.get("removal.pdf").status_code == 200
    assert removing_in_time.uncertified().exists()


def test_another_partner_sees_nothing_of_it(owner, world, one):
    keeping.remove_answers(owner, world.asked[0], "先方の求めにより")
    other = guest(owner, world.asked[1], "例示 花子", "hanako@reiji.example")
    assert "消した証明" not in other.page()
    assert other.get("removal.pdf").status_code == 404
