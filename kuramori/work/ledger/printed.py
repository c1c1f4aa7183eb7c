"""Papers about an asset's life: the first session to fill by hand, prior use, a certificate, reviews, a round."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.models import Organisation
from kuramori.ground.trail.anchors.until import anchored_until
from kuramori.outside import clock
from kuramori.press import qr
from kuramori.press.pdf import pdf
from kuramori.work.ledger import content, first_session
from kuramori.work.ledger.models import Asset, Disposal, Found, PriorRecord, Review, Round, Stop
from kuramori.work.ledger.papers import TEMPLATE

ROUND = TEMPLATE.with_name("round.typ")
Table = dict[str, Any]
HASH_PART = 16


def first_session_paper(organisation: Organisation) -> bytes:
    """Five empty lines and the five questions, for a meeting without a screen; raises a `PressFault`."""
    heads = [_("番"), _("何ですか"), _("なぜまねしにくいか"), _("どこに"), _("だれが")]
    empty = [[str(number), "\n\n\n", "", "", ""] for number in range(1, first_session.LINES + 1)]
    signs = _("アイウエオカ")
    numbers = [str(number) for number in range(1, first_session.LINES + 1)]
    questions = [
        [
            question.words,
            "\n".join(
                f"{sign} {option.words}" for sign, option in zip(signs, question.options, strict=False)
            ),
            *([""] * len(numbers)),
        ]
        for question in content.wizard().questions
    ]
    about = [[_("45分で、5つ書き出します。秘密の数値そのものは書きません。")]]
    tables = [
        _table(_("まねされたら困る5つ"), heads, empty, shares=(0, 3, 4, 3, 2)),
        _table(
            _("1つずつ、答えの記号を書きます"),
            [_("質問"), _("答え"), *numbers],
            questions,
            shares=(5, 7, 1, 1, 1, 1, 1),
        ),
    ]
    return _paper(organisation, _("まねされたら困る5つ"), about, [], tables, stamps=[_("経営者"), _("記入")])


def prior_paper(
    organisation: Organisation,
    asset: Asset,
    rows: Sequence[PriorRecord],
    used_since: Any,
    names: Mapping[int, str] | None = None,
) -> bytes:
    """The file of prior use: what there is, each with its hash and its entry in the trail; raises a `PressFault`.

    `names`: what the files beside it are called, by the number of the record.
    """
    standing = [row for row in rows if row.withdrawn_at is None]
    lines = [
        [
            str(number),
            _day(row.of_on),
            str(row.get_kind_display()),
            row.title + (f"\n{row.kept_at}" if row.kept_at else ""),
            _day(clock.day_of(row.recorded_at)),
            str(row.entry_index) if row.entry_index is not None else "",
        ]
        for number, row in enumerate(standing, start=1)
    ]
    hashes = [
        [
            str(number),
            _spaced(row.sha256) or _("なし（原本のある場所を見てください）"),
            *([names.get(number, "—")] if names else []),
        ]
        for number, row in enumerate(standing, start=1)
    ]
    heads = [_("番"), _("いつの物"), _("種類"), _("名前"), _("記録した日"), _("証跡の番号")]
    facts = [
        [_("管理番号"), asset.number],
        [_("名前"), asset.name],
        [_("何が秘密か"), asset.what],
        [_("使い始めた日"), _day(used_since) or _("まだ書いていません")],
        [_("証跡の固定"), _anchored()],
    ]
    about = [[_("先使用権（特許法79条）を説明するときの、手元の記録のまとめです。")]]
    tables = [
        _table(_("記録の一覧"), heads, lines, shares=(0, 0, 0, 1, 0, 0)),
        _table(
            _("照合値（SHA-256）の一覧"),
            [_("番"), _("照合値"), *([_("ZIPの中のファイル")] if names else [])],
            hashes,
            shares=(0, 1, 0) if names else (),
        ),
    ]
    return _paper(organisation, _("先使用の記録"), about, facts, tables)


def certificate(organisation: Organisation, disposal: Disposal) -> bytes:
    """That something was destroyed, or given back; the places for stamps stay empty. Raises a `PressFault`."""
    asset = disposal.asset
    facts = [
        [_("証明書の番号"), disposal.number],
        [_("管理番号"), asset.number],
        [_("名前"), asset.name],
        [_("方法"), content.method_words(disposal.method)],
        [_("手放した日"), _day(disposal.done_on)],
        [_("わけ"), disposal.reason],
        [_("手放した人"), disposal.done_by.name if disposal.done_by else ""],
        [_("立ち会った人"), disposal.witness.name if disposal.witness else disposal.witness_words],
        [_("いっしょに手放した写し"), _("%(n)s部") % {"n": disposal.copies_gone}],
    ]
    if disposal.is_return:
        facts.insert(4, [_("返した相手"), disposal.given_to])
        title = _("返却の記録")
        says = _(
            "預かった情報を、下のとおり返しました（または消して知らせました）。手元に写しは残していません。"
        )
        stamps = [_("返した人"), _("立会人"), _("受け取った人")]
    else:
        title = _("廃棄の記録")
        says = _("下の情報を、下の方法で、元に戻せないように手放しました。手元に写しは残していません。")
        stamps = [_("手放した人"), _("立会人"), _("責任者")]
    return _paper(organisation, title, [[says]], facts, [], stamps=stamps)


def reviews_paper(
    organisation: Organisation, reviews: Sequence[Review], called: Callable[[Asset], str]
) -> bytes:
    """Who reviewed what and when; `called` hides what the reader must not know. Raises a `PressFault`."""
    lines = [
        [
            _day(review.reviewed_on),
            called(review.asset),
            str(review.get_choice_display()),
            review.reviewed_by.name if review.reviewed_by else "",
            _day(review.next_on),
            review.note,
        ]
        for review in reviews
    ]
    heads = [_("見直した日"), _("守るべき情報"), _("結果"), _("見直した人"), _("次の日"), _("ひとこと")]
    about = [[_("%(n)s件") % {"n": len(lines)}]]
    return _paper(
        organisation, _("見直しの記録"), about, [], [_table("", heads, lines, shares=(0, 2, 0, 0, 0, 1))]
    )


def round_paper(
    organisation: Organisation,
    walk: Round,
    stops: Sequence[Stop],
    called: Callable[[Stop], str],
    address: Callable[[Stop], str],
) -> bytes:
    """A round to walk with a pencil: boxes for each stop, and a QR code to its page. Raises a `PressFault`."""
    values = _values(organisation, walk.name, [_("点検した人"), _("確認")]) | {
        "about": [[str(walk.get_kind_display())], [_("あったとおりに印を付け、戻ったら蔵守に写します。")]],
        "heads": [_("番"), _("場所・物"), _("見たもの"), _("ひとこと"), _("QR")],
        "boxes": [str(label) for _code, label in Found.choices],
        "stops": [
            {
                "number": str(stop.position),
                "what": called(stop),
                "where": stop.place.path if stop.place else "",
                "found": stop.found and str(Found(stop.found).label),
                "note": stop.note,
                "qr": qr.svg(address(stop)),
            }
            for stop in stops
        ],
    }
    return pdf(ROUND, values, made_on=clock.today())


def _paper(
    organisation: Organisation,
    title: str,
    about: list[list[str]],
    facts: list[list[str]],
    tables: list[Table],
    *,
    stamps: list[str] | None = None,
) -> bytes:
    values = _values(organisation, title, stamps or [_("承認"), _("確認"), _("作成")])
    values |= {"about": about, "facts": facts, "tables": tables, "lying": False}
    return pdf(TEMPLATE, values, made_on=clock.today())


def _values(organisation: Organisation, title: str, stamps: list[str]) -> dict[str, Any]:
    today = clock.today()
    disclaimer = _("これは会社の記録です。認証でも、法律上の判断でもありません。")
    return {
        "lang": (get_language() or "ja").split("-")[0],
        "title": title,
        "author": organisation.name,
        "organisation": organisation.name,
        "made_on": [today.year, today.month, today.day],
        "stamps": stamps,
        "disclaimer": disclaimer,
        "foot": {
            "pack": _("%(company)s 情報管理台帳") % {"company": organisation.name},
            "number": _("印刷 %(day)s") % {"day": _day(today)},
            "disclaimer": disclaimer,
        },
    }


def _table(title: str, heads: list[str], lines: list[list[str]], *, shares: tuple[int, ...] = ()) -> Table:
    """`shares` of the width for each column, 0 for as wide as its text; else the last one takes what is left."""
    told: Table = {
        "title": title,
        "heads": heads,
        "rows": lines,
        "none": _("まだ1件もありません。"),
        "wide": False,
    }
    return told | ({"shares": list(shares)} if shares else {})


def _anchored() -> str:
    held = anchored_until()
    if held.until is None:
        return _("まだ外部に固定していません")
    at = held.until.astimezone(clock.TOKYO)
    return _("%(at)sまで外部に固定済み（証跡 %(size)s番より前）") % {
        "at": f"{at.year}/{at.month}/{at.day} {at:%H:%M}",
        "size": held.size,
    }


def _spaced(sha256: str) -> str:
    """In groups, so that it can be read aloud and compared."""
    return " ".join(sha256[at : at + HASH_PART] for at in range(0, len(sha256), HASH_PART))


def _day(day: datetime.date | None) -> str:
    return f"{day.year}/{day.month}/{day.day}" if day else ""
