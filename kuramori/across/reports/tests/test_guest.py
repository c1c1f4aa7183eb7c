from __future__ import annotations

import pytest
from django.test import Client

from kuramori.work.checks.guest import packs


@pytest.fixture
def answers() -> dict[str, str]:
    pack = packs.on_offer()[0]
    given = {item.id: "2" for item in pack.items}
    return {
        "pack": pack.id,
        "version": pack.version,
        "route": "first",
        **given,
        "q11": "na",
        "q11.reason": "無い",
    }


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("pdf", b"%PDF-"),
        ("xlsx", b"PK"),
        ("svg", b"<?xml"),
        ("png", b"\x89PNG"),
        ("html", b"<!doctype html>"),
    ],
)
def test_a_guest_can_take_the_result_home(
    client: Client, answers: dict[str, str], format: str, begins: bytes
) -> None:
    response = client.post(f"/check/report/{format}/", answers)
    assert response.status_code == 200
    assert response.content[:20].lower().startswith(begins.lower())
    kept = "inline" if format == "html" else "attachment"
    assert response["Content-Disposition"].startswith(kept)
    assert f".{format}" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_making_a_document_asks_the_database_nothing(
    client: Client, answers: dict[str, str], django_assert_num_queries: object, db: None
) -> None:
    with django_assert_num_queries(0):
        client.post("/check/report/svg/", answers)


def test_a_format_that_there_is_not_is_not_found(client: Client, answers: dict[str, str], db: None) -> None:
    assert client.post("/check/report/docx/", answers).status_code == 404


def test_the_address_without_answers_leads_to_the_entrance(client: Client) -> None:
    assert "答えの続きは、この画面から始めます" in client.get("/check/report/pdf/").content.decode()


def test_a_character_that_cannot_be_printed_is_named_and_the_answers_stay(
    client: Client, answers: dict[str, str]
) -> None:
    response = client.post("/check/report/pdf/", {**answers, "note": "\U00012000"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "U+12000" in page
    assert 'name="q11.reason" value="無い"' in page
