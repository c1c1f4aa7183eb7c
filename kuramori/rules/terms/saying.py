"""How a calendar day reads where people are told of it."""

from __future__ import annotations

from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def said(day: date, lang: str) -> str:
    """2026年11月2日, or 2 Nov 2026 in any language but Japanese."""
    if lang.startswith("ja"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
