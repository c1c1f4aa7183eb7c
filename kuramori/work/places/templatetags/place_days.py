"""Where the days come from by which this room counts: at the foot of each page that goes by them."""

from __future__ import annotations

from django import template

from kuramori.work.places.periods import Periods, periods

register = template.Library()


@register.inclusion_tag("places/_days_source.html")
def days_source() -> dict[str, Periods]:
    """The source of `periods.yaml`, with a word when nobody has compared it for a year."""
    return {"periods": periods()}
