"""What the trail tells of occasions, and the words for the fields of hand-overs, their things and their people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kuramori.ground.trail import labels
from kuramori.work.partners.models import HandOverState, ItemState, Medium, Mode, Occasion, Side, TheirWay

OCCASION_TEXTS = ("title", "may_show", "never_show", "found")


def occasion(row: Occasion) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "title": row.title,
        "on": row.on,
        "until_on": row.until_on,
        "partner": row.partner_id,
        "visit": row.visit_id,
        "route": row.route_id,
        "keeper": row.keeper_id,
        "may_show": row.may_show,
        "never_show": row.never_show,
        "ticks": sorted(row.ticks),
        "follow_up_on": row.follow_up_on,
        "followed_up_on": row.followed_up_on,
        "found": row.found,
        "dropped_at": row.dropped_at,
    }


_HAND_OVER = {
    "number": _("番号"),
    "side": _("向き"),
    "partner": _("取引先"),
    "agreement": _("契約"),
    "thread": _("やりとり"),
    "purpose": _("目的"),
    "mode": _("渡し方"),
    "medium": _("形"),
    "way": _("相手の指定の方法"),
    "state": _("状態"),
    "conditions": _("渡すときの条件"),
    "met": _("済んだ確認"),
    "confirmed_on": _("書面で確かめた日"),
    "carried": _("どう渡したか"),
    "visit": _("来訪"),
    "receipt": _("受領書"),
    "terms": _("契約の条件の文"),
    "handed_on": _("渡した日"),
    "expires_on": _("使ってよい最後の日"),
    "return_by": _("返してもらう日"),
    "stopped_at": _("取りやめた時刻"),
    "stopped_for": _("取りやめたわけ"),
    "position": _("並び"),
    "asset": _("守るべき情報"),
    "version": _("台帳の記載"),
    "decision": _("判断"),
    "name": _("名前"),
    "edition": _("版"),
    "grade": _("秘密区分"),
    "layer": _("共有区分"),
    "content": _("ファイル"),
    "shown_as": _("見せ方"),
    "may_print": _("印刷"),
    "sha256": _("照合値"),
    "copies": _("写しの番号"),
    "ended_on": _("片づいた日"),
    "kept_until": _("いつまで残すか"),
    "kept_for": _("残すわけ"),
    "contact": _("取引先の方"),
    "person": _("社内の方"),
    "link": _("リンク"),
    "accepted": _("受け取りの確認"),
    "received_on": _("受け取った日"),
    "withdrawn_at": _("外した時刻"),
}


def _called(choices: Any) -> Any:
    known = dict(choices.choices)
    return lambda value: str(known.get(value, value))


def _state(value: Any) -> str:
    known = {**dict(ItemState.choices), **dict(HandOverState.choices)}
    return str(known.get(value, value))


labels.declare(
    "hand_over",
    _HAND_OVER,
    {
        "side": _called(Side),
        "mode": _called(Mode),
        "medium": _called(Medium),
        "way": _called(TheirWay),
        "state": _state,
    },
)
labels.declare(
    "occasion",
    {
        "kind": _("種類"),
        "title": _("名前"),
        "on": _("いつから"),
        "until_on": _("いつまで"),
        "partner": _("取引先"),
        "visit": _("来訪"),
        "route": _("見学コース"),
        "keeper": _("まとめる人"),
        "may_show": _("見せてよいこと"),
        "never_show": _("見せないこと"),
        "ticks": _("済んだ確認"),
        "follow_up_on": _("後の確認の日"),
        "followed_up_on": _("後の確認をした日"),
        "found": _("分かったこと"),
        "dropped_at": _("取りやめた時刻"),
    },
)
