"""The pages of the ledger as a file: choose, look, say what columns mean, take in, take out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from kuramori.ground.jobs import tasks
from kuramori.ground.people.models import Person
from kuramori.work.ledger import exporting_long
from kuramori.work.ledger.models import Asset, ImportDraft, ImportPart, Version
from kuramori.work.ledger.tests import making
from kuramori.work.places.models import Place, PlaceKind
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEAD = "管理番号,名前,内容,秘密区分,共有区分,保管場所,担当者,見直し日"
GOOD = "K-101,射出成形の条件表,温度と圧力,秘,共有しない,本社 金庫1,森下 健一,令和9年3月31日"


@pytest.fixture
def steward(cast: Cast) -> Client:
    with scope(organisation=cast.organisation):
        making.place(cast.actor("owner"))
    return cast.client("steward")


def choose(cast: Cast, client: Client, text: str) -> str:
    file = SimpleUploadedFile("台帳.csv", text.encode("cp932"))
    answer = client.post(cast.url("ledger/exchange/"), {"file": file})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_file_is_looked_at_and_taken_in(cast: Cast, steward: Client) -> None:
    page = choose(cast, steward, f"{HEAD}\n{GOOD}\nK-102,,,,,,,2026/13/01\n")
    looked = steward.get(page).content.decode()
    assert "まだ何も変わっていません" in looked
    assert "3行目" in looked
    assert "2026/13/01" in looked
    refused = steward.post(f"{page}take/")
    assert refused.status_code == 400
    assert "直すところがある行が残っています" in refused.content.decode()
    done = steward.post(f"{page}take/", {"skips_faults": "on"}, follow=True).content.decode()
    assert "台帳に取り込みました" in done
    with scope(organisation=cast.organisation):
        assert Asset.objects.get().number == "K-101"


def test_what_a_column_means_is_said_and_read_again(cast: Cast, steward: Client) -> None:
    page = choose(cast, steward, "名前,ナカミ\n配合表,比率\n")
    told = {
        "c0": "name", "c1": "what", "grade": "secret", "layer": "never",
        "place": "本社 金庫1", "keeper": "森下 健一", "review_on": "R9.3.31",
    }  # fmt: skip
    wrong = steward.post(f"{page}columns/", {**told, "keeper": "いない人"})
    assert wrong.status_code == 400
    assert "見つかりません" in wrong.content.decode()
    twice = steward.post(f"{page}columns/", {**told, "c1": "name"})
    assert "列が2つあります" in twice.content.decode()
    again = steward.post(f"{page}columns/", told, follow=True).content.decode()
    assert "新しく登録する情報（1件）" in again


def test_a_file_that_is_none_is_told_beside_the_field_and_nothing_is_kept(
    cast: Cast, steward: Client
) -> None:
    file = SimpleUploadedFile("表.xlsx", b"PK broken")
    answer = steward.post(cast.url("ledger/exchange/"), {"file": file})
    assert answer.status_code == 400
    assert "壊れていて" in answer.content.decode()
    with scope(organisation=cast.organisation):
        assert all(bytes(part.sealed) == b"" for part in ImportPart.objects.all())


def test_a_draft_that_was_dropped_is_gone(cast: Cast, steward: Client) -> None:
    page = choose(cast, steward, f"{HEAD}\n{GOOD}\n")
    assert "取り込むのをやめました" in steward.post(f"{page}drop/", follow=True).content.decode()
    assert "期限が切れました" in steward.get(page, follow=True).content.decode()


def test_the_form_and_the_ledger_leave_as_workbooks(cast: Cast, steward: Client) -> None:
    for answer in (
        steward.get(cast.url("ledger/exchange/form/")),
        steward.post(cast.url("ledger/exchange/export/"), follow=True),
    ):
        assert answer.status_code == 200
    assert steward.get(cast.url("ledger/exchange/form/"))["Content-Disposition"].startswith("attachment")


def test_staff_find_no_way_in(cast: Cast) -> None:
    assert cast.client("staff").get(cast.url("ledger/exchange/")).status_code == 403


def test_a_long_ledger_is_asked_for_watched_and_taken(
    cast: Cast, steward: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope(organisation=cast.organisation):
        making.asset(cast.actor("owner"))
        making.asset(cast.actor("owner"), name="図面")
    monkeypatch.setattr(exporting_long, "AT_ONCE", 1)
    page = steward.post(cast.url("ledger/exchange/export/"))["Location"]
    assert "裏で作っています" in steward.get(page).content.decode()
    assert steward.get(f"{page}file/")["Location"] == page
    tasks.run.func(page.rstrip("/").rsplit("/", 1)[1])
    assert "できました" in steward.get(page).content.decode()
    file = steward.get(f"{page}file/")
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert "attachment" in file["Content-Disposition"]
    other = cast.client("owner")
    assert "頼んだ方だけが受け取れます" in other.get(page).content.decode()
    assert other.get(f"{page}file/")["Location"] == page


def _said() -> dict[str, str]:
    """What the columns of `HEAD` hold, as the page says it by itself."""
    fields = ("number", "name", "what", "grade", "layer", "place", "keeper", "review_on")
    return {f"c{at}": name for at, name in enumerate(fields)}


def test_places_and_people_that_are_missing_are_named_and_added_when_it_is_taken_in(
    cast: Cast, steward: Client
) -> None:
    rows = (
        "K-201,配合表,比率,秘,共有しない,第9棚,新田 葵,R9.3.31",
        "K-202,図面,寸法,秘,共有しない,第9棚,森下 健一,R9.3.31",
        "K-203,治具,寸法,まちがい,共有しない,第8棚,森下 健一,R9.3.31",
    )
    page = choose(cast, steward, "\n".join((HEAD, *rows)))
    assert "見つかりません" in steward.get(page).content.decode()
    with scope(organisation=cast.organisation):
        people = Person.objects.count()
        room = Place.objects.create(
            organisation=cast.organisation, kind=PlaceKind.ROOM, name="2階", path="2階"
        )
        cloud = Place.objects.create(
            organisation=cast.organisation, kind=PlaceKind.CLOUD, name="雲", path="雲"
        )
    told = {**_said(), "opens_places": "on", "opens_kind": "cabinet", "opens_people": "on"}
    wrong = steward.post(f"{page}columns/", {**told, "opens_under": str(cloud.pk)})
    assert wrong.status_code == 400
    assert "そこには置けません" in wrong.content.decode()

    looked = steward.post(
        f"{page}columns/", {**told, "opens_under": str(room.pk)}, follow=True
    ).content.decode()
    assert "加える保管場所" in looked
    assert "第9棚" in looked
    assert "新田 葵" in looked
    with scope(organisation=cast.organisation):
        assert not Place.objects.filter(name="第9棚").exists()
        assert Person.objects.count() == people

    steward.post(f"{page}take/", {"skips_faults": "on"})
    with scope(organisation=cast.organisation):
        place, person = Place.objects.get(name="第9棚"), Person.objects.get(name="新田 葵")
        assert (place.path, place.kind, person.account_id) == ("2階 / 第9棚", "cabinet", None)
        assert set(Asset.objects.values_list("number", "place", "keeper")) == {
            ("K-201", place.pk, person.pk),
            ("K-202", place.pk, Asset.objects.get(number="K-202").keeper_id),
        }
        assert Version.objects.get(asset__number="K-201").values["place"] == {
            "id": str(place.pk),
            "words": "2階 / 第9棚",
        }
        assert not Place.objects.filter(name="第8棚").exists()  # only a row that was left out names it
    again = choose(cast, steward, "\n".join((HEAD, *rows[:2])))
    assert "もうこのファイルのとおりです" in steward.get(again).content.decode()


def test_whoever_has_to_confirm_who_they_are_begins_nothing_before_that(cast: Cast, steward: Client) -> None:
    later = cast.client("steward", fresh=False)
    page = choose(cast, later, f"{HEAD}\nK-201,配合表,比率,秘,共有しない,第9棚,新田 葵,R9.3.31\n")
    told = {**_said(), "opens_places": "on", "opens_kind": "cloud", "opens_people": "on"}
    assert later.post(f"{page}columns/", told).status_code == 302
    assert "新田 葵" in later.get(page).content.decode()
    asked = later.post(f"{page}take/")
    assert asked.status_code == 302
    assert "/account/" in asked["Location"]
    with scope(organisation=cast.organisation):
        assert not Place.objects.filter(name="第9棚").exists()
        assert not ImportDraft.objects.filter(begun_at__isnull=False).exists()


def test_nothing_is_begun_where_one_of_them_cannot_be_added_any_more(cast: Cast, steward: Client) -> None:
    page = choose(cast, steward, f"{HEAD}\nK-201,配合表,比率,秘,共有しない,第9棚,新田 葵,R9.3.31\n")
    told = {**_said(), "opens_places": "on", "opens_kind": "cloud", "opens_people": "on"}
    steward.post(f"{page}columns/", told)
    with scope(organisation=cast.organisation):
        Place.objects.create(organisation=cast.organisation, kind=PlaceKind.CLOUD, name="第9棚", path="第9棚")
    refused = steward.post(f"{page}take/")
    assert refused.status_code == 409
    assert "まだ何も変わっていません" in refused.content.decode()
    with scope(organisation=cast.organisation):
        assert not Person.objects.filter(name="新田 葵").exists()
        assert not ImportDraft.objects.filter(begun_at__isnull=False).exists()
    steward.post(f"{page}columns/", told)
    steward.post(f"{page}take/")
    with scope(organisation=cast.organisation):
        assert Asset.objects.get().keeper == Person.objects.get(name="新田 葵")
        assert Place.objects.filter(name="第9棚").count() == 1
