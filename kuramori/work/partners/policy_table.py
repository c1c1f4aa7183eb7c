"""The table of sharing as cells to choose from: a text in, plain cells out, and a text again.

What a person chooses on the page is laid over the text of before; words, sources and ids stay as they stand there.
"""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kuramori.rules.reading import read
from kuramori.rules.sharing.policy_file import LIMITS, NDA_ROWS, REQUIRED_ROWS

AGEING_ROWS = 3
APART = ("id", "version", "source", "confirmed_on")
"""What a table says of itself, and not of sharing."""


@dataclass(frozen=True, slots=True)
class CellAt:
    """Where a cell stands: `path` within the table, `name` in a form, `group` under which the page shows it."""

    group: str
    name: str
    path: tuple[str | int, ...]
    cell: Mapping[str, Any]


def plain(text: str) -> dict[str, Any]:
    """The table as plain values. Raises `rules.faults.Refused` for what is no YAML."""
    found: dict[str, Any] = read(text, _("決まり"), LIMITS).value
    return found


def cells(table: Mapping[str, Any]) -> Iterator[CellAt]:
    """Every cell in the order of the page."""
    yield CellAt("open", "open", ("open",), table["open"])
    for row in reversed(NDA_ROWS):
        yield CellAt("nda", f"nda-{row}", ("nda", row), table["nda"][row])
    for row in reversed(REQUIRED_ROWS):
        yield CellAt("required", f"required-{row}", ("nda_required", row), table["nda_required"][row])
    for at, row in enumerate(table["additions"]):
        yield CellAt("additions", f"addition-{at}", ("additions", at, "cell"), row["cell"])


def with_cell(
    table: dict[str, Any], path: tuple[str | int, ...], outcome: str, conditions: list[str], to: list[str]
) -> None:
    """Lay one cell over the table, in place. Lists that the outcome has no use for are left out."""
    at: Any = table
    for step in path[:-1]:
        at = at[step]
    cell: dict[str, Any] = {"outcome": outcome}
    if conditions and outcome in {"ALLOW_WITH", "ESCALATE"}:
        cell["conditions"] = conditions
    if to and outcome == "ESCALATE":
        cell["to"] = to
    at[path[-1]] = cell


def renewed(table: Mapping[str, Any], *, slug: str, edition: int, on: datetime.date) -> dict[str, Any]:
    """A copy that calls itself the house's own, in the edition to come."""
    found = copy.deepcopy(dict(table))
    found["id"] = f"own/{slug}/sharing"
    found["version"] = f"{edition}.0.0"
    found["confirmed_on"] = on.isoformat()
    if not str(found["source"]).startswith("会社の決まり"):
        found["source"] = f"会社の決まり。もとにした表: {found['source']}"[:300]
    return found


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two tables decide alike, whatever they are called."""
    return _bare(one) == _bare(other)


def text_of(table: Mapping[str, Any]) -> str:
    """YAML that people can read and change: two levels open, cells on one line. `read_policy` takes it back."""
    lines = []
    for key, value in table.items():
        if isinstance(value, dict) and key in {"conditions", "people", "nda", "nda_required"}:
            lines += [f"{key}:", *(f"  {name}: {_flow(one)}" for name, one in value.items())]
        elif isinstance(value, list) and value:
            lines += [f"{key}:", *(f"  - {_flow(one)}" for one in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    # What JSON writes is YAML as well.
    return json.dumps(value, ensure_ascii=False)


def _bare(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in APART}
