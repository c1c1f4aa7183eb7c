"""What people type about a demand and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.work.partners.models import DemandSide, DemandState

FREE = [
    ("", _("まだ分からない")),
    ("yes", _("はい（断れる状態で決めた）")),
    ("no", _("いいえ（断りにくかった）")),
]
ANSWERS = [(one.value, one.label) for one in DemandState if one is not DemandState.OPEN]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DemandForm(forms.Form):
    """Who asked for what; the rest may come later."""

    side = forms.ChoiceField(label=_("どちらの求めか"), choices=DemandSide.choices, widget=forms.RadioSelect)
    partner = forms.CharField(
        label=_("相手"), max_length=120, help_text=_("取引先の名前かコード。登録した取引先から選びます。")
    )
    what = forms.CharField(
        label=_("何を"), max_length=200, help_text=_("例：金型の3D図面。秘密の中身は書きません。")
    )
    who = forms.CharField(
        label=_("だれが求めたか"),
        max_length=120,
        help_text=_("相手の方の部署とお名前。こちらからなら、こちらの担当。"),
    )
    asked_on = DayField(label=_("求めた日"))
    their_reason = forms.CharField(
        label=_("相手の言った理由"), max_length=400, required=False, widget=_lines(2)
    )
    asset = forms.CharField(
        label=_("台帳の番号"),
        max_length=60,
        required=False,
        help_text=_("当たる情報が台帳にあれば、その管理番号。"),
    )
    purpose = forms.CharField(label=_("目的"), max_length=200, required=False)
    necessity = forms.CharField(label=_("要る理由"), max_length=400, required=False, widget=_lines(2))
    price = forms.CharField(label=_("対価"), max_length=200, required=False)
    is_free = forms.ChoiceField(
        label=_("自由な意思で決められるか"), choices=FREE, required=False,
        help_text=_("取引をやめる、減らすなどの話が出ていないか。"),
    )  # fmt: skip
    answer_by = DayField(label=_("いつまでに答えるか"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_by"].help_text = _("空けておいてもかまいません。")

    @property
    def is_free_said(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["is_free"])


class DemandAnswerForm(forms.Form):
    """What came of it."""

    state = forms.ChoiceField(label=_("どうなったか"), choices=ANSWERS, widget=forms.RadioSelect)
    answered_on = DayField(label=_("答えた日"), initial=clock.today)
    words = forms.CharField(label=_("ひとこと"), max_length=400, required=False, widget=_lines(2))
    paper = forms.FileField(label=_("やり取りの書面（あれば）"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)
