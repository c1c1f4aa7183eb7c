"""Cloud services: listed, their terms kept and compared, agreed only where the terms say so; a list read twice."""

from __future__ import annotations

import datetime

import pytest

from kuramori.ground.people.actor import NotAllowed
from kuramori.outside import clock
from kuramori.press.xlsx import Book, Cell, Row, Sheet, xlsx
from kuramori.work.places import cloud_review, cloud_service, shadow
from kuramori.work.places.cloud_items import items
from kuramori.work.places.cloud_service import Described, admit_cloud
from kuramori.work.places.listing import difference, draft, file, take_in
from kuramori.work.places.listing.columns import proposed
from kuramori.work.places.models import (
    CloudService,
    Listing,
    ListingDraft,
    ListingRow,
    Place,
    ShadowDecision,
    TermsSnapshot,
)
from kuramori.work.places.terms_difference import TooLongToCompare
from kuramori.work.places.terms_difference import difference as between_texts

HEAD = "登録番号,クラウドサービスの名称,クラウドサービス事業者,有効期限,言明書の対象範囲,備考"
YEAR = clock.today().year + 1
FIRST = f"""一覧（見本）,,,,,
{HEAD}
X26-0001-2,見本ストレージ,見本クラウド株式会社,{YEAR}/3/31,ファイル保管,
X26-0002-1,例示チャット,例示通信株式会社,{YEAR - 1}/12/31,全機能,
X26-0003-1,架空会計,架空ソフト株式会社,{YEAR}/9/30,会計,
"""
SECOND = f"""{HEAD}
X26-0001-2,見本ストレージ,見本クラウド株式会社,{YEAR + 1}/3/31,ファイル保管,
X26-0003-1,架空会計,架空ソフト株式会社,{YEAR}/9/30,会計,
X26-0009-1,仮想図面庫,仮想クラウド株式会社,{YEAR}/5/31,図面,
"""
YES = {item.id: {"answer": "yes", "where": "第8条"} for item in items()}


@pytest.fixture
def steward(acting):
    return acting.actor("steward")


@pytest.fixture
def storage(steward) -> CloudService:
    return admit_cloud(steward, Described("見本ストレージ", provider="見本クラウド", may_lie="internal"))


def imported(actor, text: str, *, on: str, skips: bool = False) -> Listing:
    content = text.encode()
    kept = draft.keep(actor, "list.csv", file.read("list.csv", content), content)
    return take_in.take_in(actor, kept, as_of_on=datetime.date.fromisoformat(on), skips_faults=skips)


def test_a_service_becomes_a_place_and_starts_without_any_promise(steward, storage):
    assert (storage.agreed, storage.place.kind, storage.place.path) == ("unknown", "cloud", "見本ストレージ")
    with pytest.raises(cloud_service.AlreadyListed):
        admit_cloud(steward, Described("見本ストレージ"))
    with pytest.raises(cloud_service.NameMissing):
        admit_cloud(steward, Described(" "))
    cloud_service.retire_cloud(steward, storage, last_day=clock.today())
    again = admit_cloud(steward, Described("見本ストレージ"))
    assert again.place_id != storage.place_id
    assert Place.objects.count() == 2


def test_only_those_who_review_clouds_change_the_register(acting, storage):
    for role in ("section", "staff", "auditor", "expert"):
        with pytest.raises(NotAllowed):
            admit_cloud(acting.actor(role), Described("別"))


def test_stale_changes_are_refused(steward, storage):
    cloud_service.change_cloud(steward, storage, Described("見本ストレージ", used_for="図面"), revision=1)
    with pytest.raises(cloud_service.StaleCloud):
        cloud_service.change_cloud(steward, storage, Described("見本ストレージ"), revision=1)


def review(actor, service, answers):
    return cloud_review.review_cloud(actor, service, answers, on=clock.today(), review_on=None)


def test_a_promise_needs_a_yes_to_secrecy_and_to_no_other_use(steward, storage):
    assert review(steward, storage, YES).agreed == "yes"
    unsure = {**YES, "learning": {"answer": "unknown"}}
    assert review(steward, storage, unsure).agreed == "unknown"
    denied = {**YES, "learning": {"answer": "no", "where": "第12条"}}
    assert review(steward, storage, denied).agreed == "no"
    storage.refresh_from_db()
    assert (storage.agreed, storage.reviews.count()) == ("no", 3)


