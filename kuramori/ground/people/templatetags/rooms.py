"""`{% room_url 'checks:sheet' id=sheet.id %}`: an address in the organisation one is acting for."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from kuramori.ground.people.addresses import url_for

register = template.Library()


@register.simple_tag(takes_context=True)
def room_url(context: RequestContext, name: str, **kwargs: Any) -> str:
    return url_for(context["request"].actor, name, **kwargs)


@register.simple_tag(takes_context=True)
def may(context: RequestContext, permission: str) -> bool:
    """`{% may 'checks:sheet:finalise' as may_finalise %}`: whether the one who looks may do this."""
    actor = getattr(context["request"], "actor", None)
    return actor is not None and permission in actor.permissions
