"""What the companies of the demonstration carry about: devices, take-outs, cloud services, a list, trips."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.work.places import (
    cloud_review,
    cloud_service,
    count_devices,
    lose_device,
    patching,
    rules_abroad,
    shadow,
    take_out,
    trip,
)
from kuramori.work.places.admit_device import Particulars, admit_device
from kuramori.work.places.cloud_items import items
from kuramori.work.places.listing import draft, take_in
from kuramori.work.places.listing.file import read
from kuramori.work.places.models import CloudService, Device, Seen, ShadowDecision, Verdict

OnDay = Callable[[str], AbstractContextManager[None]]

# number, kind, name, family name of who uses it ("" shared), encrypted, the condition where it is somebody's own
DEVICES = {
    "kakuu-seiko": (
        ("PC-01", "pc", "黒いノート", "田所", True, ""),
        ("PC-02", "pc", "総務のノート", "森下", True, ""),
        ("PC-03", "pc", "設計のワークステーション", "志村", True, ""),
        ("PC-04", "pc", "現場の共用", "", None, ""),
        ("TEL-01", "phone", "会社の電話", "山﨑", True, ""),
        ("TEL-02", "phone", "本人の電話", "西村", None, "電話と連絡だけ。写真は撮らない"),
        ("USB-01", "usb", "赤い16GB", "", True, ""),
        ("USB-02", "usb", "青い8GB", "", False, ""),
        ("CAM-01", "camera", "検査の記録用", "", False, ""),
    ),
    "mihon-kanagata": (
        ("PC-01", "pc", "事務所", "櫛田", None, ""),
        ("PC-02", "pc", "CAMの席", "深見", False, ""),
        ("USB-01", "usb", "加工機への受け渡し", "", False, ""),
    ),
    "reiji-hyomen": (
        ("PC-11", "pc", "品質の席", "仁科", True, ""),
        ("PC-12", "pc", "分析室", "長峰", True, ""),
        ("TAB-01", "tablet", "ライン点検", "及川", True, ""),
        ("HDD-01", "hdd", "控えのディスク", "", True, ""),
    ),
    "kasou-juki": (
        ("PC-0211", "pc", "調達の席", "𠮷見", True, ""),
        ("PC-0305", "pc", "出張用（中身なし）", "", True, ""),
        ("PC-0412", "pc", "設計の席", "諸星", True, ""),
        ("TEL-0031", "phone", "会社の電話", "髙城", True, ""),
    ),
}
# name, provider, what for, which grade may lie there
CLOUDS = {
    "kakuu-seiko": (
        ("見本ストレージ", "見本クラウド株式会社", "図面の受け渡し", "internal"),
        ("例示チャット", "例示通信株式会社", "社内の連絡", ""),
        ("架空会計オンライン", "架空ソフト株式会社", "会計", "public"),
    ),
    "mihon-kanagata": (("見本ストレージ", "見本クラウド株式会社", "客先との図面", "secret"),),
    "reiji-hyomen": (("例示チャット", "例示通信株式会社", "品質の連絡", "internal"),),
    "kasou-juki": (
        ("仮想図面庫", "仮想クラウド株式会社", "図面の保管", "secret"),
        ("見本ストレージ", "見本クラウド株式会社", "取引先との受け渡し", "internal"),
    ),
}
HEADINGS = "登録番号,サービス名,事業者,範囲,有効期限"
OCTOBER = f"""{HEADINGS}
X25-0101-1,見本ストレージ,見本クラウド株式会社,ファイルの保管と共有,2027/1/15
X25-0102-2,例示チャット,例示通信株式会社,連絡の全機能,2027/6/30
X26-0007-1,仮想図面庫,仮想クラウド株式会社,図面の保管,2027/9/30
X26-0011-1,見本メール,見本クラウド株式会社,メール,2027/3/31
"""
NOVEMBER = f"""{HEADINGS}
X25-0101-1,見本ストレージ,見本クラウド株式会社,ファイルの保管と共有,2027/1/15
X26-0007-1,仮想図面庫,仮想クラウド株式会社,図面の保管,2028/9/30
X26-0011-1,見本メール,見本クラウド株式会社,メール,2027/3/31
X26-0015-1,架空カレンダー,架空ソフト株式会社,予定表,2027/10/31
"""
LAST_YEAR = (
    "第8条 当社は、お客さまのデータの秘密を守ります。当社は、データを学習に使いません。"
    "データは日本国内に置きます。解約から30日以内に消します。"
)
THIS_YEAR = (
    "第8条 当社は、お客さまのデータの秘密を守ります。当社は、品質を上げるためにデータを使うことがあります。"
    "データは日本国内とシンガポールに置きます。解約から30日以内に消します。"
)


def fill_outgoing(slug: str, steward: Actor, section: Actor, staff: Actor, on_day: OnDay) -> None:
    """Everything of one company, on the days on which it would have happened; inside its scope."""
    with on_day("2025-10-06"):
        _devices(slug, steward)
        _clouds(slug, steward)
    with on_day("2026-10-19"):
        _updates(steward)
    if slug == "kakuu-seiko":
        _count(steward, on_day)
        _terms(steward, on_day)
        _list(steward, on_day)
        _out(steward, staff, on_day)
    if slug in ("kasou-juki", "reiji-hyomen"):
        _abroad(steward, staff, on_day)
    if slug == "mihon-kanagata":
        _lost(section, on_day)


def _devices(slug: str, actor: Actor) -> None:
    for number, kind, name, who, encrypted, terms in DEVICES[slug]:
        told = Particulars(
            number=number,
            kind=kind,
            name=name,
            owner=_person(who) if who else None,
            is_private=bool(terms),
            terms=terms,
            is_encrypted=encrypted,
        )
        admit_device(actor, told)


def _updates(actor: Actor) -> None:
    pcs = list(Device.objects.filter(kind="pc").order_by("number"))
    told = patching.Patched("Windows", "25H2", datetime.date(2026, 10, 16), datetime.date(2028, 10, 10))
    patching.record_patches(actor, pcs[:-1] or pcs, told)


def _clouds(slug: str, actor: Actor) -> None:
    for name, provider, used_for, may_lie in CLOUDS[slug]:
        owner = Person.objects.get(pk=str(actor.person_id))
        cloud_service.admit_cloud(actor, cloud_service.Described(name, provider, used_for, may_lie, owner))


def _count(actor: Actor, on_day: OnDay) -> None:
    with on_day("2026-10-26"):
        count = count_devices.begin_count(actor, name="2026年の台数棚卸し")
        for line in count.lines.select_related("device", "count"):
            missing = line.device is not None and line.device.number == "USB-02"
            count_devices.see(actor, line, Seen.MISSING if missing else Seen.FOUND)
        count_devices.add_extra(actor, count, words="番号のない黒いUSBメモリ（事務所の引き出し）")
        count_devices.finish_count(actor, count)


def _terms(actor: Actor, on_day: OnDay) -> None:
    service = CloudService.objects.get(name="見本ストレージ")
    address = "https://mihon-cloud.example/terms"
    answers = {item.id: {"answer": "yes", "where": "第8条"} for item in items()}
    answers["logs"] = {"answer": "unknown", "where": "", "note": "管理画面を見る"}
    with on_day("2025-11-05"):
        told = cloud_review.Terms(datetime.date(2025, 11, 5), url=address, text=LAST_YEAR)
        cloud_review.keep_terms(actor, service, told)
        cloud_review.review_cloud(
            actor,
            service,
            answers,
            on=datetime.date(2025, 11, 5),
            review_on=datetime.date(2026, 11, 27),
        )
    with on_day("2026-11-09"):
        told = cloud_review.Terms(
            datetime.date(2026, 11, 9), url=address, text=THIS_YEAR, note="改定の知らせが来た"
        )
        cloud_review.keep_terms(actor, service, told)
        seen = shadow.note_shadow(
            actor,
            service_words="無料のファイル転送サービス",
            found_on=datetime.date(2026, 11, 6),
            how="客先からの返信にリンクがあった",
        )
        shadow.note_shadow(
            actor,
            service_words="文章を直す生成AI（個人の登録）",
            found_on=datetime.date(2026, 11, 9),
            how="朝礼で聞いた",
        )
        shadow.decide_shadow(actor, seen, ShadowDecision.REPLACE, note="見本ストレージの共有リンクで足りる")


def _list(actor: Actor, on_day: OnDay) -> None:
    for day, text in (("2026-10-05", OCTOBER), ("2026-11-16", NOVEMBER)):
        with on_day(day):
            content = text.encode()
            kept = draft.keep(actor, "list.csv", read("list.csv", content), content)
            take_in.take_in(actor, kept, as_of_on=datetime.date.fromisoformat(day), skips_faults=False)
            if day == "2026-10-05":
                for name, number in (("見本ストレージ", "X25-0101-1"), ("例示チャット", "X25-0102-2")):
                    service = CloudService.objects.get(name=name)
                    cloud_service.match_listing(actor, service, number)


def _out(steward: Actor, staff: Actor, on_day: OnDay) -> None:
    usb, pc = (Device.objects.get(number=number) for number in ("USB-01", "PC-03"))
    with on_day("2026-11-12"):
        due_on = datetime.date(2026, 11, 18)
        wanted = take_out.Wanted("仮想重機 調達部", "治具の図面の打合せ", due_on, is_encrypted=True)
        asked = take_out.ask(staff, take_out.subject_of(usb), wanted)
        take_out.approve(steward, asked, note="中身は1点だけ")
        take_out.take(staff, asked)
    with on_day("2026-11-20"):
        due_on = datetime.date(2026, 12, 4)
        wanted = take_out.Wanted("見本市会場（名古屋）", "製品の説明", due_on, is_encrypted=True)
        take_out.ask(staff, take_out.subject_of(pc), wanted)


def _abroad(steward: Actor, staff: Actor, on_day: OnDay) -> None:
    with on_day("2026-04-01"):
        for country, kind, verdict, reason in (
            ("", "usb", Verdict.NEVER, "なくしやすく、代わりに社内の受け渡しがあるため"),
            ("", "pc", Verdict.ASK, "中身の少ない出張用の端末を使うため"),
            ("CN", "pc", Verdict.ASK, "図面を入れず、戻ったら検査してからつなぐため"),
        ):
            rules_abroad.lay_rule(
                steward,
                country=country,
                kind=kind,
                verdict=verdict,
                reason=reason,
                from_on=datetime.date(2026, 4, 1),
            )
    with on_day("2026-11-17"):
        person = Person.objects.get(pk=str(staff.person_id))
        told = trip.Journey(
            person,
            "TH",
            "見本工業団地",
            "設備の立上げ",
            datetime.date(2026, 11, 30),
            datetime.date(2026, 12, 4),
        )
        made = trip.plan_trip(staff, told)
        trip.tick(staff, made, "least", done=True)
        device = Device.objects.filter(kind="pc").order_by("number")[1]
        wanted = take_out.Wanted("見本工業団地", "立上げの記録", datetime.date(2026, 12, 7), "TH", True, made)
        take_out.ask(staff, take_out.subject_of(device), wanted)


def _lost(section: Actor, on_day: OnDay) -> None:
    with on_day("2026-11-19"):
        usb = Device.objects.get(number="USB-01")
        lose_device.report_lost(
            section, usb, lost_on=datetime.date(2026, 11, 18), note="加工機の横で見たのが最後。加工データだけ"
        )
        lose_device.tick_step(section, usb, "tell", done=True)


def _person(family_name: str) -> Person:
    return Person.objects.filter(name__startswith=family_name).order_by("name")[0]
