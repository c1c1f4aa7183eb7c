"""What people type about help, visits and good practice."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.work.requests.models import HelpState
from kuramori.work.requests.support_content import support

HELPFUL: Final = [("", _("まだ分からない")), ("yes", _("役に立った")), ("no", _("役に立たなかった"))]
_PARTNER_HELP: Final = _("取引先の名前かコード。登録した取引先から選びます。")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OfferForm(forms.Form):
    """Help of the catalogue for one gap."""

    help_id = forms.ChoiceField(label=_("手伝い"))
    words = forms.CharField(label=_("ひとこと"), max_length=300, required=False, widget=_lines(2))
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "offer_%s"
        super().__init__(*args, **kwargs)
        self.fields["help_id"].choices = [  # type: ignore[attr-defined]
            (one.id, one.words) for one in support().helps
        ]


class CameForm(forms.Form):
    """What came of it."""

    state = forms.ChoiceField(label=_("どうなったか"), choices=HelpState.choices)
    is_helpful = forms.ChoiceField(label=_("役に立ったか"), choices=HELPFUL, required=False)
    words = forms.CharField(label=_("ひとこと"), max_length=400, required=False, widget=_lines(2))
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def helpful(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["is_helpful"])


class VisitForm(forms.Form):
    """A visit; each line of what was found becomes a gap."""

    partner = forms.CharField(label=_("取引先"), max_length=120, help_text=_PARTNER_HELP)
    on = DayField(label=_("訪ねた日"), initial=clock.today)
    went = forms.CharField(label=_("訪ねた人"), max_length=200)
    met = forms.CharField(label=_("会った人"), max_length=200, required=False)
    words = forms.CharField(
        label=_("見たこと・話したこと"), max_length=2_000, required=False, widget=_lines(4)
    )
    is_photo_free = forms.BooleanField(
        label=_("写真は撮りませんでした"),
        required=False,
        initial=True,
        help_text=_("撮ったときは、相手の許しを得たことを上に書きます。"),
    )
    findings = forms.CharField(
        label=_("気づいたこと（1行に1つ）"),
        max_length=4_200,
        required=False,
        widget=_lines(4),
        help_text=_("1行ずつギャップになり、相手に伝わります。"),
    )
    why = forms.CharField(
        label=_("なぜ必要か"),
        max_length=400,
        required=False,
        widget=_lines(2),
        help_text=_("気づいたことを書いたときは、必ず。"),
    )

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["findings"].splitlines() if line.strip()]


class PracticeForm(forms.Form):
    """A good practice, told without a name."""

    partner = forms.CharField(
        label=_("どこの事例か（外には出ません）"), max_length=120, help_text=_PARTNER_HELP
    )
    topic = forms.CharField(
        label=_("何についての事例か"), max_length=120, help_text=_("例：小さな工場の図面の置き方。")
    )
    words = forms.CharField(
        label=_("どんな工夫か"),
        max_length=600,
        widget=_lines(4),
        help_text=_("会社や人の名前、場所、品番は書きません。"),
    )
    consent_by = forms.CharField(label=_("同意した方（外には出ません）"), max_length=120)
    consent_on = DayField(label=_("同意した日"), initial=clock.today)
    may = forms.BooleanField(
        label=_("名前を出さずに、ほかの会社に見せてよいと確かめました"),
        error_messages={"required": _("同意のない事例は載せられません。")},
    )
