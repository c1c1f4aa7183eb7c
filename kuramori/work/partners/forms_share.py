"""What somebody in the house fills in for a share page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.work.partners.models import ShownAs


class ContentForm(forms.Form):
    """A file for one thing, and how it is shown."""

    file = forms.FileField(
        label=_("見せるファイル"),
        required=False,
        help_text=_("PDF・PNG・JPEG・テキストと、Word・Excel・PowerPoint。20MBまで。"),
    )
    shown_as = forms.ChoiceField(label=_("見せ方"), choices=ShownAs.choices)
    may_print = forms.BooleanField(label=_("印刷してよい（透かしが入ります）"), required=False)
