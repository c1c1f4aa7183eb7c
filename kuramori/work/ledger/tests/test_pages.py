"""The pages of the ledger, as a browser gets them."""

from __future__ import annotations

import datetime
import subprocess
import sys
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from kuramori.ground.jobs import rooms
from kuramori.ground.people.about import About
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.models import Entry
from kuramori.outside import clock
from kuramori.press.tests.reading import pdf_text
from kuramori.work.ledger import known_then, panels, register
from kuramori.work.ledger.entry import wanted
from kuramori.work.ledger.granting import Subject, grant
from kuramori.work.ledger.models import Asset, Grant
from kuramori.work.ledger.tests import making
from tests.cast import Cast

DAY = datetime.timedelta(days=1)
SECRET_NAME = "主軸加工の送り条件"


def looks() -> list[list[str]]:
    return [
        list(entry.parts.shows)
        for entry in Entry.objects.filter(event="ledger:asset:looked").order_by("index")
    ]


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.fixture
def top(cast: Cast) -> Asset:
    with scope(organisation=cast.organisation):
        return making.top(cast.actor("owner"))


@pytest.fixture
def made(cast: Cast) -> Asset:
    with scope(organisation=cast.organisation):
        return making.asset(cast.actor("steward"), from_on=clock.today() - 30 * DAY)


def test_an_empty_ledger_says_how_to_begin(cast: Cast) -> None:
    page = text(cast.client("steward"), cast.url("ledger/"))
    assert "まねされたら困るもの" in page


def test_the_list_masks_for_staff_and_notes_a_look_for_the_steward(
    cast: Cast, top: Asset, made: Asset
) -> None:
    page = text(cast.client("staff"), cast.url("ledger/"))
    assert SECRET_NAME not in page
    assert "伏せています" in page
    assert "検査治具の図面" in page
    assert looks() == []
    assert SECRET_NAME in text(cast.client("steward"), cast.url("ledger/"))
    assert looks() == [[str(top.pk)]]


def test_a_masked_page_shows_number_grade_layer_and_keeper_only(cast: Cast, top: Asset) -> None:
    page = text(cast.client("staff"), cast.url(f"ledger/{top.pk}/"))
    assert SECRET_NAME not in page
    assert "本社 金庫1" not in page
    for shown in (top.number, "極秘", "共有しない", "田所 勝"):
        assert shown in page
    assert looks() == []
    assert text(cast.client("staff"), cast.url(f"ledger/{top.pk}/print/"), 403)


@pytest.mark.parametrize("q", ["送り条件", "本社"])
def test_what_is_masked_is_not_found_by_its_words(cast: Cast, top: Asset, q: str) -> None:
    assert top.number not in text(cast.client("staff"), cast.url(f"ledger/?q={q}"))
    assert top.number in text(cast.client("steward"), cast.url(f"ledger/?q={q}"))
    with scope(organisation=cast.organisation):
        grant(cast.actor("owner"), top, Subject(person=cast.person("staff")), reason="作業")
    assert SECRET_NAME in text(cast.client("staff"), cast.url(f"ledger/?q={q}"))


@pytest.mark.parametrize(
    ("query", "found"),
    [("grade=top", 0), ("grade=secret", 1), ("layer=never", 0), ("part=received", 0), ("part=unmarked", 1),
     ("part=due", 0), ("keeper=nonsense", 1), ("page=999", 0), ("sort=-number", 1)],
)  # fmt: skip
def test_filters_and_segments(cast: Cast, made: Asset, query: str, found: int) -> None:
    page = text(cast.client("staff"), cast.url(f"ledger/?{query}"))
    assert page.count("検査治具の図面") == found


