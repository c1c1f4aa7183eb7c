"""Whoever answers behind a link chooses the language there, without a script, for that link only."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from kuramori.outside import clock
from kuramori.press import pdf
from kuramori.work.requests import keeping
from kuramori.work.requests.models import ReplyWay
from kuramori.work.requests.taking_in import take_in
from kuramori.work.requests.tests import asked_world
from kuramori.work.requests.tests.answering import guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def behind(acting: Any) -> Any:
    owner = acting.actor("owner")
    return guest(owner, asked_world.sent(owner).asked[0])


def test_every_page_leads_to_itself_in_the_other_language_and_stays_in_it(behind: Any) -> None:
    first = behind.page()
    assert 'href="?lang=en"' in first
    assert "答えはじめる" in first
    chosen = behind.get("?lang=en")
    assert "Begin to answer" in chosen.content.decode()
    assert chosen["Content-Language"] == "en"
    kept = chosen.cookies["kura_link_language"]
    assert kept["path"] == f"/link/{behind.secret}/"
    assert kept["max-age"] == ""
    for rest in ("", "evidence/", "fill/", "colleagues/", "hand-in/", "result/", "items/all/"):
        page = behind.get(rest)
        assert page["Content-Language"] == "en", rest
        assert 'lang="ja"' in page.content.decode(), rest
    assert behind.client.get("/check/")["Content-Language"] == "ja"


def test_changing_the_language_in_the_middle_of_a_part_saves_what_was_typed(behind: Any) -> None:
    page = behind.page("items/all/")
    assert 'formaction="?lang=en"' in page
    sent = behind.post(
        "items/all/?lang=en", {"q01": "1", "q01.words": "棚を買う", "q01.seen": "", "go": "stay"}
    )
    assert sent.status_code == 302
    after = behind.page("items/all/")
    assert "棚を買う" in after
    assert "Save and" in after


def test_the_page_that_asks_for_the_code_has_the_switch_and_an_ended_link_too(
    behind: Any, client: Any
) -> None:
    asks = client.get(f"/link/{behind.secret}/?lang=en")
    assert asks["Content-Language"] == "en"
    wrong = client.post(f"/link/{behind.secret}/code/", {"code": "000000"})
    assert 'href="../?lang=ja"' in wrong.content.decode()
    type(behind.link).objects.filter(pk=behind.link.pk).update(revoked_at=clock.now())
    assert client.get(f"/link/{behind.secret}/request/")["Content-Language"] == "en"


def test_papers_come_in_the_language_of_the_pages(behind: Any) -> None:
    behind.get("?lang=en")
    answer = behind.get("result.pdf")
    assert answer["Content-Type"] == pdf.MEDIA_TYPE
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(answer.content))
    assert "Next steps" in text


def test_a_certificate_in_english_has_no_word_of_another_language_of_ours(acting: Any) -> None:
    owner = acting.actor("owner")
    world = asked_world.sent(owner)
    one = guest(owner, world.asked[0])
    seen = asked_world.seen(world.requirements, asked_world.answers(world.requirements, 2))
    take_in(owner, world.asked[0], seen, way=ReplyWay.LINK)
    one.get("?lang=en")
    assert "(Japan time)" in _text(one.get("receipt.pdf").content)
    keeping.remove_answers(owner, world.asked[0], "先方の求めにより")
    removed = _text(one.get("removal.pdf").content)
    assert "(Japan time)" in removed
    assert "日本時間" not in removed


def test_one_question_is_one_in_english(behind: Any) -> None:
    behind.get("?lang=en")
    behind.post("items/all/", {"q01": "2", "q01.seen": ""})
    sheet = behind.page("result/")
    assert "1 question · 100%" in sheet
    assert "2 questions · 0%" in sheet
    assert "1 questions" not in sheet


def _text(content: bytes) -> str:
    return "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(content))


def test_another_word_than_a_language_changes_nothing(behind: Any) -> None:
    answer = behind.get("?lang=xx")
    assert answer["Content-Language"] == "ja"
    assert "kura_link_language" not in answer.cookies
