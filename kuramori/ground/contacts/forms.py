"""What people type into the pages of partners."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.rules.corporate_numbers import NotACorporateNumber, corporate_number


class PartnerForm(forms.Form):
    """A company one deals with."""

    name = forms.CharField(label=gettext_lazy("会社の名前"), max_length=120)
    kana = forms.CharField(label=gettext_lazy("フリガナ"), max_length=120, required=False)
    is_customer = forms.BooleanField(label=gettext_lazy("委託元（仕事をもらう先）"), required=False)
    is_supplier = forms.BooleanField(label=gettext_lazy("委託先（仕事を頼む先）"), required=False)
    corporate_number = forms.CharField(
        label=gettext_lazy("法人番号"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("13けた。請求書の T から始まる番号でも構いません。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
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
        except NotACorporateNumber:
            raise ValidationError(
                _("この番号は法人番号ではありません。けた数か、どこか1けたが違います。")
            ) from None


class ContactForm(forms.Form):
    """Somebody there."""

    name = forms.CharField(label=gettext_lazy("お名前"), max_length=60)
    department = forms.CharField(label=gettext_lazy("部署・役職"), max_length=60, required=False)
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"), max_length=254, required=False, widget=forms.EmailInput
    )
    telephone = forms.CharField(label=gettext_lazy("電話"), max_length=30, required=False)
