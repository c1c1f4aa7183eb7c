"""Addresses below `/o/<short name>/places/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kuramori.outside.late import late
from kuramori.work.places import urls_visits

keys = late("kuramori.work.places.views.keys")
printables = late("kuramori.work.places.views.printables")
tree = late("kuramori.work.places.views.tree")
zones = late("kuramori.work.places.views.zones")

app_name = "places"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kuramori.work.places.urls_out")),
    path("", tree.tree, name="tree"),
    path("start/", tree.ready_start, name="ready_start"),
    path("add/", tree.add, name="add"),
    path("papers/", printables.papers, name="papers"),
    path("papers/<slug:what>/", printables.paper, name="print"),
    path("keys/", keys.keys, name="keys"),
    path("keys/add/", keys.add_key, name="add_key"),
    path("keys/count/", keys.count_keys, name="count_keys"),
    path("keys/<uuid:id>/", keys.key, name="key"),
    path("keys/<uuid:id>/change/", keys.change_key, name="change_key"),
    path("keys/<uuid:id>/retire/", keys.retire_key, name="retire_key"),
    path("keys/<uuid:id>/lock/", keys.change_lock, name="change_lock"),
    path("keys/copies/<uuid:id>/lend/", keys.lend, name="lend"),
    path("keys/copies/<uuid:id>/back/", keys.give_back, name="give_back"),
    path("keys/copies/<uuid:id>/lost/", keys.lose, name="lose"),
    path("visits/", include(urls_visits.urlpatterns)),
    path("<uuid:id>/", tree.place, name="place"),
    path("<uuid:id>/add/", tree.add_beneath, name="add_beneath"),
    path("<uuid:id>/change/", tree.change, name="change"),
    path("<uuid:id>/move/", tree.move, name="move"),
    path("<uuid:id>/retire/", tree.retire, name="retire"),
    path("<uuid:id>/plan/", zones.plan, name="plan"),
    path("<uuid:id>/plan/new/", zones.put_drawing, name="put_drawing"),
    path("<uuid:id>/plan/zone/", zones.draw, name="draw"),
    path("<uuid:id>/plan/clear/", zones.clear, name="clear"),
    path("<uuid:id>/entitle/", zones.entitle, name="entitle"),
    path("<uuid:id>/entitle/end/", zones.end_entitlement, name="end_entitlement"),
    path("drawings/<uuid:id>/picture/", zones.picture, name="picture"),
]
