"""What people type about requests to pass on, joint developments and kept moulds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.contacts.models import Partner
from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.work.partners.forms_take_back import people_of
from kuramori.work.partners.models import (
    Agreement,
    AgreementState,
    Brought,
    JointProject,
    KeptMould,
    MouldState,
    OnwardSide,
    Ownership,
)
from kuramori.work.places.models import Place

NO_SECRET = _("秘密の中身は書きません。例：金型の3D図面。")
PARTNER = _("取引先の名前かコード。登録した取引先から選びます。")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _choice(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared so below
    field.choices = choices


class OnwardForm(forms.Form):
    """A request, in either direction."""

    side = forms.ChoiceField(label=_("どちらから"), choices=OnwardSide.choices, widget=forms.RadioSelect)
    partner = forms.CharField(label=_("頼む相手、または頼んできた相手"), max_length=120, help_text=PARTNER)
    asset = forms.CharField(
        label=_("台帳の番号"),
        max_length=60,
        required=False,
        help_text=_("こちらから頼むときは、預かった情報の管理番号。承諾があると、共有の判断に使われます。"),
    )
    what = forms.CharField(label=_("何を"), max_length=200, help_text=NO_SECRET)
    to = forms.CharField(
        label=_("渡す先"),
        max_length=120,
        help_text=_("こちらから頼むときは、取引先に登録した名前かコード。"),
    )
    purpose = forms.CharField(label=_("目的"), max_length=200, help_text=_("例：表面処理の委託のため。"))
    asked_on = DayField(label=_("頼んだ日"))


class OnwardAnswerForm(forms.Form):
    """What the owner, or we, answered."""

    answer = forms.ChoiceField(
        label=_("返事"), choices=[("yes", _("承諾")), ("no", _("断り"))], widget=forms.RadioSelect
    )
    answered_on = DayField(label=_("答えた日"), initial=clock.today)
    by = forms.CharField(label=_("答えた方"), max_length=120, help_text=_("会社・部署とお名前。"))
    until_on = DayField(label=_("いつまで"), required=False)
    conditions = forms.CharField(label=_("条件"), max_length=400, required=False, widget=_lines(2))
    basis = forms.CharField(
        label=_("もとになる書面の名前"), max_length=200, required=False, help_text=_("例：6月5日の承諾書。")
    )
    paper = forms.FileField(label=_("書面（あれば）"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].help_text = _("承諾なら必ず。2027/3/31 のように書きます。")


class OwnerLinkForm(forms.Form):
    """Who of the owner's people gets a link to answer."""

    contact = forms.ChoiceField(label=_("返事をしてもらう方"))
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, partner: Partner, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        _choice(self.fields["contact"], people_of(partner))


