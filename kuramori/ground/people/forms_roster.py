"""Forms of the roster: a line, a last day, a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.ground.people.departments import names
from kuramori.ground.people.importing.file import LARGEST_BYTES
from kuramori.ground.people.models import Kind
from kuramori.ground.people.roster import Entry, RosterLine

NO_KIND = [("", _("選ばない"))]


class LineForm(forms.Form):
    """A line of the roster. An empty field of an amendment changes nothing."""

    name = forms.CharField(label=_("お名前"), max_length=60)
    kana = forms.CharField(label=_("フリガナ"), max_length=60, required=False)
    number = forms.CharField(label=_("社員番号"), max_length=30, required=False)
    kind = forms.ChoiceField(
        label=_("区分"),
        choices=[*NO_KIND, *Kind.choices],
        required=False,
        help_text=_("選ばなければ社員です。"),
    )
    department = forms.CharField(
        label=_("部門"), max_length=60, required=False, help_text=_("新しい部門は、名前を書けば作られます。")
    )
    joined_on = DayField(label=_("入社日"), required=False)
    email = forms.EmailField(
        label=_("メールアドレス"), required=False, max_length=254, help_text=_("連絡先です。何も送りません。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = tuple(names().values())
        self.fields["department"].widget.attrs.update({"list": "departments", "autocomplete": "off"})

    def clean_kind(self) -> Kind | None:
        return Kind(self.cleaned_data["kind"]) if self.cleaned_data["kind"] else None


class AmendForm(LineForm):
    """The line of somebody who is on the roster; an auditor who becomes one from outside comes until a day."""

    left_on = DayField(
        label=_("最後の日"),
        required=False,
        help_text=_("監査者の方を外部にするときは、必ず決めます。この日の終わりまで使えます。"),
    )
    field_order = ("name", "kana", "number", "kind", "left_on")

    def __init__(self, *args: Any, line: RosterLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not line.needs_end_outside:
            del self.fields["left_on"]


class LeaveForm(forms.Form):
    """The last day; with `at_once` every door shuts now."""

    until_on = DayField(label=_("最後の日"), help_text=_("この日の終わりまで使えます。"))
    at_once = forms.BooleanField(label=_("いますぐ入口を閉じる"), required=False)


class RenewForm(forms.Form):
    """How much longer somebody from outside stays."""

    until_on = DayField(label=_("新しい最後の日"))


class RosterFile(forms.Form):
    """The file that is to be looked at."""

    file = forms.FileField(label=_("名簿のファイル"), help_text=_("Excel（.xlsx）か CSV。5MB・5,000人まで。"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("ファイルが5MBを超えています。シートを分けるか、画像を消してください。")
            )
        return file


class RosterFilter(forms.Form):
    """What part of the roster is shown."""

    q = forms.CharField(label=_("探す"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("区分"), choices=[("", _("すべて")), *Kind.choices], required=False)
    department = forms.ChoiceField(label=_("部門"), required=False)
    entry = forms.ChoiceField(
        label=_("ログイン"),
        choices=[("", _("すべて")), *((entry.value, entry.label) for entry in Entry)],
        required=False,
    )
    on = DayField(label=_("いつの名簿"), required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        called = [(name, name) for name in names().values()]
        self.fields["department"].choices = [("", _("すべて")), *called]  # type: ignore[attr-defined]
        self.fields["entry"].choices = [  # type: ignore[attr-defined]
            ("", _("すべて")),
            *((entry.value, entry.label) for entry in Entry),
        ]
        self.fields["q"].widget.attrs["placeholder"] = ""
