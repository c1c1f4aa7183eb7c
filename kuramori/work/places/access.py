"""The door from a request to a place and what hangs on it.

A stranger gets 404 (the manager sees only the acting organisation's rows), a colleague without the right 403.
"""

from __future__ import annotations

import uuid

from django.http import Http404

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.models import Person
from kuramori.ground.people.roles import Can
from kuramori.work.places.models import Drawing, Key, KeyCopy, Place, PlaceKind, Route, Visit, Visitor


def place_for(actor: Actor, place_id: uuid.UUID, can: Can) -> Place:
    """One place of the actor's organisation, one that is no longer used included."""
    place = Place.objects.filter(pk=place_id).select_related("parent", "person").first()
    if place is None:
        raise Http404
    actor.require(can)
    return place


def person_for(actor: Actor, person_id: uuid.UUID, can: Can) -> Person:
    """Somebody on the organisation's roster, to hold a key, to guide, to enter a zone."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    actor.require(can)
    return person


def key_for(actor: Actor, key_id: uuid.UUID, can: Can) -> Key:
    """One key, one out of use included."""
    key = Key.objects.filter(pk=key_id).first()
    if key is None:
        raise Http404
    actor.require(can)
    return key


def copy_for(actor: Actor, copy_id: uuid.UUID, can: Can) -> KeyCopy:
    """One copy of a key."""
    copy = KeyCopy.objects.filter(pk=copy_id).select_related("key").first()
    if copy is None:
        raise Http404
    actor.require(can)
    return copy


def visit_for(actor: Actor, visit_id: uuid.UUID, can: Can) -> Visit:
    """One announced visit."""
    visit = Visit.objects.filter(pk=visit_id).select_related("host", "route").first()
    if visit is None:
        raise Http404
    actor.require(can)
    return visit


def guest_for(actor: Actor, guest_id: uuid.UUID, can: Can) -> Visitor:
    """One guest of a visit."""
    guest = (
        Visitor.objects.filter(pk=guest_id).select_related("visit__host", "visit__route", "escort").first()
    )
    if guest is None:
        raise Http404
    actor.require(can)
    return guest


def route_for(actor: Actor, route_id: uuid.UUID, can: Can) -> Route:
    """One tour route, one out of use included."""
    route = Route.objects.filter(pk=route_id).select_related("guide", "approved_by").first()
    if route is None:
        raise Http404
    actor.require(can)
    return route


def zone_for(actor: Actor, zone_id: uuid.UUID, can: Can) -> Place:
    """One place that is a zone."""
    zone = Place.objects.filter(pk=zone_id, kind=PlaceKind.ZONE).select_related("parent").first()
    if zone is None:
        raise Http404
    actor.require(can)
    return zone


def drawing_for(actor: Actor, drawing_id: uuid.UUID, can: Can) -> Drawing:
    """One drawing with its files, an earlier one included."""
    drawing = Drawing.objects.filter(pk=drawing_id).select_related("place", "picture", "original").first()
    if drawing is None:
        raise Http404
    actor.require(can)
    return drawing
