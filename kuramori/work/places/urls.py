"""Addresses below `/o/<short name>/places/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.work.places.views import tree

app_name = "places"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", tree.tree, name="tree"),
    path("start/", tree.ready_start, name="ready_start"),
    path("add/", tree.add, name="add"),
    path("<uuid:id>/", tree.place, name="place"),
    path("<uuid:id>/add/", tree.add_beneath, name="add_beneath"),
    path("<uuid:id>/change/", tree.change, name="change"),
    path("<uuid:id>/move/", tree.move, name="move"),
    path("<uuid:id>/retire/", tree.retire, name="retire"),
]
