"""What people type for 求める水準 and 区分け: the head as a form, the items as a table of plain fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kuramori.rules.catalogue import Pack
from kuramori.rules.requests.requirements import LONGEST_WHY, Equivalent, Required
from kuramori.work.requests.asking_content import equivalents, is_english, tiers
from kuramori.work.requests.models import Axis

EVERY = "all"
NO_LEVEL = 999


class ProfileHead(forms.Form):
    """The name of a profile, whom it is for, and what is taken instead of answers."""

    name = forms.CharField(label=_("名前"), max_length=80, help_text=_("例：図面を預ける取引先"))
    klass = forms.CharField(
        label=_("取引先の区分"),
        max_length=20,
        help_text=_("区分けで使う名前です。例：A・B・C"),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    axis = forms.ChoiceField(label=_("何を確かめるか"), choices=Axis.choices)


class NewProfile(ProfileHead):
    """The same with the list of questions, and one level and reason for all of them to begin with."""

    pack = forms.ChoiceField(label=_("どの設問で聞くか"))
    level = forms.TypedChoiceField(label=_("はじめの水準"), coerce=int)
    why = forms.CharField(
        label=_("求めるわけ"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("取引先に見せる言葉です。設問ごとに、次の画面で変えられます。例：図面をお預けするため。"),
    )
    field_order = ("pack", "name", "klass", "axis", "level", "why")

    def __init__(self, data: Any, packs: Sequence[Pack]) -> None:
        lang = "en" if is_english() else "ja"
        # Levels have names in each pack; where several packs are offered they stand by their rank.
        names = packs[0].text(lang).levels if len(packs) == 1 else ()
        best = max((one.profile.best for one in packs), default=1)
        super().__init__(
            data, initial={"level": packs[0].profile.ready if packs else 1, "axis": Axis.INFORMATION}
        )
        self._choose("pack", [(one.id, one.text(lang).title) for one in packs])
        self._choose(
            "level",
            [(n, f"{n} {names[n].name}" if n < len(names) else str(n)) for n in range(1, best + 1)],
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as declared
        field.choices = choices


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the table. `level` 0: not asked; `taken`: ids of what stands for an answer to it."""

    item: str
    number: str
    title: str
    measure: str
    level: int
    why: str
    is_critical: bool
    na_allowed: bool
    taken: tuple[str, ...] = ()
    wrong: str = ""

    def required(self) -> Required:
        return Required(self.item, self.level, self.why.strip(), self.is_critical, self.na_allowed)


def lines_of(pack: Pack, required: Iterable[Required], equivalents: Iterable[Equivalent] = ()) -> list[Line]:
    """Every item of a pack, as it is asked."""
    accepted = tuple(equivalents)
    lang = "en" if is_english() else "ja"
    texts, by_item = pack.text(lang), {one.item: one for one in required}
    lines = []
    for item in pack.items:
        asked = by_item.get(item.id)
        text = texts.items.get(item.id)
        lines.append(
            Line(
                item=item.id,
                number=item.number,
                title=text.title if text else item.id,
                measure=item.measure,
                level=asked.level if asked else 0,
                why=asked.why if asked else "",
                is_critical=asked.is_critical if asked else False,
                na_allowed=asked.na_allowed if asked else item.na_allowed,
                taken=tuple(one.id for one in accepted if not one.items or item.id in one.items),
            )
        )
    return lines


def typed(lines: Iterable[Line], posted: QueryDict) -> list[Line]:
    """The same lines with what was typed."""
    return [
        replace(
            one,
            level=_level(posted.get(f"level-{one.item}", ""), one.level),
            why=posted.get(f"why-{one.item}", "")[: LONGEST_WHY + 1],
            is_critical=f"critical-{one.item}" in posted,
            na_allowed=f"na-{one.item}" in posted,
            taken=tuple(posted.getlist(f"instead-{one.item}")[:50]),
        )
        for one in lines
    ]


def covers_of(lines: Iterable[Line], posted: QueryDict) -> dict[str, list[str]]:
    """For which items each equivalent stands that has a column in the table; the others have the proposed ones."""
    shown = posted.getlist("column")[:50]
    return {key: [line.item for line in lines if key in line.taken] for key in shown}


