"""The field for a day in any room's form, read as people write it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy

from kuramori.rules.terms import UnreadableDate, read_day


class DayField(forms.CharField):
    """A day as people write it: 2026/3/31 or 令和8年3月31日. Empty is None where the field is not required."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "class": "middle"})
        help_text = gettext_lazy("2026/3/31 か 令和8年3月31日 のように書きます。")
        super().__init__(**{"widget": widget, "help_text": help_text, "max_length": 40, **kwargs})

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            return read_day(written)
        except UnreadableDate as unreadable:
            raise ValidationError(unreadable.sentence((get_language() or "ja").split("-")[0])) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value.year}/{value.month}/{value.day}" if isinstance(value, datetime.date) else value
