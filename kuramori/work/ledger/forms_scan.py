"""Forms of looking for secrets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.work.ledger.models import Rhythm
from kuramori.work.ledger.scanning.registering import LARGEST_COPY, LONGEST_TERM


class SourceForm(forms.Form):
    """A folder to look through. `departments` are (id, name)."""

    name = forms.CharField(label=_("呼び名"), max_length=80, help_text=_("例: 設計の共有フォルダー"))
    folder = forms.CharField(
        label=_("フォルダーの場所"),
        max_length=1000,
        help_text=_("この機械から見える書き方で。例: /mnt/share/sekkei"),
    )
    department = forms.ChoiceField(
        label=_("開ける人"),
        required=False,
        help_text=_("このフォルダーを開ける人です。情報を知ってよい人と比べます"),
    )
    rhythm = forms.ChoiceField(label=_("いつさがすか"), choices=Rhythm.choices, initial=Rhythm.WEEKLY)

    def __init__(self, data: Any, departments: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["department"].choices = [("", _("社内の全員")), *departments]  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    """A reference copy, to be read once."""

    file = forms.FileField(
        label=_("元にするファイル"),
        help_text=_(
            "Word・Excel・PowerPoint・PDF・文字。32 MB まで。ほかの種類は、丸ごと同じものだけを見つけます"
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_COPY:
            raise forms.ValidationError(_("大きすぎます（32 MB まで）。登録していません。"))
        return file


class TermForm(forms.Form):
    """A word or part number that gives the asset away."""

    text = forms.CharField(
        label=_("言葉か型番"), max_length=LONGEST_TERM, help_text=_("例: 開発の呼び名、配合の名前、KM-1042")
    )
    is_number = forms.BooleanField(
        label=_("型番として比べる（ハイフンや全角半角の違いを見ない）"), required=False
    )