class ReasonForm(forms.Form):
    """Why something ends or is struck."""

    reason = forms.CharField(label=_("わけ"), max_length=200)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ProjectForm(forms.Form):
    """A joint development. `partner` is asked once, when it begins."""

    partner = forms.CharField(label=_("相手"), max_length=120, help_text=PARTNER)
    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("例：軽量ブラケットの共同開発"))
    purpose = forms.CharField(label=_("目的"), max_length=400, required=False, widget=_lines(2))
    from_on = DayField(label=_("いつから"))
    until_on = DayField(label=_("いつまで"), required=False)
    agreement = forms.ChoiceField(label=_("契約"), required=False)
    ownership = forms.ChoiceField(label=_("成果の帰属"), choices=Ownership.choices, initial=Ownership.OPEN)
    ownership_words = forms.CharField(
        label=_("帰属のひとこと"),
        max_length=400,
        required=False,
        widget=_lines(2),
        help_text=_("例：共有の持分は半分ずつ。出願は相談して決める。"),
    )
    ended_on = DayField(label=_("終えた日"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: JointProject | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if row is None:
            # Which agreements there are is known once the partner is.
            for name in ("agreement", "ended_on"):
                del self.fields[name]
            return
        del self.fields["partner"]
        rows = Agreement.objects.filter(partner=row.partner).exclude(state=AgreementState.DECLINED)
        named = [(str(one.pk), f"{one.number} {one.title}") for one in rows.order_by("number")]
        _choice(self.fields["agreement"], [("", _("まだない")), *named])


class BroughtForm(forms.Form):
    """One line of the list."""

    side = forms.ChoiceField(label=_("持ち込んだ側"), choices=Brought.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("何を"), max_length=200, help_text=NO_SECRET)
    asset = forms.CharField(label=_("台帳の番号"), max_length=60, required=False)
    since_on = DayField(label=_("いつから持っていたか"))
    shown_on = DayField(label=_("見せた日"), required=False)


class ConfirmForm(forms.Form):
    """That the other side confirmed a line."""

    by = forms.CharField(label=_("確かめた方"), max_length=120)
    on = DayField(label=_("確かめた日"), initial=clock.today)


class MinutesForm(forms.Form):
    """One meeting."""

    on = DayField(label=_("日付"), initial=clock.today)
    people = forms.CharField(label=_("出た人"), max_length=400, help_text=_("双方の会社とお名前。"))
    talked = forms.CharField(label=_("話したこと"), max_length=4000, widget=_lines(5))
    handed = forms.CharField(label=_("渡した物"), max_length=400, required=False, widget=_lines(2))


class MouldForm(forms.Form):
    """A mould or jig that is kept. `partner` is asked once."""

    partner = forms.CharField(label=_("持ち主"), max_length=120, help_text=PARTNER)
    name = forms.CharField(label=_("型・治具の名前"), max_length=120)
    tag = forms.CharField(
        label=_("資産番号"), max_length=60, required=False, help_text=_("持ち主が付けた番号。")
    )
    count = forms.IntegerField(label=_("数"), min_value=1, max_value=100_000, initial=1)
    since_on = DayField(label=_("預かった日"))
    place = forms.ChoiceField(label=_("保管場所"), required=False)
    used_on = DayField(label=_("最後に使った日"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: KeptMould | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if row is not None:
            del self.fields["partner"]
        places = Place.objects.filter(retired_on__isnull=True).order_by("path")
        _choice(
            self.fields["place"],
            [("", _("まだ決めていない")), *((str(one.pk), one.path) for one in places)],
        )


class MouldAskForm(forms.Form):
    """Return or scrapping is asked for."""

    state = forms.ChoiceField(
        label=_("どうする話か"),
        choices=[(MouldState.RETURN_ASKED, _("返却")), (MouldState.SCRAP_ASKED, _("廃棄"))],
        widget=forms.RadioSelect,
    )
    by_on = DayField(label=_("いつまでに"))
    words = forms.CharField(
        label=_("ひとこと"), max_length=200, required=False, help_text=_("例：こちらから廃棄の承諾を求めた。")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class MouldEndForm(forms.Form):
    """It is gone."""

    state = forms.ChoiceField(
        label=_("どうしたか"),
        choices=[(MouldState.RETURNED, _("返した")), (MouldState.SCRAPPED, _("廃棄した"))],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("その日"), initial=clock.today)
    words = forms.CharField(label=_("受け取った方、または廃棄を認めた方と書面"), max_length=200)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class TalkForm(forms.Form):
    """What was said about the cost of keeping it."""

    on = DayField(label=_("話した日"), initial=clock.today)
    words = forms.CharField(label=_("話したこと"), max_length=400, widget=_lines(2))
    agreed = forms.ChoiceField(
        label=_("どうなったか"),
        choices=[("no", _("まだ決まっていない")), ("yes", _("合意した"))],
        widget=forms.RadioSelect,
        initial="no",
    )


def partner_meant(form: forms.Form, field: str, found: Partner | None, several: tuple[Partner, ...]) -> None:
    """Say at the field why no partner could be told from what was typed."""
    if found is None:
        names = "、".join(one.name for one in several[:5])
        form.add_error(
            field,
            _("どの取引先か決められません: %(names)s") % {"names": names}
            if names
            else _("この名前の取引先が見つかりません。先に「取引先」に登録してください。"),
        )
