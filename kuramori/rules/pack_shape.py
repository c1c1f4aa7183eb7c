"""Does each file of a pack have the shape of ``schemas/pack.schema.json``? Every difference becomes a fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from kuramori.rules.document import Document, Path
from kuramori.rules.faults import Fault, shown

# jsonschema types the parts of an error as possibly unset, which they never are for an error that was raised.
Read = Callable[[Document, Path, Any], list[Fault]]

MOST_FAULTS: Final = 200  # per file; a person mends the first ones and asks again


def schema(name: str) -> dict[str, Any]:
    """A published JSON Schema by its short name, such as "pack" or "answers"."""
    text = resources.files("kuramori.rules").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def shape_faults(document: Document, part: str, *, of: str = "pack") -> list[Fault]:
    """The faults of one file against the definition ``part`` ("items", "texts" …) of a published schema."""
    faults: list[Fault] = []
    for error in _validator(part, of).iter_errors(document.value):
        for leaf in _leaves(error):
            faults += _faults_of(document, leaf)
        if len(faults) >= MOST_FAULTS:
            break
    unique = dict.fromkeys(faults)
    return sorted(unique, key=lambda fault: (fault.line or 0, fault.column or 0))[:MOST_FAULTS]


@lru_cache(maxsize=8)
def _validator(part: str, of: str) -> Draft202012Validator:
    full = schema(of)
    return Draft202012Validator({"$defs": full["$defs"], "$ref": f"#/$defs/{part}"})


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The branch of an anyOf or an if that says most: for "text or null" that is the text branch."""
    if error.validator not in ("anyOf", "if") or not error.context:
        yield error
        return
    for sub in error.context:
        if sub.schema_path[0] == 0:
            yield from _leaves(sub)


_WANTED: Final[dict[str, str]] = {
    "string": "wants-text",
    "number": "wants-number",
    "integer": "wants-whole-number",
    "boolean": "wants-truth",
    "array": "wants-list",
    "object": "wants-mapping",
}


def _faults_of(document: Document, error: ValidationError) -> list[Fault]:
    at: Path = tuple(error.absolute_path)
    read = _READERS.get(str(error.validator))
    if read is None:
        return [document.fault(at, "not-in-schema", detail=error.message)]
    return read(document, at, error)


def _required(document: Document, at: Path, error: Any) -> list[Fault]:
    missing = [key for key in error.validator_value if key not in error.instance]
    return [document.fault((*at, key), "missing-key", key=key) for key in missing]


def _extra(document: Document, at: Path, error: Any) -> list[Fault]:
    strange = [key for key in error.instance if key not in error.schema.get("properties", {})]
    return [document.fault((*at, key), "unknown-key", key=key) for key in strange]


def _type(document: Document, at: Path, error: Any) -> list[Fault]:
    wanted = error.validator_value
    first = wanted if isinstance(wanted, str) else wanted[0]
    written = document.written.get(at, error.instance)
    if isinstance(error.instance, dict | list):
        written = "{…}" if isinstance(error.instance, dict) else "[…]"
    return [document.fault(at, _WANTED[first], value="null" if written is None else written)]


def _enum(document: Document, at: Path, error: Any) -> list[Fault]:
    allowed = " / ".join(shown(value) for value in error.validator_value)
    return [document.fault(at, "not-one-of", value=error.instance, allowed=allowed)]


def _empty(document: Document, at: Path, error: Any) -> list[Fault]:
    # A text of nothing breaks minLength and the pattern: the same words, so that it is named once.
    return [document.fault(at, "empty-text")]


def _pattern(document: Document, at: Path, error: Any) -> list[Fault]:
    if error.validator_value == r"\S":
        return _empty(document, at, error)
    return [document.fault(at, "bad-form", value=error.instance)]


def _range(document: Document, at: Path, error: Any) -> list[Fault]:
    sign = {"minimum": "≥", "maximum": "≤", "exclusiveMinimum": ">"}[str(error.validator)]
    return [document.fault(at, "out-of-range", value=error.instance, limit=f"{sign} {error.validator_value}")]


def _simple(rule: str) -> Read:
    return lambda document, at, error: [document.fault(at, rule, limit=error.validator_value)]


_READERS: Final[dict[str, Read]] = {
    "required": _required,
    "additionalProperties": _extra,
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "minLength": _empty,
    "maxLength": _simple("too-long"),
    "minItems": _simple("too-few"),
    "maxItems": _simple("too-many"),
    "uniqueItems": _simple("repeated-value"),
}
