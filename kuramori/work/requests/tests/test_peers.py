"""The place among peers of the same size: on the guest's result sheet, in words only, and only among enough."""

from __future__ import annotations

import datetime
import uuid
from unittest.mock import patch

import pytest

from kuramori.outside import clock
from kuramori.work.requests.asking_content import peers
from kuramori.work.requests.models import Asked, Reply, ReplyWay, Request
from kuramori.work.requests.papers import reply as papers
from kuramori.work.requests.reading import answering as reading
from kuramori.work.requests.reading.peers import place_among
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest

pytestmark = pytest.mark.django_db
OTHERS = 10


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    """Eleven of one size, each a little further than the one before; all answered, days ago."""
    found = asked_world.sent(owner, tuple(f"同規模{n}工業" for n in range(OTHERS + 1)))
    for n, row in enumerate(found.asked):
        held = dict.fromkeys(found.requirements.items[: n + 3], 2)
        given = {
            item: asked_world.answers(found.requirements, held.get(item, 1))[item]
            for item in found.requirements.items
        }
        take_in(owner, row, asked_world.seen(found.requirements, given), way=ReplyWay.LINK)
    Reply.objects.update(received_at=clock.now() - datetime.timedelta(days=3))
    return found


def _asked(world, n):
    return Asked.objects.select_related("request", "reply", "partner", "organisation").get(
        pk=world.asked[n].pk
    )


def test_the_best_and_the_last_of_eleven_read_their_quarter_and_no_figure_of_another(owner, world):
    best, last = place_among(_asked(world, OTHERS)), place_among(_asked(world, 0))
    assert best.words == "上の4分の1にいます。"
    assert last.words.startswith("下の4分の1にいます。")
    assert [here for _name, here in last.quarters] == [True, False, False, False]
    assert "従業員1〜20人の会社10社以上" in best.says
    assert "%" not in best.words + best.says + last.words + last.says


def test_it_stands_on_the_guests_page_and_on_the_paper(owner, world):
    one = guest(owner, world.asked[OTHERS])
    page = one.page("result/")
    assert "同じ規模の会社の中で" in page
    assert "上の4分の1にいます。" in page
    assert one.get("result.pdf").content.startswith(b"%PDF-")
    told = {}
    with patch.object(papers, "pdf", lambda _path, values, **_other: told.update(values) or b""):
        one.get("result.pdf")
    assert told["place"]["words"] == "上の4分の1にいます。"


@pytest.mark.parametrize("hidden", ["reply", "size", "share"])
def test_without_enough_others_a_friendly_sentence_says_why(owner, world, hidden):
    row = _asked(world, 4)
    if hidden == "reply":
        Reply.objects.filter(asked=world.asked[0]).update(share=None)
    elif hidden == "size":
        row.employees = None
    else:
        row.reply.share = None
    found = place_among(row)
    assert found.words == ""
    assert {"reply": "10社そろうと", "size": "人数が登録されていない", "share": "合計を見せない"}[
        hidden
    ] in found.says


def test_of_another_size_or_of_other_demands_nobody_is_a_peer(owner, world):
    Asked.objects.filter(pk=world.asked[0].pk).update(employees=peers().sizes[0] + 1)
    assert place_among(_asked(world, 5)).words == ""
    Asked.objects.filter(pk=world.asked[0].pk).update(employees=1)
    assert place_among(_asked(world, 5)).words != ""
    other = asked_world.sent(owner, ("別件工業",), number="R-9002")
    Request.objects.filter(pk=other.request.pk).update(content_digest="0" * 64)
    take_in(
        owner,
        other.asked[0],
        asked_world.seen(other.requirements, asked_world.answers(other.requirements)),
        way=ReplyWay.LINK,
    )
    Reply.objects.filter(asked=other.asked[0]).update(received_at=clock.now() - datetime.timedelta(days=3))
    row = Asked.objects.select_related("request", "reply", "organisation").get(pk=other.asked[0].pk)
    assert place_among(row).words == ""


