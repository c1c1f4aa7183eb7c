"""What people type about demands of customers, what was said to them, and whether it is kept."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.ground.people.models import Person
from kuramori.ground.people.roster import roster
from kuramori.outside import clock
from kuramori.work.requests.models import CameBy, Kept, Promise, Word

WORDS = [(one.value, one.label) for one in Word]
ANSWERS = [(one.value, one.label) for one in Word if one is not Word.NOT_YET]
FOUND = [(one.value, one.label) for one in Kept if one is not Kept.UNKNOWN]
FEW = ("partner", "what", "came_by", "came_on", "due_on")
AGAIN = datetime.timedelta(days=365)


def _lines(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DemandedForm(forms.Form):
    """What a customer asked for; five fields are enough."""

    partner = forms.CharField(
        label=_("お客様"), max_length=120, help_text=_("取引先の名前かコード。登録した取引先から選びます。"),
    )  # fmt: skip
    what = forms.CharField(
        label=_("求められたこと"), max_length=400, widget=_lines(),
        help_text=_("例：図面は鍵のかかる所に置く。秘密の中身は書きません。"),
    )  # fmt: skip
    came_by = forms.ChoiceField(label=_("どう届いたか"), choices=CameBy.choices)
    came_on = DayField(label=_("届いた日"))
    due_on = DayField(label=_("いつまでに"), required=False)
    who = forms.CharField(
        label=_("だれが求めたか"), max_length=120, required=False, help_text=_("相手の方の部署とお名前。")
    )
    scope = forms.CharField(
        label=_("範囲"), max_length=200, required=False, help_text=_("例：第2工場。預かった図面すべて。")
    )
    source = forms.CharField(
        label=_("書いてある所"), max_length=200, required=False,
        help_text=_("例：基本契約書 第12条2項。回答表の18行目。"),
    )  # fmt: skip
    agreement = forms.CharField(
        label=_("もとの契約の番号"), max_length=30, required=False, help_text=_("登録した契約にあるなら。")
    )
    asset = forms.CharField(
        label=_("台帳の番号"),
        max_length=60,
        required=False,
        help_text=_("当たる情報が台帳にあれば、その管理番号。"),
    )
    keeper = forms.ChoiceField(label=_("担当"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].help_text = _("日がなければ空けておきます。")
        choose: Any = self.fields["keeper"]
        here = [(str(one.id), f"{one.name} {one.department}".strip()) for one in roster().here]
        begun = self.initial.get("keeper")
        if begun and begun not in {key for key, _name in here}:
            here += [(str(one.pk), one.name) for one in Person.objects.filter(pk=begun)]
        choose.choices = [("", _("選ばない")), *here]

    @property
    def few(self) -> list[Any]:
        return [self[name] for name in FEW]

    @property
    def further(self) -> list[Any]:
        return [self[name] for name in ("who", "scope", "source", "agreement", "asset", "keeper")]


class NewPromiseForm(DemandedForm):
    """With what was said to it, where it was answered already."""

    word = forms.ChoiceField(label=_("返事"), choices=WORDS, widget=forms.RadioSelect, initial=Word.NOT_YET)
    answered_on = DayField(label=_("答えた日"), required=False)
    answer = forms.CharField(
        label=_("約束の中身"), max_length=400, required=False, widget=_lines(),
        help_text=_("どこまで約束したか。約束しなかったなら、そのわけと代わりの方法。"),
    )  # fmt: skip
    proof = forms.CharField(
        label=_("証明になるもの"), max_length=200, required=False,
        help_text=_("何が、どこにあるか。例：入退室の帳面 総務の棚2段目。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_on"].help_text = _("まだ答えていなければ空けておきます。")

    @property
    def said(self) -> list[Any]:
        return [self[name] for name in ("word", "answered_on", "answer", "proof")]


class AnswerForm(forms.Form):
    """What we said to a demand that stands already."""

    word = forms.ChoiceField(label=_("返事"), choices=ANSWERS, widget=forms.RadioSelect)
    answered_on = DayField(label=_("答えた日"))
    answer = forms.CharField(
        label=_("約束の中身"), max_length=400, required=False, widget=_lines(),
        help_text=_("どこまで約束したか。約束しなかったなら、そのわけと代わりの方法。"),
    )  # fmt: skip
    proof = forms.CharField(
        label=_("証明になるもの"), max_length=200, required=False,
        help_text=_("何が、どこにあるか。例：入退室の帳面 総務の棚2段目。"),
    )  # fmt: skip
    file = forms.FileField(label=_("証明の書類（あれば）"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "answer_%s")
        super().__init__(*args, **kwargs)


class LookForm(forms.Form):
    """Whether a promise is kept."""

    kept = forms.ChoiceField(label=_("守れているか"), choices=FOUND, widget=forms.RadioSelect)
    on = DayField(label=_("見た日"))
    how = forms.CharField(
        label=_("何を見て確かめたか"), max_length=400, widget=_lines(),
        help_text=_("例：棚の鍵と、先月の持ち出しの帳面を見た。"),
    )  # fmt: skip
    seen = forms.CharField(label=_("見せられるもの"), max_length=200, required=False)
    file = forms.FileField(label=_("書類（あれば）"), required=False)
    next_on = DayField(label=_("次に見る日"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = clock.today()
        kwargs["initial"] = {"on": today, "next_on": today + AGAIN} | (kwargs.get("initial") or {})
        kwargs.setdefault("auto_id", "look_%s")
        super().__init__(*args, **kwargs)


class EndForm(forms.Form):
    """Why it no longer holds, and since when."""

    on = DayField(label=_("終えた日"))
    reason = forms.CharField(
        label=_("終えたわけ"), max_length=200, help_text=_("例：取引が終わった。お客様が求めを取り下げた。")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today()} | (kwargs.get("initial") or {})
        kwargs.setdefault("auto_id", "end_%s")
        super().__init__(*args, **kwargs)


def begun_with(row: Promise) -> dict[str, Any]:
    """What a form about a demand begins with."""
    plain = ("what", "came_by", "came_on", "due_on", "who", "scope", "source", "revision")
    return {name: getattr(row, name) for name in plain} | {
        "partner": row.partner.name,
        "agreement": row.agreement.number if row.agreement else "",
        "asset": row.asset.number if row.asset else "",
        "keeper": str(row.keeper_id or ""),
    }


def answered_with(row: Promise) -> dict[str, Any]:
    """What the form of the answer begins with."""
    return {
        "word": "" if row.word == Word.NOT_YET else row.word,
        "answered_on": row.answered_on or clock.today(),
        "answer": row.answer,
        "proof": row.proof,
        "revision": row.revision,
    }
