"""Texts that must hold together at a line's end, and calendar days as people write them."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kuramori.outside import clock
from kuramori.rules import freshness
from kuramori.rules.terms.saying import MONTHS, said

register = template.Library()

WEEKDAYS = "月火水木金土日"
ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@register.filter
def nowrap(value: object) -> SafeString:
    """Keep number and unit, name and honorific, or a bracketed date on one line."""
    return format_html('<span class="nowrap">{}</span>', value)


@register.filter(expects_localtime=True)
def day(value: dt.date | None) -> str:
    """2026年11月2日, or 2 Nov 2026 in English; empty for no day."""
    if value is None:
        return ""
    return said(value, "ja" if _is_japanese() else "en")


@register.filter
def is_stale(confirmed_on: dt.date | None) -> bool:
    """Whether twelve months have passed since somebody compared this with its source."""
    return confirmed_on is not None and freshness.is_stale(confirmed_on, clock.today())


@register.filter(expects_localtime=True)
def weekday(value: dt.date) -> str:
    """月 … 日, or Mon … Sun."""
    return WEEKDAYS[value.weekday()] if _is_japanese() else ENGLISH_WEEKDAYS[value.weekday()]


@register.filter(expects_localtime=True)
def short_day(value: dt.date) -> str:
    """11/27 in both languages' tables; the year stands in the heading."""
    return f"{value.month}/{value.day}" if _is_japanese() else f"{value.day} {MONTHS[value.month - 1]}"


def _is_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")
