"""The file that `kuramori request lint` reads: YAML or JSON in, a `Draft` out, or every fault with its place."""

from __future__ import annotations

import re
from typing import Any, Final

from kuramori.rules.document import Document, Limits
from kuramori.rules.faults import Refused
from kuramori.rules.pack_shape import shape_faults
from kuramori.rules.reading import read
from kuramori.rules.requests.draft import CostTalk, Draft, Level
from kuramori.rules.sharing.days import day_at

LIMITS: Final = Limits(size=200_000, lines=5_000, values=2_000, depth=10)
_LEVEL: Final = re.compile(r"\s*([^0-9]{0,10}?)\s*([0-9]{1,4})\s*")


def read_draft(source: bytes | str, path: str = "") -> Draft:
    """The request in a text. Raises `Refused` with every fault, contradicting dates among them."""
    return draft_from(read(source, path, LIMITS))


def draft_from(document: Document) -> Draft:
    """The request in a document that was read strictly. Raises `Refused`."""
    faults = shape_faults(document, "input", of="request-lint-input")
    sent_on, deadline_on, valid_until, asked_on = (
        day_at(document, (key,), faults)
        for key in ("sent_on", "deadline_on", "same_data_valid_until", "other_division_asked_on")
    )
    if sent_on and deadline_on and deadline_on < sent_on:
        at = ("deadline_on",)
        faults.append(
            document.fault(at, "dates-contradict", day=deadline_on, other="sent_on", other_day=sent_on)
        )
    if sent_on and asked_on and sent_on < asked_on:
        at = ("sent_on",)
        other = "other_division_asked_on"
        faults.append(document.fault(at, "dates-contradict", day=sent_on, other=other, other_day=asked_on))
    level, proposed = (_level(document, key) for key in ("level", "proposed_level"))
    if level and proposed and level.scale != proposed.scale:
        faults.append(document.fault(("level",), "levels-incomparable", value=level, other=proposed))
    if faults or sent_on is None or deadline_on is None:
        raise Refused(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    said = {key: value for key, value in document.value.items() if value is not None}
    return Draft(
        sent_on=sent_on,
        deadline_on=deadline_on,
        **{key: said[key].strip() for key in _TEXTS if key in said},
        **{key: said[key] for key in _AS_THEY_ARE if key in said},
        level=level,
        proposed_level=proposed,
        equivalents=tuple(said.get("equivalents", ())),
        cost_talk=_cost_talk(said.get("cost_talk") or {}),
        same_data_valid_until=valid_until,
        other_division_asked_on=asked_on,
    )


_TEXTS: Final = ("reason", "scope", "level_reason", "named_product", "support", "penalty_text")
_AS_THEY_ARE: Final = ("items", "partner_employees", "or_equivalent", "evidence_contains_secrets")


def _cost_talk(said: dict[str, Any]) -> CostTalk:
    return CostTalk(
        contact=(said.get("contact") or "").strip(),
        open_price_request=bool(said.get("open_price_request")),
        answered=bool(said.get("answered")),
    )


def _level(document: Document, key: str) -> Level | None:
    """None where nothing, or nothing readable, is said: the shape has named that."""
    value = document.value.get(key) if isinstance(document.value, dict) else None
    if value is None or isinstance(value, bool) or not isinstance(value, int | str):
        return None
    found = _LEVEL.fullmatch(str(value))
    return Level(found[1].strip(), int(found[2])) if found else None
