"""Which papers there are, and the plain values of each; the templates lie beside this file."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.press import qr
from kuramori.press.pdf import pdf
from kuramori.work.places import access, read
from kuramori.work.places.models import PlaceKind
from kuramori.work.places.printing.plan import picture_of, plan_svg
from kuramori.work.places.receiving import PLEDGE, RULE

HERE = Path(__file__).parent
LOG_WIDTHS = [1.1, 1.5, 1.3, 1.2, 1.1, 0.6, 1.3, 0.6, 0.7]
BLANK_LINES, BADGES = 12, 8
LABELLED = frozenset(PlaceKind) - {PlaceKind.HEAD}

# What a paper is about: `place_url` turns the id of a place into its whole address; `choice` narrows it.
Gather = Callable[["Asked"], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a paper, how addresses are made, and what the address asked for (`?place=…`)."""

    actor: Actor
    address: Callable[[str], str]
    wanted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its title for people, its template, and where its values come from."""

    title: str | Promise
    says: str | Promise
    template: str
    gather: Gather


def _key_ledger(asked: Asked) -> Mapping[str, Any]:
    keys = read.keys_page().keys
    return {
        "heads": [_("鍵"), _("開く場所"), _("持っている人"), _("渡した日"), _("返す日"), _("確認")],
        "rows": [
            [
                f"{copy.number} {key.name}",
                _("、").join(name for _id, name in key.places) or "—",
                _("紛失") if copy.lost_on else copy.holder or key.box or _("鍵箱"),
                _day(copy.since),
                _day(copy.due_on),
                "",
            ]
            for key in keys
            for copy in key.copies
        ],
        "widths": [1.7, 1.5, 1.4, 1.0, 1.0, 0.6],
        "empty": _("鍵がまだ載っていません。"),
    }


def _key_tags(asked: Asked) -> Mapping[str, Any]:
    return {
        "tags": [
            {
                "number": copy.number,
                "name": key.name,
                "qr": qr.svg(asked.address(f"places/keys/{key.id}/")),
            }
            for key in read.keys_page().keys
            for copy in key.copies
            if copy.lost_on is None
        ],
        "back": _("拾った方は、総務へお届けください。"),
        "empty": _("鍵がまだ載っていません。"),
    }


def _place_labels(asked: Asked) -> Mapping[str, Any]:
    root = asked.wanted.get("place", "")
    lines = [line for line in read.in_order(read.tree().roots) if line.kind in LABELLED]
    return {
        "labels": [
            {
                "name": line.name,
                "where": line.above,
                "kind": line.kind_label,
                "qr": qr.svg(asked.address(f"places/{line.id}/")),
            }
            for line in lines
            if root in {"", str(line.id)}
        ],
        "empty": _("場所がまだ書かれていません。"),
    }


def _visitor_log(asked: Asked) -> Mapping[str, Any]:
    """The log of some days; without days this month's."""
    today = clock.today()
    first, last = _asked_day(asked, "from_on"), _asked_day(asked, "until_on")
    page = read.log_page(first or today.replace(day=1), last or today)
    return {
        "note": f"{_day(page.from_on)} 〜 {_day(page.until_on)}",
        "heads": _log_heads(),
        "widths": LOG_WIDTHS,
        "rows": [
            [
                f"{line.arrived_at:%m/%d %H:%M}" if line.arrived_at else "",
                line.company,
                line.name,
                line.purpose,
                line.escort,
                line.badge,
                line.devices,
                _("あり") if line.has_rule and line.has_pledge else "",
                f"{line.left_at:%H:%M}" if line.left_at else "",
            ]
            for line in page.lines
        ],
        "empty": _("この期間の来訪はありません。"),
    }