def test_what_anybody_may_see_lacks_no_mark(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        making.asset(cast.actor("owner"), name="会社案内", grade="public", layer="open")
    client = cast.client("owner")
    assert "表示</span>不要" in text(client, cast.url("ledger/?q=会社案内"))
    assert "会社案内" not in text(client, cast.url("ledger/?part=unmarked"))


def typed(cast: Cast, **other: str) -> dict[str, Any]:
    with scope(organisation=cast.organisation):
        place = making.place(cast.actor("owner"))
    return {
        "name": "熱処理後のひずみ取り手順",
        "what": "加熱の順番と温度",
        "grade": "secret",
        "layer": "nda",
        "place": str(place.pk),
        "keeper": str(cast.person("owner").pk),
        "review_on": "令和10年3月31日",
        "unit": "bundle",
    } | other


def test_eight_fields_make_an_entry_and_staff_propose(cast: Cast) -> None:
    answer = cast.client("steward").post(cast.url("ledger/new/"), typed(cast))
    assert answer.status_code == 302
    answer = cast.client("staff").post(cast.url("ledger/new/"), typed(cast, name="提案したもの"))
    assert answer.status_code == 302
    with scope(organisation=cast.organisation):
        assert dict(Asset.objects.values_list("number", "stage")) == {
            "A-001": "admitted",
            "A-002": "proposed",
        }
        assert Asset.objects.get(number="A-001").review_on == datetime.date(2028, 3, 31)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"name": ""}, "ここが空です"),
        ({"grade": "top"}, "極秘は1件ずつ登録します"),
        ({"review_on": "2026/13/01"}, "2026/13/01"),
    ],
)  # fmt: skip
def test_a_wrong_entry_says_what_is_wrong_and_keeps_what_was_typed(
    cast: Cast, other: dict[str, str], said: str
) -> None:
    answer = cast.client("steward").post(cast.url("ledger/new/"), typed(cast, **other))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "加熱の順番と温度" in page
    with scope(organisation=cast.organisation):
        assert not Asset.objects.exists()


def test_a_number_that_is_taken_is_named(cast: Cast, made: Asset) -> None:
    answer = cast.client("steward").post(cast.url("ledger/new/"), typed(cast, number=made.number))
    assert f"「{made.number}」は、もうほかの情報の番号です" in answer.content.decode()


