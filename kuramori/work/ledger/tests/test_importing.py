"""Any workbook comes in: its headings guessed, its wrong rows named, and nothing changed before it was agreed to."""

from __future__ import annotations

import datetime
import io
import uuid
from typing import Any

import pytest
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kuramori.ground.people.actor import Actor, NotAllowed
from kuramori.ground.search.find import find
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.rules.document import FORBIDDEN
from kuramori.work.ledger import entry, register
from kuramori.work.ledger.importing import draft as drafts
from kuramori.work.ledger.importing import take_in
from kuramori.work.ledger.importing.cells import is_settled
from kuramori.work.ledger.importing.columns import plain, proposed
from kuramori.work.ledger.importing.look import ColumnTwice, look, say_columns
from kuramori.work.ledger.importing.table import FileWrong
from kuramori.work.ledger.models import Asset, Heading, ImportDraft, Version
from kuramori.work.ledger.tests import making
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEAD = ("管理番号", "情報名", "何が秘密か", "機密区分", "共有区分", "保管場所", "管理者", "次回見直し日")
GOOD = (
    "K-101",
    "射出成形の条件表",
    "温度と圧力",
    "秘",
    "共有しない",
    "本社 金庫1",
    "森下 健一",
    "令和9年3月31日",
)


def book(*rows: tuple[Any, ...], merge: tuple[str, ...] = ()) -> bytes:
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for cells in merge:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def owner(cast: Cast):
    with scope(organisation=cast.organisation):
        actor = cast.actor("owner")
        making.place(actor)
        yield actor


def looked(actor: Actor, content: bytes) -> tuple[ImportDraft, dict[str, Any]]:
    kept = drafts.keep(actor, content)
    look(actor, kept, at_once=True)
    return kept, drafts.look_of(kept)


def taken(actor: Actor, content: bytes, *, skips_faults: bool = False) -> ImportDraft:
    kept, shown = looked(actor, content)
    take_in.begin(actor, kept, faults=shown["counts"]["fault"], skips_faults=skips_faults)
    take_in.go_on(actor, kept)
    return kept


@given(st.text(max_size=12))
def test_a_cell_that_is_kept_as_it_stands_is_what_reading_it_would_give(told: str) -> None:
    if told and is_settled(told):
        assert not FORBIDDEN.search(told)
        assert entry.kept("what", told) == entry.kept("name", told) == told


def test_a_workbook_of_another_house_comes_in(owner: Actor) -> None:
    kept = taken(owner, book(("情報資産一覧",), (), HEAD, GOOD, (None, "検査治具の図面", *GOOD[2:])))
    first = Asset.objects.get(number="K-101")
    assert (first.name, first.grade, first.layer) == ("射出成形の条件表", "secret", "never")
    assert first.review_on == datetime.date(2027, 3, 31)
    assert first.place.path == "本社 金庫1"
    assert first.keeper.name == "森下 健一"
    assert Asset.objects.get(name="検査治具の図面").number == "A-001"
    assert kept.told["new"] == 2
    assert kept.finished_at
    assert all(bytes(part.sealed) == b"" for part in kept.parts.all())
    assert [hit.thing_id for hit in find(owner, "射出")] == [str(first.pk)]
    version = Version.objects.get(asset=first)
    assert version.values["stage"] == "admitted"
    assert version.told_by_id == owner.person_id


def test_looking_changes_nothing(owner: Actor) -> None:
    _kept, shown = looked(owner, book(HEAD, GOOD))
    assert shown["counts"] == {"new": 1, "changed": 0, "same": 0, "fault": 0}
    assert not Asset.objects.exists()


def test_wrong_rows_are_named_by_row_column_value_and_reason(owner: Actor) -> None:
    wrong = list(GOOD)
    wrong[7] = "2026/13/01"
    unknown = ["K-102", "熱処理の記録", *GOOD[2:5], "無い棚", "誰か", GOOD[7]]
    _kept, shown = looked(owner, book(HEAD, GOOD, tuple(wrong), tuple(unknown)))
    assert shown["counts"] == {"new": 1, "changed": 0, "same": 0, "fault": 2}
    told = [(one["row"], one["column"], one["value"]) for one in shown["faults"]]
    assert (3, "H 次の見直し", "2026/13/01") in told
    assert (3, "A 管理番号", "K-101") in told
    assert (4, "F 保管場所", "無い棚") in told
    assert (4, "G 保管する人", "誰か") in told
    reasons = " ".join(one["reason"] for one in shown["faults"])
    assert "2行目にもあります" in reasons
    assert "見つかりません" in reasons


