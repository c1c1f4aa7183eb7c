"""The register as a workbook: what a list shows, to hand to an auditor or to go on with."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils.functional import Promise as Later
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.requests import events_promises as events
from kuramori.work.requests.models import Promise
from kuramori.work.requests.reading.promises import Filters, in_order, narrowed

LIMIT_SECONDS: Final = 55.0

LABELS: Final[Mapping[str, str | Later]] = {
    "number": gettext_lazy("番号"),
    "partner": gettext_lazy("お客様"),
    "what": gettext_lazy("求められたこと"),
    "came_by": gettext_lazy("どう届いたか"),
    "came_on": gettext_lazy("届いた日"),
    "who": gettext_lazy("だれが求めたか"),
    "scope": gettext_lazy("範囲"),
    "due_on": gettext_lazy("いつまでに"),
    "source": gettext_lazy("書いてある所"),
    "word": gettext_lazy("返事"),
    "answered_on": gettext_lazy("答えた日"),
    "answer": gettext_lazy("約束の中身"),
    "proof": gettext_lazy("証明になるもの"),
    "keeper": gettext_lazy("担当"),
    "kept": gettext_lazy("守れているか"),
    "checked_on": gettext_lazy("見た日"),
    "next_check_on": gettext_lazy("次に見る日"),
    "ended_on": gettext_lazy("終えた日"),
}
"""The columns, in their order."""
SHOWN: Final[Mapping[str, Callable[[Promise], str]]] = {
    "partner": lambda row: row.partner.name,
    "came_by": lambda row: row.get_came_by_display(),
    "word": lambda row: row.get_word_display(),
    "kept": lambda row: row.get_kept_display(),
    "keeper": lambda row: row.keeper.name if row.keeper else "",
}
WIDTHS: Final = {"what": 44.0, "answer": 40.0, "partner": 24.0, "proof": 28.0, "source": 24.0, "scope": 22.0}


def take_out(actor: Actor, filters: Filters) -> bytes:
    """What fits, as it reads today; that it was taken out is in the trail before a byte leaves.

    Raises a `PressFault`; then nothing has left.
    """
    actor.require(Can.REQUEST_READ)
    found = list(in_order(narrowed(filters)))
    head = Row(tuple(Cell(str(label), Look.HEAD) for label in LABELS.values()), height=22)
    content = xlsx(printed(actor, (head, *(_row(one) for one in found))), limit_seconds=LIMIT_SECONDS)
    with transaction.atomic():
        record(actor, events.LIST_TAKEN, kind="promises", thing_id=actor.organisation_id, count=len(found))
    return content


def template(actor: Actor) -> bytes:
    """An empty form with one example row and a sheet that explains. Raises a `PressFault`."""
    actor.require(Can.PROMISE_CHANGE)
    taken = [
        name for name in LABELS if name not in {"number", "kept", "checked_on", "next_check_on", "ended_on"}
    ]
    example = {
        "partner": _("（例）仮想重機株式会社"),
        "what": _("図面は鍵のかかる所に置く"),
        "came_by": _("契約の条項"),
        "came_on": "2026/4/1",
        "due_on": "2026/9/30",
        "source": _("基本契約書 第12条"),
        "word": _("約束した"),
        "answered_on": "2026/4/10",
        "answer": _("製造部の棚に置く"),
        "proof": _("鍵の帳面 総務の棚"),
    }
    rows = (
        Row(tuple(Cell(str(LABELS[name]), Look.HEAD) for name in taken), height=22),
        Row(tuple(Cell(example.get(name), Look.QUIET) for name in taken)),
        *(Row(tuple(Cell(None) for _name in taken), height=18) for _row in range(40)),
    )
    return xlsx(printed(actor, rows, _explanation(), names=taken), limit_seconds=LIMIT_SECONDS)


def _explanation() -> Sheet:
    lines = (
        (LABELS["partner"], _("取引先の名簿にある名前で書きます。")),
        (LABELS["came_by"], _("契約の条項・確認のお願い・メール・手紙・Excelの表・監査・訪問・口頭・電話。")),
        (LABELS["came_on"], _("2026/4/1 でも 令和8年4月1日 でも書けます。必ず書きます。")),
        (LABELS["word"], _("約束した・一部だけ約束した・約束していない。空けると、まだ答えていない。")),
        (LABELS["answered_on"], _("返事があるなら、必ず書きます。")),
        (_("（例）の行"), _("（例）で始まる行は、取り込みません。")),
    )
    rows = (
        Row((Cell(_("一覧の書き方"), Look.TITLE, span=2),), height=30),
        *(Row((Cell(str(name), Look.STRONG), Cell(text))) for name, text in lines),
    )
    return Sheet(title=_("書き方"), widths=(24.0, 84.0), rows=rows)


def printed(
    actor: Actor, rows: tuple[Row, ...], *further: Sheet, names: Sequence[str] = tuple(LABELS)
) -> Book:
    """A workbook whose first sheet is a register."""
    title = _("お客様への約束")
    return Book(
        title=title,
        author=actor.organisation.name,
        lang=(get_language() or "ja").split("-")[0],
        made_on=clock.today(),
        foot=_("%(organisation)s　お客様への約束（取扱注意）") % {"organisation": actor.organisation.name},
        sheets=(
            Sheet(title=title, widths=tuple(WIDTHS.get(name, 14.0) for name in names), rows=rows, head=1),
            *further,
        ),
    )


def _row(row: Promise) -> Row:
    return Row(tuple(Cell(_told(row, name) or None, align="left") for name in LABELS))


def _told(row: Promise, name: str) -> str:
    if name in SHOWN:
        return str(SHOWN[name](row))
    value = getattr(row, name)
    if isinstance(value, datetime.date):
        return f"{value.year}/{value.month}/{value.day}"
    return str(value or "")
