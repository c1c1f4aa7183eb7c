"""Days as a reader writes them."""

from __future__ import annotations

from datetime import date

from kuramori.rules.terms import era_text


def day(on: date, lang: str) -> str:
    """令和8年11月24日（2026年）, or 24 November 2026."""
    return era_text(on) if lang == "ja" else f"{on.day} {on:%B} {on.year}"


def short_day(on: date, lang: str) -> str:
    """2026年11月24日, or 2026-11-24: where the line has brackets of its own already."""
    return f"{on.year}年{on.month}月{on.day}日" if lang == "ja" else on.isoformat()
