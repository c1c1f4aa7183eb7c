"""求める水準 and 区分け."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

profiles = late("kuramori.work.requests.views.profiles")
tiers = late("kuramori.work.requests.views.tiers")

urlpatterns: list[URLPattern] = [
    path("", profiles.profiles, name="profiles"),
    path("new/", profiles.new, name="new_profile"),
    path("tiers/", tiers.tiers, name="tiers"),
    path("tiers/many/", tiers.many, name="tier_many"),
    path("tiers/<uuid:id>/", tiers.one, name="tier"),
    path("<uuid:id>/", profiles.one, name="profile"),
    path("<uuid:id>/save/", profiles.save, name="save_profile"),
    path("<uuid:id>/retire/", profiles.retire, name="retire_profile"),
]
