"""What people type about gaps."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.rules.statements.bodies_asking import GapStep
from kuramori.work.requests.gapping.moving import Saying
from kuramori.work.requests.support_content import support

BUTTONS: Final = {
    GapStep.PROPOSED: _("この計画を伝える"),
    GapStep.AGREED: _("この計画に合意する"),
    GapStep.GIVEN_BACK: _("もう一度相談する"),
    GapStep.STARTED: _("始めたことを伝える"),
    GapStep.EVIDENCE: _("できたことを伝える"),
    GapStep.CLOSED: _("確かめたので終える"),
    GapStep.ACCEPTED: _("代わりの方法を認める"),
    GapStep.WITHDRAWN: _("求めを取り下げる"),
    GapStep.SUPPORTED: _("手伝えることを伝える"),
    GapStep.PROTECTED: _("それまでの守り方を決める"),
}
HEARD: Final = {
    GapStep.PROPOSED: _("計画を聞いた"),
    GapStep.STARTED: _("始めたと聞いた"),
    GapStep.EVIDENCE: _("できたと聞いた"),
}
_HELPS: Final = {
    GapStep.EVIDENCE: _("何をどうしたかを、ひとことで。中身の写真や図面は要りません。"),
    GapStep.GIVEN_BACK: _("どこを、なぜ相談したいのか。相手に伝わります。"),
    GapStep.ACCEPTED: _("何を認めたのか。この設問は、満たしたものとして数えます。"),
    GapStep.WITHDRAWN: _("求めすぎだった、要らなくなったなど。相手に伝わり、この設問は数えません。"),
}
_NEEDS_WORDS: Final = frozenset({GapStep.GIVEN_BACK, GapStep.ACCEPTED, GapStep.WITHDRAWN})


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class MoveForm(forms.Form):
    """The fields that one step needs. `is_for_other`: it is written down for the other side, so it asks who said it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, step: GapStep, *args: Any, is_for_other: bool = False, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{step.value}_%s"
        super().__init__(*args, **kwargs)
        self.step = step
        self.button = HEARD.get(step, BUTTONS[step]) if is_for_other else BUTTONS[step]
        if step is GapStep.PROPOSED:
            if self.initial.get("plan"):
                self.button = _("計画を直して伝える")
            self.fields["plan"] = forms.CharField(
                label=_("何をするか"),
                max_length=400,
                widget=_lines(3),
                help_text=_("例：鍵のかかる棚を買い、図面をそこに移す。"),
            )
            self.fields["plan_on"] = DayField(label=_("いつまでに"))
        if step in {GapStep.PROPOSED, GapStep.PROTECTED}:
            self.fields["interim"] = forms.CharField(
                label=_("それまでの守り方"),
                max_length=400,
                required=step is GapStep.PROTECTED,
                widget=forms.TextInput(attrs={"list": "interim-ways"}),
                help_text=_("選ぶか、書いてください。"),
            )
        if step is GapStep.SUPPORTED:
            self.fields["support"] = forms.CharField(
                label=_("手伝えること"),
                max_length=400,
                widget=forms.TextInput(attrs={"list": "support-ways"}),
                help_text=_("選ぶか、書いてください。相手に伝わります。"),
            )
        self.fields["words"] = forms.CharField(
            label=_("ひとこと"),
            max_length=400,
            required=step in _NEEDS_WORDS,
            widget=_lines(2),
            help_text=_HELPS.get(step, ""),
        )
        if is_for_other:
            self.fields["person"] = forms.CharField(
                label=_("だれから聞いたか"), max_length=120, help_text=_("相手の方のお名前。")
            )

    @property
    def saying(self) -> Saying:
        given = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return Saying(**given)


class NoteForm(forms.Form):
    """A comment."""

    words = forms.CharField(
        label=_("ひとこと"), max_length=1_000, widget=_lines(3), help_text=_("相手にも見えます。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "note_%s"
        super().__init__(*args, **kwargs)


class NewGapForm(forms.Form):
    """A gap that no reply told of."""

    partner = forms.CharField(
        label=_("取引先"), max_length=120, help_text=_("取引先の名前かコード。登録した取引先から選びます。")
    )
    what = forms.CharField(label=_("何が足りないか"), max_length=200)
    why = forms.CharField(
        label=_("なぜ必要か"), max_length=400, widget=_lines(2), help_text=_("相手に伝わります。")
    )
    is_critical = forms.BooleanField(label=_("特に大切（渡す前に埋めてほしい）"), required=False)


class OpenForm(forms.Form):
    """Which short items of a reply become gaps."""

    items = forms.MultipleChoiceField(
        label=_("相談する設問"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("1つ以上選んでください。")},
    )

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = choices  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Who of the partner gets a link."""

    contact = forms.ChoiceField(label=_("相手の方"))

    def __init__(self, contacts: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "link_%s"
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = contacts  # type: ignore[attr-defined]


def interim_ways() -> tuple[str, ...]:
    """What to choose from, as the content has it."""
    return support().interim
