"""How a field's text or number is written where its type alone does not say: annotations for bodies."""

from __future__ import annotations

from enum import Enum, auto
from typing import Annotated


class Form(Enum):
    """`FREE`: a text or none. `SHA256`: 64 hex digits. `LEVEL`: 0–4. `ANY_NUMBER`: a list, also an empty one.

    `LONG`: a text that is a document of its own.
    """

    FREE = auto()
    SHA256 = auto()
    LEVEL = auto()
    ANY_NUMBER = auto()
    LONG = auto()


FreeText = Annotated[str, Form.FREE]
LongText = Annotated[str, Form.LONG]
Sha256 = Annotated[str, Form.SHA256]
Level = Annotated[int, Form.LEVEL]
Conditions = Annotated[tuple[str, ...], Form.ANY_NUMBER]
