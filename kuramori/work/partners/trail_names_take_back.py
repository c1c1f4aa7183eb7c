"""What the trail calls channels, certificates, requests and confirmations, and the words for their fields."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import labels
from kuramori.ground.trail.naming import register
from kuramori.work.partners import models

_rows = functools.partial(rows_of, can=Can.HAND_OVER_READ)

register("partner_channel", _("つながり"), _rows(models.Channel, lambda row: row.peer_name))
register(
    "certificate",
    _("返還・廃棄証明書"),
    _rows(models.Certificate, lambda row: row.hand_over.number, related=["hand_over"]),
)
register(
    "take_back",
    _("返還・廃棄のお願い"),
    _rows(models.TakeBack, lambda row: row.hand_over.number, related=["hand_over"]),
)
register("storage", _("保管の確認"), _rows(models.StorageConfirmation, lambda row: row.about))

labels.declare(
    "partner_channel",
    {
        "partner": _("取引先"),
        "peer": _("相手の組織"),
        "carrier": _("届け方"),
        "keys": _("相手の鍵"),
        "accepted_at": _("確かめた時刻"),
        "closed_at": _("切った時刻"),
        "told": _("知らせ"),
        "thread": _("やりとり"),
        "kind": _("種類"),
        "digest": _("照合値"),
        "key": _("署名の鍵"),
    },
)
labels.declare(
    "storage",
    {
        "partner": _("取引先"),
        "about": _("預けているもの"),
        "due_on": _("いつまでに"),
        "link": _("リンク"),
        "answers": _("答え"),
        "answered_by": _("答えた方"),
        "answered_at": _("答えた時刻"),
        "photo": _("写真"),
    },
)
labels.declare(
    "hand_over",
    {
        "items": _("返してもらうもの"),
        "by_on": _("いつまでに"),
        "reason": _("理由"),
        "company": _("証明する会社"),
        "witness": _("立ち会った方"),
        "disposals": _("どうしたか"),
        "text": _("文面"),
        "paper": _("証明書の写し"),
        "certified_on": _("証明した日"),
        "information": _("情報管理の段階"),
        "it": _("IT の段階"),
    },
)
