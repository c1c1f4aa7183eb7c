"""Every kind of report, found by its folder."""

from __future__ import annotations

import json
import re
import string
from typing import Any

import pytest

from kuramori.across.reports.render import KINDS, FormatNotOffered, NoSuchReport, kinds, render, report
from kuramori.across.reports.report import MEDIA_TYPES
from kuramori.across.reports.words import LANGUAGES, words_in

BEGINNINGS = {
    "pdf": b"%PDF-1.7",
    "xlsx": b"PK\x03\x04",
    "png": b"\x89PNG",
    "svg": b"<?xml",
    "html": b"<!doctype html>",
}
EVERY = [(kind, form, lang) for kind in kinds() for form in report(kind).formats for lang in LANGUAGES]


def _sample(kind: str) -> Any:
    return report(kind).read(json.loads((KINDS / kind / "sample.json").read_text("utf-8")))


def test_the_two_kinds_of_the_self_check_are_found_by_their_folders() -> None:
    assert {"self_check", "owner_page"} <= set(kinds())


@pytest.mark.parametrize(("kind", "form", "lang"), EVERY)
def test_a_kind_renders_its_sample(kind: str, form: str, lang: str) -> None:
    rendered = render(kind, _sample(kind), form, lang)
    assert rendered.content.startswith(BEGINNINGS[form])
    assert rendered.media_type == MEDIA_TYPES[form]
    assert rendered.filename == f"{report(kind).title[lang]}_架空精工株式会社_2026-11-24.{form}"


@pytest.mark.parametrize("kind", kinds())
def test_a_kind_says_what_it_is_in_both_languages(kind: str) -> None:
    found = report(kind)
    assert found.id == kind
    assert set(found.title) == set(found.audience) == set(LANGUAGES)
    assert re.fullmatch(r"[a-z]+:[a-z]+:[a-z]+", found.permission)


@pytest.mark.parametrize("kind", kinds())
def test_the_words_are_complete_in_both_languages(kind: str) -> None:
    japanese, english = (words_in(KINDS / kind, lang).sentences for lang in LANGUAGES)
    assert set(japanese) == set(english)
    for key in japanese:
        names = [
            {name for _, name, _, _ in string.Formatter().parse(words[key]) if name}
            for words in (japanese, english)
        ]
        assert names[1] <= names[0], key
    left_in_japanese = [key for key, says in english.items() if re.search("[ぁ-ん一-龯]", says)]
    assert left_in_japanese == []


@pytest.mark.parametrize("kind", kinds())
def test_no_word_is_kept_that_nothing_says(kind: str) -> None:
    sources = "".join(
        path.read_text("utf-8") for path in KINDS.glob("*/*.*") if path.suffix in {".py", ".typ"}
    )
    for key in words_in(KINDS / kind, "ja").sentences:
        family = key.split(".")[0] + "."
        # By its own name in code or template, as a family ("stamp."), or with its end worked out (f"route.{…}").
        spoken = re.search(rf"[\"'.]{re.escape(key)}\b", sources)
        assert spoken or f'"{family}"' in sources or f'"{family}{{' in sources, key


@pytest.mark.parametrize("form", ["pdf", "svg", "png", "html"])
def test_the_same_data_gives_the_same_bytes(form: str) -> None:
    first, second = (render("self_check", _sample("self_check"), form).content for _ in range(2))
    assert first == second


def test_a_kind_that_is_no_folder_is_refused() -> None:
    with pytest.raises(NoSuchReport):
        report("../../work")


def test_a_format_that_a_kind_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(FormatNotOffered) as caught:
        render("owner_page", _sample("owner_page"), "xlsx")
    assert caught.value.formats == ("pdf", "html")


def test_a_file_name_has_nothing_that_a_disk_refuses() -> None:
    sample = json.loads((KINDS / "self_check" / "sample.json").read_text("utf-8"))
    sample["organisation"] = 'A/B\\C:"D"*?<E>|\x07 ..'
    rendered = render("self_check", report("self_check").read(sample), "svg")
    assert rendered.filename == "自己チェック報告書_A B C D E_2026-11-24.svg"


def test_data_with_an_unknown_key_is_refused() -> None:
    sample = json.loads((KINDS / "self_check" / "sample.json").read_text("utf-8"))
    with pytest.raises(TypeError, match="colour"):
        report("self_check").read({**sample, "colour": "red"})
