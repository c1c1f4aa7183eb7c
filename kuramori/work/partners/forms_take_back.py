"""What people type when something is to come back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.contacts.models import Contact, Partner
from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.rules.statements.bodies import Done
from kuramori.work.ledger.content import lifecycle
from kuramori.work.ledger.models import Grade
from kuramori.work.partners.models import HandedItem
from kuramori.work.partners.paper_field import PaperField
from kuramori.work.partners.take_back.told import Ended, Told
from kuramori.work.partners.taking_back_content import taking_back

DONE = (
    ("", gettext_lazy("まだ手元にある")),
    (Done.RETURNED.value, gettext_lazy("返した")),
    (Done.DESTROYED.value, gettext_lazy("廃棄した")),
    (Done.KEPT.value, gettext_lazy("法令・バックアップのため残す")),
)
ANSWERS = (("yes", gettext_lazy("はい")), ("part", gettext_lazy("一部")), ("no", gettext_lazy("いいえ")))


def people_of(partner: Partner) -> list[tuple[str, str]]:
    """People of a partner who can get a link."""
    rows = Contact.objects.filter(partner=partner, retired_on__isnull=True).exclude(email="")
    return [(str(row.pk), f"{row.name}（{row.email}）") for row in rows.order_by("name")]


def called(item: HandedItem) -> str:
    """A thing as a list names it: by its number alone where it is 極秘."""
    is_top = item.asset is not None and item.asset.grade == Grade.TOP
    return item.number if is_top else f"{item.number} {item.name}"


class AskBackForm(forms.Form):
    """Which things, by when, from whom."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("返してもらうもの"), widget=forms.CheckboxSelectMultiple
    )
    by_on = DayField(label=gettext_lazy("いつまでに"))
    contact = forms.ChoiceField(
        label=gettext_lazy("証明してもらう方"),
        required=False,
        help_text=gettext_lazy("この方あてのリンクを作ります。紙で済ませるときは、選ばないままにします。"),
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, required=False)

    def __init__(self, data: Any, items: Sequence[HandedItem], partner: Partner) -> None:
        on = clock.today() + datetime.timedelta(days=taking_back().ask_days)
        super().__init__(data, initial={"by_on": on, "items": [str(one.pk) for one in items]})
        _choices(self, "items", [(str(one.pk), called(one)) for one in items])
        _choices(self, "contact", [("", _("選ばない（紙で済ませる）")), *people_of(partner)])


class AskAllForm(forms.Form):
    """For everything under an agreement that ends."""

    by_on = DayField(label=gettext_lazy("いつまでに"))
    contact = forms.ChoiceField(label=gettext_lazy("証明してもらう方"), required=False)
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, required=False)

    def __init__(self, data: Any, partner: Partner) -> None:
        on = clock.today() + datetime.timedelta(days=taking_back().ask_days)
        super().__init__(data, initial={"by_on": on})
        _choices(self, "contact", [("", _("選ばない（紙で済ませる）")), *people_of(partner)])


