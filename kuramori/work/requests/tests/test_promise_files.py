"""A list of demands from Excel: read, said which column is which, looked at, taken in once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.ground.people.importing.file import FileWrong
from kuramori.ground.trail.models import Entry
from kuramori.press.reading import read_book
from kuramori.work.requests.models import CameBy, Promise, PromiseFile, Word
from kuramori.work.requests.promising import filed
from kuramori.work.requests.promising.planning import What, lacking, steps_of
from kuramori.work.requests.promising.taking_in import FaultsStand, take_in
from kuramori.work.requests.tests.promised import customer, day, workbook

pytestmark = pytest.mark.django_db
HEADS = ["お客様", "求められたこと", "どう届いたか", "届いた日", "返事", "答えた日", "約束の中身"]
GOOD = ["仮想重機", "図面を返す", "監査", day(-20), "○", day(-10), "30日で返す"]


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def world(cast, owner):
    with scope(organisation=cast.organisation):
        yield customer(owner)


def _whats(kept):
    return [one.what for one in steps_of(kept)]


def test_a_list_is_taken_in_as_it_was_shown_and_the_same_list_again_adds_nothing(owner, world):
    content = workbook(["約束の一覧"], [], HEADS, GOOD, GOOD, ["仮想重機", "型を撮らない", "", day(-3)])
    kept = filed.keep(owner, content)
    assert _whats(kept) == [What.NEW, What.SAME, What.NEW]
    assert not Promise.objects.exists()
    take_in(owner, kept, skips_faults=False)
    take_in(owner, kept, skips_faults=False)
    first, second = Promise.objects.order_by("number")
    assert (first.word, first.came_by, first.answer) == (Word.YES, CameBy.AUDIT, "30日で返す")
    assert (second.word, second.came_by, second.came_on) == (Word.NOT_YET, CameBy.OTHER, day(-3))
    assert Entry.objects.filter(event="requests:promise:file_taken_in").count() == 1
    kept.refresh_from_db()
    assert bytes(kept.sealed) == b""
    assert _whats(filed.keep(owner, content)) == [What.SAME] * 3


def test_a_column_that_nobody_knows_is_named_by_hand(owner, world):
    rows = [["客", "やること", "日付"], ["仮想重機", "図面を返す", day(-20)]]
    kept = filed.keep(owner, workbook(*rows))
    assert lacking(kept) == ("お客様", "求められたこと")
    filed.mean(owner, kept, {0: "partner", 1: "what", 2: "came_on", 3: "what", 4: "nothing"})
    kept.refresh_from_db()
    assert lacking(kept) == ()
    assert _whats(kept) == [What.NEW]


@pytest.mark.parametrize(
    ("at", "value", "column"),
    [
        (0, "ない会社", "お客様"),
        (0, "", "お客様"),
        (1, "", "求められたこと"),
        (2, "のろし", "C どう届いたか"),
        (3, "いつか", "D 届いた日"),
        (3, day(3), "届いた日"),
        (4, "たぶん", "返事"),
        (5, "", "答えた日"),
        (5, day(-30), "答えた日"),
        (3, "=TODAY()", "D 届いた日"),
    ],
)
def test_a_wrong_cell_is_told_by_its_column_and_holds_the_list_back(owner, world, at, value, column):
    row = [*GOOD]
    row[at] = value
    kept = filed.keep(owner, workbook(HEADS, row, ["仮想重機", "型を撮らない", "", day(-3)]))
    wrong, fine = steps_of(kept)
    assert (wrong.what, fine.what) == (What.FAULT, What.NEW)
    assert column in {where for where, _why in wrong.faults}
    with pytest.raises(FaultsStand):
        take_in(owner, kept, skips_faults=False)
    assert not Promise.objects.exists()
    take_in(owner, kept, skips_faults=True)
    assert [one.what for one in Promise.objects.all()] == ["型を撮らない"]


@pytest.mark.parametrize("content", [b"", b"PK nothing", workbook(HEADS), workbook(["one"])])
def test_what_is_no_list_is_refused_with_a_sentence(owner, world, content):
    with pytest.raises(FileWrong):
        filed.keep(owner, content)


def test_the_pages_lead_from_the_file_to_the_register(cast, owner, world):
    client, page = cast.client("section"), cast.url("requests/promises/import/")
    form = client.get(f"{page}template/").content
    sheet = read_book(form, most_rows=60, most_columns=40)[0]
    assert sheet.rows[0][0] == "お客様"
    bad = client.post(page, {"file": SimpleUploadedFile("list.xlsx", b"PK")})
    assert bad.status_code == 422
    content = workbook(HEADS, GOOD, ["ない会社", "型を撮らない", "", day(-3)])
    looked = client.post(page, {"file": SimpleUploadedFile("list.xlsx", content)}, follow=True)
    assert "図面を返す" in looked.content.decode()
    assert "取引先の名簿にありません" in looked.content.decode()
    with scope(organisation=cast.organisation):
        kept = PromiseFile.objects.get()
    one = f"{page}{kept.pk}/"
    meant = {f"column-{at}": field for at, field in enumerate(("partner", "what", "came_by", "came_on"))}
    assert "まだ答えていない" in client.post(f"{one}columns/", meant, follow=True).content.decode()
    assert client.post(f"{one}take/").status_code == 422
    done = client.post(f"{one}take/", {"skips_faults": "on"}, follow=True).content.decode()
    assert "取り込みました" in done
    assert "図面を返す" in client.get(cast.url("requests/promises/")).content.decode()


def test_a_list_that_is_not_wanted_goes_and_one_that_waited_too_long_is_asked_for_again(cast, owner, world):
    kept, other = (filed.keep(owner, workbook(HEADS, GOOD)) for _time in range(2))
    client, page = cast.client("owner"), cast.url("requests/promises/import/")
    assert client.post(f"{page}{kept.pk}/drop/").status_code == 302
    with scope(organisation=cast.organisation):
        assert not PromiseFile.objects.filter(pk=kept.pk).exists()
        PromiseFile.objects.filter(pk=other.pk).update(sealed=b"")
    assert client.get(f"{page}{other.pk}/").status_code == 302
    assert client.post(f"{page}{other.pk}/take/").status_code == 302
