"""Papers about agreements: the annex that both sides keep, and 約束の一枚 of a partner."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.models import Organisation
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.ledger.papers import TEMPLATE
from kuramori.work.partners.models import Agreement
from kuramori.work.partners.reading.annex import AnnexLine
from kuramori.work.partners.reading.further_promises import Part
from kuramori.work.partners.reading.promises import Promises

HIDDEN = "—"


def annex_paper(organisation: Organisation, agreement: Agreement, lines: Sequence[AnnexLine]) -> bytes:
    """共有区分表 with an empty 押印欄 for both sides; raises a `PressFault`."""
    rows = [
        [one.number, one.name or HIDDEN, one.layer, _onward(one), _span(one.from_on, one.until_on), one.note]
        for one in lines
    ]
    facts = [
        [_("契約番号"), agreement.number],
        [_("名称"), agreement.title],
        [_("開示する側"), organisation.name],
        [_("受け取る側"), agreement.partner.name],
        [_("この表の日付"), _day(clock.today())],
    ]
    says = _("下の情報を、この契約の対象とします。双方が1部ずつ持ちます。")
    table = _table(
        "",
        [_("番号"), _("情報"), _("共有区分"), _("さらに渡すこと"), _("期間"), _("ひとこと")],
        rows,
        shares=(0, 2, 0, 0, 0, 1),
    )
    stamps = [_("開示する側"), _("受け取る側")]
    return _paper(organisation, _("共有区分表"), [[says]], facts, [table], stamps=stamps)


def annex_book(organisation: Organisation, agreement: Agreement, lines: Sequence[AnnexLine]) -> bytes:
    """The same as a workbook; raises a `PressFault`."""
    title = _("共有区分表")
    heads = [
        _("番号"),
        _("情報"),
        _("共有区分"),
        _("さらに渡すこと"),
        _("いつから"),
        _("いつまで"),
        _("ひとこと"),
    ]
    told = f"{agreement.number} {agreement.title}　{organisation.name} → {agreement.partner.name}"
    rows = [
        Row((Cell(title, Look.TITLE, span=len(heads)),), height=30),
        Row((Cell(told, Look.QUIET, span=len(heads)),)),
        Row(tuple(Cell(head, Look.HEAD) for head in heads), height=22),
    ]
    for one in lines:
        until = _day(one.until_on) if one.until_on else ""
        values = (one.number, one.name or HIDDEN, one.layer, _onward(one), _day(one.from_on), until, one.note)
        rows.append(Row(tuple(Cell(value or None, align="left") for value in values)))
    book = Book(
        title=title,
        author=organisation.name,
        lang=_lang(),
        made_on=clock.today(),
        foot=told[:200],
        sheets=(
            Sheet(title=title, widths=(11.0, 38.0, 18.0, 16.0, 12.0, 12.0, 30.0), rows=tuple(rows), head=3),
        ),
    )
    return xlsx(book)


def promise_paper(organisation: Organisation, promises: Promises, further: Sequence[Part] = ()) -> bytes:
    """約束の一枚: what was promised with a partner, what each holds, the days, whom to call; raises a `PressFault`.

    `further` is what rooms above keep of it.
    """
    agreements = [
        [one.number, one.title, one.standing.where.label, _until(one.standing.last_on), one.standing.secrecy]
        for one in promises.agreements
    ]
    ours = [
        [one.called, one.hand_over, _day(one.on), one.words, one.until_words or HIDDEN]
        for one in promises.given
    ]
    theirs = [[one.number, one.name or HIDDEN, one.under or _("不明"), one.due] for one in promises.held]
    days = [
        [
            _day(one.on),
            _("%(day)s（過ぎています）") % {"day": one.words} if one.is_past else one.words,
            one.number,
        ]
        for one in promises.days
    ]
    duties = [[one.number, one.label, one.words] for one in promises.duties]
    people = [[one.name, one.department, one.telephone, one.email] for one in promises.contacts]
    tables = [
        _table(
            _("結んだ約束"),
            [_("番号"), _("名称"), _("いま"), _("期間の終わり"), _("秘密を守る期間")],
            agreements,
            shares=(0, 2, 0, 0, 2),
        ),
        *(_further(part) for part in further),
        _table(_("守ること"), [_("番号"), _("こと"), _("中身")], duties, shares=(0, 1, 2)),
        _table(
            _("こちらから渡したもの"),
            [_("情報"), _("提供"), _("渡した日"), _("対象か"), _("守られる期間")],
            ours,
            shares=(2, 0, 0, 0, 1),
        ),
        _table(
            _("こちらが預かっているもの"),
            [_("番号"), _("情報"), _("もとになる契約"), _("返す期限")],
            theirs,
            shares=(0, 2, 1, 0),
        ),
        _table(_("これから来る日"), [_("日"), _("こと"), _("番号")], days, shares=(0, 1, 0)),
        _table(
            _("事故のときの連絡先"),
            [_("お名前"), _("部署"), _("電話"), _("メール")],
            people,
            shares=(1, 1, 0, 1),
        ),
    ]
    about = [[promises.partner], [_("%(day)s の時点") % {"day": _day(clock.today())}]]
    if promises.accident:
        about.append([_("事故のとき: %(contact)s") % {"contact": promises.accident}])
    return _paper(organisation, _("%(partner)s との約束") % {"partner": promises.partner}, about, [], tables)


def _further(part: Part) -> dict[str, Any]:
    rows = [[cell or HIDDEN for cell in row.cells] for row in part.rows]
    return _table(part.title, list(part.heads), rows, shares=part.shares) | {"none": part.none}


def _paper(
    organisation: Organisation,
    title: str,
    about: list[list[str]],
    facts: list[list[str]],
    tables: list[dict[str, Any]],
    *,
    stamps: Sequence[str] = (),
) -> bytes:
    disclaimer = _("これは会社の記録です。認証でも、法律上の判断でもありません。")
    today = clock.today()
    values = {
        "lang": _lang(),
        "title": title,
        "author": organisation.name,
        "organisation": organisation.name,
        "made_on": [today.year, today.month, today.day],
        "stamps": list(stamps),
        "disclaimer": disclaimer,
        "foot": {
            "pack": _("%(company)s 取引先との約束") % {"company": organisation.name},
            "number": _("印刷 %(day)s") % {"day": _day(today)},
            "disclaimer": disclaimer,
        },
        "about": about,
        "facts": facts,
        "tables": tables,
        "lying": False,
    }
    return pdf(TEMPLATE, values, made_on=today)


def _table(title: str, heads: list[str], rows: list[list[str]], *, shares: tuple[int, ...]) -> dict[str, Any]:
    return {
        "title": title,
        "heads": heads,
        "rows": rows,
        "none": _("まだ1件もありません。"),
        "wide": False,
        "shares": list(shares),
    }


def _onward(one: AnnexLine) -> str:
    return _("渡してよい") if one.onward else _("渡さない")


def _span(from_on: datetime.date, until_on: datetime.date | None) -> str:
    return f"{_day(from_on)} – {_day(until_on) if until_on else ''}"


def _until(day: datetime.date | None) -> str:
    return _day(day) if day else _("定めなし")


def _day(day: datetime.date) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def _lang() -> str:
    return (get_language() or "ja").split("-")[0]
