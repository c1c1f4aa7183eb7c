"""What somebody who answered keeps: the result sheet, the certificate of submission, all answers as a workbook."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.codes import Visitor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.xlsx import Book, Cell, Look, Row, xlsx
from kuramori.press.xlsx import Sheet as Page
from kuramori.rules.requests.outcomes import Outcome
from kuramori.work.requests import events_replies as events
from kuramori.work.requests.models import Disclosure, Reply
from kuramori.work.requests.reading.answering import Sheet, said_words, shown_sheet
from kuramori.work.requests.reading.peers import place_among
from kuramori.work.requests.reading.reply_result import ReplyResult, result_of
from kuramori.work.requests.reading.shown import state_words

HERE = Path(__file__).resolve().parent


def no_certificate() -> str:
    """Stands on everything that leaves these pages."""
    return _("これは回答の記録です。認証や合格、取引の約束を示すものではありません。")


def in_japan(moment: datetime.datetime) -> str:
    """A moment of Tokyo as papers say it."""
    return _("%(at)s（日本時間）") % {"at": f"{moment:%Y-%m-%d %H:%M}"}


def taken_receipt(visitor: Visitor, sheet: Sheet, reply: Reply) -> bytes:
    """提出の控え, taken by whoever answered. Raises a `PressFault`."""
    made = receipt(visitor, sheet, reply)
    record(
        visitor,
        events.PAPER_TAKEN,
        kind="asked",
        thing_id=sheet.asked.pk,
        number=sheet.asked.number,
        digest=reply.digest,
    )
    return made


def receipt(maker: Visitor | Actor, sheet: Sheet, reply: Reply) -> bytes:
    """提出の控え as a PDF. Raises a `PressFault`."""
    handed = reply.received_at.astimezone(clock.TOKYO)
    rows = [
        [_("お願いの番号"), sheet.asked.number],
        [_("お願い"), sheet.request.title],
        [_("求めた会社"), maker.organisation.name],
        [_("答えた会社"), sheet.asked.partner.name],
        [_("答えた方"), reply.given_by or (maker.name if isinstance(maker, Visitor) else "")],
        [_("提出した時刻"), in_japan(handed)],
        [_("何回目の提出か"), str(reply.round)],
        [_("見せる範囲"), str(Disclosure(reply.disclosure).label)],
    ]
    return pdf(
        HERE / "receipt.typ",
        _values(maker, sheet, _("提出の控え"), handed.date())
        | {
            "rows": rows,
            "hash_says": _("回答の文の照合値（SHA-256）"),
            "hash": reply.digest,
            "says": _(
                "上の回答を、たしかに受け取りました。照合値は、受け取った文そのものから計算したものです。"
                "あとで文が変わっていないことを、双方で確かめられます。"
            ),
        },
        made_on=handed.date(),
    )


def returned(actor: Actor, reply: Reply, paper: str) -> bytes:
    """`receipt` or `result` of a reply, made by the asking side of what the reply shows, to hand to its giver.

    Raises a `PressFault`.
    """
    sheet, seen = shown_sheet(reply.asked, reply)
    made = (
        receipt(actor, sheet, reply)
        if paper == "receipt"
        else result_sheet(actor, sheet, result_of(sheet, seen))
    )
    with transaction.atomic():
        record(
            actor,
            events.PAPER_MADE,
            kind="asked",
            thing_id=reply.asked_id,
            shows=[reply.pk],
            number=reply.asked.number,
            partner=reply.asked.partner.name,
            digest=reply.digest,
        )
    return made


def nothing_more(result: ReplyResult) -> str:
    """What stands where no next step is proposed."""
    if waiting := dict(result.counts).get(Outcome.OPEN.value, 0):
        return _("まだ答えのない問が%(n)sあります。答えると、次にやることが出ます。") % {"n": waiting}
    if result.is_told:
        return _("足りないところはありません。記録と見直しを続けましょう。")
    return _(
        "この回答は合計だけで届いているので、ここには設問ごとの結果がありません。お手元の回答表をご覧ください。"
    )


def result_sheet(maker: Visitor | Actor, sheet: Sheet, result: ReplyResult) -> bytes:
    """The result sheet as a PDF: of everything that was written, or made by the asking side of what it was shown.

    Raises a `PressFault`.
    """
    names, none = state_words(), _("当てはまらない")
    values = _values(maker, sheet, _("回答の結果票"), clock.today()) | {
        "company": sheet.asked.partner.name,
        "score": "–" if result.percent is None else f"{result.percent}%",
        "score_says": _("求められたことのうち、いま満たしている割合"),
        "counts": [[names[letter], str(count)] for letter, count in result.counts],
        "radar": {"svg": result.printed, "desc": _("分野ごとの割合")},
        "parts_heads": [_("分野"), _("問の数"), "", _("割合")],
        "parts": [
            {
                "name": f"{one.mark} {one.title}".strip(),
                "items": str(one.items),
                "share": None if one.percent is None else one.percent / 100,
                "percent": none if one.percent is None else f"{one.percent}%",
            }
            for one in result.parts
        ],
        "place": _place(sheet),
        "next": _("次にやること"),
        "none": nothing_more(result),
        "steps": [
            {
                "title": one.title,
                "detail": one.detail,
                "says": _("問%(number)s・約%(minutes)s分・%(cost)s")
                % {"number": one.number, "minutes": one.minutes, "cost": one.cost},
            }
            for one in result.steps
        ],
        "alone": _("この票には、相手に見せない答えも入っています。お手元の控えです。")
        if isinstance(maker, Visitor)
        else _("この票は、頂いた回答のうち、見せていただいたものだけから作っています。"),
    }
    return pdf(HERE / "result.typ", values, made_on=clock.today())


def _place(sheet: Sheet) -> dict[str, str] | None:
    found = place_among(sheet.asked)
    if found is None:
        return None
    return {"title": _("同じ規模の会社の中で"), "words": found.words, "says": found.says}


def answers_book(visitor: Visitor, sheet: Sheet) -> bytes:
    """Every answer as it stands, as a workbook. Raises a `PressFault`."""
    heads = (
        _("問"),
        _("設問"),
        _("求められた水準"),
        _("答え"),
        _("説明・理由"),
        _("これからすること"),
        _("いつまでに"),
        _("書いた方"),
    )
    rows = [
        Row((Cell(f"{sheet.request.title}（{sheet.asked.number}）", Look.TITLE, span=len(heads)),)),
        Row((Cell(no_certificate(), Look.QUIET, span=len(heads)),)),
        Row(tuple(Cell(one, Look.HEAD, boxed=True) for one in heads)),
    ]
    for one in sheet.questions:
        given = sheet.draft.given.get(one.id)
        told = (
            one.number,
            one.title,
            one.wanted,
            said_words(given, sheet.text, sheet.requirements.best) if given else "",
            given.words if given else "",
            given.plan if given else "",
            given.plan_on if given else None,
            one.by,
        )
        rows.append(Row(tuple(Cell(value, boxed=True) for value in told)))
    page = Page(_("回答"), (6, 34, 16, 18, 40, 30, 13, 14), tuple(rows), head=3, is_landscape=True)
    return xlsx(
        Book(
            sheet.request.title,
            sheet.asked.partner.name,
            get_language() or "ja",
            clock.today(),
            no_certificate(),
            (page,),
        )
    )


def _values(maker: Visitor | Actor, sheet: Sheet, title: str, on: datetime.date) -> dict[str, Any]:
    return {
        "title": title,
        "organisation": sheet.asked.partner.name,
        "author": maker.organisation.name,
        "lang": get_language() or "ja",
        "made_on": [on.year, on.month, on.day],
        "about": f"{maker.organisation.name}　{sheet.request.title}　{sheet.asked.number}",
        "day": on.isoformat(),
        "foot": {
            "pack": f"{sheet.text.short_title} {sheet.pack.version}",
            "number": sheet.asked.number,
            "disclaimer": no_certificate(),
        },
        "disclaimer": no_certificate(),
    }
