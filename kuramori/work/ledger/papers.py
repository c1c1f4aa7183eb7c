"""Printed pages of the ledger: one asset on a day, and the ○× table as PDF and as a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.ledger.handling import Handling
from kuramori.work.ledger.known_then import Part
from kuramori.work.ledger.reading.one import AssetPage
from kuramori.work.ledger.reading.table import WhoPage, mark_words

TEMPLATE = Path(__file__).resolve().parent / "paper.typ"


def asset_paper(organisation: Organisation, page: AssetPage, above: Iterable[Part] = ()) -> bytes:
    """What the ledger, and rooms `above` it, said of one asset on the day of the page; raises a `PressFault`."""
    line = page.line
    facts = [[_("秘密区分"), line.grade_name], [_("共有区分"), line.layer_name]]
    facts += [[fact.label, fact.words] for fact in page.contents]
    facts += [[fact.label, fact.words] for _group, group in page.groups for fact in group]
    who = [[one.name, one.department, one.reason or one.ways, _day(one.from_on)] for one in page.knowers]
    past = [
        [_period(one.from_on, one.until_on), one.grade, one.layer, one.reason or _("—"), one.told_by]
        for one in page.history
    ]
    values = _values(organisation, f"{line.number} {line.name}", _about(page)) | {
        "facts": facts,
        "tables": [
            {
                "title": _("この日にアクセスできた人"),
                "heads": [_("人"), _("部門"), _("理由"), _("いつから")],
                "rows": who,
                "none": _("記録がありません。"),
                "wide": False,
            },
            *(_above(part) for part in above),
            *([_handling(page.handling)] if page.handling else []),
            {
                "title": _("この日までの変更"),
                "heads": [_("期間"), _("秘密区分"), _("共有区分"), _("理由"), _("書いた人")],
                "rows": past,
                "none": _("記録がありません。"),
                "wide": False,
            },
        ],
    }
    return pdf(TEMPLATE, values, made_on=clock.today())


def who_paper(organisation: Organisation, page: WhoPage) -> bytes:
    """The ○× table, A4 lying; raises a `PressFault`."""
    table = {
        "title": "",
        "heads": [_("人"), _("部門"), *(column.number for column in page.columns)],
        "rows": [
            [row.name, row.department, *(mark_words(mark) for mark in row.marks)] for row in page.people
        ],
        "none": _("記録がありません。"),
        "wide": True,
    }
    key = {
        "title": _("番号の見方"),
        "heads": [_("番号"), _("守るべき情報"), _("秘密区分"), _("知ってよい人")],
        "rows": [
            [
                column.number,
                column.name,
                column.grade_name,
                _("%(people)s / %(of)s人") % {"people": column.judged.people, "of": column.judged.of},
            ]
            for column in page.columns
        ],
        "none": "",
        "wide": False,
    }
    about = [[_("基準日 %(day)s") % {"day": _day(page.on)}, _("◎ 保管する人　○ アクセスできる　× できない")]]
    values = _values(organisation, _("知ってよい人の○×表"), about) | {
        "facts": [],
        "tables": [table, key, *(_handling(one) for one in page.handling)],
        "lying": True,
    }
    return pdf(TEMPLATE, values, made_on=clock.today())


def who_book(organisation: Organisation, page: WhoPage) -> bytes:
    """The ○× table as a workbook; raises a `PressFault`."""
    head = Row(
        tuple(
            Cell(text, Look.HEAD)
            for text in (_("人"), _("部門"), *(f"{column.number} {column.name}" for column in page.columns))
        )
    )
    rows = [
        Row(
            (
                Cell(row.name),
                Cell(row.department),
                *(Cell(mark_words(mark), align="center") for mark in row.marks),
            )
        )
        for row in page.people
    ]
    title = _("知ってよい人の○×表")
    sheet = Sheet(
        title=title,
        widths=(16, 16, *(14 for _column in page.columns)),
        rows=(
            Row((Cell(title, Look.TITLE, span=2),)),
            Row((Cell(_("基準日 %(day)s") % {"day": _day(page.on)}, Look.QUIET, span=2),)),
            head,
            *rows,
        ),
        head=3,
    )
    return xlsx(
        Book(
            title=title,
            author=organisation.name,
            lang=_lang(),
            made_on=clock.today(),
            foot=organisation.name,
            sheets=(sheet,),
        )
    )


def handling_paper(
    organisation: Organisation, rules: tuple[Handling, ...], on: datetime.date | None
) -> bytes:
    """How each grade is handled, one table after another; raises a `PressFault`."""
    about = [[_("基準日 %(day)s") % {"day": _day(on or clock.today())}]]
    values = _values(organisation, _("扱い方のきまり"), about) | {
        "facts": [],
        "tables": [_handling(one) for one in rules],
    }
    return pdf(TEMPLATE, values, made_on=clock.today())


def _above(part: Part) -> dict[str, Any]:
    """What a room above told, as a table."""
    return {
        "title": part.heading,
        "heads": [_("記録"), _("くわしく")],
        "rows": [[line.title, line.note] for line in part.lines],
        "none": part.none,
        "wide": False,
        "shares": [1, 2],
    }


def _handling(rule: Handling) -> dict[str, Any]:
    """One grade as a table; its title says whether the house decided it."""
    since = _("%(day)sからの会社のきまり") % {"day": _day(rule.from_on)} if rule.is_own else _("目安")
    if rule.decided_by:
        told = {"since": since, "day": _day(rule.decided_on), "by": rule.decided_by}
        since = _("%(since)s、%(day)s %(by)sが決めた") % told
    return {
        "title": _("「%(grade)s」の扱い方（%(since)s）") % {"grade": rule.grade_name, "since": since},
        "heads": [_("段階"), _("扱い方")],
        "rows": [list(step) for step in rule.steps],
        "none": _("記録がありません。"),
        "wide": False,
    }


def _values(organisation: Organisation, title: str, about: list[list[str]]) -> dict[str, Any]:
    today = clock.today()
    disclaimer = _("これは記録の写しです。認証でも、法律上の判断でもありません。")
    return {
        "lang": _lang(),
        "title": title,
        "author": organisation.name,
        "organisation": organisation.name,
        "made_on": [today.year, today.month, today.day],
        "stamps": [_("承認"), _("確認"), _("作成")],
        "about": about,
        "disclaimer": disclaimer,
        "lying": False,
        "foot": {
            "pack": _("%(company)s 情報管理台帳") % {"company": organisation.name},
            "number": _("印刷 %(day)s") % {"day": _day(today)},
            "disclaimer": disclaimer,
        },
    }


def _about(page: AssetPage) -> list[list[str]]:
    knows = (
        _("その日の終わりに分かっていたこと")
        if page.knows_then
        else _("その日について、いま分かっていること")
    )
    return [[_("基準日 %(day)s") % {"day": _day(page.on)}, knows], [page.origin]]


def _day(day: Any) -> str:
    return f"{day.year}/{day.month}/{day.day}" if day else ""


def _period(from_on: Any, until_on: Any) -> str:
    return f"{_day(from_on)} – {_day(until_on)}"


def _lang() -> str:
    return (get_language() or "ja").split("-")[0]
