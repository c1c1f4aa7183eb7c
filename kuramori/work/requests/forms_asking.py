"""What people type to ask: the request itself, why it may go out as it is, and how it ends."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.work.requests.approving import LONGEST_REASON
from kuramori.work.requests.asking import LONGEST, LONGEST_KEPT_MONTHS, RequestWanted
from kuramori.work.requests.models import Disclosure
from kuramori.work.requests.support_content import support


def _text(
    label: Any, name: str, *, rows: int = 2, help_text: Any = "", required: bool = False
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=LONGEST[name], required=required, widget=widget, help_text=help_text
    )


# A draft may be kept without these; 調達 does not get it before they are written.
BEFORE_APPROVAL = ("reason", "deadline_on", "readers", "call_back")


class RequestForm(forms.Form):
    """A request; `revision` is what it was written upon."""

    title = _text(_("件名"), "title", rows=0, required=True)
    reason = _text(
        _("お願いするわけ"), "reason", rows=3,
        help_text=_("相手に伝わる言葉で。例：図面をお預けしており、扱いを一緒に確かめたいため。"),
    )  # fmt: skip
    scope = _text(_("対象の範囲"), "scope", help_text=_("例：弊社の図面を扱う部署と、そのパソコン"))
    deadline_on = DayField(label=_("いつまでに"), required=False)
    division = _text(
        _("お願いする部門"), "division", rows=0, help_text=_("ほかの部門が同じ相手に頼んでいないかを見ます。")
    )
    disclosure = forms.ChoiceField(
        label=_("見せてもらいたい範囲"),
        choices=Disclosure.choices,
        help_text=_("目安として伝えます。どこまで見せるかは、相手が選びます。"),
    )
    evidence_wanted = _text(
        _("根拠としてお願いするもの"), "evidence_wanted",
        help_text=_("題名で足りるものは題名だけに。図面や手順書そのものは求めません。"),
    )  # fmt: skip
    evidence_contains_secrets = forms.BooleanField(
        label=_("根拠に、相手の秘密そのものが入る"), required=False
    )
    named_product = _text(
        _("求める特定の製品・サービス"), "named_product", rows=0, help_text=_("なければ空けておきます。")
    )
    or_equivalent = forms.BooleanField(label=_("同じ働きの物でもよい"), required=False)
    level_reason = _text(
        _("目安より高い水準を求めるわけ"), "level_reason", help_text=_("高くないときは空けます。")
    )
    readers = _text(_("回答を読む者"), "readers", rows=0, help_text=_("例：調達部と品質保証部"))
    keep_months = forms.IntegerField(
        label=_("回答を預かる月数"),
        min_value=1,
        max_value=LONGEST_KEPT_MONTHS,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    support = _text(_("手伝えること"), "support", help_text=_("例：専門家の訪問（無料）、説明会、費用の分担"))
    helps = forms.MultipleChoiceField(
        label=_("手伝いの一覧から添えるもの"),
        required=False,
        choices=lambda: [(one.id, one.words) for one in support().helps],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("手紙に載り、相手は最初の画面から申し込めます。"),
    )
    cost_contact = _text(_("費用の相談先"), "cost_contact", rows=0, help_text=_("部署・名前・電話"))
    call_back = _text(
        _("本物か確かめるための電話番号"),
        "call_back",
        rows=0,
        help_text=_("会社の代表など、相手が前から知っている番号"),
    )
    shows_place = forms.BooleanField(
        label=_("答えた会社に、同じ規模の会社の中での位置を見せる"),
        required=False,
        initial=True,
        help_text=_("四つに分けた言葉だけです。ほかに10社の回答がないあいだは出ません。"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name in BEFORE_APPROVAL:
            self.fields[name].later = _("承認までに")  # type: ignore[attr-defined]

    def wanted(self) -> RequestWanted:
        said = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return RequestWanted(
            **{**said, "disclosure": Disclosure(said["disclosure"]), "helps": tuple(said["helps"])}
        )

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Headings with their fields, for the page."""
        return [
            (heading, [self[name] for name in names])
            for heading, names in (
                (_("何を、なぜ"), ("title", "reason", "scope", "deadline_on", "division")),
                (_("どこまで"), ("disclosure", "evidence_wanted", "evidence_contains_secrets",
                 "named_product", "or_equivalent", "level_reason")),
                (_("回答の扱い"), ("readers", "keep_months", "shows_place")),
                (_("相手への支え"), ("support", "helps", "cost_contact", "call_back")),
            )
        ]  # fmt: skip


class AcceptForm(forms.Form):
    """A reason for each amber rule that is let pass."""

    def __init__(self, data: Any, rules: tuple[str, ...]) -> None:
        super().__init__(data)
        self.rules = rules
        for rule in rules:
            self.fields[f"ok-{rule}"] = forms.BooleanField(required=False)
            self.fields[f"why-{rule}"] = forms.CharField(max_length=LONGEST_REASON, required=False)

    def typed(self, rule: str) -> tuple[bool, str]:
        """The tick and the reason as they stand in the form: whatever else is refused, they are shown again."""
        return f"ok-{rule}" in self.data, str(self.data.get(f"why-{rule}", ""))[:LONGEST_REASON]

    def accepted(self) -> dict[str, str]:
        given = self.cleaned_data
        return {
            rule: given[f"why-{rule}"]
            for rule in self.rules
            if given[f"ok-{rule}"] and given[f"why-{rule}"].strip()
        }


class EndForm(forms.Form):
    """Why a request ends; goes into the letter to the partners."""

    reason = forms.CharField(
        label=_("わけ"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("お願い先へのお知らせに、そのまま載ります。"),
    )


class CallForm(forms.Form):
    """What was said on the telephone."""

    note = forms.CharField(max_length=400)


def ids_of(written: list[str]) -> list[uuid.UUID]:
    """Those that are ids, at most a page of them."""
    found = []
    for one in written[:200]:
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            continue
    return found
