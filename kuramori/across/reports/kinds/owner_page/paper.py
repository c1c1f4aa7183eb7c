"""The owner's page as PDF: one A4 page whatever the texts' length."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from kuramori.across.reports.kinds.owner_page import lines
from kuramori.across.reports.kinds.owner_page.data import Data
from kuramori.across.reports.kinds.self_check import figure, phrasing
from kuramori.across.reports.kinds.self_check.data import Remark
from kuramori.across.reports.words import Words
from kuramori.press import qr
from kuramori.press.pdf import pdf as typeset

TEMPLATE = Path(__file__).resolve().parent / "page.typ"

# Longer texts are cut with …: the page has room for so much in its smallest type, and the report has the rest.
NAME, PERSON, SENTENCE, DEED, PRICE = 60, 16, 64, 54, 20


def pdf(data: Data, words: Words) -> bytes:
    return typeset(TEMPLATE, values(data, words), made_on=data.made_on)


def values(data: Data, words: Words) -> dict[str, Any]:
    """What `page.typ` reads."""
    check, checked = data.check, lines.check_words(words)
    company = _cut(check.organisation, NAME) if check.organisation else None
    return {
        "lang": words.lang,
        "title": words("title"),
        "author": check.organisation or check.author or checked("guest"),
        "made_on": [data.made_on.year, data.made_on.month, data.made_on.day],
        "words": {**checked.sentences, **words.sentences},
        "organisation": company,
        "stamps": list(checked.starting("stamp.").values()),
        "foot": {
            "pack": phrasing.pack_line(check, checked),
            "number": checked("check_number", number=check.check_number),
            "disclaimer": checked("foot_disclaimer"),
        },
        "meta": [[_cut(part, SENTENCE) for part in line] for line in phrasing.meta_lines(check, checked)],
        "heading": words("stand_provisional" if check.provisional else "stand"),
        "score": phrasing.score(check.total, checked),
        "has_score": check.total.score is not None,
        "lines": [phrasing.fraction_line(check, checked), *lines.since(data, words)],
        "strong": _remarks(check.strong, phrasing.none_strong(check, checked), checked),
        "weak": _remarks(check.weak, phrasing.none_weak(check, checked), checked),
        "radar": _radar(data, checked),
        "next": words("next", count=len(check.actions)) if check.actions else words("next_none"),
        "steps": [
            {
                **asdict(step),
                "what": _cut(step.what, DEED),
                "who": _cut(step.who, PERSON),
                "cost": _cut(step.cost, PRICE),
            }
            for step in lines.steps(data, words)
        ],
        "nothing": checked("actions_none_says"),
        "sum": lines.sum_line(data, words),
        "plan": lines.standing(data, words),
        "decisions": lines.decisions(data, words),
        "seal": _seal(data, words),
        "disclaimer": phrasing.disclaimer(check, checked),
    }


def _seal(data: Data, words: Words) -> dict[str, str] | None:
    """The signed checkpoint as a QR code, and what it is kept for."""
    line = lines.seal_line(data, words)
    if data.seal is None or line is None:
        return None
    return {"svg": qr.svg(data.seal.note, dense=True), "desc": words("seal_title"), "says": line}


def _radar(data: Data, checked: Words) -> dict[str, str]:
    """Over the previous round where there is one: the owner wants to see whether it moves."""
    check = data.check
    if check.previous:
        drawn, says = figure.against(check, check.previous, checked, named=True), checked("radar_before")
    else:
        drawn, says = figure.inside(check, checked), figure.legend(check, checked)
    return {"svg": drawn, "desc": figure.caption(check, checked).desc, "caption": says}


def _remarks(remarks: tuple[Remark, ...], none: str, checked: Words) -> list[dict[str, str]]:
    if not remarks:
        return [{"head": "", "says": none}]
    return [
        {"head": phrasing.remark(remark, checked), "says": _cut(remark.sentence, SENTENCE)}
        for remark in remarks
    ]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
