"""What people type about requests that reached us, and about the replies to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kuramori.ground.packs import read as packs
from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.rules.catalogue import Pack
from kuramori.work.requests.inquiring import Letter
from kuramori.work.requests.models import Axis, Disclosure


class LetterForm(forms.Form):
    """One that came by letter, mail or mouth."""

    partner = forms.CharField(label=_("どのお客様から"), max_length=120, help_text=_("取引先の名前か番号。"))
    number = forms.CharField(
        label=_("手紙の番号"), max_length=40, help_text=_("お客様が付けた番号。無ければ「なし」。")
    )
    title = forms.CharField(label=_("何のお願いか"), max_length=120)
    pack = forms.ChoiceField(label=_("どの設問の表か"))
    came_on = DayField(label=_("届いた日"))
    deadline_on = DayField(label=_("いつまでに"), required=False)
    axis = forms.ChoiceField(label=_("何について"), choices=Axis.choices)
    reason = forms.CharField(
        label=_("お願いの理由"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("手紙に書いてあるとおりに。"),
    )
    scope = forms.CharField(label=_("どこについて"), max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"came_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.packs = {one.id: one for one in (*packs.packs(), *packs.own_packs())}
        choices = [(one.id, one.text(get_language() or "ja").title) for one in self.packs.values()]
        self.fields["pack"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_pack(self) -> Pack:
        return self.packs[self.cleaned_data["pack"]]

    @property
    def letter(self) -> Letter:
        told = self.cleaned_data
        return Letter(
            told["number"],
            told["title"],
            told["came_on"],
            told["deadline_on"],
            told["reason"],
            told["scope"],
            told["axis"],
        )


class EndForm(forms.Form):
    """Why it is not answered here."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("答えずに終えるわけ"), max_length=400, help_text=_("例：お客様の専用の画面で答えた。")
    )


class ShowForm(forms.Form):
    """How much is shown, and who says so."""

    disclosure = forms.ChoiceField(label=_("どこまで見せるか"), choices=Disclosure.choices)
    given_by = forms.CharField(label=_("回答した方のお名前"), max_length=120)
