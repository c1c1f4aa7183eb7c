"""What is typed or handed in on the pages of workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import LONGEST
from kuramori.work.requests.workbooks import words
from kuramori.work.requests.workbooks.unpacking import LARGEST_FILE

MOST_AT_ONCE = 1_000


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or many; cleans to a list."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        # No file at all is an empty list, which the field below would take for a full one.
        files = (data or [None]) if isinstance(data, list) else [data]
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(_("一度に1,000個までです。ZIPにまとめると、3,000個まで入れられます。"))
        return [super(FilesField, self).clean(one) for one in files]


class DropForm(forms.Form):
    # A form's fields are no attributes of it, so this hides nothing.
    files = FilesField(  # type: ignore[assignment]
        label=gettext_lazy("ファイル"),
        help_text=gettext_lazy(
            "Excelのまま何個でも、またはZIPにまとめて。一度に20MB、続けて足せば3,000個まで。一つは5MBまでです。"
        ),
        allow_empty_file=True,
    )


class OwnListForm(forms.Form):
    """A filled form of an own list."""

    file = forms.FileField(
        label=gettext_lazy("書いた様式"), help_text=gettext_lazy("Excel（.xlsx）、5MB・1,000問まで。")
    )
    title = forms.CharField(
        label=gettext_lazy("一覧の名前"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "様式に書いてあれば、空けたままで構いません。同じ名前の一覧は、新しい版になります。"
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(
                _("5MBを超えています。絵や使わないシートを外して、もう一度選んでください。")
            )
        return file


class AnswerForm(forms.Form):
    """One item as somebody wrote it on paper or said it on the telephone."""

    said = forms.ChoiceField(label=gettext_lazy("答え"), required=False)
    words = forms.CharField(
        label=gettext_lazy("説明・代わりの方法・該当しない理由"),
        required=False,
        max_length=LONGEST["words"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    plan = forms.CharField(label=gettext_lazy("これからの計画"), required=False, max_length=LONGEST["plan"])
    plan_on = DayField(label=gettext_lazy("いつまでに"), required=False, help_text="")

    def __init__(self, *args: Any, na_allowed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = words.OPTIONS[(get_language() or "ja").split("-")[0]]
        said: Any = self.fields["said"]
        said.choices = [
            ("", _("（空）")),
            *((one.value, options[one]) for one in Said if na_allowed or one is not Said.NA),
        ]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not told.get("said") and any(told.get(name) for name in ("words", "plan", "plan_on")):
            self.add_error("said", _("答えを選んでください。"))
        if told.get("said") == Said.NA and not told.get("words", "").strip():
            self.add_error("words", _("「該当しない」には、理由を書いてください。"))
        if told.get("said") == Said.ALTERNATIVE and not told.get("words", "").strip():
            self.add_error("words", _("どんな方法か、書いてください。"))
        return told

    def given(self) -> Given | None:
        """The answer, once it was found to be in order."""
        told = self.cleaned_data
        if not told.get("said"):
            return None
        return Given(Said(told["said"]), None, told["words"].strip(), told["plan"].strip(), told["plan_on"])


class ByHandForm(forms.Form):
    """Who answered, when, and how we know."""

    given_by = forms.CharField(label=gettext_lazy("答えた方"), max_length=120)
    given_on = DayField(label=gettext_lazy("答えた日"))

    def clean_given_on(self) -> Any:
        day = self.cleaned_data["given_on"]
        if day and day > clock.today():
            raise ValidationError(_("答えた日は、今日か、それより前の日です。"))
        return day


@dataclass(frozen=True, slots=True)
class ItemToType:
    """One item with its form."""

    number: str
    title: str
    question: str
    asked: str
    form: AnswerForm

    @property
    def is_open(self) -> bool:
        """Whether an explanation or a plan stands there, or is wrong."""
        names = ("words", "plan", "plan_on")
        return any(self.form[name].value() or self.form[name].errors for name in names)


def typed(forms_by_item: Mapping[str, AnswerForm]) -> Iterator[tuple[str, Given]]:
    """The answers of all items that have one."""
    for item, form in forms_by_item.items():
        if (given := form.given()) is not None:
            yield item, given
