"""What hangs on a sheet: notes, evidence, requests to colleagues."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal

import pytest

from kuramori.ground.papers.kinds import KindRefused
from kuramori.ground.papers.models import File
from kuramori.ground.papers.store import EmptyFile
from kuramori.work.checks.answer import SheetAlreadyFinal, UnknownItem
from kuramori.work.checks.delegate import CannotAnswer, delegate, withdraw
from kuramori.work.checks.evidence import (
    LinkRefused,
    NothingToShow,
    attach_file,
    attach_link,
    remove_evidence,
)
from kuramori.work.checks.models import Delegation, Evidence
from kuramori.work.checks.note import ScoreOutOfRange, StaleNote, mark_of, note

PDF = b"%PDF-1.7\n" + b"x" * 5000


def test_evidence_knows_the_hash_of_what_was_handed_in(steward, sheet, pack, entries):
    shown = attach_file(
        steward, sheet, pack, "q13", title="", name="鍵の管理表.pdf", chunks=[PDF[:10], PDF[10:]]
    )
    assert shown.file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (shown.file.size, shown.title) == (len(PDF), "鍵の管理表.pdf")
    assert entries() == ["papers:file:stored", "checks:evidence:added"]


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [("a.exe", b"MZ", KindRefused), ("a.pdf", b"GIF89a", KindRefused), ("a.pdf", b"", EmptyFile)],
)
def test_a_file_that_is_not_taken_leaves_nothing(steward, sheet, pack, entries, name, content, refusal):
    with pytest.raises(refusal):
        attach_file(steward, sheet, pack, "q13", title="x", name=name, chunks=[content])
    assert not Evidence.objects.exists()
    assert not File.objects.exists()
    assert entries() == []


def test_a_file_for_a_final_sheet_leaves_nothing(steward, final, pack, entries):
    with pytest.raises(SheetAlreadyFinal):
        attach_file(steward, final, pack, "q13", title="x", name="a.pdf", chunks=[PDF])
    assert not File.objects.exists()
    assert entries() == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a/b", "https://", "http://a b", "https://[", "file:///etc/passwd"]
)
def test_only_web_addresses_are_links(steward, sheet, pack, url):
    with pytest.raises(LinkRefused):
        attach_link(steward, sheet, pack, "q13", title="x", url=url)


def test_a_place_alone_is_evidence_and_a_house_address_is_a_link(steward, sheet, pack):
    assert attach_link(steward, sheet, pack, "q13", title="書庫Bの3段目").url == ""
    assert attach_link(steward, sheet, pack, "q13", title="", url="http://fileserver/kitei").title


def test_evidence_that_shows_nothing_is_refused(steward, sheet, pack):
    with pytest.raises(NothingToShow):
        attach_link(steward, sheet, pack, "q13", title=" \u202e ")


def test_evidence_for_an_unknown_item_is_refused_before_a_byte_is_kept(steward, sheet, pack):
    with pytest.raises(UnknownItem):
        attach_file(steward, sheet, pack, "q99", title="x", name="a.pdf", chunks=[PDF])
    assert not File.objects.exists()


def test_evidence_taken_off_twice_leaves_one_entry(steward, sheet, pack, entries):
    shown = attach_link(steward, sheet, pack, "q13", title="表")
    remove_evidence(steward, shown, pack)
    remove_evidence(steward, shown, pack)
    assert entries() == ["checks:evidence:added", "checks:evidence:removed"]


def test_asking_somebody_else_takes_the_first_request_back(acting, steward, sheet, pack):
    delegate(steward, sheet, pack, "q13", person=acting.person("staff"))
    delegate(steward, sheet, pack, "q13", person=acting.person("section"), due_on=datetime.date(2030, 1, 31))
    still = Delegation.objects.filter(withdrawn_at__isnull=True)
    assert [row.person for row in still] == [acting.person("section")]


def test_nobody_is_asked_who_cannot_answer(acting, steward, sheet, pack, entries):
    with pytest.raises(CannotAnswer):
        delegate(steward, sheet, pack, "q13", person=acting.person("auditor"))
    assert entries() == []


def test_a_request_taken_back_twice_leaves_one_entry(acting, steward, sheet, pack, entries):
    asked = delegate(steward, sheet, pack, "q13", person=acting.person("staff"))
    withdraw(steward, asked, pack)
    withdraw(steward, asked, pack)
    assert entries() == ["checks:item:delegated", "checks:item:delegation_withdrawn"]


def test_a_note_written_on_old_ground_is_refused(acting, steward, sheet, pack):
    seen = mark_of(sheet)
    note(acting.actor("owner"), sheet, name="秋の回", official_score=None, text="社長の控え", seen=seen)
    with pytest.raises(StaleNote) as refused:
        note(steward, sheet, name="別の名", official_score=None, text="", seen=seen)
    assert refused.value.current.note == "社長の控え"


def test_a_note_that_says_the_same_leaves_no_entry(steward, sheet, pack, entries):
    note(steward, sheet, name=sheet.name, official_score=None, text="")
    assert entries() == []
    note(steward, sheet, name=sheet.name, official_score=Decimal("64.5"), text="")
    assert entries() == ["checks:sheet:noted"]


@pytest.mark.parametrize("score", [Decimal("100.01"), Decimal(-1)])
def test_a_score_outside_its_range_is_refused(steward, sheet, score):
    with pytest.raises(ScoreOutOfRange):
        note(steward, sheet, name="x", official_score=score, text="")
