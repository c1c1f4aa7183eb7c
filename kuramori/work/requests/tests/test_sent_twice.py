"""Behind the link: a button pressed twice, or a page gone back to and sent again, makes one thing."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import GapStep, TalkStep
from kuramori.work.requests.consulting import talking
from kuramori.work.requests.gapping.moving import write_note
from kuramori.work.requests.models import Consultation, Gap, GapState, ReplyEvidence
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import Guest, guest
from kuramori.work.requests.tests.gap_world import ours

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    return asked_world.sent(owner, ("見本金型",))


@pytest.fixture
def one(owner, world) -> Guest:
    return guest(owner, world.asked[0])


def _gap(one: Guest) -> Gap:
    on = (clock.today() + datetime.timedelta(days=30)).isoformat()
    one.post("gaps/new/", {"item": "q01", "what": "", "plan": "棚を買う", "plan_on": on})
    return Gap.objects.get()


def test_the_same_comment_twice_is_one_and_after_an_answer_it_is_a_new_one(owner, one):
    gap = _gap(one)
    for _twice in range(2):
        assert one.post(f"gaps/{gap.pk}/note/", {"words": "棚が届きました。"}).status_code == 302
    assert gap.notes.count() == 1
    assert Entry.objects.filter(event="requests:gap:noted").count() == 1
    write_note(owner, gap, "ありがとうございます。")
    assert one.post(f"gaps/{gap.pk}/note/", {"words": "棚が届きました。"}).status_code == 302
    assert gap.notes.count() == 3


def test_a_colleague_may_say_the_very_same(owner, world, one):
    gap = _gap(one)
    other = guest(owner, world.asked[0], "見本 花子", "hanako@mihon.example")
    for each in (one, other):
        assert each.post(f"gaps/{gap.pk}/note/", {"words": "棚が届きました。"}).status_code == 302
    assert [note.person for note in gap.notes.order_by("made_at")] == ["見本 次郎", "見本 花子"]


def test_a_comment_is_new_again_once_the_gap_has_moved(owner, one):
    gap = _gap(one)
    one.post(f"gaps/{gap.pk}/note/", {"words": "お待ちしています。"})
    ours(owner, gap, GapStep.AGREED)
    one.post(f"gaps/{gap.pk}/note/", {"words": "お待ちしています。"})
    assert gap.notes.count() == 2


def test_the_same_move_twice_is_one_and_another_with_an_old_page_is_refused(owner, one):
    gap = _gap(one)
    ours(owner, gap, GapStep.AGREED)
    gap.refresh_from_db()
    form = {"revision": str(gap.revision), "words": "始めます"}
    for _twice in range(2):
        assert one.post(f"gaps/{gap.pk}/move/started/", form).status_code == 302
    gap.refresh_from_db()
    assert (gap.state, gap.moves.filter(step="started").count()) == (GapState.IN_PROGRESS, 1)
    assert one.post(f"gaps/{gap.pk}/move/started/", {**form, "words": "別の話"}).status_code == 409


def test_the_same_plan_twice_is_one_and_a_changed_one_is_not_lost(one):
    gap = _gap(one)
    on = (clock.today() + datetime.timedelta(days=20)).isoformat()
    form = {"revision": str(gap.revision), "plan": "棚を2つ買う", "plan_on": on, "interim": "紙だけ"}
    for _twice in range(2):
        assert one.post(f"gaps/{gap.pk}/move/proposed/", form).status_code == 302
    assert gap.moves.filter(plan="棚を2つ買う").count() == 1
    later = one.post(f"gaps/{gap.pk}/move/proposed/", {**form, "plan": "棚を3つ買う"})
    assert later.status_code == 409
    assert "棚を3つ買う" in later.content.decode()


def test_the_same_step_of_a_talk_twice_is_one(owner, one):
    one.post("talks/", {"topic": "棚の代金", "yen": "80000", "words": "半分を持ってほしい"})
    talk = Consultation.objects.get()
    said = talking.Said(clock.today(), 40_000, "半分を持ちます。")
    talking.step(owner, talk, TalkStep.ANSWERED, said, revision=talk.revision)
    talk.refresh_from_db()
    form = {"revision": str(talk.revision), "yen": "40000", "words": ""}
    for _twice in range(2):
        assert one.post(f"talks/{talk.pk}/agreed/", form).status_code == 302
    assert talk.steps.count() == 3
    assert one.post(f"talks/{talk.pk}/agreed/", {**form, "yen": "50000"}).status_code == 409
    assert Entry.objects.filter(event="requests:talk:stepped").count() == 2


def test_the_same_evidence_twice_is_one_and_taken_off_it_may_come_again(one):
    def send():
        file = SimpleUploadedFile("棚.png", PNG)
        assert one.post("evidence/", {"item": "q01", "title": "", "file": file}).status_code == 302

    for _twice in range(2):
        send()
        one.post("evidence/", {"item": "q02", "title": "規程", "sha256": "a" * 64})
    rows = ReplyEvidence.objects.filter(removed_at__isnull=True)
    assert sorted(rows.values_list("item", "title")) == [("q01", "棚.png"), ("q02", "規程")]
    one.post(f"evidence/{rows.get(item='q01').pk}/remove/", {})
    send()
    assert rows.filter(item="q01").count() == 1