def test_a_yes_says_where_it_stands(steward, storage):
    with pytest.raises(cloud_review.WhereMissing) as missing:
        review(steward, storage, {**YES, "logs": {"answer": "yes", "where": " "}})
    assert missing.value.item == "logs"
    assert not storage.reviews.exists()


def test_being_on_a_list_is_no_promise(steward, storage):
    imported(steward, FIRST, on="2026-10-01")
    cloud_service.match_listing(steward, storage, "X26-0001-2")
    storage.refresh_from_db()
    assert (storage.listing_number, storage.agreed) == ("X26-0001-2", "unknown")


def test_terms_are_kept_beside_the_older_ones_and_compared(steward, storage):
    def keep(text: str, on: str) -> TermsSnapshot:
        told = cloud_review.Terms(
            datetime.date.fromisoformat(on), url="https://mihon.example/terms", text=text
        )
        return cloud_review.keep_terms(steward, storage, told)

    old = keep("秘密を守ります。\n学習には使いません。", "2025-11-01")
    new = keep("秘密を守ります。\n学習に使うことがあります。", "2026-11-01")
    assert old.sha256 != new.sha256
    assert storage.terms.count() == 2
    told = [(part.kind, part.text) for part in between_texts(old.text, new.text)]
    assert told == [
        ("same", "秘密を守ります。"),
        ("gone", "学習には使いません。"),
        ("new", "学習に使うことがあります。"),
    ]
    assert between_texts(old.text, old.text.replace("\n", " ")) == ()
    with pytest.raises(cloud_review.NothingHandedIn):
        keep(" ", "2026-11-02")
    with pytest.raises(cloud_review.TermsTooLong):
        keep("あ" * 200_001, "2026-11-02")
    with pytest.raises(TooLongToCompare):
        between_texts("。".join("あ" * 7000) + "。", "い。")


def test_long_unchanged_runs_are_left_out_of_a_comparison():
    before = [f"第{n}条です。" for n in range(30)]
    after = [*before[:15], "新しい条です。", *before[15:]]
    told = between_texts("".join(before), "".join(after))
    assert [(part.kind, part.left_out) for part in told] == [
        ("skipped", 14),
        ("same", 0),
        ("new", 0),
        ("same", 0),
        ("skipped", 14),
    ]


def test_an_unapproved_use_is_noted_and_decided_with_a_reason(steward):
    seen = shadow.note_shadow(
        steward, service_words="無料の転送サービス", found_on=clock.today(), how="請求書"
    )
    with pytest.raises(shadow.WordsMissing):
        shadow.decide_shadow(steward, seen, ShadowDecision.STOP, note="")
    with pytest.raises(shadow.WordsMissing):
        shadow.note_shadow(steward, service_words="", found_on=clock.today(), how="")
    assert shadow.decide_shadow(steward, seen, ShadowDecision.REPLACE, note="共有フォルダーで足りる").decision


def test_a_list_is_read_by_its_headings_under_a_title(steward):
    table = file.read("list.csv", FIRST.encode("cp932"))
    mapping = proposed(table.headings, {})
    assert mapping["service"] == "クラウドサービスの名称"
    read = file.lines_of(table, mapping)
    assert (len(read.lines), read.faults) == (3, ())
    assert (read.lines[0].row, read.lines[0].number) == (3, "X26-0001-2")
    assert read.lines[0].expires_on == datetime.date(YEAR, 3, 31)


def test_a_workbook_is_read_too_and_what_looks_like_a_formula_stays_text(steward):
    rows = [["登録番号", "サービス名", "有効期限"], ["=1+1", "見本", datetime.date(2027, 1, 31)]]
    sheet = Sheet("一覧", (20.0, 20.0, 20.0), tuple(Row(tuple(Cell(one) for one in row)) for row in rows))
    made = xlsx(Book("一覧", "見本", "ja", clock.today(), "", (sheet,)))
    table = file.read("list.xlsx", made)
    read = file.lines_of(table, proposed(table.headings, {}))
    assert [(line.number, line.expires_on) for line in read.lines] == [("=1+1", datetime.date(2027, 1, 31))]


