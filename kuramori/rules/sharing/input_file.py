"""The file that `kuramori decide` reads: YAML or JSON in, `Inputs` out, or every fault with its place."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kuramori.rules.document import Document, Limits, Path
from kuramori.rules.faults import Fault, Refused
from kuramori.rules.pack_shape import shape_faults
from kuramori.rules.reading import read
from kuramori.rules.sharing.days import day_at
from kuramori.rules.sharing.inputs import (
    LEVELS,
    LOWEST,
    Agreement,
    Assurance,
    Direction,
    Inputs,
    Layer,
    Medium,
    Place,
    Tag,
)

LIMITS: Final = Limits(size=100_000, lines=2_000, values=500, depth=10)


def read_inputs(source: bytes | str, path: str = "") -> Inputs:
    """The question in a text. Raises `Refused` with every fault, contradicting dates among them."""
    return inputs_from(read(source, path, LIMITS))


def inputs_from(document: Document) -> Inputs:
    """The question in a document that was read strictly. Raises `Refused`."""
    faults = shape_faults(document, "input", of="decide-input")
    on = day_at(document, ("on",), faults)
    agreement = _agreement(document, faults)
    assurance = _assurance(document, on, faults)
    if faults or on is None:
        raise Refused(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    said = document.value
    return Inputs(
        layer=Layer(said["layer"]),
        required_assurance=_level(said.get("required_assurance")),
        tags=frozenset(map(Tag, said.get("tags") or ())),
        direction=Direction(said["direction"]),
        tier=int(said["tier"]),
        agreement=agreement,
        assurance=assurance,
        open_critical_gaps=int(said["open_critical_gaps"]),
        owner_consent=bool(said.get("owner_consent")),
        place=Place(said["place"]),
        medium=Medium(said["medium"]),
        on=on,
    )


def _level(said: Any) -> int | None:
    return LEVELS.index(said) if said in LEVELS else None


def _agreement(document: Document, faults: list[Fault]) -> Agreement | None:
    said = _part(document, "agreement")
    if said is None:
        return None
    from_on, until_on, secrecy_until = (
        day_at(document, ("agreement", key), faults) for key in ("from", "until", "secrecy_until")
    )
    if from_on is None:
        return None  # named already: missing, not a text, or no day
    for key, day in (("until", until_on), ("secrecy_until", secrecy_until)):
        if day is not None and day < from_on:
            _contradict(document, ("agreement", key), day, "agreement.from", from_on, faults)
    if faults:
        return None
    return Agreement(
        from_on,
        until_on,
        secrecy_until,
        covers_item=said["covers_item"],
        covers_purpose=said["covers_purpose"],
        covers_person=said["covers_person"],
        redisclosure=bool(said.get("redisclosure")),
    )


def _assurance(document: Document, on: date | None, faults: list[Fault]) -> Assurance | None:
    said = _part(document, "assurance")
    if said is None:
        return None
    as_of = day_at(document, ("assurance", "as_of"), faults)
    levels = [_level(said.get(axis)) for axis in ("information", "it")]
    if as_of is None:
        # Without its day nobody can say what an assurance counts; 確認なし has none.
        if said.get("as_of") is None and any(levels):
            faults.append(document.fault(("assurance", "as_of"), "missing-key", key="as_of"))
        return None
    if on is not None and as_of > on:
        faults.append(document.fault(("assurance", "as_of"), "day-after-decision", day=as_of, on=on))
    if faults or on is None:
        return None
    return Assurance(levels[0] or LOWEST, levels[1] or LOWEST, as_of)


def _part(document: Document, key: str) -> dict[str, Any] | None:
    said = document.value.get(key) if isinstance(document.value, dict) else None
    return said if isinstance(said, dict) else None


def _contradict(
    document: Document, at: Path, day: date, other: str, other_day: date, faults: list[Fault]
) -> None:
    faults.append(document.fault(at, "dates-contradict", day=day, other=other, other_day=other_day))
