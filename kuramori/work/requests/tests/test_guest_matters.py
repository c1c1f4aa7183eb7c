"""Behind the link: talks about costs, help that can be asked for, and a matter that the partner names by itself."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kuramori.ground.people import codes, links
from kuramori.ground.post.letter import Recipient
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping.by_link import GAPS
from kuramori.work.requests.gapping.opening import Wanted as WantedGap
from kuramori.work.requests.gapping.opening import open_by_hand, open_from_reply
from kuramori.work.requests.models import (
    Consultation,
    Gap,
    GapState,
    HelpState,
    OfferedHelp,
    Request,
    TalkState,
    Told,
)
from kuramori.work.requests.reading.gaps_upward import next_actions
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import Guest, guest
from kuramori.work.requests.tests.gap_world import short_reply

pytestmark = pytest.mark.django_db
SOON = {"plan": "鍵のかかる棚を買う", "interim": "紙だけにする", "words": ""}


@pytest.fixture
def owner(acting: Any) -> Any:
    return acting.actor("owner")


@pytest.fixture
def world(owner: Any) -> Any:
    return asked_world.sent(owner, ("見本金型", "例示表面処理"))


@pytest.fixture
def one(owner: Any, world: Any) -> Guest:
    return guest(owner, world.asked[0])


def _on(days: int = 30) -> str:
    return (clock.today() + datetime.timedelta(days=days)).isoformat()


def _talk(one: Guest, **more: object) -> Consultation:
    sent = one.post("talks/", {"topic": "棚の代金", "yen": "80000", "words": "半分を持ってほしい", **more})
    assert sent.status_code == 302, sent.content.decode()
    return Consultation.objects.get(pk=sent["Location"].rstrip("/").rsplit("/", 1)[1])


def test_a_guest_asks_for_a_talk_about_costs_and_sees_the_answer_and_agrees(owner, one):
    row = _talk(one)
    assert (row.state, row.is_asked_by_us, row.asked_yen) == (TalkState.ASKED, False, 80_000)
    assert row in talking.waiting_for_us()
    step = row.steps.get()
    assert (step.person, step.way, step.is_ours) == ("見本 次郎", Told.LINK, False)
    assert "答え待ち" in one.page()
    alone = {"revision": str(row.revision), "yen": "80000", "words": ""}
    assert one.post(f"talks/{row.pk}/agreed/", alone).status_code == 422
    talking.step(
        owner,
        row,
        TalkStep.ANSWERED,
        talking.Said(clock.today(), 40_000, "半分を持ちます。"),
        revision=row.revision,
    )
    page = one.page(f"talks/{row.pk}/")
    assert "半分を持ちます。" in page
    assert "40,000" in page
    assert "答えが届いています" in one.page()
    row.refresh_from_db()
    agreed = one.post(f"talks/{row.pk}/agreed/", {"revision": str(row.revision), "yen": "40000", "words": ""})
    assert agreed.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.agreed_yen) == (TalkState.AGREED, 40_000)


def test_the_same_talk_sent_twice_is_one_and_a_stale_step_is_explained(owner, one):
    row = _talk(one)
    assert _talk(one).pk == row.pk
    talking.step(
        owner, row, TalkStep.ANSWERED, talking.Said(clock.today(), None, "考えます。"), revision=row.revision
    )
    stale = one.post(f"talks/{row.pk}/ended/", {"revision": str(row.revision), "words": "もう要りません"})
    assert stale.status_code == 409
    assert "もう要りません" in stale.content.decode()
    row.refresh_from_db()
    assert row.state == TalkState.ANSWERED


def test_who_asked_may_take_the_talk_back(one):
    row = _talk(one)
    assert (
        one.post(
            f"talks/{row.pk}/ended/", {"revision": str(row.revision), "words": "自分で払えます"}
        ).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.state == TalkState.ENDED


def test_a_talk_needs_words_and_a_sum_that_can_be_read(one):
    wrong = one.post("talks/", {"topic": "棚", "yen": "八万円", "words": ""})
    assert wrong.status_code == 422
    assert 'value="八万円"' in wrong.content.decode()
    assert not Consultation.objects.exists()


def test_a_link_shows_no_talk_that_was_never_spoken_of_there(owner, world, one):
    inside = talking.begin(
        owner,
        world.asked[0].partner,
        "別件の値上げ",
        talking.Said(clock.today(), 9_999_999, "電話で", "見本 社長"),
        by_us=False,
    )
    other = guest(owner, world.asked[1], "例示 花子", "hanako@reiji.example")
    theirs = _talk(other, topic="例示の話")
    assert "別件の値上げ" not in one.page("talks/")
    for hidden in (inside, theirs):
        assert one.get(f"talks/{hidden.pk}/").status_code == 404
        assert one.post(f"talks/{hidden.pk}/ended/", {"revision": "1", "words": "x"}).status_code == 404


def test_a_guest_names_a_matter_by_itself_and_the_plan_stands_at_once(owner, world, one):
    form = one.page("gaps/new/")
    assert "offer_item" in form
    sent = one.post("gaps/new/", {"item": "q01", "what": "", "plan_on": _on(), **SOON})
    assert sent.status_code == 302, sent.content.decode()
    row = Gap.objects.get()
    assert (row.state, row.item, row.plan, row.now) == (GapState.PROPOSED, "q01", SOON["plan"], None)
    assert row.asked_id == world.asked[0].pk
    assert [one.way for one in row.moves.order_by("turn")] == [Told.LINK, Told.LINK]
    again = one.post("gaps/new/", {"item": "q01", "what": "", "plan_on": _on(), **SOON})
    assert again.status_code == 422
    assert row.number in again.content.decode()
    assert Gap.objects.count() == 1
    named = Entry.objects.filter(event="requests:gap:named").get()
    assert named.detail["person"] == "見本 次郎"


def test_a_matter_in_own_words_and_what_is_missing_is_said(one):
    wrong = one.post("gaps/new/", {"item": "", "what": "", "plan_on": _on(), **SOON})
    assert wrong.status_code == 422
    assert one.post("gaps/new/", {"item": "q99", "plan_on": _on(), **SOON}).status_code == 422
    assert not Gap.objects.exists()
    assert (
        one.post("gaps/new/", {"item": "", "what": "裏口の鍵", "plan_on": _on(), **SOON}).status_code == 302
    )
    assert Gap.objects.get().what == "裏口の鍵"


def test_behind_the_link_of_a_request_only_its_own_gaps_are_seen(owner, world, one):
    reply = short_reply(owner, "見本鋳造", number="R-9077")
    foreign = open_from_reply(owner, reply)[0]
    apart = open_by_hand(owner, world.asked[0].partner, WantedGap("訪問で見たこと", "渡すため"))
    assert apart.what not in one.page("gaps/")
    for row in (foreign, apart):
        assert one.get(f"gaps/{row.pk}/").status_code == 404
        assert one.post(f"gaps/{row.pk}/help/", {"help_id": "seminar"}).status_code == 404


def test_help_for_a_gap_is_asked_for_once_and_the_house_is_told(owner, world, one):
    one.post("gaps/new/", {"item": "q01", "what": "", "plan_on": _on(), **SOON})
    row = Gap.objects.get()
    assert "専門家派遣" in one.page(f"gaps/{row.pk}/")
    for _twice in range(2):
        assert one.post(f"gaps/{row.pk}/help/", {"help_id": "expert-visit"}).status_code == 302
    help_ = OfferedHelp.objects.get()
    assert (help_.state, help_.gap_id, help_.partner_id) == (
        HelpState.ASKED,
        row.pk,
        world.asked[0].partner_id,
    )
    assert "申し込んだ" in one.page(f"gaps/{row.pk}/")
    assert any("申し込まれた手伝い" in told.title for told in next_actions(owner))
    assert one.post(f"gaps/{row.pk}/help/", {"help_id": "gold"}).status_code == 404


def test_help_that_a_request_offers_stands_on_the_first_page(owner, world, one):
    assert "受けられる手伝い" not in one.page()
    Request.objects.filter(pk=world.request.pk).update(draft={"helps": ["seminar", "cost-sharing"]})
    page = one.page()
    assert "説明会・勉強会" in page
    assert "専門家派遣" not in page
    assert one.post("help/", {"help_id": "expert-visit"}).status_code == 404
    assert one.post("help/", {"help_id": "seminar"}).status_code == 302
    help_ = OfferedHelp.objects.get()
    assert (help_.asked_id, help_.gap_id, help_.state) == (world.asked[0].pk, None, HelpState.ASKED)
    other = guest(owner, world.asked[1], "例示 花子", "hanako@reiji.example")
    assert "申し込んだ" not in other.page()


def test_the_link_of_all_gaps_has_the_same_pages(owner, world):
    gap = open_by_hand(owner, world.asked[0].partner, WantedGap("訪問で見たこと", "渡すため"))
    issued = links.issue(
        owner,
        GAPS,
        about=("partner", world.asked[0].partner_id),
        until_on=clock.today() + datetime.timedelta(days=60),
        outside=Recipient("jiro@mihon.example", "見本 次郎"),
    )
    browser = guest(owner, world.asked[1], "例示 花子", "hanako@reiji.example").client
    code = codes.tell_code(owner, issued.link)
    assert browser.post(f"/link/{issued.secret}/code/", {"code": code}).status_code == 302
    first = f"/link/{issued.secret}/gaps/"
    assert "訪問で見たこと" in browser.get(first).content.decode()
    told = browser.post(
        f"{first}talks/?gap={gap.pk}", {"topic": "鍵の代金", "yen": "", "words": "見積もりを送ります"}
    )
    assert told.status_code == 302
    assert Consultation.objects.get().gap_id == gap.pk
    assert "鍵の代金" in browser.get(f"{first}{gap.pk}/").content.decode()
    assert "Ask for a talk" in browser.get(f"{first}talks/?lang=en").content.decode()
    assert browser.post(f"{first}new/", {"what": "裏口の鍵", "plan_on": _on(), **SOON}).status_code == 302
    assert browser.get(f"/link/{issued.secret}/request/").status_code == 404
