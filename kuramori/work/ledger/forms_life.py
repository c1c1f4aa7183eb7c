"""What people type into the guided decisions, the life of an asset, rounds and the first session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.rules.classifying import Question
from kuramori.work.ledger import content
from kuramori.work.ledger.entry import Kind
from kuramori.work.ledger.fields import Known
from kuramori.work.ledger.models import Layer, PriorKind, RoundKind, Route
from kuramori.work.ledger.reading.offers import Offered

Choices = Sequence[tuple[str, str]]


def _choose(form: forms.Form, name: str, choices: Choices, nothing: str = "") -> None:
    form.fields[name].choices = [("", nothing or _("選んでください")), *choices]  # type: ignore[attr-defined]


class QuestionsForm(forms.Form):
    """The five questions, each as a row of radio buttons."""

    def __init__(
        self, *args: Any, questions: Sequence[Question], required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.id] = forms.ChoiceField(
                label=question.words,
                required=required,
                choices=[(option.id, option.words) for option in question.options],
                widget=forms.RadioSelect,
                error_messages={"required": _("1つ選んでください。")},
            )


class LineForm(QuestionsForm):
    """One of the five: what, why, where, who, and the questions."""

    field_order = ("name", "why", "place", "keeper")
    name = forms.CharField(
        label=gettext_lazy("何ですか"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("例：主軸加工の送り条件"),
    )
    why = forms.CharField(
        label=gettext_lazy("なぜ、まねしにくいのですか。どこが秘密ですか"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("秘密の数値そのものは書きません。"),
    )
    place = forms.ChoiceField(label=gettext_lazy("どこにありますか"), required=False)
    keeper = forms.ChoiceField(label=gettext_lazy("だれが持っていますか（保管する人）"), required=False)
    partner = forms.CharField(
        label=gettext_lazy("どの会社から預かりましたか"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("「取引先から預かった」ときに書きます。取引先の一覧になければ、加えます。"),
    )
    grade = forms.ChoiceField(label=gettext_lazy("秘密区分を自分で決める"), required=False)
    layer = forms.ChoiceField(label=gettext_lazy("共有区分を自分で決める"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, grades: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        _choose(self, "place", offered.choices(Kind.PLACE), _("まだ決めない"))
        _choose(self, "keeper", offered.choices(Kind.PERSON), _("まだ決めない"))
        _choose(self, "grade", list(grades.items()), _("提案のとおり"))
        _choose(self, "layer", [(str(code), str(name)) for code, name in Layer.choices], _("提案のとおり"))


class RouteForm(forms.Form):
    """Which protection, and why."""

    route = forms.ChoiceField(label=gettext_lazy("保護ルート"), choices=Route.choices)
    reason = forms.CharField(
        label=gettext_lazy("わけ"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    on = DayField(label=gettext_lazy("決めた日"), required=False)


class PublicForm(forms.Form):
    """What was compared, with what result."""

    compared = forms.MultipleChoiceField(
        label=gettext_lazy("何と比べましたか"), required=False, widget=forms.CheckboxSelectMultiple
    )
    further = forms.CharField(label=gettext_lazy("ほかに比べた物"), max_length=200, required=False)
    result = forms.ChoiceField(
        label=gettext_lazy("どうでしたか"), choices=Known.choices, widget=forms.RadioSelect
    )
    on = DayField(label=gettext_lazy("確かめた日"), required=False)
    next_on = DayField(label=gettext_lazy("次に確かめる日"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compared"].choices = content.lifecycle().compared  # type: ignore[attr-defined]
        self.fields["on"].help_text = _("空けておくと今日です。")
        self.fields["next_on"].help_text = _("空けておくと、1年後です。")


class PriorForm(forms.Form):
    """One record of prior use."""

    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=PriorKind.choices)
    title = forms.CharField(
        label=gettext_lazy("名前"), max_length=120, help_text=gettext_lazy("例：試作1号の測定表")
    )
    of_on = DayField(label=gettext_lazy("いつの物ですか"))
    file = forms.FileField(
        label=gettext_lazy("ファイル"),
        required=False,
        help_text=gettext_lazy("20MBまで。預けると、照合値（SHA-256）を計算して残します。"),
    )
    sha256 = forms.CharField(
        label=gettext_lazy("照合値だけを残す"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("秘密のファイルを預けずに、SHA-256 の64文字だけを残せます。"),
    )
    kept_at = forms.CharField(label=gettext_lazy("原本のある場所"), max_length=200, required=False)


class CopyForm(forms.Form):
    holder = forms.ChoiceField(label=gettext_lazy("社内で持つ人"), required=False)
    to_whom = forms.CharField(label=gettext_lazy("社外の相手"), max_length=120, required=False)
    place = forms.ChoiceField(label=gettext_lazy("置く場所"), required=False)
    made_on = DayField(label=gettext_lazy("作った日"), required=False)
    due_on = DayField(label=gettext_lazy("戻す期限"), required=False)
    note = forms.CharField(label=gettext_lazy("ひとこと"), max_length=200, required=False)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "holder", offered.choices(Kind.PERSON), _("社外の相手に渡す"))
        _choose(self, "place", offered.choices(Kind.PLACE), _("決めない"))
        self.fields["made_on"].help_text = _("空けておくと今日です。")
        self.fields["due_on"].help_text = _(
            "書いておくと、近づいたときに知らせます。空けたままでも構いません。"
        )


class TakeOutForm(forms.Form):
    """Asking to take it out: the request itself belongs to places."""

    to_where = forms.CharField(label=gettext_lazy("どこへ"), max_length=120)
    purpose = forms.CharField(label=gettext_lazy("何のために"), max_length=200)
    due_on = DayField(label=gettext_lazy("いつ戻しますか"))


class DisposeForm(forms.Form):
    """How it is given up, before whose eyes."""

    method = forms.ChoiceField(label=gettext_lazy("方法"))
    done_on = DayField(label=gettext_lazy("手放した日"), required=False)
    reason = forms.CharField(label=gettext_lazy("わけ"), max_length=200)
    witness = forms.ChoiceField(label=gettext_lazy("立ち会った人（社内）"), required=False)
    witness_words = forms.CharField(
        label=gettext_lazy("立ち会った人（社外）"), max_length=120, required=False
    )
    given_to = forms.CharField(
        label=gettext_lazy("返した相手"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("預かった情報を返すときに書きます。"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, is_received: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[Any] = [
            (medium.words, [(f"{medium.id}:{way}", words) for way, words in medium.methods])
            for medium in content.lifecycle().media
            if is_received or medium.id != "returned"
        ]
        self.fields["method"].choices = [("", _("選んでください")), *groups]  # type: ignore[attr-defined]
        _choose(self, "witness", offered.choices(Kind.PERSON), _("社外の方が立ち会った"))
        self.fields["done_on"].help_text = _("空けておくと今日です。")
        if not is_received:
            del self.fields["given_to"]


class RoundForm(forms.Form):
    """A new round: what kind, and within which place."""

    kind = forms.ChoiceField(label=gettext_lazy("何をしますか"), choices=RoundKind.choices)
    within = forms.ChoiceField(label=gettext_lazy("どこを回りますか"), required=False)
    name = forms.CharField(label=gettext_lazy("名前"), max_length=80, required=False)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "within", offered.choices(Kind.PLACE), _("会社じゅう"))
        self.fields["name"].help_text = _("空けておくと、日付と種類が名前になります。")


class HandOnForm(forms.Form):
    owner = forms.ChoiceField(label=gettext_lazy("担当"))
    due_on = DayField(label=gettext_lazy("期限"))

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", offered.choices(Kind.PERSON))
