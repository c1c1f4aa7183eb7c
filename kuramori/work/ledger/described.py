"""A field as it is described once, for forms, pages, Excel, API and the trail's words: its shape in every room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Allowed(TextChoices):
    """再委託可否 and the like."""

    NO = "no", _("できない")
    ASK = "ask", _("承諾を得ればできる")
    YES = "yes", _("できる")


@dataclass(frozen=True, slots=True)
class Described:
    """`longest` counts characters of a text or a line; `most` bounds a count; `help` is a short example or hint."""

    name: str
    label: str | Promise
    group: StrEnum
    kind: StrEnum
    longest: int = 0
    choices: type[TextChoices] | None = None
    most: int = 0
    help: str | Promise = ""

    def word(self, code: str) -> str:
        """A choice's code in words; a code of an older edition is told as it is."""
        known = {} if self.choices is None else dict(self.choices.choices)
        return str(known.get(code, code))
