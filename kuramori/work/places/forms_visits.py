"""What people type into the pages of visits and tour routes."""

from __future__ import annotations

import datetime
import re
import unicodedata
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.work.places import read
from kuramori.work.places.forms import id_in, people_choices

MOST_DAYS = 366


class HourField(forms.CharField):
    """An hour as people write it: 13:30, １３時半, 13時. Empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "autocomplete": "off"})
        super().__init__(**{"required": False, "widget": widget, "max_length": 10, **kwargs})

    def clean(self, value: Any) -> Any:
        written = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not written:
            return None
        found = re.fullmatch(r"(\d{1,2})(?::(\d{2})|時(?:(半)|(\d{1,2})分)?)", written)
        hour, minute = (
            (int(found[1]), int(found[2] or found[4] or (30 if found[3] else 0))) if found else (24, 0)
        )
        if hour > 23 or minute > 59:
            raise ValidationError(
                _("「%(value)s」は読めません。13:30 のように書いてください。") % {"value": value}
            )
        return datetime.time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


class VisitForm(forms.Form):
    """Who comes, when, to whom, on which route."""

    company = forms.CharField(label=gettext_lazy("会社・団体"), max_length=120)
    names = forms.CharField(
        label=gettext_lazy("お名前"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("1行に1人ずつ書きます。"),
    )
    on = DayField(label=gettext_lazy("来る日"))
    at = HourField(label=gettext_lazy("時刻"))
    purpose = forms.CharField(
        label=gettext_lazy("用件"), max_length=120, help_text=gettext_lazy("例：打合せ、設備の点検、工場見学")
    )
    host = forms.ChoiceField(label=gettext_lazy("迎える人"))
    route = forms.ChoiceField(
        label=gettext_lazy("見学コース"),
        required=False,
        help_text=gettext_lazy("現場を見てもらうときだけ選びます。承認済みのコースだけが出ます。"),
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["host"].choices = people_choices(_("選んでください"))  # type: ignore[attr-defined]
        self.fields["route"].choices = [("", _("現場には入らない")), *read.routes_offered()]  # type: ignore[attr-defined]

    @property
    def route_id(self) -> uuid.UUID | None:
        return id_in(self.cleaned_data["route"])


class ArrivalForm(forms.Form):
    """A guest comes in. `rule` and `pledge` carry the hash of the text that is on the screen."""

    badge = forms.CharField(
        label=gettext_lazy("名札の番号"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    escort = forms.ChoiceField(label=gettext_lazy("同行する人"), required=False)
    devices = forms.CharField(
        label=gettext_lazy("持ち込む機器"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("なければ空のままにします。例：ノートPC 1台、スマートフォン"),
    )
    rule = forms.CharField(required=False, max_length=64)
    pledge = forms.CharField(required=False, max_length=64)
    on_paper = forms.BooleanField(label=gettext_lazy("紙に署名をもらった"), required=False)

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["escort"].choices = people_choices(_("迎える人と同じ"))  # type: ignore[attr-defined]


class RouteForm(forms.Form):
    """A tour route; its stops are read from the numbers beside the places."""

    name = forms.CharField(label=gettext_lazy("コースの名前"), max_length=80)
    guide = forms.ChoiceField(label=gettext_lazy("案内する人"), required=False)
    note = forms.CharField(
        label=gettext_lazy("見せないもの・気をつけること"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["guide"].choices = people_choices(_("来訪ごとに決める"))  # type: ignore[attr-defined]

    @property
    def guide_id(self) -> uuid.UUID | None:
        return id_in(self.cleaned_data["guide"])


class TextForm(forms.Form):
    """A text that guests accept."""

    title = forms.CharField(label=gettext_lazy("題"), max_length=120)
    body = forms.CharField(
        label=gettext_lazy("文面"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )


class LogForm(forms.Form):
    """Which days of the log, and whom."""

    from_on = DayField(label=gettext_lazy("いつから"), required=False, help_text="")
    until_on = DayField(label=gettext_lazy("いつまで"), required=False, help_text="")
    q = forms.CharField(label=gettext_lazy("探す"), max_length=60, required=False)
    only_open = forms.BooleanField(label=gettext_lazy("退出の記録がないものだけ"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and not 0 <= (last - first).days <= MOST_DAYS:
            raise ValidationError(_("期間は、1年までで、古い日を先に書いてください。"))
        return given


class DeskForm(forms.Form):
    """For how long a tablet stands at the entrance."""

    days = forms.ChoiceField(
        label=gettext_lazy("いつまで"),
        choices=[
            ("0", gettext_lazy("今日の終わりまで")),
            ("6", gettext_lazy("1週間")),
            ("29", gettext_lazy("30日")),
        ],
    )
