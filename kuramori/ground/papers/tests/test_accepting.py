"""Texts are frozen, and each acceptance names the very wording."""

from __future__ import annotations

import pytest
from django.db import connection

from kuramori.ground.papers.accept import AnotherText, Nobody, accept
from kuramori.ground.papers.freeze import NothingWritten, freeze, hash_of, in_force
from kuramori.ground.papers.models import Acceptance, Text, Way
from kuramori.ground.trail.models import Entry

KIND = "places:pledge"


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


def test_the_same_wording_is_frozen_once(steward):
    first = freeze(steward, KIND, title="お約束", body="写真を撮りません。")
    assert freeze(steward, KIND, title=" お約束 ", body="写真を撮りません。\r\n") == first
    assert first.sha256 == hash_of("お約束", "写真を撮りません。")
    assert Entry.objects.filter(event="papers:text:frozen").count() == 1


def test_a_new_wording_is_in_force_and_the_old_one_stays(steward):
    old = freeze(steward, KIND, title="お約束", body="写真を撮りません。")
    new = freeze(steward, KIND, title="お約束", body="写真も録音もしません。")
    assert in_force(KIND) == new
    assert Text.objects.get(pk=old.pk).body == "写真を撮りません。"
    assert freeze(steward, KIND, title="お約束", body="写真を撮りません。") == old
    assert in_force(KIND) == old


def test_the_body_does_not_lie_in_clear_in_the_database(steward):
    freeze(steward, KIND, title="お約束", body="図面を持ち出しません。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM papers_text")
        assert "図面".encode() not in bytes(cursor.fetchone()[0])


def test_an_acceptance_tells_who_how_and_which_text(steward):
    text = freeze(steward, KIND, title="お約束", body="写真を撮りません。")
    made = accept(
        steward,
        steward.organisation,
        text,
        shown=text.sha256,
        way=Way.PAPER,
        name="例示 一郎",
        about=("visit", "1"),
    )
    kept = Acceptance.objects.get(pk=made.pk)
    assert (kept.name, kept.way, kept.text_id, kept.noted_by_id) == (
        "例示 一郎",
        Way.PAPER,
        text.pk,
        steward.person_id,
    )


def test_what_was_not_on_the_screen_is_not_accepted(steward):
    text = freeze(steward, KIND, title="お約束", body="写真を撮りません。")
    with pytest.raises(AnotherText):
        accept(steward, steward.organisation, text, shown="0" * 64, way=Way.SCREEN, name="例示 一郎")
    Text.objects.filter(pk=text.pk).update(title="別の題")
    text.refresh_from_db()
    with pytest.raises(AnotherText):
        accept(steward, steward.organisation, text, shown=text.sha256, way=Way.SCREEN, name="例示 一郎")


def test_nobody_accepts_nothing(steward):
    text = freeze(steward, KIND, title="お約束", body="写真を撮りません。")
    with pytest.raises(Nobody):
        accept(steward, steward.organisation, text, shown=text.sha256, way=Way.TABLET, name="  ")
    with pytest.raises(NothingWritten):
        freeze(steward, KIND, title="お約束", body=" ")
