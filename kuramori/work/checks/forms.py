"""What people type into the pages of a check, read with a sentence for whatever cannot be read."""

from __future__ import annotations

import datetime
import unicodedata
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.rules.answers import NOTE_LENGTH, read_score
from kuramori.rules.faults import Refused
from kuramori.work.checks.begin import LONGEST_NAME
from kuramori.work.checks.delegate import LONGEST_MESSAGE
from kuramori.work.checks.evidence import LONGEST_LINK, LONGEST_TITLE
from kuramori.work.checks.models import Route
from kuramori.work.checks.plan import LONGEST_ACTION
from kuramori.work.checks.reading.packs import language
from kuramori.work.checks.reading.people import Colleague
from kuramori.work.checks.reading.plans import PlanForm as Offered
from kuramori.work.checks.reading.sheets import PackChoice

MOST_MINUTES = 60_000
MOST_YEN = 100_000_000


class WholeField(forms.CharField):
    """A whole number, also in full-width digits and with commas (１，２００). Empty is None."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
        super().__init__(**{"required": False, "widget": widget, "max_length": 20, **kwargs})

    def clean(self, value: Any) -> Any:
        written = _narrow(super().clean(value)).replace(",", "")
        if not written:
            return None
        if not (written.isascii() and written.isdigit()) or int(written) > self.most:
            raise ValidationError(
                _("「%(value)s」は使えません。0から%(most)sまでの整数を書いてください。")
                % {"value": value, "most": f"{self.most:,}"}
            )
        return int(written)


class ScoreField(forms.CharField):
    """A score of 0 to 100, also as 「６４.５点」. Empty is None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})
        super().__init__(**{"required": False, "widget": widget, "max_length": 20, **kwargs})

    def clean(self, value: Any) -> Any:
        try:
            score = read_score(super().clean(value))
        except Refused as refused:
            raise ValidationError(refused.faults[0].sentence(language())) from None
        return None if score is None else Decimal(str(score))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) and value % 1 else value


class BeginForm(forms.Form):
    """A new round: which list, which way, and its name."""

    pack = forms.ChoiceField(label=gettext_lazy("チェックリスト"))
    route = forms.ChoiceField(choices=Route.choices, required=False)
    name = forms.CharField(max_length=LONGEST_NAME, required=False)

    def __init__(self, data: Any, packs: Sequence[PackChoice]) -> None:
        super().__init__(data)
        self.fields["pack"].choices = [(pack.id, pack.title) for pack in packs]  # type: ignore[attr-defined]

    @property
    def chosen_route(self) -> Route:
        return Route(self.cleaned_data["route"] or Route.FIRST)


class NoteForm(forms.Form):
    """What is kept beside the answers. `seen` is the mark of what was on the screen."""

    name = forms.CharField(label=gettext_lazy("シートの名前"), max_length=LONGEST_NAME)
    official_score = ScoreField(help_text=gettext_lazy("採点方式が違うため、並べて控えるだけです。"))
    note = forms.CharField(
        label=gettext_lazy("控え書き"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, score_label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.score_label = score_label
        if score_label:
            self.fields["official_score"].label = score_label
        else:
            del self.fields["official_score"]


class EvidenceForm(forms.Form):
    """What shows an answer: a title, and a file or a link if there is one."""

    title = forms.CharField(
        label=gettext_lazy("名前"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy("紙の物は、ある場所だけで構いません。例：任命書（総務の書庫2段目）"),
    )
    file = forms.FileField(
        label=gettext_lazy("ファイル"),
        required=False,
        help_text=gettext_lazy("PDF・画像・Office・テキスト・zip、20MBまで。"),
    )
    url = forms.CharField(
        label=gettext_lazy("リンク"),
        max_length=LONGEST_LINK,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("file") and given.get("url"):
            raise ValidationError(
                _("ファイルとリンクは、どちらか1つにしてください。2つあるときは分けて足します。")
            )
        if not self.errors and not (given.get("title") or given.get("file") or given.get("url")):
            raise ValidationError(_("名前・ファイル・リンクのどれか1つを入れてください。"))
        return given


class DelegateForm(forms.Form):
    """Whom to ask, what to say, and until when."""

    person = forms.ChoiceField(label=gettext_lazy("だれに頼む"))
    message = forms.CharField(
        label=gettext_lazy("ひとこと"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DayField(label=gettext_lazy("いつまで"), required=False)

    def __init__(self, data: Any, colleagues: Sequence[Colleague]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", _("選んでください")), *_people(colleagues, can_answer=True)]  # type: ignore[attr-defined]

    def clean_due_on(self) -> datetime.date | None:
        due_on: datetime.date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < clock.today():
            raise ValidationError(_("期日が過ぎています。今日か、この先の日にしてください。"))
        return due_on


class PlanForm(forms.Form):
    """One action of the plan: what, for which item, who, until when, how much."""

    action = forms.CharField(label=gettext_lazy("やること"), max_length=LONGEST_ACTION)
    item = forms.ChoiceField(label=gettext_lazy("どの問のため"))
    owner = forms.ChoiceField(label=gettext_lazy("担当"), required=False)
    due_on = DayField(label=gettext_lazy("期日"), required=False)
    minutes = WholeField(label=gettext_lazy("手間（分）"), most=MOST_MINUTES)
    yen = WholeField(label=gettext_lazy("費用（円）"), most=MOST_YEN)
    reaches = forms.TypedChoiceField(
        label=gettext_lazy("届く段階"), coerce=int, empty_value=None, required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, offered: Offered, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        numbered = _("問%(number)s %(title)s")
        choices = {
            "item": [
                (item.id, numbered % {"number": item.number, "title": item.title}) for item in offered.items
            ],
            "owner": [("", _("まだ決めない")), *_people(offered.colleagues)],
            "reaches": [("", _("決めない")), *list(enumerate(offered.levels))[1:]],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        if offered.line is not None:
            # A plan stays with its question: another question is another plan.
            del self.fields["item"]

    @property
    def owner_id(self) -> uuid.UUID | None:
        return uuid.UUID(self.cleaned_data["owner"]) if self.cleaned_data["owner"] else None


def too_large(limit_mb: int) -> str:
    """The sentence for an upload past the limit."""
    return ngettext(
        "ファイルが大きすぎます。%(limit)sMBまでです。",
        "ファイルが大きすぎます。%(limit)sMBまでです。",
        limit_mb,
    ) % {"limit": limit_mb}


def _people(colleagues: Sequence[Colleague], *, can_answer: bool = False) -> list[tuple[str, str]]:
    return [
        (str(one.id), _("%(name)s（%(where)s）") % {"name": one.name, "where": one.department or one.role})
        for one in colleagues
        if one.can_answer or not can_answer
    ]


def _narrow(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()
