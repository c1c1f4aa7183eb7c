"""Addresses below `/o/<short name>/partners/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.ground.contacts.views")


app_name = "contacts"

urlpatterns = [
    path("", views.partners, name="partners"),
    path("add/", views.add, name="add"),
    path("<uuid:id>/", views.partner, name="partner"),
    path("<uuid:id>/change/", views.change, name="change"),
    path("<uuid:id>/retire/", views.retire, name="retire"),
    path("<uuid:id>/contacts/", views.add_contact, name="add_contact"),
    path("contacts/<uuid:id>/", views.change_contact, name="change_contact"),
    path("contacts/<uuid:id>/retire/", views.retire_contact, name="retire_contact"),
]
