"""What people type and hand in for floor plans and zones."""

from __future__ import annotations

import re
import unicodedata
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.work.places.forms import people_choices
from kuramori.work.places.models import Entry
from kuramori.work.places.zoning import Corner, rectangle

LARGEST_MB = 20


class DrawingForm(forms.Form):
    """A picture of the floor."""

    file = forms.FileField(
        label=gettext_lazy("図面の画像"),
        help_text=gettext_lazy(
            "PNG・JPEG・PDF（1ページ目）、20MBまで。スマートフォンで撮った紙の図面でも構いません。"
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,application/pdf"}),
    )
    from_on = DayField(label=gettext_lazy("いつからの配置"), required=False)
    keeps_zones = forms.BooleanField(
        label=gettext_lazy("いまの区域の線を、新しい図面にも引いておく"), required=False, initial=True
    )

    def clean_from_on(self) -> Any:
        day = self.cleaned_data["from_on"]
        if day is not None and day > clock.today():
            raise ValidationError(_("先の日は選べません。配置が変わった日に入れてください。"))
        return day


class PercentField(forms.IntegerField):
    """0 to 100, in whole percents."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"})
        super().__init__(**{"min_value": 0, "max_value": 100, "required": False, "widget": widget, **kwargs})


class ZoneForm(forms.Form):
    """Where a zone lies, by corners or as a rectangle, and its rule."""

    zone = forms.ChoiceField(label=gettext_lazy("区域"))
    entry = forms.ChoiceField(label=gettext_lazy("立入りの決まり"), choices=Entry.choices)
    photos = forms.BooleanField(label=gettext_lazy("撮影してよい"), required=False)
    corners = forms.CharField(
        label=gettext_lazy("角"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "data-corners": ""}),
        help_text=gettext_lazy("左上から右へ・下への%を、角ごとに書きます。例：10,20 40,20 40,60 10,60"),
    )
    left = PercentField(label=gettext_lazy("左から%"))
    top = PercentField(label=gettext_lazy("上から%"))
    width = PercentField(label=gettext_lazy("幅%"))
    height = PercentField(label=gettext_lazy("高さ%"))

    def __init__(
        self, data: Any, zones: list[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["zone"].choices = zones  # type: ignore[attr-defined]

    @property
    def zone_id(self) -> uuid.UUID:
        return uuid.UUID(self.cleaned_data["zone"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sides = [given.get(name) for name in ("left", "top", "width", "height")]
        if not (given.get("corners") or "").strip() and any(side is None for side in sides):
            raise ValidationError(_("図の上を押すか、角を書くか、四角の4つの数を書いてください。"))
        return given

    @property
    def shape(self) -> list[Corner]:
        """The corners in ten-thousandths; those typed one by one come before the rectangle."""
        given = self.cleaned_data
        written = unicodedata.normalize("NFKC", given.get("corners") or "")
        pairs = re.findall(r"(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)", written)
        if pairs:
            return [(round(float(x) * 100), round(float(y) * 100)) for x, y in pairs[:100]]
        return rectangle(given["left"], given["top"], given["width"], given["height"])


class EntitleForm(forms.Form):
    """Who may enter a zone."""

    person = forms.ChoiceField(label=gettext_lazy("許す人"))
    reason = forms.CharField(label=gettext_lazy("わけ"), max_length=120, required=False)
    until_on = DayField(
        label=gettext_lazy("いつまで"), required=False, help_text=gettext_lazy("決めないなら空のままで。")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["person"].choices = people_choices(_("選んでください"))  # type: ignore[attr-defined]
