from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from kuramori.rules import answers
from kuramori.rules.catalogue import Pack
from kuramori.work.checks.guest import packs
from kuramori.work.checks.guest.tests.visitor import Page, Visitor


def _load(
    visitor: Visitor, content: str | bytes, route: str = "first", name: str = "a.kuramori.json"
) -> Page:
    visitor.open("/check/")
    token = visitor.client.cookies["kura_csrf"].value
    raw = content.encode() if isinstance(content, str) else content
    data = {"file": SimpleUploadedFile(name, raw), "route": route, "csrfmiddlewaretoken": token}
    return visitor.show(visitor.client.post("/check/load/", data))


def test_the_travel_file_holds_exactly_what_was_answered(finished: Visitor, pack: Pack) -> None:
    finished.enter(official_score="64", note="社長と確認").press("go=file")
    response: HttpResponse = finished.response
    assert response["Content-Disposition"].startswith('attachment; filename="jiko-check-')
    assert response["Content-Disposition"].endswith('.kuramori.json"')
    told = json.loads(response.content)
    assert list(told) == ["pack", "version", "answers", "official_score", "note"]
    assert (told["pack"], told["version"]) == (pack.id, pack.version)
    assert (told["official_score"], told["note"]) == (64, "社長と確認")
    assert told["answers"]["q11"] == {"na": "だれにも渡していない"}
    assert answers.read(response.content, packs.find).answers["q01"] == answers.Answered(2)


def test_a_note_as_long_as_the_browser_allows_arrives_whole(finished: Visitor) -> None:
    lines = "".join(f"{n:09}\n" for n in range(200))
    assert len(lines) == answers.NOTE_LENGTH
    # This is how a browser sends line ends, whatever was typed.
    finished.enter(note=lines.replace("\n", "\r\n")).press("go=file")
    assert json.loads(finished.response.content)["note"] == lines.strip()


@pytest.mark.parametrize("score", [64, 63.25, 51.12])
def test_a_score_of_the_official_workbook_comes_back_as_it_was_told(visitor: Visitor, score: float) -> None:
    file = {"pack": "jp/meti/tics", "answers": {"q01": 2}, "official_score": score}
    _load(visitor, json.dumps(file)).sent("official_score")
    visitor.press("go=file")
    assert json.loads(visitor.response.content)["official_score"] == score


def test_a_file_that_was_saved_goes_on_at_the_first_open_question(visitor: Visitor, pack: Pack) -> None:
    visitor.begin()
    visitor.enter(q01="3").press("go=next")
    visitor.press("go=file")
    page = _load(visitor, visitor.response.content)
    assert "1問の答えを読み込みました" in page.text
    assert "問2" in page.heading
    assert page.sent("q01") == ["3"]


def test_a_file_can_be_looked_through_on_one_page(finished: Visitor, pack: Pack) -> None:
    finished.press("go=file")
    page = _load(finished, finished.response.content, route="review")
    assert page.sent(pack.items[0].id) == ["2"]
    assert page.sent("q11.reason") == ["だれにも渡していない"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ('{"pack": "jp/meti/tics", "answers": {"q99": 1}}', ["answers.q99", "q99"]),
        ('{"pack": "jp/meti/tics", "answers": {"q01": 4}}', ["answers.q01", "0から3"]),
        ('{"pack": "jp/meti/tics", "answers": {"q01": true}}', ["answers.q01"]),
        ('{"pack": "jp/meti/tics", "answers": {"q11": {"na": " "}}}', ["answers.q11", "理由"]),
        ('{"pack": "jp/meti/tics", "answers": {"q01": {"na": "無い"}}}', ["answers.q01", "選べません"]),
        ('{"pack": "somebody/else", "answers": {}}', ["somebody/else"]),
        ('{"pack": "jp/meti/tics", "version": "0.1", "answers": {}}', ["0.1"]),
        ('{"pack": "jp/meti/tics", "answers": {"q01": 1, "q01": 2}}', ["q01"]),
        ('{"pack": "jp/meti/tics", ', []),
        ("", ["空"]),
        (b"\xff\xfe\x00", ["UTF-8"]),
    ],
)
def test_a_file_that_does_not_hold_is_refused_with_the_place_named(
    visitor: Visitor, content: str | bytes, names: list[str]
) -> None:
    page = _load(visitor, content)
    assert visitor.response.status_code == 422
    assert "読み込めませんでした。まだ何も変わっていません。" in page.text
    for name in names:
        assert name in page.text


def test_no_file_is_said_so(visitor: Visitor) -> None:
    visitor.open("/check/")
    token = visitor.client.cookies["kura_csrf"].value
    page = visitor.show(visitor.client.post("/check/load/", {"csrfmiddlewaretoken": token}))
    assert "ファイルがまだ選ばれていません" in page.text


def test_a_huge_file_is_refused_before_it_is_read(visitor: Visitor) -> None:
    page = _load(visitor, b" " * 1_000_001)
    assert visitor.response.status_code == 413
    assert "1 MB" in page.text


def test_a_file_name_is_shown_but_cannot_bring_markup(visitor: Visitor) -> None:
    page = _load(visitor, "{", name="<img src=x>.json")
    assert "<img" not in page.html
