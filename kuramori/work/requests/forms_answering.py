"""What is typed into the pages behind a link."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.days import DayField
from kuramori.outside import clock
from kuramori.rules.requests.claiming import LONGEST_NUMBER, Held, has_ended
from kuramori.rules.requests.outcomes import Given, Said
from kuramori.rules.requests.reply_text import LONGEST, LONGEST_NAMES, MOST_TIERS, Further
from kuramori.rules.requests.requirements import Equivalent, Required
from kuramori.work.requests.drafting import Wanted, tidy
from kuramori.work.requests.models import Disclosure

ALTERNATIVE: Final = Said.ALTERNATIVE.value
NA: Final = Said.NA.value
WORDS: Final = ("met", "part", "planned", "not")
"""The choices of a list that has no levels."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of one item, as they were sent."""

    choice: str = ""
    words: str = ""
    plan: str = ""
    on: str = ""
    seen: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.choice or self.words or self.plan or self.on)


def typed_of(given: Given | None, best: int, seen: str) -> Typed:
    """An answer as its fields show it."""
    if given is None:
        return Typed(seen=seen)
    choice = given.said.value
    if given.level is not None and given.said not in {Said.ALTERNATIVE, Said.NA} and best > 1:
        choice = str(given.level)
    on = given.plan_on.isoformat() if given.plan_on else ""
    return Typed(choice, given.words, given.plan, on, seen)


def typed_in(post: QueryDict, items: Iterable[str]) -> dict[str, Typed]:
    """The fields of those items that the form had."""
    over = dict(one.split(":", 1) for one in post.getlist("over") if ":" in one)
    return {
        item: Typed(
            post.get(item, "")[:20],
            tidy(post.get(f"{item}.words", "")),
            tidy(post.get(f"{item}.plan", "")),
            post.get(f"{item}.on", "").strip()[:20],
            over.get(item, post.get(f"{item}.seen", ""))[:64],
        )
        for item in items
        if item in post or f"{item}.seen" in post
    }


def wanted(
    typed: Mapping[str, Typed], required: Mapping[str, Required], best: int
) -> tuple[dict[str, Wanted], dict[str, str]]:
    """What shall stand at each item, and what is wrong (a code) at those that cannot be read."""
    found, wrongs = {}, {}
    for item, one in typed.items():
        try:
            found[item] = Wanted(_given(one, required[item], best), one.seen)
        except _Wrong as wrong:
            wrongs[item] = wrong.code
    return found, wrongs


def wrong_words(code: str) -> str:
    """Why an answer was not saved, for whoever typed it."""
    return {
        "choose": _("いまの状態を選んでください。書いた文は、選ぶと保存されます。"),
        "choice": _("この設問にない選び方です。選び直してください。"),
        "day": _("日付を読めません。2027-03-31 のように入れてください。"),
        "words-too-long": _("説明は%(n)s文字までです。短くしてください。") % {"n": LONGEST["words"]},
        "plan-too-long": _("計画は%(n)s文字までです。短くしてください。") % {"n": LONGEST["plan"]},
        "not-asked": _("このお願いにない設問です。"),
        "level": _("この設問にない選び方です。選び直してください。"),
    }[code]


