"""A policy's file: YAML or JSON in, a `Policy` out, or every fault with its place.

A table in which a restriction would widen what may go out is refused: more assurance never gets a stricter answer, and
the further below what the item asks for, the stricter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kuramori.rules.digest import digest_of
from kuramori.rules.document import Document, Limits, Path
from kuramori.rules.faults import Fault, Refused
from kuramori.rules.pack_shape import shape_faults
from kuramori.rules.reading import read
from kuramori.rules.sharing.days import day_at
from kuramori.rules.sharing.inputs import LEVELS, Direction, Layer, Medium, Place, Tag
from kuramori.rules.sharing.policy import (
    STRICTNESS,
    Addition,
    Ageing,
    Cell,
    Gaps,
    Outcome,
    Policy,
    RequiredRows,
    Tiers,
    Words,
)

LIMITS: Final = Limits(size=200_000, lines=5_000, values=10_000, depth=10)
NDA_ROWS: Final = ("below", *LEVELS)
REQUIRED_ROWS: Final = ("lower", "one_below", "at", "above")


def read_policy(source: bytes | str, path: str = "") -> Policy:
    """The policy in a text; its digest is that of the text. Raises `Refused` with every fault."""
    document = read(source, path, LIMITS)
    faults = shape_faults(document, "policy", of="sharing-policy")
    confirmed_on = day_at(document, ("confirmed_on",), faults)
    if not faults:
        faults += _cells_faults(document) + _order_faults(document) + _addition_faults(document)
    if faults or confirmed_on is None:
        raise Refused(faults)
    said = document.value
    conditions = {key: Words(**words) for key, words in said["conditions"].items()}
    order = {key: at for at, key in enumerate(conditions)}
    return Policy(
        id=said["id"],
        version=said["version"],
        digest=digest_of({"policy": source}),
        source=said["source"],
        confirmed_on=confirmed_on,
        open=_cell(said["open"], order),
        nda=tuple(_cell(said["nda"][row], order) for row in NDA_ROWS),
        required=RequiredRows(**{row: _cell(said["nda_required"][row], order) for row in REQUIRED_ROWS}),
        ageing=tuple(Ageing(**step) for step in said["ageing"]),
        gaps=Gaps(said["gaps"]["lower"], tuple(said["gaps"]["conditions"])),
        tiers=Tiers(**said["tiers"]),
        additions=tuple(_addition(row, order) for row in said["additions"]),
        conditions=conditions,
        people={key: Words(**words) for key, words in said["people"].items()},
    )


def _cell(said: Mapping[str, Any], order: Mapping[str, int]) -> Cell:
    conditions = tuple(sorted(said.get("conditions", ()), key=order.__getitem__))
    return Cell(Outcome(said["outcome"]), conditions, tuple(said.get("to", ())))


def _addition(said: Mapping[str, Any], order: Mapping[str, int]) -> Addition:
    when = said["when"]
    opens = Words(said["opens_ja"], said["opens_en"]) if "opens_ja" in said else None
    return Addition(
        said["id"],
        _cell(said["cell"], order),
        Words(said["ja"], said["en"]),
        opens,
        tags=frozenset(map(Tag, when.get("tags", ()))),
        layers=frozenset(map(Layer, when.get("layers", ()))),
        directions=frozenset(map(Direction, when.get("directions", ()))),
        places=frozenset(map(Place, when.get("places", ()))),
        media=frozenset(map(Medium, when.get("media", ()))),
        unless_allowed=said.get("unless_allowed", False),
    )


def _cells(said: Mapping[str, Any]) -> list[tuple[Path, Mapping[str, Any]]]:
    """Every cell with its place."""
    found: list[tuple[Path, Mapping[str, Any]]] = [(("open",), said["open"])]
    for table in ("nda", "nda_required"):
        found += [((table, row), cell) for row, cell in said[table].items()]
    return found + [(("additions", at, "cell"), row["cell"]) for at, row in enumerate(said["additions"])]


def _cells_faults(document: Document) -> list[Fault]:
    said, faults = document.value, []
    for at, cell in _cells(said):
        for name, known in (("conditions", said["conditions"]), ("to", said["people"])):
            faults += [
                document.fault((*at, name, nth), "policy-unknown-id", id=one, where=_list_of(name))
                for nth, one in enumerate(cell.get(name, ()))
                if one not in known
            ]
        if bool(cell.get("to")) != (cell["outcome"] == Outcome.ESCALATE):
            faults.append(document.fault((*at, "to"), "policy-escalate-to"))
        if bool(cell.get("conditions")) and cell["outcome"] in (Outcome.ALLOW, Outcome.DENY):
            faults.append(document.fault((*at, "conditions"), "policy-no-conditions", value=cell["outcome"]))
        if cell["outcome"] == Outcome.ALLOW_WITH and not cell.get("conditions"):
            faults.append(document.fault((*at, "conditions"), "policy-conditions-missing"))
    unknown = [one for one in said["gaps"]["conditions"] if one not in said["conditions"]]
    faults += [
        document.fault(("gaps", "conditions"), "policy-unknown-id", id=one, where="conditions")
        for one in unknown
    ]
    return faults


def _list_of(name: str) -> str:
    return "conditions" if name == "conditions" else "people"


def _order_faults(document: Document) -> list[Fault]:
    """Rows from the strictest to the widest: none may be stricter than the one before it, conditions included."""
    faults = []
    for table, rows in (("nda", NDA_ROWS), ("nda_required", REQUIRED_ROWS)):
        cells: Sequence[Mapping[str, Any]] = [document.value[table][row] for row in rows]
        for at in range(1, len(rows)):
            if not _is_as_wide(cells[at], cells[at - 1]):
                faults.append(document.fault((table, rows[at]), "policy-not-rising", other=rows[at - 1]))
    steps = document.value["ageing"]
    for at in range(1, len(steps)):
        if steps[at]["older_than_months"] <= steps[at - 1]["older_than_months"] or (
            steps[at]["lower"] < steps[at - 1]["lower"]
        ):
            faults.append(document.fault(("ageing", at), "policy-ageing"))
    return faults


def _is_as_wide(wider: Mapping[str, Any], stricter: Mapping[str, Any]) -> bool:
    ranks = [STRICTNESS[Outcome(cell["outcome"])] for cell in (wider, stricter)]
    if ranks[0] != ranks[1]:
        return ranks[0] < ranks[1]
    return set(wider.get("conditions", ())) <= set(stricter.get("conditions", ()))


def _addition_faults(document: Document) -> list[Fault]:
    faults, seen = [], set()
    for at, row in enumerate(document.value["additions"]):
        if row["id"] in seen:
            faults.append(document.fault(("additions", at, "id"), "duplicate-id", id=row["id"]))
        seen.add(row["id"])
        if ("opens_ja" in row) != ("opens_en" in row):
            missing = "opens_en" if "opens_ja" in row else "opens_ja"
            faults.append(document.fault(("additions", at, missing), "missing-key", key=missing))
    return faults