def _visitor_form(asked: Asked) -> Mapping[str, Any]:
    """The same columns, empty, for a house without a tablet; what is accepted stands above them."""
    rule, pledge = read.shown(RULE), read.shown(PLEDGE)
    texts = [f"{one.title}　{one.body}" for one in (rule, pledge) if one]
    return {
        "note": "\n".join(
            [*texts, _("「同意」の欄に署名された方は、上の文に同意したものとします。")] if texts else []
        ),
        "heads": [*_log_heads()[:7], _("同意の署名"), _("退出")],
        "widths": [0.9, 1.5, 1.4, 1.3, 1.1, 0.6, 1.2, 1.5, 0.7],
        "rows": [[" "] * 9 for _line in range(BLANK_LINES)],
        "tall": 5.2,
        "empty": "",
    }


def _badges(asked: Asked) -> Mapping[str, Any]:
    return {
        "badges": [str(n) for n in range(1, BADGES + 1)],
        "word": _("来訪者"),
        "says": _("撮影・録音はできません。案内の者と一緒にお歩きください。"),
        "back": _("お帰りのときに、受付へお返しください。"),
    }


def _no_photo(asked: Asked) -> Mapping[str, Any]:
    return {
        "word": _("撮影禁止"),
        "other": "No photography",
        "says": _("許しのない撮影・録画・録音はできません。"),
        "sign": "no_photo",
    }


def _zone_signs(asked: Asked) -> Mapping[str, Any]:
    wanted = asked.wanted.get("place", "")
    return {
        "zones": [
            {
                "sign": "zone",
                "name": line.name,
                "where": line.path.rpartition(" / ")[0],
                "word": str(line.dress.word),
                "other": line.dress.english,
                "says": str(line.dress.says),
                "colour": line.dress.colour,
                "photos": line.photos,
                "no_photo": _("撮影禁止"),
            }
            for line in read.zone_lines()
            if line.entry and wanted in {"", str(line.id)}
        ],
        "empty": _("区域の立入りの決まりが、まだ決まっていません。"),
    }


def _floor_plan(asked: Asked) -> Mapping[str, Any]:
    """One place's plan, today or on the day asked for; raises `Http404` for a place that is not ours."""
    try:
        wanted = uuid.UUID(asked.wanted.get("place", ""))
    except ValueError:
        raise Http404 from None
    place = access.place_for(asked.actor, wanted, Can.PLACE_READ)
    on = _asked_day(asked, "on")
    page = read.plan_page(place, on)
    if page.drawing_id is None:
        raise Http404
    drawing = access.drawing_for(asked.actor, page.drawing_id, Can.PLACE_READ)
    return {
        "place": page.place,
        "on": _day(on or clock.today()),
        "svg": plan_svg(page, picture_of(asked.actor, drawing)),
        "heads": [_("区域"), _("立入り"), _("撮影"), _("入れる人")],
        "widths": [1.2, 1.2, 0.7, 2.4],
        "rows": [
            [
                line.name,
                line.entry_label or _("まだ決めていません"),
                _("撮影してよい") if line.photos else _("撮影はいけない"),
                _("、").join(one.name for one in line.entitled) or "—",
            ]
            for line in page.zones
        ],
    }


def _tour_card(asked: Asked) -> Mapping[str, Any]:
    """One approved route: a side for the guests, one for their guide. Raises `Http404` while it is not approved."""
    try:
        wanted = uuid.UUID(asked.wanted.get("route", ""))
    except ValueError:
        raise Http404 from None
    line = read.route_line(access.route_for(asked.actor, wanted, Can.PLACE_READ))
    if line.approved_at is None or line.retired_on is not None:
        raise Http404
    rule = read.shown(RULE)
    return {
        "word": _("見学のコース"),
        "guide_word": _("案内する人の控え"),
        "name": line.name,
        "stops": [
            {
                "name": stop.name,
                "where": stop.path.rpartition(" / ")[0],
                "photos": stop.photos,
                "says": _("撮影できます") if stop.photos else _("撮影できません"),
            }
            for stop in line.stops
        ],
        "rules": [_("この順に、案内の者と一緒にお歩きください。"), _("ほかの場所には入れません。")],
        "facts": [
            (_("案内する人"), line.guide or _("来訪ごとに決めます")),
            (_("承認"), f"{line.approved_by}　{_day(clock.day_of(line.approved_at))}"),
            (_("お客さま"), ""),
            (_("人数・日付"), ""),
            (_("お客さまの決まり"), rule.title if rule else _("まだ定めていません")),
        ],
        "note_word": _("見せないもの・気をつけること"),
        "note": line.note,
        "heads": ["", _("通る場所"), _("通った時刻"), _("異常なし")],
        "foot": _("%(day)s に印刷。コースを直したときは、この札を取り替えます。")
        % {"day": _day(clock.today())},
    }


