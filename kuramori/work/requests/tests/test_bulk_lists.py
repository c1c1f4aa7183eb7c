"""An own list authored in Excel: the form, what is wrong row by row, a look at it, and requests that ask by it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from kuramori.ground.packs import read as packs
from kuramori.ground.packs.models import OwnPack
from kuramori.rules.own_list import Row, faults_of
from kuramori.rules.requests.requirements import whole_pack
from kuramori.work.requests.models import Axis
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast):
    return cast.client("owner")


def url(cast: Cast, name: str, **kwargs: object) -> str:
    return reverse(f"requests:{name}", kwargs={"organisation": cast.here, **kwargs})


def form(client, cast):
    return openpyxl.load_workbook(io.BytesIO(client.get(url(cast, "own_list_form")).content))


def bring(client, cast, book, title="調達の確認"):
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("一覧.xlsx", out.getvalue())
    return client.post(url(cast, "read_own_list"), {"file": file, "title": title}, follow=True)


def test_the_form_as_it_is_given_becomes_a_list_that_can_be_asked_by(cast, client):
    page = bring(client, cast, form(client, cast)).content.decode()
    assert "図面の棚に、鍵をかけていますか。" in page
    assert "なぜ聞くか: なくした時に、すぐ気づくため。" in page
    with scope(organisation=cast.organisation):
        own = OwnPack.objects.get()
        assert packs.own_packs() == ()
    client.post(url(cast, "use_own_list", id=own.pk))
    with scope(organisation=cast.organisation):
        (pack,) = packs.own_packs()
        assert [item.number for item in pack.items] == ["1", "2"]
        assert [item.na_allowed for item in pack.items] == [True, False]
        assert whole_pack(pack, axis=Axis.INFORMATION, why="図面を預けるため。").required[0].level == 2
    assert (
        pack.id
        in client.get(reverse("requests:new_profile", kwargs={"organisation": cast.here})).content.decode()
    )
    other = cast.client("owner", at=cast.there)
    assert (
        other.get(reverse("requests:own_list", kwargs={"organisation": cast.there, "id": own.pk})).status_code
        == 404
    )


def test_a_list_of_the_same_name_is_the_next_edition_and_the_older_stays_readable(cast, client):
    book = form(client, cast)
    for name in ("棚の鍵", "書庫の鍵"):
        book.active["C5"] = name
        bring(client, cast, book)
        with scope(organisation=cast.organisation):
            newest = OwnPack.objects.order_by("-made_at")[0]
        client.post(url(cast, "use_own_list", id=newest.pk))
    with scope(organisation=cast.organisation):
        first, second = OwnPack.objects.order_by("version")
        assert (first.pack_id, first.retired_at is not None) == (second.pack_id, True)
        assert packs.by_digest(first.digest).version == "1"
        assert [pack.version for pack in packs.own_packs()] == ["2"]
    client.post(url(cast, "retire_own_list", id=second.pk))
    with scope(organisation=cast.organisation):
        assert packs.own_packs() == ()


def test_the_same_file_once_more_is_the_edition_that_stands(cast, client):
    book = form(client, cast)
    pages = [bring(client, cast, book) for _twice in range(2)]
    with scope(organisation=cast.organisation):
        own = OwnPack.objects.get()
    assert [str(own.pk) in page.redirect_chain[-1][0] for page in pages] == [True, True]


def test_every_wrong_row_is_named_and_nothing_is_kept(cast, client):
    book = form(client, cast)
    sheet = book.active
    sheet["E5"] = None
    sheet["A6"] = "1"
    sheet["D7"], sheet["E7"] = "長い設問" * 300, "わけ"
    got = bring(client, cast, book)
    text = got.content.decode()
    assert got.status_code == 422
    for says in (
        "「なぜ聞くか」が空です。",
        "同じ番号が、前の行にもあります。",
        "「設問」が長すぎます",
    ):
        assert says in text
    with scope(organisation=cast.organisation):
        assert not OwnPack.objects.exists()


def test_what_is_no_form_is_said_beside_the_file(cast, client):
    other = openpyxl.Workbook()
    other.active["A1"] = "見積書"
    assert "列が見つかりません" in bring(client, cast, other).content.decode()
    nameless = bring(client, cast, form(client, cast), title="").content.decode()
    assert "一覧の名前を書いてください。" in nameless


def test_rows_that_say_nothing_or_too_much_are_faults():
    assert [one.code for one in faults_of([])] == ["nothing"]
    many = [Row(n, question="問", why="わけ") for n in range(1_001)]
    assert [(one.at, one.code) for one in faults_of(many)] == [(1_000, "too-many")]


def test_a_list_of_six_levels_in_two_languages_is_asked_by_in_both(cast, client):
    book = form(client, cast)
    sheet = book.active
    for n in range(6):
        sheet.cell(4, 6 + n if n < 3 else 20 + n).value = f"段階{n}"
        sheet.cell(5, 6 + n if n < 3 else 20 + n).value = f"{n}番目のようす"
    bring(client, cast, book)
    with scope(organisation=cast.organisation):
        pack = packs.by_digest(OwnPack.objects.get().digest)
        assert (pack.profile.best, pack.profile.ready, pack.languages) == (5, 5, ("ja", "en"))
        ja, en = pack.text("ja"), pack.text("en")
        first, second = (item.id for item in pack.items)
        assert [level.name for level in ja.levels] == [
            "未着手",
            "段階1",
            "段階2",
            "段階3",
            "段階4",
            "できている",
        ]
        assert ja.items[first].levels[5] == "5番目のようす"
        assert en.items[first].question == "Do you keep drawings in a locked cabinet?"
        assert en.measures[pack.items[0].measure].title == "The entrance"
        # What nobody said in English stands as it was said.
        assert en.items[second].question == ja.items[second].question
        assert whole_pack(pack, axis=Axis.INFORMATION, why="図面を預けるため。").required[0].level == 5


def test_a_large_file_and_one_that_is_locked_are_refused_kindly(cast, client):
    for content, says in (
        (b"PK" + bytes(5 * 1024 * 1024), "5MBを超えています"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        (b"%PDF-1.7", "Excelの表ではありません"),
    ):
        file = SimpleUploadedFile("一覧.xlsx", content)
        got = client.post(url(cast, "read_own_list"), {"file": file, "title": "一覧"})
        assert got.status_code == 422
        assert says in got.content.decode()
    with scope(organisation=cast.organisation):
        assert not OwnPack.objects.exists()
