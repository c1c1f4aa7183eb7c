"""What people type into the pages of keys."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.work.places import read
from kuramori.work.places.forms import people_choices
from kuramori.work.places.keeping_keys import LONGEST_NUMBER, MOST_COPIES
from kuramori.work.places.models import KeyKind


class KeyForm(forms.Form):
    """A key: number, name, what it opens, how many copies, where it hangs."""

    number = forms.CharField(
        label=gettext_lazy("鍵の番号"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"class": "middle", "autocomplete": "off"}),
        help_text=gettext_lazy("札に書く番号です。例：K-01"),
    )
    name = forms.CharField(
        label=gettext_lazy("名前"), max_length=80, help_text=gettext_lazy("例：2階書庫の鍵")
    )
    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=KeyKind.choices)
    copies = forms.IntegerField(
        label=gettext_lazy("本数（枚数・知っている人数）"),
        min_value=1,
        max_value=MOST_COPIES,
        initial=2,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("開く場所"), required=False, widget=forms.CheckboxSelectMultiple
    )
    box = forms.CharField(
        label=gettext_lazy("ふだん掛けておくところ"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("例：事務所の鍵箱。だれにも渡していない鍵は、ここにあるとみなします。"),
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["places"].choices = read.choices()  # type: ignore[attr-defined]

    @property
    def place_ids(self) -> list[uuid.UUID]:
        return [uuid.UUID(one) for one in self.cleaned_data["places"]]


class LendForm(forms.Form):
    """Whom a copy is handed to, and until when."""

    person = forms.ChoiceField(label=gettext_lazy("渡す人"))
    due_on = DayField(
        label=gettext_lazy("返す日"),
        required=False,
        help_text=gettext_lazy("ずっと預けるときは、空のままにします。"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["person"].choices = people_choices(_("選んでください"))  # type: ignore[attr-defined]
