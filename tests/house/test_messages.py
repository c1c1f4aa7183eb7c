"""English is complete: every sentence of every page and message has one, and nothing lies about unused."""

import re

from tests.house import messages


def test_every_sentence_has_an_english_one():
    assert messages.missing() == []


def test_no_template_says_anything_past_the_catalogue():
    assert messages.unsaid() == []


def test_no_translation_is_left_over():
    assert messages.unused() == []


def test_the_compiled_catalogue_is_the_committed_one():
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.compiled()


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


def test_english_sentences_are_english():
    for message in messages.catalogue():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not message.id:
            continue
        for text in strings:
            left = messages.JAPANESE.findall(text.replace("蔵守", "").replace("「", "").replace("」", ""))
            # Names of things that keep their own name (TICS marks ①…⑨, 日本語) may stand in brackets.
            assert len(left) <= 12, text
