"""What people type into the pages of the ledger, read with a sentence for whatever cannot be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.ground.people.roles import Role
from kuramori.work.ledger import entry
from kuramori.work.ledger.entry import FIELDS, Field, Kind, Ref, Wanted
from kuramori.work.ledger.fields import Group
from kuramori.work.ledger.granting import LONGEST_REASON as LONGEST_GRANT_REASON
from kuramori.work.ledger.laying import LONGEST_REASON
from kuramori.work.ledger.models import Grade, Layer, Unit
from kuramori.work.ledger.reading.offers import Offered

YES_NO = [("", gettext_lazy("決めない")), ("yes", gettext_lazy("はい")), ("no", gettext_lazy("いいえ"))]


class EntryForm(forms.Form):
    """An entry: the fields of `FIELDS` in their groups, `left_out` apart.

    `wanted` is what was typed; `kept` (from `entry.given`) is what stands, for a change.
    """

    def __init__(
        self,
        data: Any,
        offered: Offered,
        *,
        kept: Mapping[str, entry.Value] | None = None,
        initial: Mapping[str, entry.Value] | None = None,
        left_out: Collection[str] = (),
    ) -> None:
        stands = {**(initial or {}), **(kept or {})}
        super().__init__(data, initial={name: _shown(FIELDS[name], stands.get(name)) for name in stands})
        self.offered, self.kept = offered, kept or {}
        for field in FIELDS.values():
            if field.name not in left_out:
                self.fields[field.name] = _field(field, offered, self.kept.get(field.name))
        if kept is not None:
            self.fields["reason"] = forms.CharField(
                label=_("直したわけ"), max_length=LONGEST_REASON, required=False
            )
            self.fields["from_on"] = DayField(label=_("いつから"), required=False)
            self.fields["from_on"].help_text = _(
                "空けておくと今日からです。前の日にすると、その日からの記録になります。"
            )
            self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def wanted(self) -> Wanted:
        """The fields of the entry as they were typed."""
        given = {
            name: _read(FIELDS[name], value, self.offered, self.kept.get(name))
            for name, value in self.cleaned_data.items()
            if name in FIELDS
        }
        return entry.wanted(given)

    @property
    def first(self) -> list[Any]:
        """The fields of a first entry."""
        return [self[name] for name in self.fields if name in FIELDS and FIELDS[name].group is Group.FIRST]

    @property
    def further(self) -> list[tuple[str, list[Any], bool]]:
        """The other groups: heading, fields, and whether one of them is filled in or wrong."""
        groups = []
        for group in Group:
            fields = [self[name] for name in self.fields if name in FIELDS and FIELDS[name].group is group]
            if fields and group is not Group.FIRST:
                groups.append((group.label, fields, any(one.errors for one in fields)))
        return groups

    @property
    def around(self) -> list[Any]:
        """What is told beside the entry: why, and from which day."""
        return [self[name] for name in ("reason", "from_on") if name in self.fields]


class DeclineForm(forms.Form):
    """Why a proposal is left out."""

    reason = forms.CharField(label=gettext_lazy("見送るわけ"), max_length=LONGEST_REASON)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReclassifyForm(forms.Form):
    """Another grade or layer, why, and who approved it."""

    grade = forms.ChoiceField(label=gettext_lazy("秘密区分"))
    layer = forms.ChoiceField(label=gettext_lazy("共有区分"), choices=Layer.choices)
    unit = forms.ChoiceField(
        label=gettext_lazy("単位"),
        choices=Unit.choices,
        help_text=gettext_lazy("極秘にするときは「個票」にします。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("変えるわけ"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    approver = forms.ChoiceField(label=gettext_lazy("承認した人"))
    from_on = DayField(label=gettext_lazy("いつから"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, grades: Mapping[str, str], approvers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = list(grades.items())  # type: ignore[attr-defined]
        self.fields["approver"].choices = [("", _("選んでください")), *approvers]  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    """That the owner of a received item agreed: who, when, on what paper."""

    given_by = forms.CharField(label=gettext_lazy("承諾した人（会社・部署・お名前）"), max_length=120)
    given_on = DayField(label=gettext_lazy("承諾の日"))
    grade = forms.ChoiceField(label=gettext_lazy("どの秘密区分までよいか"), choices=Grade.choices)
    layer = forms.ChoiceField(label=gettext_lazy("どの共有区分までよいか"), choices=Layer.choices)
    paper = forms.CharField(
        label=gettext_lazy("書面の名前と置き場所"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例：2026年11月2日の覚書（総務の書庫2段目）"),
    )
    file = forms.FileField(label=gettext_lazy("書面のファイル"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given.get("paper") or given.get("file")):
            raise ValidationError(_("書面の名前かファイルの、どちらかを入れてください。"))
        return given


class GrantForm(forms.Form):
    """Who may know, why, from when and until when."""

    subject = forms.ChoiceField(label=gettext_lazy("だれが"))
    reason = forms.CharField(label=gettext_lazy("わけ"), max_length=LONGEST_GRANT_REASON)
    from_on = DayField(label=gettext_lazy("いつから"), required=False)
    until_on = DayField(label=gettext_lazy("いつまで"), required=False)

    def __init__(self, data: Any, offered: Offered) -> None:
        super().__init__(data)
        self.fields["from_on"].help_text = _("空けておくと今日からです。")
        self.fields["until_on"].help_text = _("空けておくと、終えるまで続きます。")
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            ("", _("選んでください")),
            (_("人"), [(f"person:{pk}", name) for pk, name in offered.choices(Kind.PERSON)]),
            (_("部門"), [(f"department:{pk}", name) for pk, name in offered.choices(Kind.DEPARTMENT)]),
            (_("役割"), [(f"role:{role.value}", role.label) for role in Role]),
            (_("会社じゅう"), [("everybody:", _("全員"))]),
        ]


class GradesForm(forms.Form):
    """What the house calls its grades."""

    def __init__(self, data: Any, names: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(names))
        for grade in Grade:
            self.fields[grade.value] = forms.CharField(
                label=_("「%(grade)s」の呼び方") % {"grade": grade.label}, max_length=20, required=False
            )


def _field(field: Field, offered: Offered, kept: entry.Value) -> forms.Field:
    required = field.is_required and field.name != "number"
    said: dict[str, Any] = {"label": field.label, "required": required, "help_text": field.help}
    match field.kind:
        case Kind.TEXT:
            return forms.CharField(max_length=field.longest, **said)
        case Kind.NOTE:
            rows = forms.Textarea(attrs={"rows": 2})
            return forms.CharField(max_length=field.longest, widget=rows, **said)
        case Kind.DAY:
            return DayField(label=field.label, required=required)
        case Kind.COUNT:
            return CountField(field.most, **said)
        case Kind.FLAG:
            return forms.ChoiceField(choices=YES_NO, **said)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[("", _nothing(field)), *_choices(field)], **said)
        case Kind.CHOICES:
            return forms.MultipleChoiceField(
                choices=_choices(field), widget=forms.CheckboxSelectMultiple, **said
            )
        case Kind.PLACES:
            several = forms.SelectMultiple(attrs={"size": 5})
            return forms.MultipleChoiceField(choices=offered.choices(field.kind), widget=several, **said)
    one = kept if isinstance(kept, Ref) else None
    return forms.ChoiceField(choices=[("", _nothing(field)), *offered.choices(field.kind, kept=one)], **said)


class CountField(forms.CharField):
    """A whole number, also in full-width digits; empty is None."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        written = unicodedata.normalize("NFKC", super().clean(value)).strip().replace(",", "")
        if not written:
            return None
        if not (written.isascii() and written.isdigit()) or int(written) > self.most:
            raise ValidationError(
                _("「%(value)s」は使えません。0以上の整数を書いてください。") % {"value": value}
            )
        return int(written)


def _choices(field: Field) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in (field.choices.choices if field.choices else ())]


def _nothing(field: Field) -> str:
    return _("選んでください") if field.is_required else _("決めない")


def _shown(field: Field, value: entry.Value) -> Any:
    """A value as its form field begins with it."""
    if isinstance(value, Ref):
        return str(value.id)
    if isinstance(value, tuple):
        return [str(one.id) if isinstance(one, Ref) else one for one in value]
    if field.kind is Kind.FLAG and value is not None:
        return "yes" if value else "no"
    return value


def _read(field: Field, value: Any, offered: Offered, kept: entry.Value) -> entry.Value:
    """What a form field gave, as `entry.wanted` takes it."""
    if field.kind is Kind.FLAG:
        return {"yes": True, "no": False}.get(value)
    if field.kind is Kind.PLACES:
        return tuple(ref for one in value if (ref := offered.find(field.kind, one)))
    if field.kind.is_reference and value:
        found = offered.find(field.kind, value)
        return found or (kept if isinstance(kept, Ref) and str(kept.id) == value else None)
    return value
