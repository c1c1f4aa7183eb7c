"""What people type into the pages of devices, take-outs, cloud services and trips."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.work.places import read
from kuramori.work.places.cloud_items import ANSWERS, UNKNOWN, YES, items
from kuramori.work.places.countries import COUNTRIES
from kuramori.work.places.forms import people_choices
from kuramori.work.places.listing.columns import LABELS
from kuramori.work.places.models import Device, DeviceKind, MayLie, ShadowDecision, Verdict

YES_NO = (
    ("", gettext_lazy("まだ確かめていない")),
    ("yes", gettext_lazy("している")),
    ("no", gettext_lazy("していない")),
)


def yes_no(value: str) -> bool | None:
    """What a choice of `YES_NO` means."""
    return {"yes": True, "no": False}.get(value)


def said(value: bool | None) -> str:
    """The choice of `YES_NO` for a value."""
    return {True: "yes", False: "no"}.get(value, "")  # type: ignore[arg-type]


def _places(first: str) -> list[tuple[str, str]]:
    return [("", first), *read.choices()]


def _countries(first: str) -> list[tuple[str, Any]]:
    return [("", first), *COUNTRIES.items()]


def _text(rows: int = 2, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class DeviceForm(forms.Form):
    """A device on the list."""

    number = forms.CharField(
        label=gettext_lazy("番号"),
        max_length=30,
        widget=forms.TextInput(attrs={"class": "middle", "autocomplete": "off"}),
        help_text=gettext_lazy("現物に貼ってある番号。例：PC-03、USB-01"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=DeviceKind.choices)
    name = forms.CharField(
        label=gettext_lazy("見分け方"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("機種や色など。例：黒いノート、赤い16GB"),
    )
    owner = forms.ChoiceField(label=gettext_lazy("使う人"), required=False)
    is_private = forms.BooleanField(label=gettext_lazy("私物（本人のもの）"), required=False)
    terms = forms.CharField(
        label=gettext_lazy("私物の条件"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("私物のときだけ。例：メールだけ。写真と図面は入れない"),
    )
    is_encrypted = forms.ChoiceField(label=gettext_lazy("暗号化"), choices=YES_NO, required=False)
    place = forms.ChoiceField(label=gettext_lazy("置き場所"), required=False)
    note = forms.CharField(label=gettext_lazy("メモ"), max_length=400, required=False, widget=_text())
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people_choices(_("みんなで使う"))  # type: ignore[attr-defined]
        self.fields["place"].choices = _places(_("決めていない"))  # type: ignore[attr-defined]


class LostForm(forms.Form):
    """That it cannot be found, or that it turned up."""

    on = DayField(label=gettext_lazy("いつから見つからないか"))
    note = forms.CharField(
        label=gettext_lazy("分かっていること"),
        max_length=400,
        required=False,
        widget=_text(),
        help_text=gettext_lazy("最後に見た所、入っていたもの。分からないことは、空けておけます。"),
    )

    def clean_on(self) -> Any:
        return _not_ahead(self.cleaned_data["on"])


class DisposeForm(forms.Form):
    """How its data was erased, by whom, and when it left."""

    erased_how = forms.CharField(
        label=gettext_lazy("消去のしかた"),
        max_length=200,
        help_text=gettext_lazy("例：上書き1回、ハンマーで破壊、業者の証明書あり、初期化（暗号化ずみ）"),
    )
    erased_on = DayField(label=gettext_lazy("消去した日"))
    erased_by = forms.ChoiceField(label=gettext_lazy("消去した人"))
    on = DayField(label=gettext_lazy("手放した日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["erased_by"].choices = people_choices(_("選んでください"))  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        return _not_ahead(self.cleaned_data["on"])


class PatchForm(forms.Form):
    """One update on many devices."""

    name = forms.CharField(
        label=gettext_lazy("ソフトウェア"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "software-names", "autocomplete": "off"}),
        help_text=gettext_lazy("例：Windows、スマートフォンのOS、ウイルス対策ソフト"),
    )
    version = forms.CharField(label=gettext_lazy("版"), max_length=60, required=False)
    on = DayField(label=gettext_lazy("更新した日"))
    support_ends_on = DayField(label=gettext_lazy("サポートが終わる日"), required=False)
    note = forms.CharField(label=gettext_lazy("メモ"), max_length=200, required=False)
    devices = forms.MultipleChoiceField(label=gettext_lazy("どの端末"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, devices: Iterable[Device], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["devices"].choices = [(str(one.pk), str(one)) for one in devices]  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        return _not_ahead(self.cleaned_data["on"])


class TakeOutForm(forms.Form):
    """What somebody wants to take along, where to, why, and until when."""

    device = forms.ChoiceField(label=gettext_lazy("何を"), required=False)
    words = forms.CharField(
        label=gettext_lazy("一覧にないもの"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("紙の図面・試作品・金型など。上で選んだときは、空けておきます。"),
    )
    to_where = forms.CharField(label=gettext_lazy("どこへ"), max_length=120)
    country = forms.ChoiceField(label=gettext_lazy("国"), required=False)
    purpose = forms.CharField(label=gettext_lazy("何のために"), max_length=200)
    is_encrypted = forms.ChoiceField(label=gettext_lazy("暗号化"), choices=YES_NO, required=False)
    due_on = DayField(label=gettext_lazy("いつまでに戻すか"))

    def __init__(self, data: Any, devices: Iterable[Device], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["device"].choices = [  # type: ignore[attr-defined]
            ("", _("下に書く")),
            *((str(one.pk), str(one)) for one in devices),
        ]
        self.fields["country"].choices = _countries(_("日本の中"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("device")) == bool(given.get("words")):
            raise ValidationError(
                _("何を持ち出すかを、一覧から選ぶか、ことばで書くか、どちらか1つにしてください。")
            )
        return given


class ExtendForm(forms.Form):
    due_on = DayField(label=gettext_lazy("新しい戻す日"))


class CloudForm(forms.Form):
    """A cloud service of the register."""

    name = forms.CharField(label=gettext_lazy("サービスの名前"), max_length=80)
    provider = forms.CharField(label=gettext_lazy("事業者"), max_length=120, required=False)
    used_for = forms.CharField(
        label=gettext_lazy("何に使うか"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例：図面の受け渡し、会計"),
    )
    may_lie = forms.ChoiceField(
        label=gettext_lazy("置いてよいもの"),
        choices=MayLie.choices,
        required=False,
        help_text=gettext_lazy("いちばん上の区分を選びます。約束を確かめるまでは、控えめにします。"),
    )
    owner = forms.ChoiceField(label=gettext_lazy("契約と管理の担当"), required=False)
    note = forms.CharField(label=gettext_lazy("メモ"), max_length=400, required=False, widget=_text())
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people_choices(_("まだ決めない"))  # type: ignore[attr-defined]


class TermsForm(forms.Form):
    """The terms as they stand today: a file, or the text pasted."""

    taken_on = DayField(label=gettext_lazy("写しを取った日"))
    url = forms.CharField(
        label=gettext_lazy("どこにあったか（URL）"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    text = forms.CharField(
        label=gettext_lazy("規約の文"),
        required=False,
        max_length=200_000,
        widget=_text(8),
        help_text=gettext_lazy(
            "ページの文を写して貼ると、次に取った写しと、どこが変わったかを比べられます。"
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("ファイル"),
        required=False,
        help_text=gettext_lazy("PDF・画像・Office・テキスト、20MBまで。"),
    )
    note = forms.CharField(label=gettext_lazy("メモ"), max_length=200, required=False)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("リンクは https:// か http:// で始まるものにしてください。"))
        return url

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given.get("text") or given.get("file")):
            raise ValidationError(_("規約の文を貼るか、ファイルを選んでください。"))
        return given


class ReviewForm(forms.Form):
    """The check sheet: for each question an answer, where it stands, and a note."""

    on = DayField(label=gettext_lazy("確かめた日"))
    review_on = DayField(label=gettext_lazy("次に見直す日"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items():
            self.fields[f"{item.id}.answer"] = forms.ChoiceField(
                label=item.ask,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                initial=UNKNOWN,
            )
            self.fields[f"{item.id}.where"] = forms.CharField(
                label=gettext_lazy("規約のどこか"), max_length=200, required=False
            )
            self.fields[f"{item.id}.note"] = forms.CharField(
                label=gettext_lazy("メモ"), max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for item in items():
            if given.get(f"{item.id}.answer") == YES and not (given.get(f"{item.id}.where") or "").strip():
                self.add_error(
                    f"{item.id}.where", _("「はい」のときは、規約のどこにあるかを書いてください。例：第8条")
                )
        return given

    @property
    def questions(self) -> list[tuple[Any, Any, Any, Any]]:
        """Each item with its three fields, as the page draws them."""
        parts = ("answer", "where", "note")
        return [(item, *(self[f"{item.id}.{part}"] for part in parts)) for item in items()]  # type: ignore[misc]

    @property
    def general(self) -> list[Any]:
        return [self["on"], self["review_on"]]

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """What `review_cloud` takes."""
        return {
            item.id: {
                part: self.cleaned_data.get(f"{item.id}.{part}") or "" for part in ("answer", "where", "note")
            }
            for item in items()
        }


class ShadowForm(forms.Form):
    """A use that nobody had agreed to."""

    service_words = forms.CharField(label=gettext_lazy("何が使われていたか"), max_length=120)
    found_on = DayField(label=gettext_lazy("見つけた日"))
    how = forms.CharField(
        label=gettext_lazy("どうして分かったか"),
        max_length=300,
        required=False,
        widget=_text(),
        help_text=gettext_lazy("例：請求書、画面を見せてもらった。だれが使ったかは、書かなくて構いません。"),
    )

    def clean_found_on(self) -> Any:
        return _not_ahead(self.cleaned_data["found_on"])


class DecideForm(forms.Form):
    """What becomes of it."""

    decision = forms.ChoiceField(
        label=gettext_lazy("どうするか"),
        choices=[one for one in ShadowDecision.choices if one[0] != ShadowDecision.OPEN],
    )
    note = forms.CharField(label=gettext_lazy("理由"), max_length=300)


class ListingFile(forms.Form):
    """A published list."""

    file = forms.FileField(
        label=gettext_lazy("一覧のファイル"),
        help_text=gettext_lazy("Excel（.xlsx）か CSV、5MB・5,000行まで。"),
    )


class ColumnsForm(forms.Form):
    """Which heading holds which field."""

    def __init__(self, data: Any, headings: Iterable[str], chosen: dict[str, str]) -> None:
        super().__init__(data, initial=chosen)
        choices = [("", _("この列はない")), *((one, one) for one in dict.fromkeys(headings) if one)]
        for field, label in LABELS.items():
            self.fields[field] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        used = [value for value in given.values() if value]
        if len(used) != len(set(used)):
            raise ValidationError(_("1つの列を2か所で選んでいます。"))
        return given


class TakeInForm(forms.Form):
    as_of_on = DayField(label=gettext_lazy("いつの一覧か"))
    skips_faults = forms.BooleanField(required=False)

    def clean_as_of_on(self) -> Any:
        return _not_ahead(self.cleaned_data["as_of_on"])


class TripForm(forms.Form):
    """A trip abroad."""

    person = forms.ChoiceField(label=gettext_lazy("だれが"))
    country = forms.ChoiceField(label=gettext_lazy("国"))
    to_where = forms.CharField(label=gettext_lazy("どこへ"), max_length=120)
    purpose = forms.CharField(label=gettext_lazy("何のために"), max_length=200)
    from_on = DayField(label=gettext_lazy("出る日"))
    until_on = DayField(label=gettext_lazy("戻る日"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, only: uuid.UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_choices(_("選んでください"))
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            one for one in people if only is None or one[0] == str(only)
        ]
        self.fields["country"].choices = _countries(_("選んでください"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("from_on"), given.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _("戻る日が、出る日より前です。"))
        return given


class RuleForm(forms.Form):
    """A rule: what may go where."""

    country = forms.ChoiceField(label=gettext_lazy("どの国"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("何を"), required=False)
    verdict = forms.ChoiceField(label=gettext_lazy("どうするか"), choices=Verdict.choices)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        widget=_text(),
        help_text=gettext_lazy("例：法令で持込みを調べられる、取引先との約束、代わりに出張用の端末がある"),
    )
    from_on = DayField(label=gettext_lazy("いつから"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = _countries(_("海外のどの国も"))  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("どの物も")), *DeviceKind.choices]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """One line of text of somebody's own."""

    words = forms.CharField(max_length=200, required=False)


def _not_ahead(day: Any) -> Any:
    if day is not None and day > clock.today():
        raise ValidationError(_("先の日になっています。今日までの日にしてください。"))
    return day
