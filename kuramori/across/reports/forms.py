"""Forms of reports."""

from __future__ import annotations

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.outside import clock

DAYS = {3: _("3日"), 7: _("7日"), 14: _("14日"), 30: _("30日")}


class Share(forms.Form):
    """Who outside may read a result, and how long."""

    name = forms.CharField(
        label=_("渡す相手のお名前"), max_length=60, help_text=_("例: 取引先 伊藤様。証跡に残ります。")
    )
    address = forms.EmailField(
        label=_("メールアドレス"), max_length=254, help_text=_("開くときの確認コードを、ここに送ります。")
    )
    days = forms.TypedChoiceField(
        label=_("いつまで見られるようにしますか"), choices=list(DAYS.items()), coerce=int, initial=7
    )

    def until_on(self) -> datetime.date:
        """The last day on which the link opens."""
        return clock.today() + datetime.timedelta(days=self.cleaned_data["days"])
