"""What people type into the pages of places."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.roster import roster
from kuramori.work.places import read
from kuramori.work.places.arranging import LONGEST_NAME, LONGEST_NOTE
from kuramori.work.places.kinds import may_hold
from kuramori.work.places.models import PlaceKind


def people_choices(first: str) -> list[tuple[str, str]]:
    """Everybody who is here today, after an empty choice that reads `first`."""
    return [
        ("", first),
        *(
            (
                str(one.id),
                _("%(name)s（%(where)s）") % {"name": one.name, "where": one.department}
                if one.department
                else one.name,
            )
            for one in roster().here
        ),
    ]


def id_in(value: str) -> uuid.UUID | None:
    """The id that a choice gave, None for the empty one."""
    return uuid.UUID(value) if value else None


class PlaceForm(forms.Form):
    """A place: its kind (only while it is new), its name and what is known of it."""

    kind = forms.ChoiceField(label=gettext_lazy("種類"))
    name = forms.CharField(
        label=gettext_lazy("名前"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("みなさんが呼んでいる名前で。例：2階の書庫、図面サーバー"),
    )
    person = forms.ChoiceField(
        label=gettext_lazy("だれの頭の中"),
        required=False,
        help_text=gettext_lazy("種類が「人の頭の中」のときだけ選びます。"),
    )
    is_locked = forms.ChoiceField(
        label=gettext_lazy("鍵・暗証番号"),
        required=False,
        choices=[
            ("", gettext_lazy("分からない・関係ない")),
            ("yes", gettext_lazy("掛かる")),
            ("no", gettext_lazy("掛からない")),
        ],
    )
    country = forms.CharField(
        label=gettext_lazy("国の符号"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("海外にあるときだけ、2文字で。例：TH、VN"),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("控え書き"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, parent: PlaceKind | None, is_new: bool, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["person"].choices = people_choices(_("選ばない"))  # type: ignore[attr-defined]
        if is_new:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in may_hold(parent)]  # type: ignore[attr-defined]
        else:
            del self.fields["kind"]

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise ValidationError(_("国は、TH や VN のような2文字の符号で書いてください。"))
        return country

    def clean_is_locked(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["is_locked"])

    @property
    def person_id(self) -> uuid.UUID | None:
        return id_in(self.cleaned_data["person"])


class MoveForm(forms.Form):
    """Where a place goes; empty: it stands by itself."""

    parent = forms.ChoiceField(label=gettext_lazy("移す先"), required=False)

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["parent"].choices = [("", _("どこにも入れない（一番上）")), *read.choices()]  # type: ignore[attr-defined]

    @property
    def parent_id(self) -> uuid.UUID | None:
        return id_in(self.cleaned_data["parent"])