class _Wrong(ValueError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _given(typed: Typed, required: Required, best: int) -> Given | None:
    if typed.is_empty:
        return None
    if not typed.choice:
        raise _Wrong("choose")
    on = _day(typed.on)
    if typed.choice == NA:
        if not required.na_allowed:
            raise _Wrong("choice")
        return Given(Said.NA, words=typed.words)
    if typed.choice == ALTERNATIVE:
        return Given(Said.ALTERNATIVE, None, typed.words, typed.plan, on)
    said, level = _said(typed.choice, required, best, is_planned=on is not None)
    return Given(said, level, typed.words, typed.plan, on)


def _said(choice: str, required: Required, best: int, *, is_planned: bool) -> tuple[Said, int | None]:
    if best <= 1:
        if choice not in WORDS:
            raise _Wrong("choice")
        return Said(choice), None
    if not (choice.isascii() and choice.isdigit() and int(choice) <= best):
        raise _Wrong("choice")
    return said_by_level(int(choice), required, best, is_planned=is_planned)


def said_by_level(
    level: int, required: Required, best: int, *, is_planned: bool = False
) -> tuple[Said, int | None]:
    """What a level says beside what is asked; lists of one level keep the word alone."""
    if best <= 1:
        return (Said.MET if level else Said.NOT), None
    if level >= required.level:
        return Said.MET, level
    if is_planned:
        return Said.PLANNED, level
    return (Said.PART if level else Said.NOT), level


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise _Wrong("day") from None


class EvidenceForm(forms.Form):
    """A file, or only its title with the hash that the browser computed."""

    item = forms.ChoiceField(label=gettext_lazy("どの設問の根拠ですか"))
    title = forms.CharField(label=gettext_lazy("根拠の名前"), max_length=120, required=False)
    file = forms.FileField(label=gettext_lazy("ファイルを渡す"), required=False)
    sha256 = forms.RegexField(
        r"\A\s*(?:[0-9a-fA-F]{64})?\s*\Z",
        label=gettext_lazy("ファイルの照合値（SHA-256）"),
        required=False,
        error_messages={"invalid": gettext_lazy("照合値は、0〜9とa〜fの64文字です。")},
    )

    is_sure = forms.BooleanField(
        label=gettext_lazy("このファイルの中身は、秘密ではありません"), required=False
    )

    def __init__(self, *given: object, items: Iterable[tuple[str, str]], **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["item"].choices = list(items)  # type: ignore[attr-defined]
        self.fields["title"].help_text = _(
            "例：情報管理規程 第3版。中身に秘密のあるものは選ばないでください。"
        )


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One equivalent as it stands in the form. `has_ended`: its last day is over, so it stands for nothing."""

    accepted: Equivalent
    is_ticked: bool
    number: forms.BoundField
    until: forms.BoundField
    has_ended: bool


class HeldForm(forms.Form):
    """Which of the accepted equivalents one holds: a tick, the number of the proof, its last day."""

    def __init__(self, data: QueryDict | None, accepted: Iterable[Equivalent], held: Iterable[Held]) -> None:
        self.accepted, stands = tuple(accepted), {one.id: one for one in held}
        first: dict[str, object] = {f"number-{one.id}": one.number for one in stands.values()}
        first |= {f"until-{one.id}": one.valid_until for one in stands.values()}
        super().__init__(data, initial=first)
        self.ticked = set(stands) if data is None else set(data.getlist("held")[:50])
        for one in self.accepted:
            self.fields[f"number-{one.id}"] = forms.CharField(
                label=_("証書の番号"), max_length=LONGEST_NUMBER, required=False
            )
            self.fields[f"until-{one.id}"] = DayField(label=_("有効期限"), required=False)

    def lines(self) -> list[HeldLine]:
        """For the page."""
        stands = {one.id: one for one in (self.held() if self.is_valid() else ())}
        if not self.is_bound:
            stands = {one.id: Held(one.id, "", self.initial.get(f"until-{one.id}")) for one in self.accepted}
        return [
            HeldLine(
                one,
                one.id in self.ticked,
                self[f"number-{one.id}"],
                self[f"until-{one.id}"],
                one.id in self.ticked and one.id in stands and has_ended(stands[one.id], clock.today()),
            )
            for one in self.accepted
        ]

    def held(self) -> list[Held]:
        """What is ticked."""
        said = self.cleaned_data
        return [
            Held(one.id, tidy(said[f"number-{one.id}"]), said[f"until-{one.id}"])
            for one in self.accepted
            if one.id in self.ticked
        ]


class ColleagueForm(forms.Form):
    """Who shares the work."""

    name = forms.CharField(label=gettext_lazy("お名前"), max_length=60)
    address = forms.EmailField(label=gettext_lazy("メールアドレス"), max_length=200)


class HandInForm(forms.Form):
    """How much is shown, and who says so."""

    disclosure = forms.ChoiceField(choices=Disclosure.choices)
    given_by = forms.CharField(label=gettext_lazy("回答した方のお名前"), max_length=120)


class FurtherForm(forms.Form):
    """What somebody volunteers of firms beyond their own; nothing of it has to be told."""

    goes = forms.ChoiceField(
        label=gettext_lazy("この情報を、さらに先の会社でも扱いますか"),
        required=False,
        choices=(
            ("", gettext_lazy("答えない")),
            ("no", gettext_lazy("自分の会社だけで扱う")),
            ("yes", gettext_lazy("さらに先の会社でも扱う")),
        ),
        widget=forms.RadioSelect,
    )
    tiers = forms.TypedChoiceField(
        label=gettext_lazy("何段先まで"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=(("", gettext_lazy("答えない")), *((str(n), str(n)) for n in range(1, MOST_TIERS + 1))),
        help_text=gettext_lazy("外注先だけなら1、その先の会社へも渡るなら2です。"),
    )
    names = forms.CharField(
        label=gettext_lazy("会社の名前"),
        required=False,
        max_length=LONGEST_NAMES,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "書かなくてかまいません。「説明と計画まで」か、それより多く見せるときだけ届きます。"
        ),
    )

    def told(self) -> Further | None:
        """None where they would rather not say."""
        said = self.cleaned_data
        if not said["goes"]:
            return None
        if said["goes"] == "no":
            return Further(goes=False)
        return Further(goes=True, tiers=said["tiers"], names=tidy(said["names"], LONGEST_NAMES))


def initial_further(told: Further | None) -> dict[str, object]:
    """What stands, as the form shows it."""
    if told is None:
        return {"goes": ""}
    return {"goes": "yes" if told.goes else "no", "tiers": told.tiers or "", "names": told.names}