def test_with_wrong_rows_nothing_is_taken_unless_they_are_to_be_skipped(owner: Actor) -> None:
    content = book(HEAD, GOOD, ("K-102", "", *GOOD[2:]))
    kept, shown = looked(owner, content)
    with pytest.raises(take_in.FaultsStand):
        take_in.begin(owner, kept, faults=shown["counts"]["fault"], skips_faults=False)
    assert not Asset.objects.exists()
    taken(owner, content, skips_faults=True)
    assert [row.number for row in Asset.objects.all()] == ["K-101"]


def test_the_same_file_again_changes_nothing(owner: Actor) -> None:
    content = book(HEAD, GOOD)
    taken(owner, content)
    kept, shown = looked(owner, content)
    assert shown["counts"] == {"new": 0, "changed": 0, "same": 1, "fault": 0}
    with pytest.raises(take_in.NothingToTake):
        take_in.begin(owner, kept, faults=0, skips_faults=False)
    assert Version.objects.count() == 1


def test_a_row_of_an_entry_changes_what_it_says_and_keeps_what_it_leaves_empty(owner: Actor) -> None:
    taken(owner, book(HEAD, GOOD))
    kept = taken(owner, book(("管理番号", "名前", "写し", "内容"), ("Ｋ－101", "新しい条件表", 3, None)))
    row = Asset.objects.get(number="K-101")
    assert row.name == "新しい条件表"
    assert row.what == "温度と圧力"
    assert register.current(row)["copies"] == 3
    assert kept.told["changed"] == 1


def test_grades_do_not_change_in_passing(owner: Actor) -> None:
    taken(owner, book(HEAD, GOOD))
    _kept, shown = looked(owner, book(HEAD, (*GOOD[:3], "社外秘", *GOOD[4:])))
    assert shown["counts"]["fault"] == 1
    assert "区分を変える" in shown["faults"][0]["reason"]


def test_merged_heads_over_two_rows_are_read(owner: Actor) -> None:
    upper = ("番号", "情報", None, "区分", None, "保管", None, "見直し日")
    lower = (None, "名称", "概要", "秘密区分", "共有区分", "場所", "担当者", None)
    content = book(upper, lower, GOOD, merge=("A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:H2"))
    _kept, shown = looked(owner, content)
    assert [one["field"] for one in shown["columns"]] == [
        "number", "name", "what", "grade", "layer", "place", "keeper", "review_on",
    ]  # fmt: skip
    assert shown["counts"]["new"] == 1


def test_merged_rows_formulas_and_what_looks_like_one(owner: Actor) -> None:
    rows = (
        HEAD,
        GOOD,
        ("K-102", '=CONCAT("a","b")', *GOOD[2:]),
        ("K-103", "熱処理", *GOOD[2:]),
        (None, None, *GOOD[2:]),
    )
    _kept, shown = looked(owner, book(*rows, merge=("B4:B5",)))
    reasons = {one["row"]: one["reason"] for one in shown["faults"]}
    assert "計算式" in reasons[3]
    assert "結合" in reasons[4]
    head = "名前,何が秘密か,秘密区分,共有区分,保管場所,保管する人,次の見直し\r\n"
    csv = f"{head}=HYPERLINK(1),x,秘,共有しない,本社 金庫1,森下 健一,2027/3/1"
    taken(owner, csv.encode("cp932"))
    assert Asset.objects.get().name == "=HYPERLINK(1)"


def test_two_rows_without_numbers_that_tell_the_same_are_one_too_many(owner: Actor) -> None:
    again = (None, *GOOD[1:])
    _kept, shown = looked(owner, book(HEAD, again, again))
    assert shown["counts"] == {"new": 1, "changed": 0, "same": 0, "fault": 1}
    assert "2行目と、名前も保管場所も同じ" in shown["faults"][0]["reason"]


