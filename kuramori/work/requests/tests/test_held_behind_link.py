"""What somebody behind a link holds instead of answers: it spares them questions, says its number, and ends."""

from __future__ import annotations

import dataclasses
import datetime
import json

import pytest

from kuramori.outside import clock
from kuramori.rules.requests import requirements as rules
from kuramori.rules.requests.requirements import Equivalent
from kuramori.work.requests import drafting
from kuramori.work.requests.models import Reply, ReplyDraft
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(acting):
    found = asked_world.sent(acting.actor("owner"), ("見本金型",))
    isms = Equivalent("isms", "ISMS認証の写し", ("q01", "q02"))
    content = rules.text_of(dataclasses.replace(found.requirements, equivalents=(isms,)))
    found.request.content, found.request.content_digest = content, rules.digest_of(content)
    found.request.save()
    return found


@pytest.fixture
def one(acting, world):
    return guest(acting.actor("owner"), world.asked[0])


def _day(days):
    on = clock.today() + datetime.timedelta(days)
    return f"{on.year}/{on.month}/{on.day}"


def test_what_is_held_spares_its_questions_and_tells_its_number_to_the_asking_side(acting, world, one):
    told = {"held": ["isms"], "number-isms": "IS 0001", "until-isms": _day(90)}
    assert one.post("equivalents/", told).status_code == 302
    cover = one.page("")
    assert 'value="IS 0001"' in cover
    assert '<strong class="num">2</strong>' in cover
    assert "お持ちの認証などが当たる" in one.page("items/all/")
    marks = {f"{item}.seen": "" for item in world.requirements.items}
    one.post("items/all/", {**marks, "q02": "0"})
    page = one.client.post(one.url("hand-in/"), {"disclosure": "D4", "given_by": "見本", "go": "look"})
    assert page.content.decode().count("認証などで満たしている") == 2
    assert "IS 0001" in page.content.decode()


def test_what_has_ended_spares_nothing_and_a_day_that_cannot_be_read_keeps_what_was_typed(world, one):
    refused = one.post("equivalents/", {"held": ["isms"], "number-isms": "IS 7", "until-isms": "来年"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert ('value="IS 7"' in page, 'value="来年"' in page) == (True, True)
    assert not ReplyDraft.objects.exists()
    one.post("equivalents/", {"held": ["isms"], "until-isms": _day(-1)})
    cover = one.page("")
    assert "有効期限が過ぎている" in cover
    assert '<strong class="num">0</strong>' in cover
    assert not Reply.objects.exists()


def test_a_draft_begun_before_numbers_were_asked_is_read_as_it_was(world, one):
    one.post("equivalents/", {"held": ["isms"]})
    row = ReplyDraft.objects.get()
    row.content = json.dumps({**json.loads(str(row.content)), "equivalents": ["isms"]})
    row.save()
    assert [(held.id, held.number) for held in drafting.draft_of(world.asked[0]).held] == [("isms", "")]
    assert '<strong class="num">2</strong>' in one.page("")
