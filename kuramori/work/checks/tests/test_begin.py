"""Beginning a round: empty, from a file, and from the last one."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from kuramori.ground.packs import read as packs
from kuramori.ground.packs.models import KeptPack
from kuramori.outside import clock
from kuramori.rules import answers as answer_rules
from kuramori.rules.answers import Answered, NotApplicable
from kuramori.work.checks import read
from kuramori.work.checks.answer import answer
from kuramori.work.checks.begin import PreviousStillOpen, begin, revise, take_in
from kuramori.work.checks.evidence import attach_link
from kuramori.work.checks.finalise import finalise
from kuramori.work.checks.given import given_answers, travel_file
from kuramori.work.checks.models import Answer, Evidence, Sheet
from kuramori.work.checks.tests.conftest import fill


def test_a_sheet_keeps_the_digest_of_its_pack_and_the_database_its_text(steward, pack):
    sheet = begin(steward, pack)
    assert (sheet.pack_id, sheet.version, sheet.digest) == (pack.id, pack.version, pack.digest)
    assert "pack.yaml" in KeptPack.objects.get(digest=pack.digest).files


def test_a_second_round_in_the_same_month_gets_a_name_of_its_own(steward, pack):
    first, second = begin(steward, pack).name, begin(steward, pack).name
    assert second == f"{first}（2）"


def test_a_long_name_is_cut_and_not_refused(steward, pack):
    assert len(begin(steward, pack, name="長" * 200).name) == 80


def test_what_was_brought_is_what_stands(steward, pack, entries):
    brought = answer_rules.AnswerFile(
        pack.id, pack.version, {"q01": Answered(3), "q13": NotApplicable("ない")}, 64.1, "控え"
    )
    sheet = take_in(steward, pack, brought)
    sheet.refresh_from_db()
    assert given_answers(sheet) == brought.answers
    assert (str(sheet.official_score), sheet.note) == ("64.10", "控え")
    assert travel_file(sheet) == brought
    assert entries() == ["checks:sheet:taken_in"]


def test_a_file_is_taken_in_whole_or_not_at_all(steward, pack, monkeypatch, entries):
    def refuse(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("kuramori.work.checks.begin.record", refuse)
    brought = answer_rules.AnswerFile(pack.id, pack.version, {"q01": Answered(3)})
    with pytest.raises(RuntimeError):
        take_in(steward, pack, brought)
    assert not Sheet.objects.exists()
    assert not Answer.objects.exists()
    assert entries() == []


def test_a_review_starts_from_the_last_answers_and_their_evidence(acting, steward, full, pack):
    attach_link(steward, full, pack, "q13", title="鍵の管理表")
    finalise(steward, full, pack)
    new = revise(acting.actor("owner"), full, pack)
    assert given_answers(new) == given_answers(full)
    assert [one.title for one in Evidence.objects.filter(sheet=new)] == ["鍵の管理表"]
    assert new.previous == full
    # Nobody has looked at them again yet, and the page says so.
    assert all(line.is_carried for line in read.sheet_view(steward, new).lines)


def test_a_review_leaves_out_what_the_pack_of_today_does_not_take(steward, sheet, pack):
    fill(steward, sheet, pack, {"q13": {"na": "ない"}, "q02": 3})
    finalise(steward, sheet, pack)
    stricter = [
        dataclasses.replace(item, na_allowed=False) for item in pack.items if item.id not in ("q19", "q18")
    ]
    today = dataclasses.replace(pack, items=tuple(stricter), digest=pack.digest)
    new = revise(steward, sheet, today)
    kept = given_answers(new)
    assert {"q13", "q18", "q19"}.isdisjoint(kept)
    assert kept["q02"] == Answered(3)


def test_an_open_round_is_gone_on_with_and_not_begun_anew(steward, sheet, pack):
    with pytest.raises(PreviousStillOpen):
        revise(steward, sheet, pack)


def test_a_sheet_stays_readable_after_its_pack_left_the_shelf(steward, final, pack, settings, tmp_path):
    settings.DATA, settings.PACK_FOLDERS = tmp_path, [tmp_path / "packs"]
    (tmp_path / "packs").mkdir()
    packs._kept.cache_clear()
    assert packs.packs() == ()
    found = read.pack_of(final)
    assert (found.digest, found.id) == (pack.digest, pack.id)
    assert read.sheet_view(steward, final).lines[0].title == pack.text("ja").items["q01"].title
    assert read.sheet_result(steward, final).page.total.points == 20
    shutil.rmtree(tmp_path)


def test_carried_answers_keep_who_gave_them_and_when(acting, steward, final, pack):
    with clock.standing_at(clock.now().replace(year=clock.today().year + 1)):
        new = revise(acting.actor("owner"), final, pack)
        answer(acting.actor("owner"), new, pack, "q01", value=3, revision=1)
    assert Answer.objects.get(sheet=new, item="q02").answered_by_id == steward.person_id
    assert Answer.objects.get(sheet=new, item="q01").answered_by_id == acting.person("owner").pk
