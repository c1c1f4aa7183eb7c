"""Addresses below `/o/<short name>/partners/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.ground.contacts.views")
there = late("kuramori.ground.contacts.views_there")
merge = late("kuramori.ground.contacts.views_merge")
files = late("kuramori.ground.contacts.views_import")

app_name = "contacts"

urlpatterns = [
    path("", views.partners, name="partners"),
    path("add/", views.add, name="add"),
    path("pairs/", merge.pairs, name="pairs"),
    path("import/", files.choose, name="import"),
    path("import/template/", files.template, name="import_template"),
    path("import/<uuid:id>/", files.look, name="import_look"),
    path("import/<uuid:id>/columns/", files.columns, name="import_columns"),
    path("import/<uuid:id>/take/", files.take, name="import_take"),
    path("import/<uuid:id>/drop/", files.drop, name="import_drop"),
    path("export/", files.export, name="export"),
    path("<uuid:id>/", views.partner, name="partner"),
    path("<uuid:id>/change/", views.change, name="change"),
    path("<uuid:id>/retire/", views.retire, name="retire"),
    path("<uuid:id>/resume/", views.resume, name="resume"),
    path("<uuid:id>/pair/", merge.pair, name="pair"),
    path("<uuid:id>/merge/", merge.merge, name="merge"),
    path("<uuid:id>/apart/", merge.apart, name="apart"),
    path("<uuid:id>/contacts/", there.add_contact, name="add_contact"),
    path("contacts/<uuid:id>/", there.change_contact, name="change_contact"),
    path("contacts/<uuid:id>/retire/", there.retire_contact, name="retire_contact"),
    path("<uuid:id>/sites/", there.add_site, name="add_site"),
    path("sites/<uuid:id>/", there.change_site, name="change_site"),
    path("sites/<uuid:id>/retire/", there.retire_site, name="retire_site"),
]
