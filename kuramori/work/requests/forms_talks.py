"""What people type about talks on prices and costs."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests.consulting.talking import Said
from kuramori.work.requests.yen import YenField

BUTTONS: Final = {
    TalkStep.ASKED: _("もう一度求める"),
    TalkStep.ANSWERED: _("答えを残す"),
    TalkStep.AGREED: _("合意を残す"),
    TalkStep.ENDED: _("合意せずに終える"),
}
SIDES: Final = [("them", _("取引先から求められた")), ("us", _("こちらから求めた"))]


class StepForm(forms.Form):
    """One step of a talk. `is_ours` False: it is written down for the other side."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(label=_("いつ"))

    def __init__(self, step: TalkStep, *args: Any, is_ours: bool = True, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today()} | (kwargs.get("initial") or {})
        kwargs["auto_id"] = f"{step.value}_%s"
        super().__init__(*args, **kwargs)
        self.step, self.is_ours, self.button = step, is_ours, BUTTONS[step]
        if step in {TalkStep.ASKED, TalkStep.ANSWERED}:
            self.fields["yen"] = YenField(
                _("見積もり（円）") if step is TalkStep.ASKED else _("答えた額（円）")
            )
        if step is TalkStep.AGREED:
            self.fields["yen"] = YenField(_("合意した額（円）"))
        self.fields["words"] = forms.CharField(
            label=_("どんな話だったか"),
            max_length=1_000,
            required=step in {TalkStep.ANSWERED, TalkStep.ENDED},
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        if not is_ours:
            self.fields["person"] = forms.CharField(
                label=_("だれが言ったか"), max_length=120, help_text=_("相手の方のお名前。")
            )

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        return Said(given["on"], given.get("yen"), given["words"], given.get("person", ""))


class NewTalkForm(forms.Form):
    """That talks were asked for."""

    side = forms.ChoiceField(label=_("どちらが求めたか"), choices=SIDES, widget=forms.RadioSelect)
    partner = forms.CharField(
        label=_("取引先"), max_length=120, help_text=_("取引先の名前かコード。登録した取引先から選びます。")
    )
    topic = forms.CharField(
        label=_("何についての協議か"), max_length=200, help_text=_("例：鍵付きの棚の代金。")
    )
    on = DayField(label=_("求めた日"))
    yen = YenField(_("見積もり（円）"))
    person = forms.CharField(
        label=_("だれが求めたか"),
        max_length=120,
        required=False,
        help_text=_("取引先から求められたときは、その方のお名前を必ず。"),
    )
    words = forms.CharField(
        label=_("どんな話だったか"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    gap = forms.CharField(
        label=_("ギャップの番号"), max_length=20, required=False, help_text=_("ギャップから始まった話なら。")
    )


class PaperForm(forms.Form):
    """A paper of a talk."""

    title = forms.CharField(label=_("書類の名前"), max_length=120, help_text=_("例：見積書、議事録。"))
    file = forms.FileField(label=_("書類"))
