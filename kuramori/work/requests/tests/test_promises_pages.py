"""The register of promises as people see it: by customer, one promise, its workbook, the one page that is printed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.press.reading import read_book
from kuramori.work.ledger.models import Grade, Unit
from kuramori.work.ledger.tests import making
from kuramori.work.requests.models import Kept, Promise, PromiseCheck, Word
from kuramori.work.requests.promising import recording
from kuramori.work.requests.tests.promised import WHAT, asked, customer, day, promise, yes

pytestmark = pytest.mark.django_db


def written(on) -> str:
    return f"{on.year}/{on.month}/{on.day}"


@pytest.fixture
def owner(cast):
    return cast.actor("owner")


@pytest.fixture
def world(cast, owner):
    with scope(organisation=cast.organisation):
        partner = customer(owner)
        return partner, promise(owner, partner), promise(owner, partner, "型を返す", yes())


def _kept(cast, row):
    with scope(organisation=cast.organisation):
        return Promise.objects.select_related("proof_file").get(pk=row.pk)


def test_an_empty_register_says_what_to_do_first(cast):
    body = cast.client("owner").get(cast.url("requests/promises/")).content.decode()
    assert "まだ1件もありません" in body
    assert "/promises/new/" in body
    assert "/promises/new/" not in cast.client("auditor").get(cast.url("requests/promises/")).content.decode()


def test_the_register_stands_by_customer_and_is_narrowed(cast, world):
    partner, first, second = world
    client, page = cast.client("owner"), cast.url("requests/promises/")
    body = client.get(page).content.decode()
    assert body.count("約束の一枚") == 1
    assert first.number in body
    assert second.number in body
    only_open = client.get(page, {"only": "open"}).content.decode()
    assert first.number in only_open
    assert second.number not in only_open
    assert second.number not in client.get(page, {"only": "unproven"}).content.decode()
    assert first.number in client.get(page, {"words": "仮想 鍵", "page": "99"}).content.decode()
    assert first.number not in client.get(page, {"words": "例示"}).content.decode()
    assert first.number in client.get(page, {"partner": str(partner.pk)}).content.decode()
    assert client.get(page, {"partner": "x", "only": "x", "page": "x"}).status_code == 200


def test_a_demand_is_typed_with_what_was_said_to_it(cast, owner):
    with scope(organisation=cast.organisation):
        customer(owner)
    client, page = cast.client("section"), cast.url("requests/promises/new/")
    typed = {
        "partner": "仮想重機",
        "what": WHAT,
        "came_by": "spoken",
        "came_on": written(day(-3)),
        "word": "part",
        "answered_on": written(day(-1)),
        "answer": "",
        "proof": "",
    }
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert "どこまで約束したか" in refused.content.decode()
    assert client.post(page, typed | {"partner": "ない会社", "answer": "第2工場だけ"}).status_code == 422
    done = client.post(page, typed | {"answer": "第2工場だけ"}, follow=True)
    assert "第2工場だけ" in done.content.decode()
    assert "Y-0001" in done.content.decode()


def test_an_answer_with_its_paper_a_look_and_an_end_are_typed_on_the_page(cast, world):
    _partner, first, _second = world
    client, page = cast.client("owner"), cast.url(f"requests/promises/{first.pk}/")
    paper = SimpleUploadedFile("帳面.txt", b"key 1", content_type="text/plain")
    told = {"word": "yes", "answered_on": written(day(0)), "answer": "棚に置く", "proof": "", "file": paper}
    body = client.post(f"{page}answer/", told | {"revision": "1"}, follow=True).content.decode()
    assert "帳面.txt" in body
    assert b"".join(client.get(f"{page}proof/").streaming_content) == b"key 1"
    look = {"kept": "broken", "on": written(day(0)), "how": "開いていた", "next_on": "", "revision": "2"}
    refused = client.post(f"{page}check/", look)
    assert refused.status_code == 422
    assert "いつまた見るか" in refused.content.decode()
    seen = client.post(f"{page}check/", look | {"next_on": written(day(9))}, follow=True).content.decode()
    assert "開いていた" in seen
    assert "守れていない" in seen
    stale = client.post(f"{page}end/", {"on": written(day(0)), "reason": "終わり", "revision": "1"})
    assert stale.status_code == 409
    ended = client.post(f"{page}end/", {"on": written(day(0)), "reason": "終わり", "revision": "3"})
    assert ended.status_code == 302
    row = _kept(cast, first)
    assert (row.word, row.kept, row.ended_on) == (Word.YES, Kept.BROKEN, day(0))


def test_the_record_is_corrected_and_an_unknown_step_is_no_page(cast, world):
    _partner, first, _second = world
    client, page = cast.client("owner"), cast.url(f"requests/promises/{first.pk}/")
    told = {"partner": "仮想重機", "what": "直した求め", "came_by": "mail", "came_on": written(day(-9))}
    wrong = client.post(f"{page}change/", told | {"agreement": "NDA-9999", "revision": "1"})
    assert wrong.status_code == 422
    assert client.post(f"{page}change/", told | {"revision": "1"}).status_code == 302
    assert _kept(cast, first).what == "直した求め"
    assert client.post(f"{page}other/", {}).status_code == 404
    assert client.get(f"{page}proof/").status_code == 404


def test_a_masked_thing_is_told_by_its_number_and_stays_tied(cast, owner, world):
    partner, _first, _second = world
    with scope(organisation=cast.organisation):
        asset = making.asset(owner, name="極秘の型図", grade=Grade.TOP, unit=Unit.ITEM)
        row = recording.record_promise(owner, partner, asked(asset=asset))
    page = cast.url(f"requests/promises/{row.pk}/")
    body = cast.client("section").get(page).content.decode()
    assert asset.number in body
    assert "極秘の型図" not in body
    told = {"partner": "仮想重機", "what": "直した", "came_by": "mail", "came_on": written(day(-9))}
    typed = told | {"asset": asset.number, "revision": "1"}
    assert cast.client("section").post(f"{page}change/", typed).status_code == 302
    assert _kept(cast, row).asset_id == asset.pk


def test_the_register_leaves_as_a_workbook(cast, world):
    answer = cast.client("auditor").post(cast.url("requests/promises/export/"), {"only": "open"})
    (sheet,) = read_book(answer.content, most_rows=50, most_columns=40)
    assert [row[0] for row in sheet.rows[1:]] == ["Y-0001"]
    assert sheet.rows[1][2] == WHAT


def test_the_one_page_and_its_paper_have_the_promises(cast, world):
    partner, first, second = world
    page = cast.url(f"sharing/agreements/promises/{partner.pk}/")
    body = cast.client("owner").get(page).content.decode()
    assert "お客様から求められ、約束したこと" in body
    assert first.number in body
    assert "鍵付きの棚に置く" in body
    assert f"/promises/{second.pk}/" in body
    assert cast.client("owner").get(f"{page}paper/").content.startswith(b"%PDF")


def test_a_look_keeps_its_paper(cast, world):
    _partner, _first, second = world
    client, page = cast.client("owner"), cast.url(f"requests/promises/{second.pk}/")
    paper = SimpleUploadedFile("写真.txt", b"seen", content_type="text/plain")
    look = {
        "kept": "kept",
        "on": written(day(0)),
        "how": "棚を見た",
        "seen": "写真",
        "file": paper,
        "revision": "1",
    }
    assert client.post(f"{page}check/", look).status_code == 302
    with scope(organisation=cast.organisation):
        check = PromiseCheck.objects.get(promise=second.pk)
    answer = client.get(cast.url(f"requests/promises/checks/{check.pk}/file/"))
    assert b"".join(answer.streaming_content) == b"seen"
