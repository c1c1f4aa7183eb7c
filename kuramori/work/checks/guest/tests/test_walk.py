from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from kuramori.rules.catalogue import Pack
from kuramori.work.checks.guest.tests.conftest import filled_in
from kuramori.work.checks.guest.tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("no_database")


@pytest.fixture
def no_database(
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]], db: None
) -> Iterator[None]:
    """The guest's check never asks the database anything."""
    with django_assert_num_queries(0):
        yield


def test_a_visitor_without_scripts_gets_from_the_entrance_to_a_score(visitor: Visitor, pack: Pack) -> None:
    visitor.begin()
    entered = filled_in(pack)
    for number, item in enumerate(pack.items, start=1):
        assert f"問{number}" in visitor.page.heading
        own = {name: value for name, value in entered.items() if name.startswith(item.id)}
        visitor.enter(**own).press("go=next")
    assert visitor.page.heading == "自己チェックの結果"
    assert "総合点" in visitor.page.text
    assert "途中の点" not in visitor.page.text


def test_every_answer_travels_in_the_form(finished: Visitor, pack: Pack) -> None:
    sent = dict(finished.page.fields)
    assert [sent[item.id] for item in pack.items] == [*"2121321212", "na", *"12112112"]
    assert sent["q11.reason"] == "だれにも渡していない"


def test_going_back_shows_what_was_ticked(visitor: Visitor) -> None:
    visitor.begin()
    visitor.enter(q01="3").press("go=next")
    page = visitor.press("go=back")
    assert page.sent("q01") == ["3"]
    assert "問1" in page.heading


def test_a_question_may_be_left_for_later(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.press("go=next")
    assert "問2" in page.heading
    assert page.sent("q01") == []


def test_the_list_of_all_questions_leads_to_any_of_them(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.enter(q01="2").press("go=jump:q17")
    assert "問17" in page.heading
    assert page.sent("q01") == ["2"]


def test_not_applicable_without_a_reason_is_named_beside_the_field_and_does_not_go_on(
    visitor: Visitor,
) -> None:
    visitor.begin()
    visitor.enter(q01="2").press("go=jump:q11")
    page = visitor.enter(q11="na", q11_reason="　 ").press("go=next")
    assert visitor.response.status_code == 422
    assert "問11" in page.heading
    assert "「当てはまらない」の理由が書かれていません" in page.text
    assert page.sent("q01") == ["2"]
    assert page.sent("q11") == ["na"]


def test_a_reason_is_kept_while_another_level_is_ticked(visitor: Visitor) -> None:
    visitor.begin()
    visitor.press("go=jump:q11")
    visitor.enter(q11="na", q11_reason="渡していない").press("go=next")
    page = visitor.press("go=jump:q11")
    page = visitor.enter(q11="1").press("go=next")
    page = visitor.press("go=back")
    assert page.sent("q11") == ["1"]
    assert page.sent("q11.reason") == ["渡していない"]


def test_the_language_can_be_switched_at_any_question_without_losing_an_answer(visitor: Visitor) -> None:
    visitor.begin()
    visitor.enter(q01="3").press("go=next")
    page = visitor.enter(q02="1").press("go=lang:en")
    assert page.lang == "en"
    assert visitor.response["Content-Language"] == "en"
    assert page.sent("q01") == ["3"]
    assert page.sent("q02") == ["1"]
    assert visitor.client.cookies["kura_language"].value == "en"
    assert visitor.press("go=lang:ja").lang == "ja"


@pytest.mark.parametrize("button", ["go=all", "go=result"])
def test_the_language_can_be_switched_on_the_long_pages_too(visitor: Visitor, button: str) -> None:
    visitor.begin()
    before = visitor.enter(q01="3").press(button).action
    page = visitor.press("go=lang:en")
    assert (page.lang, page.action) == ("en", before)
    assert page.sent("q01") == ["3"]


def test_all_questions_can_be_answered_on_one_page(visitor: Visitor, pack: Pack) -> None:
    visitor.open("/check/all/")
    page = visitor.enter(**{item.id: "3" for item in pack.items}).press("go=result")
    assert page.heading == "自己チェックの結果"
    assert "100" in page.text


def test_what_is_wrong_on_the_long_page_is_listed_at_its_head_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.open("/check/all/")
    page = visitor.enter(q01="3", q11="na").press("go=result")
    assert visitor.response.status_code == 422
    assert "1か所を直してから" in page.text
    assert page.sent("q01") == ["3"]


def test_the_paper_form_has_every_question_and_says_that_it_is_no_certification(
    visitor: Visitor, pack: Pack
) -> None:
    page = visitor.open("/check/paper/")
    for item in pack.items:
        assert pack.text("ja").items[item.id].question in page.text
    assert pack.text("ja").disclaimer in page.text


@pytest.mark.parametrize("address", ["item", "result", "file", "load"])
def test_an_address_without_answers_leads_to_the_entrance_with_a_word(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"/check/{address}/")
    assert visitor.response.status_code == 200
    assert "答えの続きは、この画面から始めます" in page.text


def test_nothing_with_answers_is_cached(finished: Visitor) -> None:
    assert "no-store" in finished.response["Cache-Control"]


def test_the_only_cookies_are_for_forgery_and_language(finished: Visitor) -> None:
    finished.press("go=lang:en")
    assert {name.rsplit("_", 1)[-1] for name in finished.client.cookies} == {"csrf", "language"}


def test_a_form_without_its_token_is_refused(pack: Pack) -> None:
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post("/check/item/", {"pack": pack.id, "version": pack.version, "go": "start"})
    assert response.status_code == 403


def test_the_way_on_is_the_first_button_so_that_enter_goes_on(visitor: Visitor) -> None:
    page = visitor.begin()
    assert next(iter(page.buttons)) == "go=next"
