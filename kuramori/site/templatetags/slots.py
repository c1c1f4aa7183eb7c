"""What rooms above know of a person, on pages of the rooms below: filled here, where every room may be asked."""

from __future__ import annotations

import uuid
from typing import Any

from django import template

from kuramori.ground.people.roles import Can
from kuramori.work.checks import read as checks

register = template.Library()


@register.inclusion_tag("site/_open_items.html", takes_context=True)
def open_items(context: Any, person_id: uuid.UUID) -> dict[str, object]:
    """`{% open_items person.id %}`: what was asked of this person, or is theirs to do, and is not done yet."""
    actor = context["request"].actor
    sees = actor.may(Can.SHEET_READ) and actor.may(Can.PLAN_READ)
    return {"items": checks.mentions(person_id) if sees else ()}
