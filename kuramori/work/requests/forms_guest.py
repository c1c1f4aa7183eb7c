"""What is typed behind a link about gaps, costs and help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.rules.statements.bodies_asking import TalkStep
from kuramori.work.requests.gapping.moving import Saying
from kuramori.work.requests.yen import YenField

BUTTONS: Final = {
    TalkStep.ASKED: _("もう一度求める"),
    TalkStep.ANSWERED: _("答えを伝える"),
    TalkStep.AGREED: _("合意を伝える"),
    TalkStep.ENDED: _("合意せずに終える"),
}


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskTalkForm(forms.Form):
    """That one wants to talk about what it costs."""

    topic = forms.CharField(
        label=_("何についての相談か"), max_length=200, help_text=_("例：鍵付きの棚の代金。")
    )
    yen = YenField(_("見積もり（円）"))
    words = forms.CharField(
        label=_("相談したいこと"),
        max_length=1_000,
        widget=_lines(4),
        help_text=_("何にいくらかかるか、だれが持つか、価格にどう入れるか。分かるところだけで足ります。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "ask_%s"
        super().__init__(*args, **kwargs)


class GuestStepForm(forms.Form):
    """One more step of a talk."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, step: TalkStep, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{step.value}_%s"
        super().__init__(*args, **kwargs)
        self.step, self.button = step, BUTTONS[step]
        if step is not TalkStep.ENDED:
            self.fields["yen"] = YenField(
                _("合意する額（円）") if step is TalkStep.AGREED else _("見積もり（円）")
            )
        self.fields["words"] = forms.CharField(
            label=_("ひとこと"), max_length=1_000, required=step is not TalkStep.AGREED, widget=_lines(3)
        )


class GuestPaperForm(forms.Form):
    """A paper of a talk."""

    title = forms.CharField(
        label=_("書類の名前"),
        max_length=120,
        required=False,
        help_text=_("例：見積書。空けておくと、ファイルの名前になります。"),
    )
    file = forms.FileField(label=_("書類"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "paper_%s"
        super().__init__(*args, **kwargs)


class OfferGapForm(forms.Form):
    """Something that one wants to put right, and what one plans."""

    item = forms.ChoiceField(label=_("どの設問のことか"), required=False)
    what = forms.CharField(
        label=_("何についてか"),
        max_length=200,
        required=False,
        help_text=_("設問を選んだときは空けておけます。"),
    )
    plan = forms.CharField(
        label=_("何をするか"),
        max_length=400,
        widget=_lines(3),
        help_text=_("例：鍵のかかる棚を買い、図面をそこに移す。"),
    )
    plan_on = DayField(label=_("いつまでに"))
    interim = forms.CharField(
        label=_("それまでの守り方"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"list": "interim-ways"}),
        help_text=_("選ぶか、書いてください。"),
    )
    words = forms.CharField(label=_("ひとこと"), max_length=400, required=False, widget=_lines(2))

    def __init__(self, items: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "offer_%s"
        super().__init__(*args, **kwargs)
        choices = list(items)
        if choices:
            self.fields["item"].choices = [("", _("この中にない（下に書く）")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["item"]
            self.fields["what"].required, self.fields["what"].help_text = True, ""

    @property
    def saying(self) -> Saying:
        said = self.cleaned_data
        return Saying(said["words"], said["plan"], said["plan_on"], said["interim"])
