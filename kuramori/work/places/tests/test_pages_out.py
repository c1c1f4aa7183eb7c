"""The pages of devices, take-outs, cloud services and trips, from the door to the sentence that follows."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from kuramori.outside import clock
from kuramori.rules import freshness
from kuramori.work.places.admit_device import Particulars, admit_device
from kuramori.work.places.cloud_items import items
from kuramori.work.places.models import (
    CloudService,
    Device,
    DeviceCount,
    DeviceCountLine,
    Listing,
    ListingDraft,
    ShadowUse,
    Software,
    TakeOut,
    TakeOutRule,
    TermsSnapshot,
    Trip,
)

LIST = "登録番号,サービス名,有効期限\nX1,見本ストレージ,2027/3/31\nX2,例示チャット,2027/1/31\n"


def text(day: datetime.date) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def in_days(number: int) -> str:
    return text(clock.today() + datetime.timedelta(days=number))


@pytest.fixture
def steward(cast):
    return cast.client("steward")


@pytest.fixture
def staff(cast):
    return cast.client("staff")


@pytest.fixture
def here(cast):
    with scope(organisation=cast.organisation):
        yield cast


def post(client, cast, path: str, **fields: object):
    return client.post(cast.url(f"places/{path}"), fields, follow=True)


def said(response) -> str:
    return response.content.decode()


def device(cast, number: str = "USB-01", kind: str = "usb") -> Device:
    return admit_device(cast.actor("steward"), Particulars(number=number, kind=kind))


def test_a_device_is_listed_changed_lost_found_and_disposed_of(steward, here):
    page = post(steward, here, "devices/new/", number="USB-01", kind="usb", is_encrypted="yes")
    assert "「USB-01」を一覧に載せました" in said(page)
    row = Device.objects.get()
    twice = post(steward, here, "devices/new/", number="USB-01", kind="usb")
    assert (twice.status_code, "もう使われています" in said(twice)) == (422, True)
    bare = post(steward, here, "devices/new/", number="P-1", kind="phone", is_private="on")
    assert "使ってよい条件" in said(bare)
    told = {"number": "USB-01", "kind": "usb", "name": "赤", "revision": 1}
    assert "直しました" in said(post(steward, here, f"devices/{row.pk}/change/", **told))
    stale = post(steward, here, f"devices/{row.pk}/change/", **told | {"name": "青"})
    assert (stale.status_code, "ほかの方が先に直しました" in said(stale)) == (409, True)
    lost = post(steward, here, f"devices/{row.pk}/lose/", on=in_days(0), note="電車")
    assert "次にすること" in said(lost)
    assert "分かっていること：電車" in said(lost)
    ticked = post(steward, here, f"devices/{row.pk}/step/", step="tell", done="on")
    assert "済み（戻す）" in said(ticked)
    assert post(steward, here, f"devices/{row.pk}/step/", step="no-such").status_code == 404
    assert "見つかったことを残しました" in said(post(steward, here, f"devices/{row.pk}/found/"))
    gone = {"erased_how": "上書き", "erased_on": in_days(0), "on": in_days(0)}
    missing = post(steward, here, f"devices/{row.pk}/dispose/", **gone)
    assert missing.status_code == 422
    by = str(here.person("steward").pk)
    assert "手放したことを残しました" in said(
        post(steward, here, f"devices/{row.pk}/dispose/", **gone, erased_by=by)
    )
    assert "手放したもの（1台）" in said(steward.get(here.url("places/devices/")))


def test_the_list_is_narrowed_by_words_kind_and_what_is_not_updated(steward, here):
    device(here)
    device(here, "PC-01", "pc")
    for query, shown, hidden in (("q=pc", "PC-01", "USB-01"), ("kind=usb", "USB-01", "PC-01")):
        page = said(steward.get(here.url(f"places/devices/?{query}")))
        assert f">{shown}</a>" in page
        assert f">{hidden}</a>" not in page
    behind = said(steward.get(here.url("places/devices/?behind=on")))
    assert ">PC-01</a>" in behind
    assert ">USB-01</a>" not in behind


def test_a_count_is_walked_on_a_phone_and_its_differences_come_to_whoever_steers(steward, here):
    for number in ("USB-01", "USB-02"):
        device(here, number)
    page = post(steward, here, "devices/counts/begin/")
    count = DeviceCount.objects.get()
    assert f"{clock.today().year}年の台数棚卸し" in said(page)
    first, second = DeviceCountLine.objects.order_by("device__number")
    post(steward, here, f"devices/count-lines/{first.pk}/see/", seen="found")
    assert "まだ見ていない物が1台" in said(post(steward, here, f"devices/counts/{count.pk}/finish/"))
    post(steward, here, f"devices/count-lines/{second.pk}/see/", seen="missing")
    assert "黒いUSB" in said(post(steward, here, f"devices/counts/{count.pk}/extra/", words="黒いUSB"))
    assert "棚卸しを終えました" in said(post(steward, here, f"devices/counts/{count.pk}/finish/"))
    assert "台数棚卸しの違いを片づける" in said(steward.get(here.url()))
    settled = post(steward, here, f"devices/count-lines/{second.pk}/settle/", words="机にあった")
    assert "机にあった" in said(settled)


def test_updates_are_recorded_for_many_devices_at_once(steward, here):
    rows = [device(here, f"PC-0{n}", "pc") for n in (1, 2)]
    page = post(
        steward,
        here,
        "devices/updates/",
        name="Windows",
        version="25H2",
        on=in_days(0),
        devices=[str(row.pk) for row in rows],
    )
    assert "2台の更新を記録しました" in said(page)
    none = post(steward, here, "devices/updates/", name="Windows", on=in_days(1))
    assert none.status_code == 422
    software = Software.objects.get(device=rows[0])
    assert "外しました" in said(post(steward, here, f"devices/software/{software.pk}/retire/"))


def test_labels_carry_the_number_and_an_address_only(steward, here):
    device(here)
    page = said(post(steward, here, "devices/labels/"))
    assert '<svg class="qr"' in page
    assert "USB-01" in page


def test_something_is_taken_out_by_two_people_and_printed(steward, staff, here):
    row = device(here)
    wanted = {"to_where": "見本市会場", "purpose": "説明", "due_on": in_days(2)}
    both = post(staff, here, "take-outs/ask/", device=str(row.pk), words="紙も", **wanted)
    assert (both.status_code, "どちらか1つ" in said(both)) == (422, True)
    late = post(staff, here, "take-outs/ask/", device=str(row.pk), **wanted | {"due_on": in_days(-1)})
    assert "今日か、この先の日" in said(late)
    asked = post(staff, here, "take-outs/ask/", device=str(row.pk), **wanted)
    assert "持出しを願い出ました" in said(asked)
    out = TakeOut.objects.get()
    assert "持出しを認めるか決める" in said(steward.get(here.url()))
    assert staff.post(here.url(f"places/take-outs/{out.pk}/approve/")).status_code == 403
    assert "理由を書いてください" in said(post(steward, here, f"take-outs/{out.pk}/refuse/"))
    assert "認めました" in said(post(steward, here, f"take-outs/{out.pk}/approve/", words="よい"))
    assert "持ち出しました" in said(post(staff, here, f"take-outs/{out.pk}/take/"))
    assert "先に進めました" in said(post(staff, here, f"take-outs/{out.pk}/drop/"))
    with clock.standing_at(clock.now() + datetime.timedelta(days=4)):
        assert "2日遅れ" in said(staff.get(here.url("places/take-outs/")))
        assert "を戻す" in said(staff.get(here.url()))
    slip = staff.post(here.url(f"places/take-outs/{out.pk}/slip/"))
    assert slip.content.startswith(b"%PDF")
    assert "戻ったことを残しました" in said(post(staff, here, f"take-outs/{out.pk}/back/"))
    assert "これまでの持出し（1件）" in said(staff.get(here.url("places/take-outs/")))


def test_staff_do_not_see_what_others_took_out(steward, staff, here):
    wanted = {"to_where": "先", "purpose": "目的", "due_on": in_days(2)}
    post(steward, here, "take-outs/ask/", words="試作品", **wanted)
    out = TakeOut.objects.get()
    assert staff.get(here.url(f"places/take-outs/{out.pk}/")).status_code == 403
    assert "試作品" not in said(staff.get(here.url("places/take-outs/")))
    assert "試作品" in said(here.client("auditor").get(here.url("places/take-outs/")))


def test_a_service_is_listed_its_terms_kept_compared_and_checked(steward, here):
    listed = post(steward, here, "clouds/new/", name="見本ストレージ", may_lie="secret")
    assert "一覧に載せました" in said(listed)
    row = CloudService.objects.get()
    assert "もう載っています" in said(post(steward, here, "clouds/new/", name="見本ストレージ"))
    for words in ("秘密を守ります。学習に使いません。", "秘密を守ります。学習に使います。"):
        kept = post(steward, here, f"clouds/{row.pk}/terms/", taken_on=in_days(0), text=words)
    assert "<del>学習に使いません。</del>" in said(kept)
    assert "<ins>学習に使います。</ins>" in said(kept)
    nothing = post(steward, here, f"clouds/{row.pk}/terms/", taken_on=in_days(0))
    assert nothing.status_code == 422
    file = SimpleUploadedFile("規約.pdf", b"%PDF-1.7\n")
    post(steward, here, f"clouds/{row.pk}/terms/", taken_on=in_days(0), file=file)
    terms = TermsSnapshot.objects.exclude(file=None).get()
    taken = steward.get(here.url(f"places/clouds/terms/{terms.pk}/file/"))
    assert b"".join(taken.streaming_content) == b"%PDF-1.7\n"
    hoped = post(steward, here, f"clouds/{row.pk}/review/", on=in_days(0), **{"logs.answer": "yes"})
    assert (hoped.status_code, "規約のどこにあるか" in said(hoped)) == (422, True)
    answers = {
        f"{item.id}.{part}": value
        for item in items()
        for part, value in (("answer", "yes"), ("where", "第8条"))
    }
    checked = post(
        steward, here, f"clouds/{row.pk}/review/", on=in_days(0), review_on=in_days(300), **answers
    )
    assert "約束がある" in said(checked)
    assert "使うのをやめたもの" in said(post(steward, here, f"clouds/{row.pk}/retire/"))


def test_a_list_is_taken_in_after_a_look_and_matched_by_a_person(steward, here, monkeypatch):
    post(steward, here, "clouds/new/", name="見本ストレージ")
    row = CloudService.objects.get()
    page = post(steward, here, "listing/choose/", file=SimpleUploadedFile("list.csv", LIST.encode("cp932")))
    kept = ListingDraft.objects.get()
    assert "2行を読みました" in said(page)
    chosen = post(steward, here, f"listing/{kept.pk}/columns/", number="登録番号", service="サービス名")
    assert "列の選び方を覚えました" in said(chosen)
    double = post(steward, here, f"listing/{kept.pk}/columns/", number="サービス名", service="サービス名")
    assert double.status_code == 422
    assert not Listing.objects.exists()
    assert "2件を取り込みました" in said(post(steward, here, f"listing/{kept.pk}/take/", as_of_on=in_days(0)))
    assert "登録一覧" in said(steward.get(here.url(f"places/listing/{kept.pk}/"), follow=True))
    # What was compared with its source long ago says so wherever it is used.
    pages = (
        "listing/",
        "clouds/",
        f"clouds/{row.pk}/review/",
        "keys/",
        "devices/",
        "take-outs/",
        "abroad/",
        "visits/",
    )
    old = ("1年より前のもの", "1年が過ぎています")
    monkeypatch.setattr(freshness, "FRESH_DAYS", 36_500)
    assert not any(word in said(steward.get(here.url(f"places/{page}"))) for page in pages for word in old)
    monkeypatch.setattr(freshness, "FRESH_DAYS", -1)
    for page in pages:
        assert any(word in said(steward.get(here.url(f"places/{page}"))) for word in old), page
    monkeypatch.undo()
    found = said(steward.get(here.url(f"places/clouds/{row.pk}/?q=見本")))
    assert 'value="X1"' in found
    assert 'value="X2"' not in found
    assert "約束があることは別" in said(post(steward, here, f"clouds/{row.pk}/match/", number="X1"))
    assert "一覧にありません" in said(post(steward, here, f"clouds/{row.pk}/match/", number="X9"))
    row.refresh_from_db()
    assert (row.listing_number, row.agreed) == ("X1", "unknown")


def test_a_wrong_list_is_refused_and_one_with_faults_waits(steward, here):
    wrong = post(steward, here, "listing/choose/", file=SimpleUploadedFile("a.csv", "名前\n甲\n".encode()))
    assert (wrong.status_code, "見出しの行が見つかりません" in said(wrong)) == (422, True)
    faulty = (LIST + "X1,また,2027/1/1\n").encode()
    page = post(steward, here, "listing/choose/", file=SimpleUploadedFile("a.csv", faulty))
    assert "4行目" in said(page)
    kept = ListingDraft.objects.get()
    refused = post(steward, here, f"listing/{kept.pk}/take/", as_of_on=in_days(0))
    assert (refused.status_code, Listing.objects.count()) == (422, 0)
    assert "取り込むのをやめました" in said(post(steward, here, f"listing/{kept.pk}/drop/"))
    assert "期限（2時間）" in said(steward.get(here.url(f"places/listing/{kept.pk}/"), follow=True))


def test_an_unapproved_use_is_noted_and_decided(steward, here):
    post(steward, here, "clouds/shadow/new/", service_words="転送サービス", found_on=in_days(0), how="請求書")
    row = ShadowUse.objects.get()
    assert "何も変えていません" in said(
        post(steward, here, f"clouds/shadow/{row.pk}/decide/", decision="stop")
    )
    done = post(steward, here, f"clouds/shadow/{row.pk}/decide/", decision="stop", note="代わりがある")
    assert "決めたもの（1件）" in said(done)


def test_a_trip_is_planned_with_its_rules_things_and_checks(steward, staff, here):
    rule = {
        "country": "TH",
        "kind": "usb",
        "verdict": "never",
        "reason": "税関で開けられる",
        "from_on": in_days(0),
    }
    assert "決まりを作りました" in said(post(steward, here, "abroad/rules/new/", **rule))
    me = str(here.person("staff").pk)
    told = {"person": me, "country": "TH", "to_where": "見本工業団地", "purpose": "立上げ"}
    backwards = post(staff, here, "abroad/new/", **told, from_on=in_days(5), until_on=in_days(3))
    assert backwards.status_code == 422
    planned = post(staff, here, "abroad/new/", **told, from_on=in_days(3), until_on=in_days(5))
    assert "出張を届けました" in said(planned)
    row = Trip.objects.get()
    usb = device(here)
    asked = staff.get(here.url(f"places/take-outs/ask/?trip={row.pk}"))
    assert "見本工業団地" in said(asked)
    wanted = {
        "device": str(usb.pk),
        "to_where": "先",
        "purpose": "目的",
        "due_on": in_days(5),
        "country": "TH",
    }
    forbidden = staff.post(here.url(f"places/take-outs/ask/?trip={row.pk}"), wanted)
    assert "税関で開けられる" in said(forbidden)
    pc = device(here, "PC-09", "pc")
    staff.post(here.url(f"places/take-outs/ask/?trip={row.pk}"), wanted | {"device": str(pc.pk)})
    assert TakeOut.objects.get().trip_id == row.pk
    assert "PC-09" in said(staff.get(here.url(f"places/abroad/{row.pk}/")))
    post(staff, here, f"abroad/{row.pk}/tick/", check="least", done="on")
    row.refresh_from_db()
    assert row.before_done == ["least"]
    assert post(staff, here, f"abroad/{row.pk}/tick/", check="nothing").status_code == 404
    paper = staff.post(here.url(f"places/abroad/{row.pk}/checklist/"))
    assert paper.content.startswith(b"%PDF")
    changed = told | {"from_on": in_days(4), "until_on": in_days(6), "revision": row.revision}
    assert "直しました" in said(post(staff, here, f"abroad/{row.pk}/change/", **changed))
    assert post(staff, here, f"abroad/{row.pk}/change/", **changed | {"purpose": "別"}).status_code == 409
    assert "取りやめました" in said(post(staff, here, f"abroad/{row.pk}/drop/"))
    ended = TakeOutRule.objects.get()
    assert "今日で終わりにしました" in said(post(steward, here, f"abroad/rules/{ended.pk}/end/"))
