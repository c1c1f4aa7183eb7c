"""求める水準 and 区分け."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

profiles = late("kuramori.work.requests.views.profiles")
sheets = late("kuramori.work.requests.views.class_sheets")
tiers = late("kuramori.work.requests.views.tiers")

urlpatterns: list[URLPattern] = [
    path("", profiles.profiles, name="profiles"),
    path("new/", profiles.new, name="new_profile"),
    path("tiers/", tiers.tiers, name="tiers"),
    path("tiers/many/", tiers.many, name="tier_many"),
    path("tiers/file/", sheets.choose, name="class_file"),
    path("tiers/file/sample.xlsx", sheets.sample, name="class_sample"),
    path("tiers/file/<uuid:id>/", sheets.look, name="class_sheet"),
    path("tiers/file/<uuid:id>/take/", sheets.take, name="take_classes"),
    path("tiers/file/<uuid:id>/undo/", sheets.undo, name="undo_classes"),
    path("tiers/file/<uuid:id>/drop/", sheets.drop, name="drop_classes"),
    path("tiers/<uuid:id>/", tiers.one, name="tier"),
    path("<uuid:id>/", profiles.one, name="profile"),
    path("<uuid:id>/save/", profiles.save, name="save_profile"),
    path("<uuid:id>/retire/", profiles.retire, name="retire_profile"),
]
