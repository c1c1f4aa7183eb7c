"""The file that travels, on its way in: read against the packs of this shelf; its form as JSON Schema."""

from __future__ import annotations

from typing import Any, Final

from kuramori.ground.packs.read import find
from kuramori.rules import answers
from kuramori.rules.answers import AnswerFile
from kuramori.rules.catalogue import Pack
from kuramori.rules.faults import Fault, Refused, words

FILE_TYPES: Final = ("application/json", "application/yaml")

VALUE: Final[dict[str, Any]] = {
    "description": "A level from 0 to the pack's best, {na: reason}, or null for not answered.",
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 9},
        {
            "type": "object",
            "properties": {
                "na": {
                    "description": "Why the item does not apply.",
                    "type": "string",
                    "minLength": 1,
                    "maxLength": answers.REASON_LENGTH,
                    "pattern": "[^\\s　]",
                }
            },
            "required": ["na"],
            "additionalProperties": False,
        },
        {"type": "null"},
    ],
}

# The same as docs/reference/schemas/answers.schema.json; a test holds them together.
ANSWER_FILE: Final[dict[str, Any]] = {
    "description": "What a check list was answered with; the form of a *.kuramori.json file.",
    "type": "object",
    "properties": {
        "pack": {"type": "string", "minLength": 1, "maxLength": 120},
        "version": {
            "description": "Version of the pack; null or absent = the current one.",
            "type": ["string", "null"],
            "maxLength": 40,
        },
        "answers": {"type": ["object", "null"], "additionalProperties": VALUE},
        "official_score": {
            "description": "The score that the publisher's own sheet gave.",
            "type": ["number", "null"],
            "minimum": 0,
            "maximum": 100,
        },
        "note": {"type": ["string", "null"], "maxLength": answers.NOTE_LENGTH},
    },
    "required": ["pack", "answers"],
    "additionalProperties": False,
}


def public_file(source: bytes) -> tuple[Pack, AnswerFile]:
    """The answer file that somebody without an account sent, with its pack. Raises `Refused`."""
    file = answers.read(source, _find_public)
    return pack_named(file.pack), file


def pack_named(name: str) -> Pack:
    """The pack of today with this id; refuses one that is not on the shelf."""
    pack = find(name)
    if pack is None:
        raise Refused([Fault("", None, None, "unknown-pack", "pack", words({"pack": name}))])
    return pack


def _find_public(name: str) -> Pack | None:
    pack = find(name)
    return pack if pack is not None and pack.public_check else None
