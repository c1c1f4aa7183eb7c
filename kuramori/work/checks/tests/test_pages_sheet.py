"""The list of rounds, the overview of one, and the ways in and out, over HTTP."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kuramori.rules import answers as answer_rules
from kuramori.work.checks import urls
from kuramori.work.checks.begin import begin
from kuramori.work.checks.delegate import delegate
from kuramori.work.checks.evidence import attach_link
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.given import given_answers, travel_file
from kuramori.work.checks.models import Answer, Sheet, State
from kuramori.work.checks.note import mark_of
from kuramori.work.checks.plan import Wanted, plan
from kuramori.work.checks.tests.conftest import fill


def text_of(response) -> str:
    return response.content.decode()


def test_an_empty_list_says_what_this_is_for_and_offers_a_way_in(acting):
    told = text_of(acting.client("steward").get(acting.url("checks/")))
    assert "まだ1回もありません" in told
    assert "15分ほどで終わり" in told
    assert acting.url("checks/take-in/") in told
    assert "まっさらから" not in text_of(acting.client("auditor").get(acting.url("checks/")))


def test_the_list_shows_score_with_its_fraction_and_how_far_a_draft_is(acting, final, steward, pack):
    begin(steward, pack)
    told = text_of(acting.client("auditor").get(acting.url("checks/")))
    assert "20 / 57" in told
    assert ">35<" in told
    assert "回答中" in told
    assert "確定" in told


@pytest.mark.parametrize(("route", "ends"), [("first", "/items/q01/"), ("review", "/")])
def test_a_round_is_begun_by_one_button(acting, pack, route, ends):
    went = acting.client("owner").post(acting.url("checks/begin/"), {"pack": pack.id, "route": route})
    sheet = Sheet.objects.get()
    assert (went.status_code, sheet.route) == (302, route)
    assert went["Location"].endswith(f"{sheet.pk}{ends}")


def test_a_list_that_is_not_on_the_shelf_begins_nothing(acting):
    refused = acting.client("owner").post(acting.url("checks/begin/"), {"pack": "jp/none"})
    assert refused.status_code == 422
    assert not Sheet.objects.exists()


def test_the_file_that_travels_comes_back_as_it_went(acting, final):
    client = acting.client("steward")
    got = client.get(acting.url(f"checks/{final.pk}/travel/"))
    assert got["Content-Disposition"].endswith('.kuramori.json"')
    assert set(json.loads(got.content)) == set(answer_rules.KEYS)
    upload = SimpleUploadedFile("前回.kuramori.json", got.content)
    client.post(acting.url("checks/take-in/"), {"file": upload})
    new = Sheet.objects.exclude(pk=final.pk).get()
    assert (given_answers(new), new.state) == (given_answers(final), State.DRAFT)


def test_a_guests_answers_come_in_as_text_or_as_the_form_of_the_guests_page(acting, pack, final):
    client = acting.client("steward")
    written = answer_rules.write(travel_file(final))
    for sent in (
        {"answers": written},
        {
            "pack": pack.id,
            "version": pack.version,
            "q01": "2",
            "q13": "na",
            "q13.reason": "ない",
            "go": "take_in",
        },
    ):
        assert client.post(acting.url("checks/take-in/"), sent).status_code == 302
    by_form = Sheet.objects.order_by("begun_at").last()
    assert set(given_answers(by_form)) == {"q01", "q13"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "読み取れません"),
        (b'{"pack": "jp/meti/tics", "answers": {"q01": 9, "q99": 1}}', "answers.q01"),
        (b'{"pack": "jp/meti/tics", "answers": {"q04": {"na": ""}}}', "理由が書かれていません"),
        (b'{"pack": "jp/other", "answers": {}}', "jp/other"),
        (b'{"pack": "jp/meti/tics", "version": "0.9", "answers": {}}', "0.9"),
        (b"a: &a [x]\nb: *a", "参照"),
    ],
)
def test_a_file_with_a_fault_is_refused_by_place_and_nothing_is_half_saved(acting, content, said, entries):
    upload = SimpleUploadedFile("持ち込み.yaml", content)
    refused = acting.client("steward").post(acting.url("checks/take-in/"), {"file": upload})
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert "まだ何も変わっていません" in text_of(refused)
    assert not Sheet.objects.exists()
    assert not Answer.objects.exists()
    assert entries() == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(acting):
    upload = SimpleUploadedFile("a.kuramori.json", b"x" * 1_000_001)
    assert acting.client("steward").post(acting.url("checks/take-in/"), {"file": upload}).status_code == 413
    assert acting.client("steward").post(acting.url("checks/take-in/"), {}).status_code == 422


def test_the_overview_narrows_to_what_is_open_asked_or_ones_own(acting, sheet, steward, pack):
    delegate(steward, sheet, pack, "q13", person=acting.person("staff"))
    fill(steward, sheet, pack, {"q13": None, "q14": None})
    client, address = acting.client("staff"), acting.url(f"checks/{sheet.pk}/")

    def items(only):
        told = text_of(client.get(f"{address}?only={only}"))
        return {f"q{n:02}" for n in range(1, 20) if f"/items/q{n:02}/" in told}

    assert items("open") == {"q13", "q14"}
    assert items("asked") == items("mine") == {"q13"}
    assert len(items("nonsense")) == 19


def test_finalising_too_early_leads_to_the_open_items(acting, sheet):
    client = acting.client("owner")
    went = client.post(acting.url(f"checks/{sheet.pk}/finalise/"))
    assert went["Location"].endswith(f"{sheet.pk}/#missing")
    shown = text_of(client.get(went["Location"]))
    assert "19問が残っています" in shown
    assert Sheet.objects.get().state == State.DRAFT


def test_finalising_leads_to_the_result_and_a_new_round_starts_from_it(acting, full):
    client = acting.client("owner")
    went = client.post(acting.url(f"checks/{full.pk}/finalise/"))
    assert went["Location"] == acting.url(f"checks/{full.pk}/result/")
    assert "確定しました" in text_of(client.get(acting.url(f"checks/{full.pk}/")))
    client.post(acting.url(f"checks/{full.pk}/revise/"))
    assert Sheet.objects.filter(previous=full).count() == 1


def test_the_note_is_kept_read_as_people_write_it_and_refused_when_stale(acting, sheet):
    address, seen = acting.url(f"checks/{sheet.pk}/note/"), mark_of(sheet)
    sent = {"name": "秋の回", "official_score": "６４.５点", "note": "一行目\r\n二行目", "seen": seen}
    assert acting.client("owner").post(address, sent).status_code == 302
    kept = Sheet.objects.get()
    assert (kept.name, str(kept.official_score), kept.note) == ("秋の回", "64.50", "一行目\n二行目")
    stale = acting.client("steward").post(address, {**sent, "name": "別の名"})
    assert stale.status_code == 409
    assert "秋の回" in text_of(stale)
    assert 'value="別の名"' in text_of(stale)
    assert mark_of(kept) in text_of(stale)
    assert "「1_0」は読めません" in text_of(
        acting.client("owner").post(address, {**sent, "official_score": "1_0"})
    )
    wrong = acting.client("steward").post(address, {**sent, "official_score": "120"})
    assert wrong.status_code == 422
    assert "0から100まで" in text_of(wrong)


def test_the_history_tells_in_sentences_what_happened(acting, full):
    told = text_of(acting.client("auditor").get(acting.url(f"checks/{full.pk}/history/")))
    assert "森下 健一さんが問13に答えました（— → 1）。" in told


def test_no_address_tells_another_organisation_anything(acting, full, steward, pack):
    shown = attach_link(steward, full, pack, "q01", title="表")
    asked = delegate(steward, full, pack, "q02", person=acting.person("staff"))
    made = plan(steward, full, pack, "q03", Wanted("書く"))
    final = finalise(steward, full, pack)
    ids = {"evidence": shown.pk, "remove_evidence": shown.pk, "withdraw": asked.pk}
    ids |= dict.fromkeys(("plan", "finish_plan", "reopen_plan", "drop_plan"), made.pk)
    there = acting.client("owner", at=acting.there)
    walked = set()
    for pattern in urls.urlpatterns:
        given = {name: "q01" for name in ("item",) if name in pattern.pattern.converters}
        if "id" not in pattern.pattern.converters:
            continue
        for id in (ids.get(pattern.name, final.pk), uuid.uuid4()):
            address = reverse(
                f"checks:{pattern.name}", kwargs={"organisation": acting.there, "id": id, **given}
            )
            answers = {there.get(address).status_code, there.post(address, {}).status_code}
            assert answers <= {404, 405}, address
            assert 404 in answers, address
            walked.add(pattern.name)
    assert len(walked) == 19
    for one, other in ((final.pk, final.pk), (final.pk, uuid.uuid4())):
        address = acting.url(f"checks/compare/?one={one}&other={other}", at=acting.there)
        assert there.get(address).status_code in (302, 404)


def test_the_lists_ask_the_database_as_often_for_many_rounds_as_for_few(
    acting, final, steward, pack, django_assert_max_num_queries
):
    for _n in range(4):
        fill(steward, begin(steward, pack), pack, {})
    client = acting.client("steward")
    client.get(acting.url(""))  # What a session notes once in five minutes is not counted here.
    for path, most in (("checks/", 6), ("checks/plans/", 7), (f"checks/{final.pk}/", 10), ("", 76)):
        with django_assert_max_num_queries(most):
            assert client.get(acting.url(path)).status_code == 200