def _log_heads() -> list[str]:
    return [
        _("来た"),
        _("会社"),
        _("お名前"),
        _("用件"),
        _("同行"),
        _("名札"),
        _("持込み"),
        _("同意"),
        _("出た"),
    ]


def _asked_day(asked: Asked, name: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(asked.wanted.get(name, ""))
    except ValueError:
        return None


def _day(value: datetime.date | None) -> str:
    return f"{value.year}/{value.month}/{value.day}" if value else ""


PAPERS: dict[str, Paper] = {
    "key_ledger": Paper(
        gettext_lazy("鍵の台帳"),
        gettext_lazy("だれがどの鍵を持っているかの一覧です。棚卸しの紙にもなります。"),
        "list.typ",
        _key_ledger,
    ),
    "key_tags": Paper(
        gettext_lazy("鍵の札"),
        gettext_lazy("切り取って鍵に付けます。どこの鍵かは、札を拾った人には分かりません。"),
        "key_tags.typ",
        _key_tags,
    ),
    "zone_signs": Paper(
        gettext_lazy("区域の掲示"),
        gettext_lazy("立入りの決まりを決めた区域ごとに、A4 で1枚ずつ。扉に貼ります。"),
        "sign.typ",
        _zone_signs,
    ),
    "badges": Paper(
        gettext_lazy("来訪者の名札"),
        gettext_lazy("8枚。切り取って名札入れに入れます。"),
        "badges.typ",
        _badges,
    ),
    "no_photo": Paper(
        gettext_lazy("撮影禁止の掲示"),
        gettext_lazy("A4 の掲示です。入口と、見せたくない設備のそばに貼ります。"),
        "sign.typ",
        _no_photo,
    ),
    "visitor_form": Paper(
        gettext_lazy("来訪の記録用紙"),
        gettext_lazy("タブレットを置かない入口で、紙に書いてもらうときに使います。"),
        "list.typ",
        _visitor_form,
    ),
    "visitor_log": Paper(
        gettext_lazy("今月の来訪の記録"),
        gettext_lazy("確認の印をもらって綴じるための一覧です。"),
        "list.typ",
        _visitor_log,
    ),
    "place_labels": Paper(
        gettext_lazy("場所の QR ラベル"),
        gettext_lazy("棚や部屋に貼ります。読みとると、その場所のページが開きます。"),
        "labels.typ",
        _place_labels,
    ),
}

# Asked for from the page of one place or one route: not in the list.
OF_ONE_PLACE = {
    "tour_card": Paper(gettext_lazy("見学コースの札"), "", "tour_card.typ", _tour_card),
    "floor_plan": Paper(gettext_lazy("図面と区域"), "", "plan.typ", _floor_plan),
}


def printed(what: str, asked: Asked) -> tuple[str, bytes]:
    """The file's name and its bytes. Raises `KeyError` for a paper there is none of, and a `PressFault`."""
    paper, today = {**PAPERS, **OF_ONE_PLACE}[what], clock.today()
    values = {
        "title": str(paper.title),
        "organisation": asked.actor.organisation.name,
        "made_on": _day(today),
        "lang": (get_language() or "ja").split("-")[0],
        **paper.gather(asked),
    }
    return f"{paper.title}.pdf", pdf(HERE / paper.template, values, made_on=today)