def set_many(lines: Iterable[Line], posted: QueryDict, best: int) -> list[Line]:
    """What the row above the table puts into all lines, or into those of one part; what it leaves open stays."""
    part, why = posted.get("many-part", EVERY), posted.get("many-why", "")[:LONGEST_WHY].strip()
    level, critical, na = (posted.get(f"many-{name}", "") for name in ("level", "critical", "na"))
    sign, _dash, instead = posted.get("many-instead", "").partition("-")
    wanted = []
    for one in lines:
        if part not in {EVERY, one.measure}:
            wanted.append(one)
            continue
        changed = one
        if level.isascii() and level.isdigit() and int(level) <= best:
            changed = replace(changed, level=int(level))
        if why:
            changed = replace(changed, why=why)
        if critical in {"yes", "no"}:
            changed = replace(changed, is_critical=critical == "yes")
        if na in {"yes", "no"}:
            changed = replace(changed, na_allowed=na == "yes")
        if instead and sign in {"yes", "no"}:
            others = tuple(key for key in changed.taken if key != instead)
            changed = replace(changed, taken=(*others, instead) if sign == "yes" else others)
        wanted.append(changed)
    return wanted


@dataclass(frozen=True, slots=True)
class Instead:
    """Something that may stand for answers. `count`: for how many of the items that are asked."""

    id: str
    name: str
    words: str
    is_taken: bool
    count: int
    is_for_all: bool


def instead_of(pack: str, axis: str, chosen: Iterable[str], lines: Iterable[Line]) -> list[Instead]:
    """What is offered on this axis, and what is taken although it is not."""
    taken, asked = set(chosen), [line for line in lines if line.level > 0]
    found = []
    for one in equivalents():
        if not one.counts(pack, axis) and one.id not in taken:
            continue
        count = sum(one.id in line.taken for line in asked)
        found.append(Instead(one.id, one.name, one.words, one.id in taken, count, count == len(asked)))
    return found


def groups_of(pack: Pack, lines: Iterable[Line]) -> list[tuple[str, str, list[Line]]]:
    """The lines by part of the pack: its id, what it is called, and its lines."""
    texts = pack.text("en" if is_english() else "ja")
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.measure, []).append(line)
    marks = {one.id: one.mark for one in pack.measures}
    return [
        (
            key,
            f"{marks.get(key, '')} {texts.measures[key].short if key in texts.measures else ''}".strip(),
            inside,
        )
        for key, inside in found.items()
    ]


def _level(written: str, standing: int) -> int:
    # What is no number is no level of any pack: saving refuses it, instead of quietly keeping what stood.
    if not written:
        return standing
    return int(written) if written.isascii() and written.isdigit() and len(written) < 3 else NO_LEVEL


class TieringForm(forms.Form):
    """The questions of 区分け, the class that a person decides, and how many people the partner has."""

    def __init__(
        self, data: Any, *, answers: Mapping[str, bool | None] | None = None, **initial: Any
    ) -> None:
        said = {f"q-{key}": _WRITTEN.get(value, "") for key, value in (answers or {}).items()}
        super().__init__(data, initial={**said, **initial})
        for one in tiers().questions:
            self.fields[f"q-{one.id}"] = forms.ChoiceField(
                label=one.words,
                choices=(("yes", _("はい")), ("no", _("いいえ")), ("", _("まだ分からない"))),
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["klass"] = forms.CharField(
            label=_now("区分"),
            max_length=20,
            required=False,
            help_text=_now("空けておくと、提案どおりに決めます。"),
            widget=forms.TextInput(attrs={"class": "short", "list": "classes"}),
        )
        self.fields["employees"] = forms.IntegerField(
            label=_now("相手の人数"),
            required=False,
            min_value=1,
            max_value=9_999_999,
            help_text=_now("分かるときだけ。少ない会社へ設問が多すぎないかを見るのに使います。"),
            widget=forms.NumberInput(attrs={"class": "short"}),
        )
        self.fields["reason"] = forms.CharField(
            label=_now("わけ"),
            max_length=400,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_now("空けておくと、上の答えがわけになります。提案と違う区分にするときは書きます。"),
        )

    def questions(self) -> list[tuple[str, list[forms.BoundField]]]:
        """By axis, for the page."""
        found: dict[str, list[forms.BoundField]] = {}
        for one in tiers().questions:
            found.setdefault(one.axis, []).append(self[f"q-{one.id}"])
        return [(str(Axis(axis).label), fields) for axis, fields in found.items()]

    def answers(self) -> dict[str, bool | None]:
        return {one.id: _READ.get(self.cleaned_data[f"q-{one.id}"]) for one in tiers().questions}


_WRITTEN = {True: "yes", False: "no", None: ""}
_READ = {"yes": True, "no": False}


class ClassFile(forms.Form):
    """The table that is to be looked at."""

    file = forms.FileField(label=_("区分けの表"), help_text=_("Excel（.xlsx）か CSV。20MB・3万行まで。"))
