"""Signs from the one sprite: `{% icon "check" %}` and `{% level 2 %}`.

A sign never stands alone: a word stands beside it, so it is hidden from screen readers. A level is read out.
"""

from __future__ import annotations

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

LEVELS = (0, 1, 2, 3)


@cache
def _sprite() -> str:
    return static("icons.svg")


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """One sign; `kind` is `y`, `w` or `s` for the colours of fine, care and stop."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {kind}" if kind else "",
        _sprite(),
        name,
    )


@register.simple_tag
def level(value: int) -> SafeString:
    """Three diamonds, `value` of them filled, read out as 「段階2」."""
    if value not in LEVELS:
        raise ValueError(f"a level is 0 to 3, not {value!r}")
    return format_html(
        '<svg class="dia" role="img" aria-label="{}"><use href="{}#level-{}"/></svg>',
        _("段階%(level)s") % {"level": value},
        _sprite(),
        value,
    )
