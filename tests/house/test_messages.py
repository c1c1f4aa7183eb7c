"""English is complete: every sentence of every page and message has one, and nothing lies about unused."""

import re
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.utils import translation

from kuramori.ground.people.importing import columns
from kuramori.ground.people.models import Kind
from tests.house import messages

# One worker reads every sentence, once.
pytestmark = pytest.mark.xdist_group("messages")

ROOT = Path(django.__file__).parent


def test_every_sentence_has_an_english_one():
    assert messages.missing() == []


def test_no_template_says_anything_past_the_catalogue():
    assert messages.unsaid() == []


def test_no_translation_is_left_over():
    assert messages.unused() == []


def test_the_compiled_catalogue_is_the_committed_one():
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.compiled()


def test_what_djangos_forms_say_is_said_as_in_an_office():
    assert messages.OFFICE_PO.with_suffix(".mo").read_bytes() == messages.office_words_compiled()
    with (ROOT / "conf/locale/ja/LC_MESSAGES/django.po").open("rb") as file:
        theirs = read_po(file, locale="ja")
    for message in messages.office_words():
        assert message.id in theirs or not message.id, message.id
    with translation.override("ja"):
        assert forms.Field().error_messages["required"] == "ここが空です。書くか、選んでください。"


def test_a_translation_fills_the_same_places():
    places = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
    for message in messages.catalogue():
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {match.group() for text in ids for match in places.finditer(text)}
        for text in strings:
            assert {match.group() for match in places.finditer(text)} <= wanted, text


# Words that a roster file holds in Japanese only: who fills one in must read them as they have to be written.
OF_ROSTER_FILES = (
    "社員番号", "氏名", "フリガナ", "区分", "部署", "入社日", "退職日", "メール",
    "役員", "社員", "派遣", "パート", "副業", "外部",
)  # fmt: skip


def test_words_of_roster_files_are_words_that_the_reader_of_files_knows():
    with translation.override("ja"):
        known = {str(kind.label) for kind in Kind} | {str(heading) for heading in columns.LABELS.values()}
    assert set(OF_ROSTER_FILES) <= known


def test_english_sentences_are_english():
    for message in messages.catalogue():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not message.id:
            continue
        for text in strings:
            for kept in ("蔵守", "「", "」", *OF_ROSTER_FILES):
                text = text.replace(kept, "")
            left = messages.JAPANESE.findall(text)
            # Names of things that keep their own name (TICS marks ①…⑨, 日本語) may stand in brackets.
            assert len(left) <= 12, text
