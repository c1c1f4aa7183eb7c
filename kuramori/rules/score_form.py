"""A score as the plain values that leave the house: the form of check-score.schema.json."""

from __future__ import annotations

from typing import Any

from kuramori.rules.catalogue import Pack
from kuramori.rules.scoring import Group, Score, Total


def score_form(pack: Pack, found: Score, lang: str) -> dict[str, Any]:
    """The form of docs/reference/schemas/check-score.schema.json, with the pack's titles in ``lang``."""
    text = pack.text(lang)
    return {
        "pack": found.pack,
        "version": found.version,
        "digest": found.digest,
        "profile": found.profile,
        "answered": found.answered,
        "applicable": found.applicable,
        "total": total_form(found.total),
        "provisional": total_form(found.provisional) if found.provisional else None,
        "measures": [_group(group, text.measures[group.id].title) for group in found.measures],
        "steps": [_group(group, text.steps[group.id].title) for group in found.steps],
        "fields": [_group(group, text.fields[group.id].title) for group in found.fields],
    }


def total_form(total: Total) -> dict[str, Any]:
    """Points, their maximum, and the score of 100 or None."""
    return {"points": total.points, "max": total.max, "score": total.score}


def _group(group: Group, title: str) -> dict[str, Any]:
    return {"id": group.id, "title": title, "points": group.points, "max": group.max, "share": group.share}
