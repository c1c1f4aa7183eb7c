"""The field for an amount, read as people write it: 120,000, １２０，０００円, ¥120000."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.work.requests.consulting.talking import MOST_YEN

# Commas between thousands only: 1,2 is no amount, nor is 12.5.
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")


class YenField(forms.IntegerField):
    """Whole yen; empty is None."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            min_value=0,
            max_value=MOST_YEN,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            help_text=_("120,000 のように書きます。分からなければ空けておきます。"),
            error_messages={"invalid": _("金額として読めません。120,000 のように、数字で書いてください。")},
        )

    def to_python(self, value: Any) -> int | None:
        """The number in what was typed."""
        plain = unicodedata.normalize("NFKC", str(value or "")).strip().removesuffix("円")
        plain = plain.lstrip("¥\\").strip()
        found: int | None = super().to_python(plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain)
        return found
