"""What people hand in for marks: files, what was marked how, what to print, and the tenant's own IDs."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.work.ledger.fields import Marking as Ways
from kuramori.work.ledger.labelling import GRADED, MOST_FILES
from kuramori.work.ledger.models import Marked
from kuramori.work.ledger.sheets.kinds import KINDS, MOST_STICKERS, SIZES


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One to `MOST_FILES` files; cleans to a list."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        # No file at all is an empty list, which the field below would take for a full one.
        given = (data or [None]) if isinstance(data, list) else [data]
        files = [super(FilesField, self).clean(one) for one in given]
        if len(files) > MOST_FILES:
            raise ValidationError(
                _("一度に%(most)s個までです。分けて送ってください。") % {"most": MOST_FILES}
            )
        return files


class FilesForm(forms.Form):
    # A form's fields are no attributes of it, so this hides nothing.
    files = FilesField(  # type: ignore[assignment]
        label=gettext_lazy("ファイル"),
        help_text=gettext_lazy("一度に20個、合わせて20MBまで。元のファイルはそのままです。"),
        allow_empty_file=True,
    )


class MarkedForm(forms.Form):
    """Whether it is marked today, and how."""

    marked = forms.ChoiceField(label=gettext_lazy("表示"), choices=Marked.choices)
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("表示方法"),
        choices=Ways.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    from_on = DayField(
        label=gettext_lazy("いつから"), required=False, help_text=gettext_lazy("空けておくと今日からです。")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class SheetForm(forms.Form):
    """What to print: asked for by an address, so that it can be kept as a bookmark."""

    kind = forms.ChoiceField(label=gettext_lazy("何を"), choices=[(k, v.title) for k, v in KINDS.items()])
    size = forms.ChoiceField(
        label=gettext_lazy("シールの用紙（A4）"),
        choices=lambda: [(k, v.title) for k, v in SIZES.items()],
        required=False,
    )
    count = forms.IntegerField(
        label=gettext_lazy("枚数"),
        help_text=gettext_lazy("空けておくと、用紙1枚分です。"),
        min_value=1,
        max_value=MOST_STICKERS,
        required=False,
    )
    skip = forms.IntegerField(
        label=gettext_lazy("使い終わった面の数"),
        help_text=gettext_lazy("使いかけの用紙では、左上から数えた済みの面を飛ばします。"),
        min_value=0,
        max_value=MOST_STICKERS,
        required=False,
    )

    def clean_skip(self) -> int | None:
        """More than a sheet has would be the number of sheets, not of places on this one."""
        skip: int | None = self.cleaned_data.get("skip")
        paper = SIZES.get(self.cleaned_data.get("size") or "") or next(iter(SIZES.values()))
        if self.cleaned_data.get("kind") == "stickers" and skip and skip >= paper.per_sheet:
            raise forms.ValidationError(
                _("この用紙は%(n)s面です。使い終わった面の数を、それより小さく書いてください。")
                % {"n": paper.per_sheet}
            )
        return skip


class TenantForm(forms.Form):
    """GUIDs of the house's own tenant."""

    site = forms.UUIDField(
        label=gettext_lazy("組織（テナント）のID"),
        required=False,
        help_text=gettext_lazy("Microsoft 365 の管理画面にある36文字です。空けると、書き込みをやめます。"),
    )

    def __init__(self, data: Any, names: dict[str, str], **more: Any) -> None:
        super().__init__(data, **more)
        for code in GRADED:
            self.fields[code] = forms.UUIDField(
                label=_("「%(grade)s」のラベルのID") % {"grade": names[code]}, required=False
            )

    @property
    def labels(self) -> dict[str, uuid.UUID | None]:
        return {code: self.cleaned_data.get(code) for code in GRADED}

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if given and not given.get("site") and any(given.get(code) for code in GRADED):
            self.add_error("site", _("ラベルのIDを書くときは、組織のIDも書いてください。"))
        return given
