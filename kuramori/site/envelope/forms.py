"""What is asked for where somebody opens the house with the envelope."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OpenWithCode(forms.Form):
    """A code from the envelope and the password to set."""

    code = forms.CharField(
        label=_("封筒の番号"),
        max_length=60,
        help_text=_("5文字ずつ4つです。空白やハイフンはなくてもかまいません。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("新しいパスワード"),
        max_length=200,
        strip=False,
        help_text=_("10文字以上。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
