"""The register as a workbook: what it says today, in a form that can be taken in again without a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.ground.trail.record import record
from kuramori.outside import clock
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.partners import events_agreements as events
from kuramori.work.partners.exchanging.columns import HEADING, LABELS
from kuramori.work.partners.exchanging.reading import EXAMPLE
from kuramori.work.partners.facts_agreements import signatory
from kuramori.work.partners.models import Agreement, AgreementKind, ConcludedBy
from kuramori.work.partners.reading.agreements import Asked, lines_of, narrowed
from kuramori.work.partners.reading.terms import values_of
from kuramori.work.partners.terms_fields import FIELDS, Kind
from kuramori.work.partners.terms_values import words

LIMIT_SECONDS = 55.0
FEW = (
    "number", "title", "kind", "partner", "corporate_number", "concluded_on", "original_at", "keeper", "from_on",
    "until_on", "renewal_months", "notice_months", "purposes", "secrecy_from", "secrecy_years", "survives",
    "residuals", "review_on",
)  # fmt: skip


def take_out(actor: Actor, asked: Asked) -> bytes:
    """What fits the question, as it reads today; that it was taken out is in the trail before a byte leaves.

    Raises a `PressFault`; then nothing has left.
    """
    actor.require(Can.AGREEMENT_READ)
    rows = list(narrowed(asked).select_related("partner", "keeper", "replaces"))
    if asked.where:
        fitting = {line.id for line in lines_of(rows) if line.standing.where == asked.where}
        rows = [row for row in rows if row.pk in fitting]
    values = values_of([row.pk for row in rows]) if rows else {}
    used = set(FEW).union(HEADING, *values.values())
    names = [name for name in LABELS if name in used]
    body = tuple(_row(row, values.get(row.pk, {}), names) for row in rows)
    content = _printed(actor, (_head(names), *body), names)
    with transaction.atomic():
        record(
            actor,
            events.EXPORTED,
            kind="agreements",
            thing_id=actor.organisation_id,
            count=len(rows),
        )
    return content


def template(actor: Actor) -> bytes:
    """An empty form with one example row and a sheet that explains. Raises a `PressFault`."""
    actor.require(Can.AGREEMENT_CHANGE)
    example = {
        "title": _("%(mark)s秘密保持契約書") % {"mark": EXAMPLE[0]},
        "kind": str(AgreementKind.MUTUAL.label),
        "partner": _("仮想重機株式会社"),
        "concluded_on": "2026/4/1",
        "original_at": _("総務 金庫1段目"),
        "from_on": "2026/4/1",
        "until_on": "2027/3/31",
        "renewal_months": "12",
        "notice_months": "3",
        "purposes": _("試作の見積もり"),
        "secrecy_from": FIELDS["secrecy_from"].word("end"),
        "secrecy_years": "3",
        "survives": _("あり"),
    }
    quiet = Row(tuple(Cell(example.get(name), Look.QUIET) for name in FEW))
    empty = tuple(Row(tuple(Cell(None) for _name in FEW), height=18) for _row_ in range(40))
    return _printed(actor, (_head(FEW), quiet, *empty), FEW)


def _head(names: Any) -> Row:
    return Row(tuple(Cell(str(LABELS[name]), Look.HEAD) for name in names), height=22)


def _row(row: Agreement, values: Mapping[str, Any], names: list[str]) -> Row:
    told = {**_heading(row), **{name: words(name, values[name]) for name in values}}
    return Row(tuple(Cell(told.get(name) or None, align="left") for name in names))


def _heading(row: Agreement) -> dict[str, str]:
    on = row.concluded_on
    return {
        "number": row.number,
        "title": row.title,
        "kind": str(AgreementKind(row.kind).label),
        "partner": row.partner.name,
        "corporate_number": row.partner.corporate_number,
        "their_number": row.their_number,
        "concluded_on": f"{on.year}/{on.month}/{on.day}" if on else "",
        "concluded_by": str(ConcludedBy(row.concluded_by).label) if row.concluded_by else "",
        "original_at": row.original_at,
        "our_signatory": signatory(row.our_signatory),
        "their_signatory": signatory(row.their_signatory),
        "keeper": row.keeper.name if row.keeper else "",
        "replaces": row.replaces.number if row.replaces else "",
    }


def _printed(actor: Actor, rows: tuple[Row, ...], names: Any) -> bytes:
    title = _("契約の一覧")
    wide = {Kind.NOTE: 40.0, Kind.LINES: 32.0, Kind.TEXT: 24.0}
    widths = tuple(
        wide.get(FIELDS[name].kind, 15.0) if name in FIELDS else 22.0 if name != "number" else 13.0
        for name in names
    )
    book = Book(
        title=title,
        author=actor.organisation.name,
        lang=(get_language() or "ja").split("-")[0],
        made_on=clock.today(),
        foot=_("%(organisation)s　契約の一覧（取扱注意）") % {"organisation": actor.organisation.name},
        sheets=(Sheet(title=title, widths=widths, rows=rows, head=1), _explanation()),
    )
    return xlsx(book, limit_seconds=LIMIT_SECONDS)


def _explanation() -> Sheet:
    lines = (
        (_("契約番号"), _("ある番号の行は、その契約を直します。空けると、新しい契約として番号が付きます。")),
        (_("相手方"), _("取引先の名簿にある名前で書きます。法人番号でも見分けます。")),
        (_("結んだ日"), _("書くと締結済みになります。原本の置き場所も書きます。空けると下書きです。")),
        (_("あり・なし"), _("契約に書いてあれば「あり」か「なし」。書いていなければ空けます。")),
        (_("日"), _("2027/3/31 でも 令和9年3月31日 でも書けます。")),
        (_("空いた欄"), _("登録済みの契約は、前の内容のままにします。消しません。")),
        (_("（例）の行"), _("名称が（例）で始まる行は、取り込みません。")),
    )
    rows = (
        Row((Cell(_("一覧の書き方"), Look.TITLE, span=2),), height=30),
        *(Row((Cell(name, Look.STRONG), Cell(text))) for name, text in lines),
    )
    return Sheet(title=_("書き方"), widths=(24.0, 84.0), rows=rows)
