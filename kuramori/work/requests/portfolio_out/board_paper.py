"""One page for the board on A4: pictures, a few numbers, three decisions with room to write."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.work.requests.portfolio_out import tables
from kuramori.work.requests.portfolio_out.files import HERE
from kuramori.work.requests.reading.portfolio_board import STEPS, Board, Piece
from kuramori.work.requests.reading.portfolio_lists import Questions


def paper(actor: Actor, asked: Questions, board: Board) -> bytes:
    """Set on one page. Raises a `PressFault`."""
    return pdf(HERE / "board.typ", values(actor, asked, board), made_on=clock.today())


def values(actor: Actor, asked: Questions, board: Board) -> dict[str, Any]:
    """What the template prints: words and numbers only."""
    on, page = board.on, board.page
    disclaimer = _("取引先が自分で答えた内容のまとめです。認証でも、取引の良し悪しの判断でもありません。")
    return {
        "lang": (get_language() or "ja").split("-")[0],
        "title": _("取引先の情報管理 いまの状況"),
        "author": actor.organisation.name,
        "organisation": actor.organisation.name,
        "made_on": [on.year, on.month, on.day],
        "stamps": [_("社長"), _("担当役員"), _("作成")],
        "about": _("%(name)s・%(day)s 現在") % {"name": asked.name, "day": tables.day(on)},
        "disclaimer": disclaimer,
        "foot": {
            "pack": asked.name,
            "number": _("印刷 %(day)s") % {"day": tables.day(on)},
            "disclaimer": disclaimer,
        },
        "says": list(board.says),
        "honest": board.honest,
        "percent": board.percent,
        "unit": _("社"),
        "rate_title": _("答えた会社"),
        "came": _told(board.came),
        "spread_title": _("満たしている割合ごとの会社の数"),
        "bands": [
            {"words": f"{one.from_percent}–{one.to_percent}%", "number": one.partners, "width": one.width}
            for one in page.bands
        ],
        "unseen": _("ほかに、結果を見せていない会社が%(n)s社") % {"n": page.unseen} if page.unseen else "",
        "moved_title": _("前の回からの動き"),
        "moved": _told(board.moved) if any(one.number for one in board.moved) else [],
        "moved_none": _("2回目の回答が来ると、ここに動きが出ます。"),
        "weak_title": _("満たしている会社が少ない設問"),
        "weak": [
            {"words": row.title, "percent": row.all.percent, "band": row.all.band} for row in board.weakest
        ],
        "weak_none": _("設問ごとの状態まで見せた回答が、まだありません。"),
        **_holders(board),
        "ends_title": _("90日のうちに期限が来るもの"),
        "ends_heads": ["", *(_("〜%(n)s日") % {"n": last} for _first, last in STEPS)],
        "ends": [[one.words, *map(str, one.numbers)] for one in board.ends],
        "choices_title": _("決めていただきたいこと"),
        "choices": [{"number": str(one.number), "title": one.title, "why": one.why} for one in board.choices],
        "who": _("だれが"),
        "until": _("いつまでに"),
    }


def _told(pieces: tuple[Piece, ...]) -> list[dict[str, Any]]:
    return [
        {"words": one.words, "number": one.number, "width": one.width, "tone": one.tone} for one in pieces
    ]


def _holders(board: Board) -> dict[str, Any]:
    """Left out whole for whoever may not read what is handed over."""
    holders = board.page.holders
    if holders is None:
        return {
            "holders_title": "",
            "holders": [],
            "holders_count": 0,
            "holders_heads": [],
            "holders_none": "",
        }
    return {
        "holders_title": _("当社の極秘を持つ会社で、確認が足りないところ"),
        "holders_count": board.page.holders_count,
        "holders_heads": [_("会社"), _("極秘"), _("確認の段階（情報 / IT）"), _("回答")],
        "holders": [
            [
                line.name,
                _("%(n)s件") % {"n": line.tops},
                " / ".join(line.seen) if line.seen else _("確認なし"),
                line.reply.words if line.reply else "",
            ]
            for line in holders
        ],
        "holders_none": _("ありません。極秘を渡している会社は、求める段階まで確かめてあります。"),
    }
