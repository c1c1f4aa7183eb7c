"""What people type to ask for a decision, to answer one, and to record how far a partner was looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.rules.sharing.inputs import Direction, Medium, Place
from kuramori.work.partners.answering import LONGEST_REASON
from kuramori.work.partners.assure import LONGEST_WORDS, MOST_GAPS
from kuramori.work.partners.deciding import LONGEST_PURPOSE
from kuramori.work.partners.facts_deciding import LEVELS
from kuramori.work.partners.words_deciding import DIRECTIONS, MEDIA, PLACES


class AskForm(forms.Form):
    """To whom at the partner, for what, where, in which form, when. `contacts` are (id, name)."""

    contact = forms.ChoiceField(label=_("渡す相手の方"), required=False)
    purpose = forms.CharField(
        label=_("目的"),
        max_length=LONGEST_PURPOSE,
        required=False,
        help_text=_("契約書にある言い方で書きます。例：量産見積"),
    )
    place = forms.ChoiceField(
        label=_("どこで"), choices=[(one.value, word) for one, word in PLACES.items()], initial=Place.THEIRS
    )
    medium = forms.ChoiceField(
        label=_("何で"), choices=[(one.value, word) for one, word in MEDIA.items()], initial=Medium.FILE
    )
    direction = forms.ChoiceField(
        label=_("向き"), choices=[(one.value, word) for one, word in DIRECTIONS.items()], required=False
    )
    on = DayField(label=_("渡す日"), required=False)

    def __init__(self, *args: Any, contacts: list[tuple[str, str]], both: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = [("", _("まだ決めていない")), *contacts]  # type: ignore[attr-defined]
        self.fields["on"].help_text = _("空けておくと今日です。")
        if not both:
            del self.fields["direction"]

    @property
    def direction_said(self) -> Direction | None:
        told = self.cleaned_data.get("direction")
        return Direction(told) if told else None


class AnswerForm(forms.Form):
    """The answer of whoever is asked."""

    answer = forms.ChoiceField(
        label=_("答え"),
        choices=[("yes", _("期限を決めて認める")), ("no", _("認めない"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("わけ"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
    until_on = DayField(label=_("いつまで認めるか"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].help_text = _(
            "認めるときは必ず。今日から1年まで。2026/3/31 のように書きます。"
        )


class AssuranceForm(forms.Form):
    """How far a partner was looked at."""

    information = forms.ChoiceField(label=_("情報管理"), choices=list(enumerate(LEVELS)))
    it = forms.ChoiceField(label=_("IT"), choices=list(enumerate(LEVELS)))
    as_of = DayField(label=_("いつの姿か"))
    valid_until = DayField(label=_("有効な最後の日"), required=False)
    gaps = forms.IntegerField(
        label=_("残っている重大なギャップの数"), min_value=0, max_value=MOST_GAPS, initial=0, required=False
    )
    words = forms.CharField(
        label=_("何で確かめたか"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("例：2026年10月の訪問で、保管庫と入退室の記録を見た"),
    )
    paper = forms.FileField(label=_("書面（あれば）"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].help_text = _("認証書などに期限があるときだけ。")
