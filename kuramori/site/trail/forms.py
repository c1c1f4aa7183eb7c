"""What to look for in the trail."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.days import DayField
from kuramori.ground.people.events import ELEVATION_USED
from kuramori.ground.people.models import Person
from kuramori.ground.trail.read import Wanted

# The first part of an event's id, and what an office calls it.
ROOMS = {
    "ledger": _("守るべき情報"),
    "places": _("保管場所"),
    "contacts": _("取引先"),
    "partners": _("取引先との約束と提供"),
    "requests": _("お願いと回答"),
    "packs": _("設問・基準セット"),
    "checks": _("自己チェック"),
    "people": _("人と役割"),
    "papers": _("ファイル"),
    "reports": _("報告書"),
    "post": _("メール"),
    "trail": _("証跡と保全"),
    "site": _("写しと金庫の封筒"),
}
# Each page opened within an elevated session leaves an entry: kept for ever, but in the way of whoever just looks.
EVERYTHING = "everything"
IN_THE_WAY = (ELEVATION_USED.id,)


class Looking(forms.Form):
    """Person, room, thing and days; all may stay empty. `about` is words to look a thing up by.

    `thing` comes from a link, `kind:id`: the things that `about` finds are such links.
    """

    person = forms.ChoiceField(label=_("だれが"), required=False)
    room = forms.ChoiceField(label=_("何について"), required=False)
    about = forms.CharField(
        label=_("名前・番号"),
        required=False,
        max_length=80,
        help_text=_("物・取引先・人などの名前か番号の一部。"),
    )
    from_on = DayField(label=_("いつから"), required=False)
    until_on = DayField(label=_("いつまで"), required=False)
    thing = forms.RegexField(r"\A[a-z_]{1,40}:[0-9A-Za-z-]{1,64}\Z", required=False, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), person.name) for person in Person.objects.order_by("name")]
        self.fields["person"].choices = [("", _("すべての人")), *people]  # type: ignore[attr-defined]
        self.fields["about"].widget.attrs["autocomplete"] = "off"
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            ("", _("すべて")),
            *ROOMS.items(),
            (EVERYTHING, _("すべて（管理の操作で開いた画面も）")),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        from_on, until_on = found.get("from_on"), found.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", _("「いつまで」が「いつから」より前です。"))
        return found

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        given = self.cleaned_data
        kind, thing_id = self.chosen
        return Wanted(
            kind=kind,
            thing_id=thing_id,
            person_id=uuid.UUID(given["person"]) if given["person"] else None,
            room="" if given["room"] == EVERYTHING else given["room"],
            without=() if given["room"] == EVERYTHING else IN_THE_WAY,
            from_on=given["from_on"],
            until_on=given["until_on"],
        )

    @property
    def chosen(self) -> tuple[str, str]:
        """Kind and id of the thing that was chosen; both "" for none."""
        kind, _colon, thing_id = (self.cleaned_data["thing"] or "").partition(":")
        return kind, thing_id


class Erasing(forms.Form):
    """Whose name goes, or what one entry tells of people: exactly one of them."""

    who: Any = forms.ModelChoiceField(
        Person.objects.none(), label=_("だれの"), required=False, empty_label=_("選んでください")
    )
    entry = forms.IntegerField(
        label=_("または、証跡の番号"),
        required=False,
        min_value=0,
        max_value=2**53,
        help_text=_("一件だけ消すときに書きます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = Person.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["who"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and (found.get("who") is None) == (found.get("entry") is None):
            self.add_error("who", _("人か証跡の番号の、どちらか一つを選んでください。"))
        return found

    @property
    def person(self) -> Person | None:
        chosen: Person | None = self.cleaned_data["who"]
        return chosen

    @property
    def index(self) -> int | None:
        number: int | None = self.cleaned_data["entry"]
        return number
