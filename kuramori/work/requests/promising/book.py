"""The register as a workbook: what a list shows, to hand to an auditor or to go on with."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
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


def printed(actor: Actor, rows: tuple[Row, ...], *further: Sheet) -> Book:
    """A workbook whose first sheet is a register."""
    title = _("お客様への約束")
    return Book(
        title=title,
        author=actor.organisation.name,
        lang=(get_language() or "ja").split("-")[0],
        made_on=clock.today(),
        foot=_("%(organisation)s　お客様への約束（取扱注意）") % {"organisation": actor.organisation.name},
        sheets=(
            Sheet(title=title, widths=tuple(WIDTHS.get(name, 14.0) for name in LABELS), rows=rows, head=1),
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
