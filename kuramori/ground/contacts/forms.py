"""What people type into the pages of partners."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.kinds import KINDS, TIERS
from kuramori.ground.contacts.models import Partner
from kuramori.ground.contacts.number_words import explained
from kuramori.outside import clock
from kuramori.rules.corporate_numbers import NotACorporateNumber, corporate_number

LARGEST_FILE = 20 * 1024 * 1024
_COMMAS = re.compile(r"[、,，;；\n]+")


class PartnerForm(forms.Form):
    """A company one deals with."""

    name = forms.CharField(label=gettext_lazy("会社の名前"), max_length=120)
    kana = forms.CharField(label=gettext_lazy("フリガナ"), max_length=120, required=False)
    is_customer = forms.BooleanField(label=gettext_lazy("委託元（仕事をもらう先）"), required=False)
    is_supplier = forms.BooleanField(label=gettext_lazy("委託先（仕事を頼む先）"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("どんな間柄"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    corporate_number = forms.CharField(
        label=gettext_lazy("法人番号"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("13けた。請求書の T から始まる番号でも構いません。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("取引先コード"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("会計や購買のソフトで使っている番号。Excel と付き合わせるときに役立ちます。"),
    )
    tags = forms.CharField(
        label=gettext_lazy("タグ"),
        max_length=420,
        required=False,
        help_text=gettext_lazy("自由な言葉を、読点（、）で区切って20個まで。"),
    )
    tier = forms.TypedChoiceField(
        label=gettext_lazy("何次の会社か"),
        choices=[
            ("", gettext_lazy("聞いていない")),
            *((n, gettext_lazy("%(n)s次") % {"n": n}) for n in TIERS),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("相手が自分から話したときだけ書きます。こちらから推し量って書きません。"),
    )
    tier_said_by = forms.CharField(label=gettext_lazy("話した方"), max_length=60, required=False)
    tier_said_on = forms.DateField(
        label=gettext_lazy("聞いた日"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=gettext_lazy("控え書き"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_corporate_number(self) -> str:
        written: str = self.cleaned_data["corporate_number"].strip()
        if not written:
            return ""
        try:
            return corporate_number(written)
        except NotACorporateNumber as wrong:
            raise ValidationError(explained(wrong)) from None

    def clean_kinds(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["kinds"])

    def clean_tags(self) -> tuple[str, ...]:
        return tuple(tag.strip() for tag in _COMMAS.split(self.cleaned_data["tags"]) if tag.strip())

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("tier") is not None:
            if not told.get("tier_said_by"):
                self.add_error("tier_said_by", _("話した方のお名前を書いてください。"))
            if told.get("tier_said_on") and told["tier_said_on"] > clock.today():
                self.add_error("tier_said_on", _("今日までの日付にしてください。"))
        return told


def first_of(row: Partner) -> dict[str, Any]:
    """What stands in the form of a partner that is there already."""
    names = [name for name in PartnerForm.base_fields if name != "tags"]
    return {name: getattr(row, name) for name in names} | {"tags": "、".join(row.tags)}


class SiteForm(forms.Form):
    """Where they work."""

    name = forms.CharField(label=gettext_lazy("拠点の名前"), max_length=60)
    address = forms.CharField(label=gettext_lazy("住所"), max_length=200, required=False)


class ContactForm(forms.Form):
    """Somebody there."""

    name = forms.CharField(label=gettext_lazy("お名前"), max_length=60)
    department = forms.CharField(label=gettext_lazy("部署"), max_length=60, required=False)
    role = forms.CharField(label=gettext_lazy("役職・受け持ち"), max_length=60, required=False)
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"), max_length=254, required=False, widget=forms.EmailInput
    )
    telephone = forms.CharField(label=gettext_lazy("電話"), max_length=30, required=False)


class PartnersFile(forms.Form):
    """The file that is to be looked at."""

    file = forms.FileField(
        label=gettext_lazy("取引先のファイル"),
        help_text=gettext_lazy("Excel（.xlsx）か CSV。20MB・3万行まで。"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("ファイルが20MBを超えています。シートを分けるか、画像を消してください。"))
        return file
