"""The table of sharing as a form: every cell a choice; a file of it; who is asked."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.days import DayField
from kuramori.rules.sharing.policy import Outcome
from kuramori.rules.sharing.policy_file import LIMITS
from kuramori.work.partners import policy_table
from kuramori.work.partners.policies import LONGEST_REASON
from kuramori.work.partners.reading.deciding import condition_name, language
from kuramori.work.partners.reading.policy import CELL_OUTCOMES, row_name

MOST_MONTHS = 600
MOST_LOWER = 4
MOST_TIER = 9


class ReasonForm(forms.Form):
    """Why, and which edition was before whoever changes it. The reason is asked for only when it is laid down."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("変えるわけ"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("決めるときは必ず書きます。"),
    )


class UploadForm(ReasonForm):
    """A file, or the text of one that was looked at just now."""

    file = forms.FileField(label=_("決まりのファイル（YAML）"), required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LIMITS.size)
    field_order = ("file", "reason", "seen", "text")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("text"):
            self.add_error("file", _now("ファイルを選んでください。"))
        return given


class DeciderForm(forms.Form):
    """Who is meant, from which day on."""

    person = forms.ChoiceField(label=_("聞く人"), required=False)
    from_on = DayField(label=_("いつから"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _now("決めない（経営者に聞く）")), *people]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell as the page shows it."""

    name: str
    outcome: BoundField
    conditions: BoundField
    to: BoundField


class TableForm(ReasonForm):
    """`table` is the table of before; after validation it is the wanted one. Further faults are found by the rules."""

    def __init__(self, data: Any, *, table: Mapping[str, Any], seen: int) -> None:
        super().__init__(data, initial={"seen": seen})
        self.base = table
        lang = language()
        conditions = [(code, condition_name(code)) for code in table["conditions"]]
        people = [(code, words[lang]) for code, words in table["people"].items()]
        self._cells = list(policy_table.cells(table))
        for one in self._cells:
            self._add_cell(one, conditions, people)
        for at in range(policy_table.AGEING_ROWS):
            step = table["ageing"][at] if at < len(table["ageing"]) else {}
            self._number(f"ageing-{at}-months", step.get("older_than_months"), 1, MOST_MONTHS)
            self._number(f"ageing-{at}-lower", step.get("lower"), 1, MOST_LOWER)
        self._number("gaps-lower", table["gaps"]["lower"], 0, MOST_LOWER, required=True)
        self.fields["gaps-conditions"] = forms.MultipleChoiceField(
            choices=conditions, required=False, initial=table["gaps"]["conditions"],
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self._number("tiers-from", table["tiers"]["from_tier"], 2, MOST_TIER, required=True)
        self._number("tiers-lower", table["tiers"]["lower"], 0, MOST_LOWER, required=True)
        self.fields["tiers-consent"] = forms.BooleanField(
            required=False, initial=table["tiers"]["needs_owner_consent"]
        )

    @property
    def table(self) -> dict[str, Any]:
        """The table of before with what was chosen laid over it."""
        given, wanted = self.cleaned_data, copy.deepcopy(dict(self.base))
        for one in self._cells:
            policy_table.with_cell(
                wanted,
                one.path,
                given[f"{one.name}-outcome"],
                given[f"{one.name}-conditions"],
                given[f"{one.name}-to"],
            )
        wanted["ageing"] = [
            {"older_than_months": given[f"ageing-{at}-months"], "lower": given[f"ageing-{at}-lower"]}
            for at in range(policy_table.AGEING_ROWS)
            if given[f"ageing-{at}-months"] and given[f"ageing-{at}-lower"]
        ]
        wanted["gaps"] = {"lower": given["gaps-lower"], "conditions": given["gaps-conditions"]}
        wanted["tiers"] = {
            "from_tier": given["tiers-from"],
            "lower": given["tiers-lower"],
            "needs_owner_consent": given["tiers-consent"],
        }
        return wanted

    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows under the headings of the page."""
        found: dict[str, list[Row]] = {}
        for one in self._cells:
            row = Row(
                row_name(one, self.base),
                self[f"{one.name}-outcome"],
                self[f"{one.name}-conditions"],
                self[f"{one.name}-to"],
            )
            found.setdefault(one.group, []).append(row)
        return list(found.items())

    def ageing(self) -> list[tuple[BoundField, BoundField]]:
        return [
            (self[f"ageing-{at}-months"], self[f"ageing-{at}-lower"])
            for at in range(policy_table.AGEING_ROWS)
        ]

    def rest(self) -> dict[str, BoundField]:
        """The fields that stand alone, by a name that a page can say."""
        names = ("gaps-lower", "gaps-conditions", "tiers-from", "tiers-lower", "tiers-consent")
        return {name.replace("-", "_"): self[name] for name in names}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for at in range(policy_table.AGEING_ROWS):
            both = given.get(f"ageing-{at}-months"), given.get(f"ageing-{at}-lower")
            if (both[0] is None) != (both[1] is None):
                self.add_error(
                    f"ageing-{at}-months", _now("月数と段階の両方を書くか、両方を空けてください。")
                )
        return given

    def _add_cell(
        self, one: policy_table.CellAt, conditions: list[tuple[str, str]], people: list[tuple[str, str]]
    ) -> None:
        name = row_name(one, self.base)
        self.fields[f"{one.name}-outcome"] = forms.ChoiceField(
            label=name,
            choices=[(str(code), word) for code, word in CELL_OUTCOMES.items() if _fits(one, code)],
            initial=one.cell["outcome"],
        )
        for part, choices in (("conditions", conditions), ("to", people)):
            self.fields[f"{one.name}-{part}"] = forms.MultipleChoiceField(
                label=name,
                choices=choices,
                required=False,
                initial=one.cell.get(part, []),
                widget=forms.CheckboxSelectMultiple,
            )

    def _number(
        self, name: str, initial: int | None, least: int, most: int, *, required: bool = False
    ) -> None:
        self.fields[name] = forms.IntegerField(
            min_value=least, max_value=most, required=required, initial=initial,
            widget=forms.NumberInput(attrs={"class": "short"}),
        )  # fmt: skip


def _fits(one: policy_table.CellAt, outcome: Outcome) -> bool:
    """A row that makes stricter has no use for 渡せる."""
    return one.group != "additions" or outcome is not Outcome.ALLOW
