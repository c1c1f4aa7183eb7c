"""Behind the link a paper goes with a talk about costs: with the limits of evidence, for both sides, gone in time."""

from __future__ import annotations

import dataclasses
import datetime
import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import shelf, store
from kuramori.ground.people import codes, links
from kuramori.ground.post.letter import Recipient
from kuramori.ground.trail import holds
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests import keeping, removing_in_time
from kuramori.work.requests.consulting import guest_papers, talking
from kuramori.work.requests.gapping.by_link import GAPS
from kuramori.work.requests.models import (
    Asked,
    AskedState,
    Consultation,
    ConsultationPaper,
    ReplyWay,
    TalkState,
)
from kuramori.work.requests.papers import removal
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import Guest, guest

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"0" * 64


@pytest.fixture
def owner(acting):
    return acting.actor("owner")


@pytest.fixture
def world(owner):
    return asked_world.sent(owner, ("見本金型", "例示表面処理"))


@pytest.fixture
def one(owner, world) -> Guest:
    return guest(owner, world.asked[0])


@pytest.fixture
def talk(one) -> Consultation:
    one.post("talks/", {"topic": "棚の代金", "yen": "80000", "words": "半分を持ってほしい"})
    return Consultation.objects.get()


def _give(one, talk, name="見積書.pdf", content=PDF, title=""):
    file = SimpleUploadedFile(name, content)
    return one.post(f"talks/{talk.pk}/papers/", {"title": title, "file": file})


def test_an_estimate_is_given_behind_the_link_and_both_sides_open_it(acting, owner, one, talk):
    assert _give(one, talk).status_code == 302
    paper = ConsultationPaper.objects.get()
    assert (paper.title, paper.given_by, paper.added_by_id) == ("見積書.pdf", "見本 次郎", None)
    assert "見積書.pdf" in one.page(f"talks/{talk.pk}/")
    behind = one.get(f"talks/papers/{paper.pk}/")
    assert behind.getvalue() == PDF
    assert behind["Content-Disposition"].startswith("attachment")
    assert behind["Cache-Control"] == "no-store, private"
    client = acting.client("owner")
    page = client.get(acting.url(f"requests/gaps/talks/{talk.pk}/")).content.decode()
    assert "相手の見本 次郎さんから" in page
    ours = client.get(acting.url(f"requests/gaps/talks/papers/{paper.pk}/"))
    assert ours.getvalue() == PDF
    added = Entry.objects.get(event="requests:talk:paper")
    assert added.detail["number"] == talk.number
    assert Entry.objects.filter(event="papers:file:taken_out").count() == 2


def test_the_same_paper_twice_is_one_and_another_title_is_another(one, talk):
    for _twice in range(2):
        assert _give(one, talk, title="見積書").status_code == 302
    assert ConsultationPaper.objects.count() == 1
    assert _give(one, talk, title="見積書（改）").status_code == 302
    assert ConsultationPaper.objects.count() == 2


def test_after_twenty_papers_the_next_is_not_taken_and_the_page_says_so(one, talk):
    paper = ConsultationPaper.objects.get() if _give(one, talk).status_code == 302 else None
    assert paper is not None
    ConsultationPaper.objects.bulk_create(
        ConsultationPaper(
            organisation=paper.organisation, consultation=talk, title=f"見積書 {at}", file=paper.file,
            given_by=paper.given_by, added_at=paper.added_at,
        )
        for at in range(guest_papers.MOST - 1)
    )  # fmt: skip
    answer = _give(one, talk, "もう一つ.pdf", PDF + b"1")
    assert answer.status_code == 422
    assert "20件まで" in answer.content.decode()
    assert ConsultationPaper.objects.count() == guest_papers.MOST
    assert not File.objects.filter(name="もう一つ.pdf").exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.exe", b"MZ" + b"\0" * 64, "この形式のファイルは受け取れません"),
        ("a.pdf", b"", "空"),
        ("a.pdf", b"%PDF-1.7\n" + b"0" * (20 * 1024 * 1024), "20MB"),
    ],
)
def test_what_is_no_evidence_is_no_paper_either(one, talk, name, content, says):
    answer = _give(one, talk, name, content)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ConsultationPaper.objects.exists()
    assert not File.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a\x00b\u202efdp.pdf", "<script>x</script>.pdf", "長" * 200 + ".pdf"]
)
def test_a_name_that_wants_harm_is_only_a_name(owner, one, talk, name):
    assert _give(one, talk, name).status_code == 302
    paper = ConsultationPaper.objects.get()
    assert not {"/", "\\", "\x00", "\u202e"} & set(paper.file.name + paper.title)
    assert "<script>x" not in one.page(f"talks/{talk.pk}/")
    assert one.get(f"talks/papers/{paper.pk}/").getvalue() == PDF


