"""Checked plain values become a pack. No check here: ``building`` has made them, now or when they were kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from kuramori.rules.catalogue import (
    Action,
    Field,
    Item,
    Maturity,
    Measure,
    Method,
    Pack,
    Penalties,
    Profile,
    Source,
    Step,
)
from kuramori.rules.pack_texts import (
    ActionText,
    FieldText,
    GroupText,
    HelpDesk,
    ItemText,
    LevelText,
    MeasureText,
    PackTexts,
    StepText,
)


def assemble(plain: Mapping[str, Any], digest: str) -> Pack:
    """The pack from ``{"pack.yaml": …, "items.yaml": …, "texts/ja.yaml": …}`` as plain values."""
    head = plain["pack.yaml"]
    return Pack(
        id=head["id"],
        kind=head["kind"],
        version=head["version"],
        languages=tuple(head["languages"]),
        public_check=head["public_check"],
        minutes=head["minutes"],
        confirmed_on=date.fromisoformat(head["confirmed_on"]),
        sources=tuple(
            Source(s["title"], s["publisher"], s["url"], date.fromisoformat(s["seen_on"]), s["note"])
            for s in head["sources"]
        ),
        profile=profile(head["profile"]),
        measures=tuple(Measure(m["id"], m["mark"]) for m in head["measures"]),
        steps=tuple(Step(s["id"]) for s in head["steps"]),
        fields=tuple(Field(f["id"], f["ours"]) for f in head["fields"]),
        items=tuple(_item(i) for i in plain["items.yaml"]["items"]),
        texts={lang: _texts(lang, plain[f"texts/{lang}.yaml"]) for lang in head["languages"]},
        digest=digest,
    )


def exact(number: int | float) -> Fraction:
    """The number as it was written: 0.1 is one tenth, not its nearest binary fraction."""
    return Fraction(str(number))


def profile(plain: Mapping[str, Any]) -> Profile:
    """The profile with the settings of its own method."""
    method = Method(plain["method"])
    return Profile(
        id=plain["id"],
        method=method,
        best=plain["best"],
        ready=plain["ready"],
        rounding=plain["rounding"],
        penalties=_penalties(plain) if method is Method.PENALTIES else None,
        maturity=(
            Maturity(plain["within"] == "minimum", plain["across"] == "minimum")
            if method is Method.MATURITY
            else None
        ),
        levels=tuple(tuple(level["items"]) for level in plain.get("levels", ())),
    )


def _penalties(plain: Mapping[str, Any]) -> Penalties:
    start = plain.get("start", "penalties")
    floor = plain.get("floor", 0)
    return Penalties(
        start=None if isinstance(start, str) else exact(start),
        from_sum=start == "sum",
        floor=None if floor is None else exact(floor),
        score_is_points=plain.get("score", "percent") == "points",
        by_item={
            item: {int(level): exact(value) for level, value in levels.items()}
            for item, levels in plain.get("penalties", {}).items()
        },
    )


def _item(plain: Mapping[str, Any]) -> Item:
    return Item(
        id=plain["id"],
        number=plain["number"],
        measure=plain["measure"],
        step=plain["step"],
        fields=tuple(plain["fields"]),
        weight=exact(plain["weight"]),
        na_allowed=plain["na_allowed"],
        group=plain["group"],
        actions=tuple(Action(a["reaches"], a["minutes"], a["cost"], a["yen"]) for a in plain["actions"]),
    )


def _texts(lang: str, plain: Mapping[str, Any]) -> PackTexts:
    return PackTexts(
        lang=lang,
        title=plain["title"],
        short_title=plain["short_title"],
        about=plain["about"],
        disclaimer=plain["disclaimer"],
        scoring_name=plain["scoring_name"],
        official_score_label=plain["official_score_label"],
        steps_note=plain["steps_note"],
        fields_note=plain["fields_note"],
        measures={key: MeasureText(**text) for key, text in plain["measures"].items()},
        steps={key: StepText(**text) for key, text in plain["steps"].items()},
        fields={key: FieldText(**text) for key, text in plain["fields"].items()},
        levels=tuple(LevelText(text["name"]) for _, text in sorted(plain["levels"].items())),
        na_name=plain["na_name"],
        groups={key: GroupText(**text) for key, text in plain["groups"].items()},
        help_desks=tuple(HelpDesk(**desk) for desk in plain.get("help_desks", ())),
        items={key: _item_text(text) for key, text in plain["items"].items()},
    )


def _item_text(plain: Mapping[str, Any]) -> ItemText:
    return ItemText(
        title=plain["title"],
        subtitle=plain["subtitle"],
        question=plain["question"],
        why=plain["why"],
        levels=tuple(text for _, text in sorted(plain["levels"].items())),
        na=plain["na"],
        na_example=plain["na_example"],
        evidence=tuple(plain["evidence"]),
        ask=plain["ask"],
        strong=plain["strong"],
        weak=plain["weak"],
        actions=tuple(ActionText(**action) for action in plain["actions"]),
    )