def test_what_a_heading_means_is_remembered_by_the_house(owner: Actor) -> None:
    head = ("No.", "ブツ", "ナカミ", "ヒミツド", "ソト", "アリカ", "ダレ", "イツ")
    kept, shown = looked(owner, book(("管理番号", *head[1:]), GOOD))
    assert [one["field"] for one in shown["columns"]] == ["number", *[""] * 7]
    names = ("number", "name", "what", "grade", "layer", "place", "keeper", "review_on")
    say_columns(owner, kept, dict(enumerate(names)), {})
    assert drafts.look_of(kept)["counts"]["new"] == 1
    _next, again = looked(owner, book(("管理番号", *head[1:]), GOOD))
    assert [one["field"] for one in again["columns"]] == list(names)
    assert Heading.objects.count() == 8
    with pytest.raises(ColumnTwice):
        say_columns(owner, kept, {0: "name", 1: "name"}, {})


def test_one_value_stands_in_for_what_every_row_leaves_empty(owner: Actor) -> None:
    kept, shown = looked(owner, book(("名前", "内容"), ("配合表", "比率"), ("工程表", "順番")))
    assert shown["counts"]["fault"] == 2
    stands = {
        "grade": "secret",
        "layer": "never",
        "place": making.place(owner),
        "keeper": entry.Ref(uuid.UUID(str(owner.person_id)), owner.name),
        "review_on": clock.today(),
    }
    say_columns(owner, kept, {0: "name", 1: "what"}, stands)
    assert drafts.look_of(kept)["counts"] == {"new": 2, "changed": 0, "same": 0, "fault": 0}


def test_an_interrupted_import_goes_on_where_it_stopped(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_in, "NEW_AT_ONCE", (3, 3, 3))
    rows = [(f"K-{at:03}", f"情報{at}", *GOOD[2:]) for at in range(8)]
    kept, _shown = looked(owner, book(HEAD, *rows))
    take_in.begin(owner, kept, faults=0, skips_faults=False)
    done = take_in.go_on(owner, kept, seconds=-1)
    assert (done.done, done.total, done.is_over) == (3, 8, False)
    with clock.standing_at(clock.now() + datetime.timedelta(days=3)):
        drafts.empty_expired()
        assert take_in.go_on(owner, kept).is_over
    assert Asset.objects.count() == Version.objects.count() == 8
    assert take_in.go_on(owner, kept).is_over
    assert Asset.objects.count() == 8


def test_a_number_that_was_taken_meanwhile_is_left_out_and_told(owner: Actor) -> None:
    kept, _shown = looked(owner, book(HEAD, GOOD, ("K-102", "別", *GOOD[2:])))
    making.asset(owner, number="K-101", name="先に来たもの")
    take_in.begin(owner, kept, faults=0, skips_faults=False)
    take_in.go_on(owner, kept)
    assert kept.told["new"] == 1
    assert kept.told["skipped"] == [[2, "管理番号が、いまはほかの情報のものです。"]]
    assert Asset.objects.get(number="K-101").name == "先に来たもの"


def test_the_trail_tells_of_reading_entering_and_the_end(owner: Actor) -> None:
    taken(owner, book(HEAD, GOOD))
    events = list(Entry.objects.order_by("index").values_list("event", flat=True))
    assert events[-4:] == [
        "ledger:import:read", "ledger:import:begun", "ledger:import:entered", "ledger:import:finished",
    ]  # fmt: skip


def test_a_file_that_is_no_ledger_is_refused_in_words(owner: Actor) -> None:
    for content, word in (
        (b"", "空"),
        (b"PK\x03\x04broken", "壊れて"),
        (book(("ただの表", "数"), (1, 2)), "見出し"),
        (b"a\x00b", "ではありません"),
    ):
        with pytest.raises(FileWrong, match=word):
            looked(owner, content)


def test_staff_take_nothing_in(cast: Cast, owner: Actor) -> None:
    with pytest.raises(NotAllowed):
        drafts.keep(cast.actor("staff"), book(HEAD, GOOD))


def test_headings_are_compared_without_signs_and_notes() -> None:
    assert plain("保管 場所（必須）") == "保管場所"
    assert proposed(["管理番号", "管理番号", "名　称"], {"名称": ""}) == {0: "number"}
