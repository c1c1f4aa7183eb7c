"""The report as PDF: every line ready-made for `page.typ`, which only places them."""

from __future__ import annotations

from typing import Any

from kuramori.across.reports.kinds.self_check import FOLDER, figure, phrasing
from kuramori.across.reports.kinds.self_check.data import Data, Part, Previous, Remark
from kuramori.across.reports.words import Words
from kuramori.press.pdf import pdf as typeset

TEMPLATE = FOLDER / "page.typ"


def pdf(data: Data, words: Words) -> bytes:
    return typeset(TEMPLATE, values(data, words), made_on=data.made_on)


def values(data: Data, words: Words) -> dict[str, Any]:
    """What `page.typ` reads."""
    return {
        "lang": words.lang,
        "title": words("title"),
        "author": data.organisation or data.author or words("guest"),
        "made_on": [data.made_on.year, data.made_on.month, data.made_on.day],
        "words": dict(words.sentences),
        "organisation": data.organisation,
        "stamps": list(words.starting("stamp.").values()),
        "foot": {
            "pack": phrasing.pack_line(data, words),
            "number": words("check_number", number=data.check_number),
            "disclaimer": words("foot_disclaimer"),
        },
        "meta": phrasing.meta_lines(data, words),
        "total": {
            "heading": words("total_provisional" if data.provisional else "total"),
            "score": phrasing.score(data.total, words),
            "has_score": data.total.score is not None,
            "official": phrasing.official(data, words),
            "lines": phrasing.total_lines(data, words),
        },
        "steps": [_part(step, words) for step in data.steps],
        "strong": _remarks(data.strong, phrasing.none_strong(data, words), words),
        "weak": _remarks(data.weak, phrasing.none_weak(data, words), words),
        "radar": {
            "svg": figure.inside(data, words),
            "desc": figure.caption(data, words).desc,
            "caption": figure.legend(data, words),
        },
        "measures": [_part(measure, words) for measure in data.measures],
        "actions": _actions(data, words),
        "disclaimer": phrasing.disclaimer(data, words),
        "items": [_item(item, words) for item in data.items],
        "note": data.note or None,
        "previous": _previous(data, data.previous, words) if data.previous else None,
        "fields": [_part(field, words) for field in data.fields],
        "fields_note": data.pack.fields_note or words("fields_says"),
        "about": phrasing.about(data, words),
    }


def _remarks(remarks: tuple[Remark, ...], none: str, words: Words) -> list[dict[str, str]]:
    if not remarks:
        return [{"head": "", "says": none}]
    return [{"head": phrasing.remark(remark, words), "says": remark.sentence} for remark in remarks]


def _part(part: Part, words: Words) -> dict[str, Any]:
    return {
        "name": phrasing.name(part),
        "items": part.items,
        "share": part.share,
        "percent": phrasing.reached(part, words),
        "points": phrasing.fraction(part.points, part.max),
    }


def _actions(data: Data, words: Words) -> dict[str, Any]:
    return {
        "heading": phrasing.actions_heading(data.actions, words),
        "says": words("actions_none_says"),
        "rows": [
            {
                "what": action.what,
                "item": words("item_number", number=action.number),
                "minutes": words("minutes", minutes=action.minutes),
                "cost": action.cost,
                "gain": words("gain_points", gain=action.gain),
            }
            for action in data.actions
        ],
        "sum": phrasing.what_if_line(data, words),
    }


def _item(item: Any, words: Words) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "question": item.question,
        "level": item.level,
        "answer": phrasing.answer(item, words),
        "says": item.level_says,
        "extras": phrasing.extras(item, words),
    }


def _previous(data: Data, before: Previous, words: Words) -> dict[str, Any]:
    return {
        "says": phrasing.previous_line(data, before, words),
        "measures": [
            {
                "name": f"{measure.mark} {measure.short}",
                "before": phrasing.percent(share, words),
                "now": phrasing.percent(measure.share, words),
                "change": phrasing.change(share, measure.share),
            }
            for measure, share in zip(data.measures, before.shares, strict=True)
        ],
        "svg": figure.against(data, before, words),
        "desc": figure.caption(data, words).desc,
        "caption": words("radar_before"),
        "heading": phrasing.changed_heading(before, words),
        "changes": [
            {
                "number": words("item_number", number=change.number),
                "title": change.title,
                "before": change.before or words("unanswered"),
                "after": change.after or words("unanswered"),
                "sign": phrasing.direction(change),
            }
            for change in before.changes
        ],
    }
