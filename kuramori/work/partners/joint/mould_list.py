"""預かり型・治具の一覧: what stands with us for one owner, or for all of them, as PDF and as a workbook."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.pdf import pdf
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.ledger.papers import TEMPLATE
from kuramori.work.partners import events_joint as events
from kuramori.work.partners.reading.joint import MouldLine, MouldsPage

TITLE = "預かり型・治具の一覧"
NOTE = "この一覧は会社の記録です。違うところは書き込んでお知らせください。押印は任意です。"
ABOUT = {
    "": "いまお預かりしているもの",
    "old": "お預かりしているもののうち、長く使っていないもの",
    "asked": "お預かりしているもののうち、返却・廃棄の話が出ているもの",
    "gone": "お返ししたもの・廃棄したもの",
}
HEADS = (
    "番号",
    "名前",
    "資産番号",
    "数",
    "預かった日",
    "保管場所",
    "最後に使った日",
    "返却・廃棄",
    "保管の費用",
)
OWNER = "持ち主"
WIDTHS = (9.0, 30.0, 16.0, 6.0, 14.0, 24.0, 15.0, 32.0, 36.0)
SHARES = (0, 3, 0, 0, 0, 2, 0, 3, 3)


def mould_list_pdf(actor: Actor, page: MouldsPage) -> bytes:
    """A4 lying, with an empty 押印欄 for each side where it is one owner's; raises a `PressFault`."""
    today = clock.today()
    with override("ja"):
        rows = [[_text(one) for one in _values(line, page.partner)] for line in page.lines]
    organisation = actor.organisation.name
    values: dict[str, Any] = {
        "lang": "ja",
        "title": TITLE,
        "author": organisation,
        "organisation": organisation,
        "made_on": [today.year, today.month, today.day],
        "foot": {"pack": organisation, "number": f"印刷 {_day(today)}", "disclaimer": NOTE},
        "stamps": ["お預かりしている会社", "持ち主"] if page.partner else [],
        "disclaimer": NOTE,
        "about": [[f"{ABOUT[page.only]}　{len(rows)}件", f"{_day(today)}現在"]],
        "facts": [[OWNER, page.partner.name]] if page.partner else [],
        "tables": [
            {
                "title": "",
                "heads": list(_heads(page.partner)),
                "rows": rows,
                "none": "当てはまるものはありません。",
                "wide": False,
                "shares": list(SHARES if page.partner else (2, *SHARES)),
            }
        ],
        "lying": True,
    }
    made = pdf(TEMPLATE, values, made_on=today)
    _taken(actor, page, "PDF")
    return made


def mould_list_book(actor: Actor, page: MouldsPage) -> bytes:
    """The same as a workbook, days as days and counts as numbers; raises a `PressFault`."""
    today, heads = clock.today(), _heads(page.partner)
    whose = f"{OWNER}：{page.partner.name}" if page.partner else f"{OWNER}：すべて"
    told = (whose, f"{ABOUT[page.only]}　{len(page.lines)}件（{_day(today)}現在）", NOTE)
    rows = [Row((Cell(TITLE, Look.TITLE, span=len(heads)),), height=30)]
    rows += [Row((Cell(words, Look.QUIET, span=len(heads)),)) for words in told]
    head = len(rows) + 1
    rows.append(Row(tuple(Cell(one, Look.HEAD) for one in heads), height=22))
    with override("ja"):
        rows += [Row(tuple(_cell(one) for one in _values(line, page.partner))) for line in page.lines]
    widths = WIDTHS if page.partner else (24.0, *WIDTHS)
    made = xlsx(
        Book(
            title=TITLE,
            author=actor.organisation.name,
            lang="ja",
            made_on=today,
            foot=f"{actor.organisation.name}　{TITLE}"[:200],
            sheets=(Sheet(TITLE, widths=widths, rows=tuple(rows), head=head, is_landscape=True),),
        )
    )
    _taken(actor, page, "Excel")
    return made


def _heads(partner: Partner | None) -> tuple[str, ...]:
    return HEADS if partner else (OWNER, *HEADS)


def _values(line: MouldLine, partner: Partner | None) -> tuple[str | int | datetime.date | None, ...]:
    row = line.row
    told = (
        row.number,
        row.name,
        row.tag,
        row.count,
        row.since_on,
        row.place.path if row.place else "",
        row.used_on,
        _asked(line),
        _cost(line),
    )
    return told if partner else (row.partner.name, *told)


def _asked(line: MouldLine) -> str:
    """How it stands: what is wanted, until when, or what became of it."""
    row = line.row
    words = str(row.get_state_display())
    if row.ended_on:
        return f"{words}（{_day(row.ended_on)}）　{row.ended_words}".strip()
    until = f"（{_day(row.by_on)}まで{'、過ぎています' if line.is_late else ''}）" if row.by_on else ""
    return f"{words}{until}　{row.asked_words}".strip()


def _cost(line: MouldLine) -> str:
    if line.talk is None:
        return "話していない"
    return f"{'合意した' if line.talk.is_agreed else '話し中'}（{_day(line.talk.on)}）　{line.talk.words}"


def _text(value: str | int | datetime.date | None) -> str:
    return _day(value) if isinstance(value, datetime.date) else str(value) if value not in (None, "") else "—"


def _cell(value: str | int | datetime.date | None) -> Cell:
    return (
        Cell(value or None, format="yyyy/mm/dd", align="left")
        if isinstance(value, datetime.date)
        else Cell(value or None, align="center" if isinstance(value, int) else "left")
    )


def _taken(actor: Actor, page: MouldsPage, form: str) -> None:
    with transaction.atomic():
        if page.partner is not None:
            record(
                actor,
                events.MOULDS_TAKEN_FOR,
                kind="partner",
                thing_id=page.partner.pk,
                count=len(page.lines),
                form=form,
            )
        else:
            record(
                actor,
                events.MOULDS_TAKEN,
                kind="organisation",
                thing_id=actor.organisation_id,
                count=len(page.lines),
                form=form,
            )


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
