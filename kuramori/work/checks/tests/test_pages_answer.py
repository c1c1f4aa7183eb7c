"""The page of a question over HTTP: with and without scripts, two people at once, read-only for the others."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kuramori.ground.trail.models import Entry
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.evidence import attach_file
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.models import Answer, Delegation, Evidence
from kuramori.work.checks.tests.conftest import fill

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def page(cast, sheet):
    """The address of question 13, or of something below it."""
    return lambda below="", item="q13": cast.url(f"checks/{sheet.pk}/items/{item}/{below}")


def revision_in(response) -> str:
    found = re.search(r'name="revision" value="(-?\d+)"', response.content.decode())
    assert found is not None
    return found[1]


def test_a_change_is_saved_at_once_and_answered_with_the_new_revision(cast, page, sheet):
    client = cast.client("steward")
    saved = client.post(page("answer/"), {"q13": "2", "comment": "鍵の表", "revision": "0"}, **HTMX)
    assert saved.status_code == 200
    assert "保存しました" in saved.content.decode()
    assert revision_in(saved) == "1"
    assert "<html" not in saved.content.decode()
    again = client.post(page("answer/"), {"q13": "3", "comment": "鍵の表", "revision": "1"}, **HTMX)
    assert revision_in(again) == "2"
    assert Answer.objects.get(sheet=sheet).level == 3


def test_without_scripts_a_button_saves_and_goes_on(cast, page, sheet):
    client = cast.client("steward")
    went = client.post(page("answer/"), {"q13": "2", "revision": "0", "go": "next"})
    assert went["Location"] == page(item="q14")
    back = client.post(page("answer/", "q14"), {"q14": "1", "revision": "0", "go": "back"})
    assert back["Location"] == page()
    last = client.post(page("answer/", "q19"), {"q19": "1", "revision": "0", "go": "next"})
    assert last["Location"] == cast.url(f"checks/{sheet.pk}/")
    assert Answer.objects.filter(sheet=sheet).count() == 3


def test_not_applicable_without_a_reason_keeps_what_was_typed(cast, page, sheet):
    client = cast.client("steward")
    sent = {"q13": "na", "q13.reason": " ", "comment": "まだ調べ中", "revision": "0"}
    kept = client.post(page("answer/"), sent)
    text = kept.content.decode()
    assert kept.status_code == 422
    assert "理由が書かれていません" in text
    assert "まだ調べ中" in text
    assert re.search(r'value="na" checked', text)
    waits = client.post(page("answer/"), sent, **HTMX)
    assert (waits.status_code, revision_in(waits)) == (422, "0")
    assert "まだ保存していません" in waits.content.decode()
    assert not Answer.objects.filter(sheet=sheet).exists()


@pytest.mark.parametrize("level", ["4", "-1", "²", "1" * 400, "x"])
def test_a_level_that_is_not_offered_is_refused(cast, page, sheet, level):
    refused = cast.client("steward").post(page("answer/"), {"q13": level, "revision": "0"}, **HTMX)
    assert refused.status_code == 422
    assert not Answer.objects.filter(sheet=sheet).exists()


def test_the_second_of_two_people_sees_both_answers_and_chooses(cast, page, sheet):
    cast.client("owner").post(page("answer/"), {"q13": "3", "revision": "0"}, **HTMX)
    client = cast.client("steward")
    mine = {"q13": "1", "comment": "鍵は1本だけ", "revision": "0"}
    for extra in ({}, HTMX):
        stale = client.post(page("answer/"), mine, **extra)
        text = stale.content.decode()
        assert stale.status_code == 409
        assert "田所 勝さんが先にこの問を直しました。あなたの答えは消えていません。" in text
        assert "鍵は1本だけ" in text
        # The old revision stays, so that no later change writes over the other one's answer by itself.
        assert revision_in(stale) == "0"
        assert 'name="over" value="1"' in text
    assert Answer.objects.get(sheet=sheet).level == 3
    over = client.post(page("answer/"), {**mine, "over": "1"})
    assert over["Location"] == page()
    row = Answer.objects.get(sheet=sheet)
    assert (row.level, row.comment, row.revision) == (1, "鍵は1本だけ", 2)


def test_a_third_change_in_between_is_shown_again(cast, page, sheet):
    for level, revision in (("3", "0"), ("2", "1")):
        cast.client("owner").post(page("answer/"), {"q13": level, "revision": revision}, **HTMX)
    stale = cast.client("steward").post(page("answer/"), {"q13": "1", "revision": "0", "over": "1"})
    assert stale.status_code == 409
    assert 'name="over" value="2"' in stale.content.decode()


@pytest.mark.parametrize("revision", ["", "-1", "x", "９", "1" * 40])
def test_a_revision_that_cannot_be_read_counts_as_old(cast, page, sheet, revision):
    client = cast.client("steward")
    client.post(page("answer/"), {"q13": "1", "revision": "0"}, **HTMX)
    assert client.post(page("answer/"), {"q13": "2", "revision": revision}, **HTMX).status_code == 409


def test_a_final_sheet_refuses_with_a_sentence_and_shows_no_cards(cast, page, full, steward, pack):
    finalise(steward, full, pack)
    client = cast.client("steward")
    refused = client.post(page("answer/"), {"q13": "3", "revision": "1"}, **HTMX)
    assert refused.status_code == 409
    assert "もう確定しています" in refused.content.decode()
    shown = client.post(page("answer/"), {"q13": "3", "revision": "1"}, follow=True)
    assert "もう確定しています" in shown.content.decode()
    assert 'type="radio"' not in client.get(page()).content.decode()
    assert Answer.objects.get(sheet=full, item="q13").level == 1


def test_staff_answer_what_they_were_asked_and_look_at_the_rest(cast, page, sheet, steward, pack):
    delegate(steward, sheet, pack, "q13", person=cast.person("staff"), message="鍵の本数を見てください。")
    staff = cast.client("staff")
    asked = staff.get(page()).content.decode()
    assert "森下 健一さんから、この問を頼まれています。" in asked
    assert "鍵の本数を見てください。" in asked
    assert staff.post(page("answer/"), {"q13": "2", "revision": "0"}, **HTMX).status_code == 200
    other = staff.get(page(item="q14"))
    assert (other.status_code, 'type="radio"' in other.content.decode()) == (200, False)
    assert staff.post(page("answer/", "q14"), {"q14": "2", "revision": "0"}, **HTMX).status_code == 403
    assert [row.item for row in Answer.objects.filter(sheet=sheet)] == ["q13"]


def test_an_unknown_item_does_not_exist(cast, page):
    client = cast.client("steward")
    assert client.get(page(item="q99")).status_code == 404
    for below in ("answer/", "evidence/", "delegate/"):
        assert client.post(page(below, "q99"), {"revision": "0"}).status_code == 404


def test_a_file_handed_in_leaves_as_an_attachment_and_the_look_is_in_the_trail(cast, page, sheet):
    client, content = cast.client("steward"), b"%PDF-1.7 kagi"
    upload = SimpleUploadedFile("鍵の管理表.pdf", content, content_type="text/html")
    sent = client.post(page("evidence/"), {"title": "", "file": upload})
    assert sent["Location"] == page() + "#evidence"
    shown = Evidence.objects.get()
    assert shown.file.sha256 == hashlib.sha256(content).hexdigest()
    got = cast.client("auditor").get(cast.url(f"checks/evidence/{shown.pk}/"))
    assert b"".join(got.streaming_content) == content
    assert got["Content-Disposition"].startswith("attachment")
    assert got["Content-Type"] == "application/pdf"
    assert Entry.objects.order_by("index").last().event == "papers:file:taken_out"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": "", "url": ""}, "どれか1つを入れてください"),
        ({"title": "規程", "url": "javascript:alert(1)"}, "http:// か https://"),
        ({"title": "規程", "file": SimpleUploadedFile("a.exe", b"MZ")}, "預かれません"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-"), "url": "https://a.example/"}, "どちらか1つ"),
    ],
)
def test_evidence_that_is_not_taken_is_named_and_the_words_stay(cast, page, sent, said):
    refused = cast.client("steward").post(page("evidence/"), sent)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert said in text
    assert sent.get("title", "") in text
    assert not Evidence.objects.exists()


def test_evidence_is_taken_off_by_those_who_may_answer(cast, page, sheet, steward, pack):
    shown = attach_file(steward, sheet, pack, "q13", title="表", name="a.pdf", chunks=[b"%PDF-1"])
    address = cast.url(f"checks/evidence/{shown.pk}/remove/")
    assert cast.client("staff").post(address).status_code == 403
    assert cast.client("section").post(address)["Location"] == page() + "#evidence"
    assert cast.client("section").post(address).status_code == 404
    assert cast.client("steward").get(cast.url(f"checks/evidence/{shown.pk}/")).status_code == 404


def test_a_colleague_is_asked_with_a_word_and_a_day(cast, page, sheet):
    sent = {
        "person": str(cast.person("staff").pk),
        "message": "見てきてください。",
        "due_on": "令和12年1月31日",
    }
    assert cast.client("steward").post(page("delegate/"), sent)["Location"] == page() + "#delegation"
    asked = Delegation.objects.get()
    assert (asked.person, asked.message, str(asked.due_on)) == (
        cast.person("staff"),
        sent["message"],
        "2030-01-31",
    )
    withdrawn = cast.client("steward").post(cast.url(f"checks/delegations/{asked.pk}/withdraw/"))
    assert withdrawn["Location"] == page() + "#delegation"
    assert Delegation.objects.get().withdrawn_at is not None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"due_on": "2026/13/01"}, "という日はありません"),
        ({"due_on": "あした"}, "日付として読めません"),
        ({"due_on": "2020/1/1"}, "期日が過ぎています"),
        ({"person": ""}, "field"),
        ({"person": "auditor"}, "field"),
    ],
)
def test_a_request_that_cannot_be_made_is_named_and_the_words_stay(cast, page, changed, said):
    sent = {"person": str(cast.person("staff").pk), "message": "見てきてください。", "due_on": "", **changed}
    if sent["person"] == "auditor":
        sent["person"] = str(cast.person("auditor").pk)
    refused = cast.client("steward").post(page("delegate/"), sent)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert "見てきてください。" in refused.content.decode()
    assert not Delegation.objects.exists()


def test_saving_an_answer_asks_the_database_at_most_twelve_times(cast, page, sheet, steward, pack):
    delegate(steward, sheet, pack, "q13", person=cast.person("staff"))
    for role, item in (("steward", "q01"), ("staff", "q13")):
        client = cast.client(role)
        # From where a session is used is noted once in five minutes, which is not counted here.
        client.get(cast.url(""))
        for revision in (0, 1):
            sent = {item: str(revision), "revision": str(revision)}
            with CaptureQueriesContext(connection) as asked:
                assert client.post(page("answer/", item), sent, **HTMX).status_code == 200
            # A test lives in a transaction: ours is a savepoint there, one statement to set and one to release.
            assert len(asked) <= 12, [query["sql"][:80] for query in asked]


def test_a_page_asks_as_often_for_nineteen_answers_as_for_none(cast, page, sheet, steward, pack):
    client = cast.client("steward")
    client.get(page())
    with CaptureQueriesContext(connection) as before:
        client.get(page())
    fill(steward, sheet, pack, {})
    with CaptureQueriesContext(connection) as after:
        client.get(page())
    assert len(after) == len(before) <= 11