def test_faults_are_named_by_row_and_nothing_is_half_imported(steward):
    wrong = f"""{HEAD}
,名前だけ,事業者,2027/3/31,,
X1,見本,事業者,2027/13/1,,
X2,見本,事業者,,,
X2,また見本,事業者,,,
"""
    table = file.read("list.csv", wrong.encode())
    read = file.lines_of(table, proposed(table.headings, {}))
    assert [(fault.row, fault.column) for fault in read.faults] == [
        (2, "登録番号"),
        (3, "有効期限"),
        (5, "登録番号"),
    ]
    with pytest.raises(take_in.FaultsStand):
        imported(steward, wrong, on="2026-10-01")
    assert not Listing.objects.exists()
    assert not ListingRow.objects.exists()
    assert imported(steward, wrong, on="2026-10-01", skips=True).rows_count == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"PK\x03\x04broken", "名前,年齢\n甲,3\n".encode(), b'"a']
)
def test_what_is_no_list_is_refused_in_a_sentence(steward, content):
    with pytest.raises(file.FileWrong) as wrong:
        file.read("list.csv", content)
    assert str(wrong.value).endswith("。")


def test_columns_chosen_by_hand_are_remembered_for_the_next_file(steward):
    text = "番号らしきもの,サービス名\nA-1,見本\n"
    content = text.encode()
    kept = draft.keep(steward, "a.csv", file.read("a.csv", content), content)
    with pytest.raises(take_in.ColumnsMissing):
        take_in.take_in(steward, kept, as_of_on=clock.today(), skips_faults=False)
    draft.choose_columns(
        steward, kept, {"number": "番号らしきもの", "service": "サービス名", "scope": "ない列"}
    )
    take_in.take_in(steward, kept, as_of_on=clock.today(), skips_faults=False)
    again = draft.keep(steward, "a.csv", file.read("a.csv", content), content)
    assert again.headings == {"number": "番号らしきもの", "service": "サービス名"}


def test_a_draft_is_sealed_taken_in_once_and_gone_after_two_hours(steward):
    content = FIRST.encode()
    kept = draft.keep(steward, "a.csv", file.read("a.csv", content), content)
    assert "見本ストレージ".encode() not in bytes(ListingDraft.objects.get().sealed)
    take_in.take_in(steward, kept, as_of_on=clock.today(), skips_faults=False)
    with pytest.raises(draft.DraftGone):
        take_in.take_in(steward, kept, as_of_on=clock.today(), skips_faults=False)
    old = draft.keep(steward, "a.csv", file.read("a.csv", content), content)
    with clock.standing_at(clock.now() + draft.LASTS), pytest.raises(draft.DraftGone):
        draft.table_of(old)
    draft.throw_away(steward, old)
    with pytest.raises(draft.DraftGone):
        draft.table_of(ListingDraft.objects.get(pk=old.pk))


def test_two_imports_differ_and_ones_own_service_that_dropped_off_is_told(steward, storage):
    chat = admit_cloud(steward, Described("例示チャット"))
    books = admit_cloud(steward, Described("架空会計"))
    imported(steward, FIRST, on="2026-10-01")
    for service, number in ((storage, "X26-0001-2"), (chat, "X26-0002-1"), (books, "X26-0003-1")):
        cloud_service.match_listing(steward, service, number)
    with pytest.raises(cloud_service.NotOnTheList):
        cloud_service.match_listing(steward, chat, "X26-9999-9")
    told = difference.difference(imported(steward, SECOND, on="2026-11-01"))
    assert [row.number for row in told.new] == ["X26-0009-1"]
    assert [row.number for row in told.gone] == ["X26-0002-1"]
    assert [(one.after.number, one.is_expiry) for one in told.changed] == [("X26-0001-2", True)]
    standing = {one.service.name: (one.row is None, one.needs_a_look) for one in difference.standings()}
    assert standing == {
        "見本ストレージ": (False, False),
        "例示チャット": (True, True),
        "架空会計": (False, False),
    }
    with clock.standing_at(datetime.datetime(YEAR, 8, 15, 10, tzinfo=clock.TOKYO)):
        near = {one.service.name: one.is_near for one in difference.standings()}
    assert near["架空会計"]
    assert not near["見本ストレージ"]


def test_the_first_import_has_nothing_to_differ_from(steward):
    told = difference.difference(imported(steward, FIRST, on="2026-10-01"))
    assert (told.before, told.new, told.gone) == (None, (), ())
