"""The table of sharing in words: every row with its answer, and whether it differs from the shipped one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuramori.ground.people.models import Person
from kuramori.rules.faults import Fault
from kuramori.rules.sharing.policy import Outcome
from kuramori.rules.sharing.simulating import Turn
from kuramori.work.partners import deciders, policies, policy_table
from kuramori.work.partners.models import OwnPolicy
from kuramori.work.partners.reading.deciding import condition_name, language, level_name
from kuramori.work.partners.simulating import Line, Simulated
from kuramori.work.partners.words_deciding import OUTCOMES, Words

_LEVEL: Final = re.compile(r"\bA([0-4])\b")
CELL_OUTCOMES: Final[Mapping[Outcome, Words]] = OUTCOMES
GROUPS: Final[Mapping[str, Words]] = {
    "open": gettext_lazy("「通常でも共有」の情報"),
    "nda": gettext_lazy("「NDAがあれば共有」の情報（契約があるとき）"),
    "required": gettext_lazy("情報が、相手に求める段階を決めているとき"),
    "additions": gettext_lazy("さらに厳しくする決まり"),
}
_REQUIRED: Final[Mapping[str, Words]] = {
    "above": gettext_lazy("求める段階より上"),
    "at": gettext_lazy("求める段階と同じ"),
    "one_below": gettext_lazy("1つ下"),
    "lower": gettext_lazy("もっと下"),
}
TURNS: Final[Mapping[str, Words]] = {
    Turn.WIDER: gettext_lazy("広がる"),
    Turn.STRICTER: gettext_lazy("厳しくなる"),
    Turn.OTHER_CONDITIONS: gettext_lazy("条件か承認する人だけ変わる"),
}


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row: what it is about, its answer, and the shipped answer where that is another one."""

    name: str
    answer: str
    outcome: str
    shipped: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the table asks, and who that is today. `may_name`: it is a name and not a role."""

    code: str
    words: str
    people: tuple[Person, ...]
    may_name: bool


@dataclass(frozen=True, slots=True)
class PolicyPage:
    now: policies.InForce
    groups: tuple[tuple[str, tuple[RowShown, ...]], ...]
    rest: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    people: tuple[Meant, ...]
    editions: tuple[OwnPolicy, ...]
    is_current: bool


def policy_page(found: policies.InForce) -> PolicyPage:
    """One edition; the shipped table is the measure that it is held against."""
    table, shipped = policy_table.plain(found.text), policy_table.plain(policies.shipped_text())
    usual = {row_name(one, shipped): answer(one.cell, shipped) for one in policy_table.cells(shipped)}
    groups: dict[str, list[RowShown]] = {}
    for one in policy_table.cells(table):
        name, says = row_name(one, table), answer(one.cell, table)
        before = usual.get(name, _("（付属の表にはありません）"))
        row = RowShown(name, says, one.cell["outcome"], "" if says == before else before)
        groups.setdefault(str(GROUPS[one.group]), []).append(row)
    lang = language()
    return PolicyPage(
        found,
        tuple((name, tuple(rows)) for name, rows in groups.items()),
        tuple(_rest(table)),
        tuple((condition_name(code), words[lang]) for code, words in table["conditions"].items()),
        tuple(
            Meant(code, words[lang], deciders.meant_by(code), code != deciders.OWNER)
            for code, words in table["people"].items()
        ),
        tuple(policies.editions()),
        found.edition == policies.in_force().edition,
    )


def row_name(one: policy_table.CellAt, table: Mapping[str, Any]) -> str:
    """What a row is about; no level and no layer as a letter with a number."""
    if one.group == "open":
        return _("どの相手でも")
    row = str(one.path[1])
    if one.group == "nda":
        return _("確認なしに届かない相手") if row == "below" else level_name(int(row[1:]))
    if one.group == "required":
        return str(_REQUIRED[row])
    return str(table["additions"][one.path[1]][language()])


def fault_said(fault: Fault, table: Mapping[str, Any]) -> str:
    """What is wrong with a chosen table, by the row of the page and without letters with numbers."""
    lang = language()
    rows = {_place(one.path, table): row_name(one, table) for one in policy_table.cells(table)}
    row = next((name for place, name in rows.items() if fault.place.startswith(place)), "")
    says = _LEVEL.sub(lambda match: level_name(int(match[1])), fault.sentence(lang))
    return f"{row}: {says}" if row else says


def _place(path: tuple[str | int, ...], table: Mapping[str, Any]) -> str:
    """As a fault names it: rows with an id by that."""
    return ".".join(
        table["additions"][step]["id"] if isinstance(step, int) else step for step in path if step != "cell"
    )


def answer(cell: Mapping[str, Any], table: Mapping[str, Any]) -> str:
    """A cell in words: 条件つき（条件1・条件2）."""
    lang = language()
    more = [condition_name(code) for code in cell.get("conditions", ())]
    more += [table["people"][code][lang] for code in cell.get("to", ()) if code in table["people"]]
    word = str(OUTCOMES[Outcome(cell["outcome"])])
    return _("%(word)s（%(more)s）") % {"word": word, "more": _("・").join(more)} if more else word


def tried_lines(tried: Simulated) -> dict[str, list[tuple[Line, str, str, str]]]:
    """The lines of a simulation with the words for turn, before and after."""
    return {
        "hand_overs": [_tried(one) for one in tried.hand_overs],
        "pairs": [_tried(one) for one in tried.lines],
    }


def turns_of(tried: Simulated) -> list[tuple[str, int]]:
    return [(str(word), tried.turns.get(str(code), 0)) for code, word in TURNS.items()]


def _tried(one: Line) -> tuple[Line, str, str, str]:
    return (
        one,
        str(TURNS[one.turn]),
        str(OUTCOMES[Outcome(one.before)]),
        str(OUTCOMES[Outcome(one.after)]),
    )


def _rest(table: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [
        (
            _("確認から%(months)sか月を過ぎたら") % {"months": step["older_than_months"]},
            _("%(n)s段低く数える") % {"n": step["lower"]},
        )
        for step in table["ageing"]
    ]
    gaps, tiers = table["gaps"], table["tiers"]
    more = _("・").join(condition_name(code) for code in gaps["conditions"])
    found.append(
        (
            _("重大なギャップが残っているとき"),
            (_("%(n)s段低く数え、%(more)sを加える") if more else _("%(n)s段低く数える"))
            % {"n": gaps["lower"], "more": more},
        )
    )
    says = (
        _("%(n)s段低く数え、持ち主の書面の承諾が要る")
        if tiers["needs_owner_consent"]
        else _("%(n)s段低く数える")
    )
    found.append((_("%(tier)s次より先の取引先") % {"tier": tiers["from_tier"]}, says % {"n": tiers["lower"]}))
    return found
