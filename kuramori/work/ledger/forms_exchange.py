"""What people say about a ledger file: the file, what its columns hold, and what stands in for what it leaves empty."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.work.ledger import entry
from kuramori.work.ledger.fields import FIELDS
from kuramori.work.ledger.importing.cells import CellWrong, House
from kuramori.work.ledger.importing.look import DEFAULTABLE
from kuramori.work.ledger.importing.opening import PEOPLE, PLACES, Opens, WrongKind
from kuramori.work.ledger.importing.table import LARGEST_BYTES, MOST_COLUMNS
from kuramori.work.places.models import Place, PlaceKind


class LedgerFile(forms.Form):
    """The file that is to be looked at."""

    file = forms.FileField(
        label=gettext_lazy("台帳のファイル"),
        help_text=gettext_lazy("Excel（.xlsx）か CSV。20MB・10万行まで。"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise ValidationError(_("ファイルが20MBを超えています。シートを分けるか、画像を消してください。"))
        return file


class _PlaceField(forms.ModelChoiceField):
    """A place by its path."""

    def label_from_instance(self, obj: Place) -> str:
        return obj.path


class Columns(forms.Form):
    """Which field each column holds, `c0`, `c1` …; one value for required fields that rows leave empty; what is added.

    Whether places and people whom nobody knows yet are added is asked only of whoever `adds` such things.
    """

    def __init__(
        self,
        data: Any,
        house: House,
        columns: list[dict[str, Any]],
        kept: dict[str, Any],
        *,
        adds: Collection[str] = (),
        opens: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.house, self.columns = house, columns
        choices = [("", _("読まない")), *((name, field.label) for name, field in FIELDS.items())]
        for column in columns[:MOST_COLUMNS]:
            self.fields[f"c{column['at']}"] = forms.ChoiceField(
                label=column["heading"] or _("（見出しなし）"),
                choices=choices,
                required=False,
                initial=column["field"],
            )
        stands = entry.given(kept)
        for name in DEFAULTABLE:
            self.fields[name] = self._default(name, stands.get(name))
        self._ask_what_is_added(adds, opens or {})

    def _ask_what_is_added(self, adds: Collection[str], opens: Mapping[str, Any]) -> None:
        if PLACES in adds:
            places = opens.get(PLACES) or {}
            self.fields["opens_places"] = forms.BooleanField(
                label=_("これらを保管場所に加える"), required=False, initial=bool(places)
            )
            self.fields["opens_kind"] = forms.ChoiceField(
                label=_("種類"),
                choices=PlaceKind.choices,
                initial=places.get("kind", PlaceKind.CABINET.value),
                required=False,
            )
            self.fields["opens_under"] = _PlaceField(
                label=_("どこに置くか"),
                queryset=Place.objects.filter(retired_on__isnull=True).order_by("path"),
                empty_label=_("どこの中でもない"),
                initial=places.get("under") or None,
                required=False,
            )
        if PEOPLE in adds:
            self.fields["opens_people"] = forms.BooleanField(
                label=_("この方たちを名簿に加える（社員として。ログインはできません）"),
                required=False,
                initial=bool(opens.get(PEOPLE)),
            )

    def _default(self, name: str, stands: Any) -> forms.Field:
        field = FIELDS[name]
        if field.choices is not None:
            choices = [("", _("入れない")), *field.choices.choices]
            return forms.ChoiceField(label=str(field.label), choices=choices, required=False, initial=stands)
        shown = entry.words(name, stands)
        return forms.CharField(
            label=str(field.label),
            required=False,
            max_length=200,
            initial=shown,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in DEFAULTABLE:
            try:
                told[name] = self.house.value(name, told.get(name) or None)
            except CellWrong as wrong:
                self.add_error(name, str(wrong))
        self.cleaned_data = told
        try:
            self.opens.kept()
        except WrongKind:
            self.add_error(
                "opens_kind", _("この種類は、そこには置けません。種類か、置くところを変えてください。")
            )
        return told

    @property
    def meant(self) -> dict[int, str]:
        """Field by column."""
        told = self.cleaned_data
        return {int(name[1:]): told[name] for name in self.fields if name[1:].isdigit() and told.get(name)}

    @property
    def defaults(self) -> dict[str, Any]:
        """Values for what is left empty."""
        return {name: self.cleaned_data[name] for name in DEFAULTABLE if self.cleaned_data.get(name)}

    @property
    def opens(self) -> Opens:
        """What is to be added."""
        told = self.cleaned_data
        kind = told.get("opens_kind") or PlaceKind.CABINET.value
        return Opens(
            people=bool(told.get("opens_people")),
            kind=PlaceKind(kind) if told.get("opens_places") else None,
            under=told.get("opens_under") if told.get("opens_places") else None,
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each column with its field, for the page."""
        return [{**column, "field": self[f"c{column['at']}"]} for column in self.columns[:MOST_COLUMNS]]

    @property
    def places_fields(self) -> list[forms.BoundField]:
        """Where new places lie, and what they are."""
        return [self["opens_under"], self["opens_kind"]] if "opens_under" in self.fields else []

    @property
    def stand_ins(self) -> list[forms.BoundField]:
        return [self[name] for name in DEFAULTABLE]
