"""What every operation of the API shares: the key, how a no is told, lists in portions, fields read strictly.

A room's `api.py` has a `ninja.Router` and `TELLING`: which of its errors is told with which status and sentence.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.security import HttpBearer
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict
from pydantic_core import PydanticCustomError

from kuramori.ground.people.actor import Actor, ElevationNeeded, NotAllowed
from kuramori.rules.document import FORBIDDEN
from kuramori.rules.faults import Fault, Refused, words

MOST_IN_A_PORTION = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Language = Literal["ja", "en"]


class Bearer(HttpBearer):
    """A token of one organisation: `Authorization: Bearer kura_…`. The middleware has resolved it already."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor: Actor | None = getattr(request, "actor", None)
        return actor


def spoken() -> str:
    """The language in which this request is answered: `ja` or `en`."""
    return (get_language() or "ja").split("-")[0]


def only_these(request: HttpRequest, fields: set[str], files: set[str]) -> None:
    """Refuse form fields that nobody reads, and a second file under the same name. Raises `Refused`."""
    strange = [key for key in request.POST if key not in fields]
    strange += [key for key in request.FILES if key not in files]
    faults = [Fault("", None, None, "unknown-key", key[:60], words({"key": key})) for key in strange]
    faults += [
        Fault("", None, None, "too-many", key, words({"limit": 1}))
        for key in files
        if len(request.FILES.getlist(key)) > 1
    ]
    if faults:
        raise Refused(faults)


class FaultForm(Schema):
    """One place that is wrong; `place` is the way to the value, such as `answers.q05`."""

    path: str
    line: int | None
    column: int | None
    place: str
    rule: str
    message: str


class Refusal(Schema):
    """Why not, in one sentence; `faults` name each place that is wrong."""

    detail: str
    faults: list[FaultForm] = []


def refusals(*statuses: int) -> dict[Any, Any]:
    """The refusals that any operation behind a key may give, and those named."""
    return dict.fromkeys(sorted({401, 403, 404, 413, *statuses}), Refusal)


def body_refusals(*statuses: int) -> dict[Any, Any]:
    """Those of an operation that also reads a body: 400 where it cannot be read, 422 where it is wrong."""
    return refusals(400, 422, *statuses)


def public_refusals(*statuses: int) -> dict[Any, Any]:
    """The refusals of an operation that needs no key."""
    return dict.fromkeys(sorted({413, *statuses}), Refusal)


def body_of(schema: Mapping[str, Any], *media_types: str) -> dict[str, Any]:
    """How a body that the operation reads by itself is described."""
    return {
        "requestBody": {
            "required": True,
            "content": {media_type: {"schema": schema} for media_type in media_types},
        }
    }


@dataclass(frozen=True, slots=True)
class Told:
    """How a refusal is told: HTTP status, one sentence, and further keys of the answer."""

    status: int
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)


Telling = Mapping[type[Exception], Callable[[Any], Told]]


def not_allowed(error: NotAllowed) -> Told:
    """403: names the permission, so that the key's holder knows what to ask for."""
    if isinstance(error, ElevationNeeded):
        return Told(403, _("この鍵では管理の操作はできません（%(can)s）。") % {"can": error.can.value})
    return Told(403, _("この鍵ではできません（要る権限: %(can)s）。") % {"can": error.can.value})


class Wanted(BaseModel):
    """The body of a request. A key that nobody reads is refused and named."""

    model_config = ConfigDict(extra="forbid")


class Portion(Schema):
    """Which part of a list: at most 200 entries at once."""

    limit: int = Field(50, ge=1, le=MOST_IN_A_PORTION)
    offset: int = Field(0, ge=0, le=1_000_000)


def next_offset(portion: Portion, total: int) -> int | None:
    """Where the next part begins, or None at the end of the list."""
    end = portion.offset + portion.limit
    return end if end < total else None


def _without_strange_signs(text: str) -> str:
    found = FORBIDDEN.search(text)
    if found:
        sign = f"U+{ord(found[0]):04X}"
        raise PydanticCustomError("control-character", "{character}", {"character": sign})
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _iso_day(value: object) -> object:
    # Left alone, pydantic also takes seconds since 1970 and moments for a day.
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    if value is None or isinstance(value, datetime.date):
        return value
    raise PydanticCustomError("no-such-day", "{value}", {"value": str(value)})


Text = Annotated[str, AfterValidator(_without_strange_signs)]
Day = Annotated[datetime.date, BeforeValidator(_iso_day)]
# Left alone, pydantic takes "3" and true for numbers.
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