def test_nothing_chosen_is_said_and_twenty_are_enough(owner, one, talk, monkeypatch):
    assert one.post(f"talks/{talk.pk}/papers/", {"title": "見積書"}).status_code == 422
    monkeypatch.setattr(guest_papers, "MOST", 1)
    assert _give(one, talk).status_code == 302
    answer = _give(one, talk, "二枚目.pdf")
    assert answer.status_code == 422
    assert "件までです" in answer.content.decode()


def test_what_the_asking_side_attached_stays_with_it(owner, one, talk):
    file = store(owner, name="社内の試算.txt", chunks=[b"300,000"])
    ours = talking.add_paper(owner, talk, "社内の試算", file)
    assert "社内の試算" not in one.page(f"talks/{talk.pk}/")
    assert one.get(f"talks/papers/{ours.pk}/").status_code == 404


def test_somebody_of_another_partner_has_no_door_to_it(owner, world, one, talk):
    _give(one, talk)
    paper = ConsultationPaper.objects.get()
    other = guest(owner, world.asked[1], "例示 花子", "hanako@reiji.example")
    assert other.get(f"talks/papers/{paper.pk}/").status_code == 404
    assert _give(other, talk).status_code == 404
    assert ConsultationPaper.objects.count() == 1


def test_the_link_of_another_request_to_the_same_partner_has_no_door_to_it(owner, world, one, talk):
    _give(one, talk)
    paper = ConsultationPaper.objects.get()
    again = asked_world.sent(owner, (), number="R-9002")
    row = Asked.objects.create(
        organisation=owner.organisation,
        request=again.request,
        partner=world.asked[0].partner,
        number="R-9002-00001",
        state=AskedState.SENT,
        sent_at=clock.now(),
    )
    other = guest(owner, row, "見本 三郎", "saburo@mihon.example")
    assert other.get(f"talks/papers/{paper.pk}/").status_code == 404
    assert _give(other, talk).status_code == 404
    assert ConsultationPaper.objects.count() == 1


def test_a_talk_that_ended_takes_no_more_papers_and_shows_those_it_has(one, talk):
    _give(one, talk)
    one.post(f"talks/{talk.pk}/ended/", {"revision": str(talk.revision), "words": "もう要りません"})
    page = one.page(f"talks/{talk.pk}/")
    assert "見積書.pdf" in page
    assert "書類を届ける" not in page
    assert _give(one, talk, "後から.pdf").status_code == 422
    assert ConsultationPaper.objects.count() == 1


def test_the_link_of_all_gaps_has_it_too(owner, world, one, talk):
    issued = links.issue(
        owner,
        GAPS,
        about=("partner", world.asked[0].partner_id),
        until_on=clock.today() + datetime.timedelta(days=60),
        outside=Recipient("jiro@mihon.example", "見本 次郎"),
    )
    code = codes.tell_code(owner, issued.link)
    assert one.client.post(f"/link/{issued.secret}/code/", {"code": code}).status_code == 302
    first = f"/link/{issued.secret}/gaps/talks/"
    sent = one.client.post(
        f"{first}{talk.pk}/papers/", {"title": "", "file": SimpleUploadedFile("図.pdf", PDF)}
    )
    assert sent.status_code == 302
    paper = ConsultationPaper.objects.get()
    assert one.client.get(f"{first}papers/{paper.pk}/").getvalue() == PDF