def test_who_asks_may_choose_not_to_show_it(owner, world):
    Request.objects.update(shows_place=False)
    assert place_among(_asked(world, 5)) is None
    assert "同じ規模の会社の中で" not in guest(owner, world.asked[5]).page("result/")


def test_before_anything_was_handed_in_there_is_no_place(owner):
    world = asked_world.sent(owner)
    assert place_among(_asked(world, 0)) is None
    sheet = reading.sheet_of(_asked(world, 0))
    assert papers._place(sheet) is None


def test_who_asks_sees_what_the_other_side_is_told(owner, world, acting):
    row = _asked(world, OTHERS)
    client = acting.client("owner")
    page = client.get(f"/o/{owner.organisation.slug}/requests/replies/{row.reply_id}/").content.decode()
    assert "上の4分の1にいます。" in page
    assert "答えた会社の結果票にも" in page


def _next_round(owner, world, *, ago, answered):
    """The same demands once more: `answered` of the same companies have everything now."""
    again = asked_world.sent(owner, ("次の回だけの会社",), number="R-9002")
    moment = clock.now() - datetime.timedelta(days=ago)
    Request.objects.filter(pk=again.request.pk).update(series=world.request.series, sent_at=moment)
    for n, row in enumerate(world.asked[:answered]):
        Asked.objects.filter(pk=row.pk).update(sent_at=moment)
        new = Asked.objects.create(
            organisation=row.organisation,
            request=again.request,
            partner=row.partner,
            number=f"R-9002-1{n:04d}",
            employees=20,
            state="sent",
            sent_at=moment,
        )
        given = asked_world.answers(world.requirements, 2)
        take_in(owner, new, asked_world.seen(world.requirements, given), way=ReplyWay.LINK)
        Reply.objects.filter(asked=new).update(received_at=moment + datetime.timedelta(hours=30))
    return again


@pytest.fixture
def a_month_ago(world):
    month = clock.now() - datetime.timedelta(days=30)
    Request.objects.filter(pk=world.request.pk).update(sent_at=month)
    Reply.objects.update(received_at=month + datetime.timedelta(days=2))
    return world


def test_an_older_round_keeps_the_place_it_had_when_the_next_one_began(owner, a_month_ago):
    before = place_among(_asked(a_month_ago, OTHERS))
    assert before.words == "上の4分の1にいます。"
    _next_round(owner, a_month_ago, ago=10, answered=9)
    for n in range(OTHERS + 1):
        then = place_among(_asked(a_month_ago, n))
        assert then.words != ""
        assert then.says.endswith("あとの回の回答は入っていません。")
    after = place_among(_asked(a_month_ago, OTHERS))
    assert (after.words, after.quarters) == (before.words, before.quarters)
    assert after.says.startswith(before.says)
    # An answer that came only afterwards is not among them, and without it they are too few.
    Reply.objects.filter(asked=a_month_ago.asked[0]).update(received_at=clock.now())
    assert place_among(_asked(a_month_ago, 5)).words == ""
    assert "この回では" in place_among(_asked(a_month_ago, 5)).says


def test_the_newer_round_is_compared_with_the_group_of_today(owner, a_month_ago):
    again = _next_round(owner, a_month_ago, ago=10, answered=9)
    row = Asked.objects.select_related("request", "reply", "organisation").get(
        request=again.request, partner=a_month_ago.asked[0].partner
    )
    found = place_among(row)
    assert found.words == "真ん中か、その少し上にいます。"
    assert "あとの回" not in found.says


def test_who_answered_the_same_demands_anew_in_another_request_keeps_the_older_place(owner, a_month_ago):
    before = place_among(_asked(a_month_ago, 0))
    _next_round(owner, a_month_ago, ago=10, answered=9)
    Request.objects.filter(number="R-9002").update(series=uuid.uuid4())
    found = place_among(_asked(a_month_ago, 0))
    assert found.words == before.words
    # Who did not is compared with the group of today.
    assert place_among(_asked(a_month_ago, OTHERS)).words != "上の4分の1にいます。"
