"""The cells of the map. There are more than a thousand on one page: a template would take most of its time for them."""

from __future__ import annotations

from urllib.parse import quote

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kuramori.work.requests.reading.portfolio_map import Cell, MapRow

register = template.Library()


@register.simple_tag
def heat_cells(row: MapRow, address: str, pack_id: str, picked: str) -> SafeString:
    """`row`'s cells and its sum as `<td>`. `address`: the list, narrowed by each. `picked`: the class a phone shows."""
    begin = f"{escape(address)}?pack={quote(pack_id)}"
    kind = "part" if row.is_part else "item"
    end, title = f"&amp;{kind}={quote(row.id)}", escape(row.title)
    cells = [
        _cell(
            cell,
            f"{begin}&amp;klass={quote(cell.klass.asked)}{end}",
            f"{escape(cell.klass.name)} {title}",
            is_off=picked != cell.klass.asked,
        )
        for cell in row.cells
    ]
    cells.append(_cell(row.all, begin + end, title, is_off=bool(picked)))
    return mark_safe("".join(cells))  # noqa: S308  every text in it was escaped above


def _cell(cell: Cell, address: str, title: str, *, is_off: bool) -> str:
    begin = f'<td class="h{cell.band}c{" off" if is_off else ""}">'
    if cell.percent is None:
        return f"{begin}<span>—</span></td>"
    mark = "▼" if cell.band == 1 else ""
    return f'{begin}<a href="{address}" aria-label="{title} {cell.percent}%">{mark}{cell.percent}</a></td>'
