"""What a reader of the trail is told the fields of places, keys, visits and routes are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.places.models import KeyKind, PlaceKind

labels.declare(
    "place",
    {
        "kind": _("種類"),
        "name": _("名前"),
        "parent": _("どこの中"),
        "person": _("人"),
        "country": _("国"),
        "note": _("メモ"),
        "is_locked": _("鍵がかかる"),
        "retired_on": _("使うのをやめた日"),
        "drawing": _("見取り図"),
        "corners": _("区域の形"),
        "entry": _("入れる人の決まり"),
        "photos": _("撮影してよい"),
        "from_on": _("いつから"),
        "until_on": _("いつまで"),
        "reason": _("理由"),
    },
    {"kind": lambda value: str(PlaceKind(value).label)},
)
labels.declare(
    "key",
    {
        "number": _("番号"),
        "name": _("名前"),
        "kind": _("種類"),
        "box": _("しまう所"),
        "opens": _("開く場所"),
        "copies": _("ある本"),
        "holder": _("持つ人"),
        "from_on": _("いつから"),
        "until_on": _("いつまで"),
        "lock_changed_on": _("錠を替えた日"),
        "retired_on": _("使うのをやめた日"),
    },
    {"kind": lambda value: str(KeyKind(value).label) if value in KeyKind.values else value},
)
labels.declare("key_count", {"counted_on": _("数えた日"), "missing_copies": _("なかった本")})
labels.declare(
    "visit",
    {
        "company": _("会社"),
        "purpose": _("目的"),
        "name": _("お名前"),
        "host": _("会う人"),
        "on": _("来る日"),
        "at": _("時刻"),
        "route": _("見学コース"),
        "is_cancelled": _("取りやめた"),
        "asked_at": _("承認を頼んだ時刻"),
        "asked_for": _("承認してほしいこと"),
        "agreed_at": _("承認した時刻"),
        "agreed_by": _("承認した人"),
        "badge": _("名札"),
        "escort": _("付き添う人"),
        "devices": _("持ち込む機器"),
        "rule": _("持込みの決まり"),
        "pledge": _("お願いの文面"),
        "arrived_at": _("着いた時刻"),
        "left_at": _("出た時刻"),
        "signed_out": _("退出を書いた人"),
    },
)
labels.declare(
    "route",
    {
        "name": _("名前"),
        "guide": _("案内する人"),
        "note": _("メモ"),
        "stops": _("回る場所"),
        "approved_by": _("承認した人"),
        "approved_at": _("承認した時刻"),
        "retired_on": _("使うのをやめた日"),
    },
)
labels.declare(
    "visitor_log",
    {
        "month": _("月"),
        "visitors": _("来た人数"),
        "open_ends": _("退出の記録がない人数"),
        "note": _("確かめたこと"),
    },
)
