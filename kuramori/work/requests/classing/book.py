"""The form for classes as a workbook: every supplier with its class of now, to be filled in and taken in again."""

from __future__ import annotations

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.press.xlsx import Book, Cell, Look, Row, Sheet, xlsx
from kuramori.work.requests.classing.reading import LABELS
from kuramori.work.requests.models import Tiering

MOST = 2_000
_WIDTHS = (14.0, 32.0, 18.0, 10.0, 40.0, 10.0)


def form(actor: Actor) -> bytes:
    """The first 2,000 suppliers by reading. Raises `NotAllowed`, a `PressFault`."""
    actor.require(Can.PROFILE_CHANGE)
    rows = Partner.objects.filter(is_supplier=True, retired_on__isnull=True, merged_into__isnull=True)
    partners = list(rows.order_by("sorts_as", "pk")[:MOST])
    standing = {row.partner_id: row for row in Tiering.objects.filter(superseded_at__isnull=True)}
    lines = []
    for one in partners:
        row = standing.get(one.pk)
        told = (
            one.code,
            one.name,
            one.corporate_number,
            row.klass if row else "",
            "",
            row.employees if row else None,
        )
        lines.append(Row(tuple(Cell(value or None, Look.ANSWER) for value in told)))
    head = Row(tuple(Cell(str(label), Look.HEAD) for label in LABELS.values()))
    name = actor.organisation.name
    sheet = Sheet(str(LABELS["klass"]), _WIDTHS, (head, *lines), head=1, is_landscape=True)
    return xlsx(Book(str(LABELS["klass"]), name, "ja", clock.today(), name, (sheet,)))