def _end(owner, talk, *, years):
    """Agreed so many years ago; so its paper and the bytes of it are as old."""
    said = talking.Said(clock.today(), 40_000, "半分を持ちます。")
    talking.step(owner, talk, TalkStep.ANSWERED, said, revision=talk.revision)
    then = clock.now() - datetime.timedelta(days=366 * years)
    Consultation.objects.filter(pk=talk.pk).update(
        state=TalkState.AGREED, asked_on=clock.day_of(then), changed_at=then
    )
    ConsultationPaper.objects.update(added_at=then)


def _older(settings):
    moment = time.time() - 25 * 3600
    for path in (settings.DATA / "files").rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def test_it_goes_with_its_bytes_once_the_record_was_kept_long_enough(owner, one, talk, settings):
    _give(one, talk)
    sha256 = ConsultationPaper.objects.get().file.sha256
    _end(owner, talk, years=1)
    removing_in_time.in_time(owner)
    assert ConsultationPaper.objects.count() == 1
    _end_again = datetime.timedelta(days=366 * 2)
    Consultation.objects.update(changed_at=clock.now() - _end_again)
    ConsultationPaper.objects.update(added_at=clock.now() - _end_again)
    _older(settings)
    removing_in_time.in_time(owner)
    assert not ConsultationPaper.objects.exists()
    assert not shelf().holds(str(owner.organisation_id), sha256)
    assert Entry.objects.filter(event="requests:talk:paper_removed").count() == 1
    assert talk.steps.count() == 2
    removing_in_time.in_time(owner)
    assert Entry.objects.filter(event="requests:talk:paper_removed").count() == 1


def test_a_talk_that_still_runs_and_what_is_ours_and_what_is_held_stay(owner, one, talk):
    _give(one, talk)
    long_ago = clock.now() - datetime.timedelta(days=366 * 5)
    Consultation.objects.update(changed_at=long_ago)
    ConsultationPaper.objects.update(added_at=long_ago)
    assert guest_papers.remove_over(owner, clock.today()) == 0
    Consultation.objects.update(state=TalkState.AGREED)
    ours = talking.add_paper(owner, talk, "議事録", store(owner, name="議事録.txt", chunks=[b"x"]))
    ConsultationPaper.objects.update(added_at=long_ago)
    paper = ConsultationPaper.objects.exclude(pk=ours.pk).get()
    held = holds.hold(
        dataclasses.replace(owner, elevated=True), "紛争のため", [("consultationpaper", paper.pk)]
    )
    assert guest_papers.remove_over(owner, clock.today()) == 0
    assert ConsultationPaper.objects.count() == 2
    holds.lift(dataclasses.replace(owner, elevated=True), held, "済んだ")
    assert guest_papers.remove_over(owner, clock.today()) == 1
    assert list(ConsultationPaper.objects.all()) == [ours]


def test_the_certificate_of_removed_answers_says_that_papers_of_talks_stay(
    owner, world, one, talk, monkeypatch
):
    _give(one, talk)
    seen = asked_world.seen(world.requirements, asked_world.answers(world.requirements, 2))
    take_in(owner, world.asked[0], seen, way=ReplyWay.LINK)
    told = keeping.remove_answers(owner, world.asked[0], "先方の求めにより")
    assert ConsultationPaper.objects.count() == 1
    rows = {}
    monkeypatch.setattr(removal, "pdf", lambda _where, values, **_more: rows.update(values["rows"]) or b"")
    removal.certificate(owner, world.asked[0], told)
    assert rows["価格・費用の協議の書類"].startswith("1件は、協議の記録として")