def test_a_proposal_is_admitted_or_declined_on_its_page(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        one = making.proposal(cast.actor("staff"))
        two = making.proposal(cast.actor("staff"), name="見送る物")
    client = cast.client("steward")
    assert "見送る物" in text(client, cast.url("ledger/proposals/"))
    client.post(cast.url(f"ledger/{one.pk}/admit/"), {"revision": "1"})
    client.post(cast.url(f"ledger/{two.pk}/decline/"), {"revision": "1", "reason": "カタログにあります"})
    with scope(organisation=cast.organisation):
        assert dict(Asset.objects.values_list("number", "stage")) == {
            "A-001": "admitted",
            "A-002": "declined",
        }
    assert "待っている提案はありません" in text(client, cast.url("ledger/proposals/"))


def test_a_stale_change_is_shown_beside_what_was_typed(cast: Cast, made: Asset) -> None:
    with scope(organisation=cast.organisation):
        register.change(cast.actor("owner"), made, wanted(name="先に直した名前"), revision=1)
        place = making.place(cast.actor("owner"))
    data = {
        "name": "後から直した名前", "what": made.what, "place": str(place.pk), "keeper": str(cast.person("steward").pk),
        "review_on": "2028/3/31", "unit": "bundle", "revision": "1",
    }  # fmt: skip
    client = cast.client("steward")
    answer = client.post(cast.url(f"ledger/{made.pk}/change/"), data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "先に直した名前" in page
    assert "後から直した名前" in page
    answer = client.post(cast.url(f"ledger/{made.pk}/change/"), data | {"revision": "2"})
    assert answer.status_code == 302
    with scope(organisation=cast.organisation):
        assert Asset.objects.get(pk=made.pk).name == "後から直した名前"


def test_a_past_day_shows_what_held_then_and_no_buttons(cast: Cast, made: Asset) -> None:
    with scope(organisation=cast.organisation):
        register.change(cast.actor("steward"), made, wanted(name="新しい名前"), revision=1)
    client, yesterday = cast.client("steward"), clock.today() - DAY
    page = text(client, cast.url(f"ledger/{made.pk}/?on={yesterday.isoformat()}"))
    assert "検査治具の図面" in page
    assert "新しい名前" not in page
    assert "区分を変える" not in page
    # The entry was typed today, about thirty days ago: at yesterday's end nobody knew of it.
    page = text(client, cast.url(f"ledger/{made.pk}/?on={yesterday.isoformat()}&known=then"))
    assert "この日は、まだ台帳にありませんでした" in page
    assert "日付として読めません" in text(client, cast.url(f"ledger/{made.pk}/?on=きのう"))
    tomorrow = clock.today() + DAY
    assert "まだ来ていない日" in text(client, cast.url(f"ledger/{made.pk}/?on={tomorrow.isoformat()}"))


def test_reclassifying_consenting_and_granting_from_pages(cast: Cast) -> None:
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        made = making.asset(owner, origin="received", partner=making.partner(owner))
    client = cast.client("steward")
    lighter = {
        "grade": "internal", "layer": "nda", "unit": "bundle", "reason": "量産が始まった",
        "approver": str(cast.person("owner").pk), "revision": "1",
    }  # fmt: skip
    answer = client.post(cast.url(f"ledger/{made.pk}/reclassify/"), lighter)
    assert answer.status_code == 422
    assert "預け主の承諾を記録してから" in answer.content.decode()
    agreed = {
        "given_by": "設計課 大野様",
        "given_on": "2026/11/2",
        "grade": "internal",
        "layer": "nda",
        "paper": "覚書3号",
    }
    assert client.post(cast.url(f"ledger/{made.pk}/consent/"), agreed).status_code == 302
    assert client.post(cast.url(f"ledger/{made.pk}/reclassify/"), lighter).status_code == 302
    data = {"subject": f"person:{cast.person('staff').pk}", "reason": "日々の作業"}
    assert client.post(cast.url(f"ledger/{made.pk}/grant/"), data).status_code == 302
    page = text(client, cast.url(f"ledger/{made.pk}/"))
    for shown in ("社外秘", "設計課 大野様", "西村 直", "日々の作業"):
        assert shown in page
    with scope(organisation=cast.organisation):
        granted = Grant.objects.get()
    assert client.post(cast.url(f"ledger/grants/{granted.pk}/end/")).status_code == 302
    assert "日々の作業" not in text(client, cast.url(f"ledger/{made.pk}/"))


def test_the_table_of_people_and_assets_leaves_masked_ones_out(cast: Cast, top: Asset, made: Asset) -> None:
    page = text(cast.client("staff"), cast.url("ledger/who/"))
    assert f">{made.number}<" in page
    assert "伏せている極秘1件は" in page
    assert looks() == []
    page = text(cast.client("steward"), cast.url("ledger/who/"))
    assert f">{top.number}<" in page
    assert looks() == [[str(top.pk)]]


def test_grades_are_renamed_on_their_page(cast: Cast, made: Asset) -> None:
    client = cast.client("steward")
    names = {"top": "厳秘", "secret": "部内秘", "internal": "社外秘", "public": "公開"}
    assert client.post(cast.url("ledger/grades/"), names).status_code == 302
    assert "部内秘" in text(client, cast.url("ledger/"))
    again = client.post(cast.url("ledger/grades/"), names | {"internal": "厳秘"})
    assert again.status_code == 422


def test_the_day_and_the_table_are_printed(cast: Cast, made: Asset) -> None:
    client = cast.client("steward")
    for path, begin in {
        f"ledger/{made.pk}/print/": b"%PDF",
        "ledger/who/print/": b"%PDF",
        "ledger/who/book/": b"PK",
    }.items():
        answer = client.get(cast.url(path))
        assert answer.status_code == 200
        assert answer.content[: len(begin)] == begin
        assert "attachment" in answer["Content-Disposition"]


def test_a_house_of_another_name_does_not_see_it(cast: Cast, made: Asset) -> None:
    for path in ("", "print/", "change/", "reclassify/", "consent/", "grant/"):
        text(
            cast.client("owner", at="mihon-kanagata"),
            cast.url(f"ledger/{made.pk}/{path}", at="mihon-kanagata"),
            404,
        )


def test_the_list_asks_as_many_questions_for_forty_lines_as_for_two(cast: Cast) -> None:
    client, url = cast.client("staff"), cast.url("ledger/")
    with scope(organisation=cast.organisation):
        owner = cast.actor("owner")
        making.top(owner)
        making.asset(owner)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with scope(organisation=cast.organisation):
        for _one in range(19):
            making.top(owner)
            making.asset(owner)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 14


def test_the_page_of_one_asks_no_question_per_person(cast: Cast, made: Asset) -> None:
    client, url = cast.client("steward"), cast.url(f"ledger/{made.pk}/")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with scope(organisation=cast.organisation):
        for role in ("staff", "section", "auditor", "owner"):
            grant(cast.actor("owner"), made, Subject(person=cast.person(role)), reason="作業")
        grant(cast.actor("owner"), made, Subject(), reason="社内で使う")
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_rooms_above_tell_on_the_page_what_they_did_with_an_asset_but_not_of_a_masked_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope(organisation=cast.organisation):
        asset, top = making.asset(cast.actor("owner")), making.top(cast.actor("owner"))
    asked = []

    def about(actor: Actor, kind: str, thing_id: uuid.UUID) -> tuple[About, ...]:
        asked.append((kind, thing_id))
        return (About("仮想重機株式会社", "2026年4月1日", "/somewhere/"),)

    monkeypatch.setattr("kuramori.site.templatetags.slots.KNOWN_OF_ASSETS", (("提供", about),))
    page = cast.client("section").get(cast.url(f"ledger/{asset.pk}/")).content.decode()
    assert '<a href="/somewhere/">仮想重機株式会社</a>' in page
    assert asked == [("asset", asset.pk)]
    assert "仮想重機" not in cast.client("section").get(cast.url(f"ledger/{top.pk}/")).content.decode()
    cast.client("owner").get(cast.url(f"ledger/{asset.pk}/?on=2020-01-01"))
    assert len(asked) == 1


def test_on_a_past_day_the_page_tells_what_rooms_above_knew_then(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, then = cast.actor("owner"), clock.today() - datetime.timedelta(days=50)
    with clock.standing_at(clock.now() - datetime.timedelta(days=100)), scope(organisation=cast.organisation):
        asset = making.asset(owner)
    found: list[About] = []
    rooms.read_words()  # what the rooms above register must not go into the list of this test
    teller = lambda _actor, _id, on: tuple(found) if on == then else ()  # noqa: E731
    monkeypatch.setattr(known_then, "_tellers", [("この日に知っていた", "記録も契約もない", teller)])
    address, client = cast.url(f"ledger/{asset.pk}/"), cast.client("owner")

    def told(on: datetime.date) -> list[str]:
        """The page and the paper of a day."""
        page, paper = client.get(f"{address}?on={on}"), client.get(f"{address}print/?on={on}")
        return [page.content.decode(), pdf_text(paper.content)]

    assert all("記録も契約もない" in text for text in told(then))
    found.append(About("仮想重機株式会社"))
    assert all("仮想重機株式会社" in text for text in told(then))
    assert not any("仮想重機株式会社" in text for text in told(then + datetime.timedelta(days=1)))
    assert "この日に知っていた" not in client.get(address).content.decode()


def test_every_slot_is_filled_before_any_page_was_opened() -> None:
    """Views are read late: what hangs in one of them would not be there until its page was asked for."""
    told = (
        "import django; django.setup(); from kuramori.work.ledger import panels, urls; "
        "print(*sorted(panels._hung))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.split() == sorted(panels.SLOTS)