class CertificateForm(forms.Form):
    """One part per thing: what was done, how, on which day; and who says so.

    The fields of a thing end with its id: `done_…`, `method_…`, `on_…`, `reason_…`, `until_…`, `access_…`.
    """

    company = forms.CharField(label=gettext_lazy("会社の名前"), max_length=120)
    person = forms.CharField(label=gettext_lazy("担当の方のお名前"), max_length=60)
    witness = forms.CharField(label=gettext_lazy("立ち会った方"), max_length=60, required=False)

    def __init__(
        self,
        data: Any,
        items: Sequence[HandedItem],
        *,
        company: str = "",
        person: str = "",
        files: Any = None,
    ) -> None:
        super().__init__(data, files, initial={"company": company, "person": person})
        self._items = list(items)
        methods = [
            ("", _("選んでください")),
            *(
                (medium.words, [(f"{medium.id}:{code}", words) for code, words in medium.methods])
                for medium in lifecycle().media
            ),
        ]
        for one in self._items:
            key = str(one.pk)
            self.fields[f"done_{key}"] = forms.ChoiceField(
                label=_("どうしたか"), choices=DONE, required=False
            )
            self.fields[f"method_{key}"] = forms.ChoiceField(label=_("方法"), choices=methods, required=False)
            self.fields[f"on_{key}"] = DayField(label=_("いつ"), required=False, initial=clock.today())
            self.fields[f"reason_{key}"] = forms.CharField(
                label=_("残すわけ"), max_length=200, required=False
            )
            self.fields[f"until_{key}"] = DayField(label=_("いつまで残すか"), required=False)
            self.fields[f"access_{key}"] = forms.BooleanField(
                label=_("だれも開けないようにした"), required=False
            )

    def parts(self) -> list[tuple[HandedItem, list[Any]]]:
        """Each thing with its fields, for the page."""
        names = ("done", "method", "on", "reason", "until", "access")
        return [(one, [self[f"{name}_{one.pk}"] for name in names]) for one in self._items]

    def told(self) -> Told:
        """What was filled in; things that are still there are left out."""
        said = self.cleaned_data
        ended = []
        for one in self._items:
            key = str(one.pk)
            if not said[f"done_{key}"]:
                continue
            ended.append(
                Ended(
                    item=one,
                    done=Done(said[f"done_{key}"]),
                    on=said[f"on_{key}"] or clock.today(),
                    method=said[f"method_{key}"],
                    reason=said[f"reason_{key}"],
                    until=said[f"until_{key}"],
                    access_stopped=said[f"access_{key}"],
                )
            )
        return Told(said["company"], said["person"], said["witness"], tuple(ended))

    def refuse(self, field: str, sentence: str) -> None:
        """Put a verb's refusal beside the field it is about."""
        self.add_error(field if field in self.fields else None, sentence)


class PaperForm(CertificateForm):
    """The same from a certificate on paper, with its scan."""

    paper = PaperField(
        label=gettext_lazy("証明書の写し"),
        help_text=gettext_lazy("PDF か写真。返ってきた物だけのときは、受け取った記録でもかまいません。"),
    )


class StorageForm(forms.Form):
    """Ask a partner how things of ours are kept."""

    contact = forms.ChoiceField(label=gettext_lazy("答えてもらう方"))
    about = forms.CharField(
        label=gettext_lazy("預けているもの"),
        max_length=200,
        help_text=gettext_lazy("例：金型 M-12 と図面一式"),
    )
    due_on = DayField(label=gettext_lazy("いつまでに"))

    def __init__(self, data: Any, partner: Partner, *, about: str = "") -> None:
        on = clock.today() + datetime.timedelta(days=taking_back().storage_answer_days)
        super().__init__(data, initial={"due_on": on, "about": about})
        _choices(self, "contact", people_of(partner))


class StorageAnswerForm(forms.Form):
    """The partner's answers, by the questions of the content."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        for one in taking_back().questions:
            if one.kind == "choice":
                self.fields[one.id] = forms.ChoiceField(
                    label=one.words, choices=ANSWERS, widget=forms.RadioSelect
                )
            else:
                widget = forms.Textarea(attrs={"rows": 3}) if one.kind == "note" else forms.TextInput()
                self.fields[one.id] = forms.CharField(
                    label=one.words, max_length=400, required=one.id == "place", widget=widget
                )
        self.fields["photo"] = PaperField(
            label=_("写真（置いている様子）"), required=False, help_text=_("撮れるときだけでかまいません。")
        )
        self.fields["by"] = forms.CharField(label=_("答えた方のお名前"), max_length=60)

    def answers(self) -> dict[str, str]:
        return {one.id: self.cleaned_data[one.id] for one in taking_back().questions}


class PartnerChoice(forms.Form):
    """Which partner."""

    partner = forms.ChoiceField(label=gettext_lazy("取引先"))

    def __init__(self, data: Any, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        _choices(self, "partner", choices)

    def chosen(self) -> uuid.UUID:
        return uuid.UUID(self.cleaned_data["partner"])


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)  # noqa: S101  as declared
    field.choices = choices
