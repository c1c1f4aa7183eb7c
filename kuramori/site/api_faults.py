"""What pydantic found in a request, as faults with our own rules and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ninja.errors import ValidationErrorContext

from kuramori.rules.faults import Fault, words

RULES: Final[Mapping[str, str]] = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "string_type": "wants-text",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "too_short": "empty-text",
    "string_too_short": "empty-text",
    "int_type": "wants-whole-number",
    "int_parsing": "wants-whole-number",
    "int_parsing_size": "wants-whole-number",
    "int_from_float": "wants-whole-number",
    "float_type": "wants-number",
    "float_parsing": "wants-number",
    "finite_number": "wants-number",
    "bool_type": "wants-truth",
    "bool_parsing": "wants-truth",
    "list_type": "wants-list",
    "dict_type": "wants-mapping",
    "model_type": "wants-mapping",
    "model_attributes_type": "wants-mapping",
    "literal_error": "not-one-of",
    "enum": "not-one-of",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    # Ours, from `people.calls`.
    "control-character": "control-character",
    "no-such-day": "no-such-day",
}


def faults_in(context: ValidationErrorContext[Any]) -> list[Fault]:
    """One fault for each thing that is wrong with this part (path, query, body) of the request."""
    return [
        _fault(error, _place(context.model, error["loc"]))
        for error in context.pydantic_validation_error.errors(include_url=False)
    ]


def _place(model: Any, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    found: tuple[int | str, ...] = getattr(model, "__ninja_flatten_map_reverse__", {}).get(loc, loc)
    # The one body parameter has a name of its own in the code, which is no business of the sender.
    own_name = getattr(model, "__read_from_single_attr__", None)
    return found[1:] if own_name and found[:1] == (own_name,) else found


def _fault(error: Mapping[str, Any], loc: tuple[int | str, ...]) -> Fault:
    rule = RULES.get(error["type"], "bad-form")
    about = error.get("ctx", {})
    value = error.get("input")
    named = {
        "value": "…" if isinstance(value, dict | list) else value,
        "key": loc[-1] if loc else "body",
        "allowed": about.get("expected", ""),
        "limit": _limit(about),
        "character": about.get("character", ""),
    }
    return Fault("", None, None, rule, _written(loc), words(named))


def _limit(about: Mapping[str, Any]) -> str:
    if "ge" in about:
        return f"≥ {about['ge']}"
    if "le" in about:
        return f"≤ {about['le']}"
    return str(about.get("max_length", about.get("min_length", "")))


def _written(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in loc).removeprefix(".")
