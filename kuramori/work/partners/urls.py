"""Addresses below `/o/<short name>/sharing/`. Each part of the room has a list of its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kuramori.work.partners import (
    urls_agreements,
    urls_channels,
    urls_deciding,
    urls_hand_overs,
    urls_joint,
    urls_share,
    urls_take_back,
    urls_wordings,
)

app_name = "partners"

urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/", include(urls_agreements.urlpatterns)),
    path("channels/", include(urls_channels.urlpatterns)),
    path("deciding/", include(urls_deciding.urlpatterns)),
    path("hand-overs/", include(urls_hand_overs.urlpatterns)),
    path("joint/", include(urls_joint.urlpatterns)),
    path("share-pages/", include(urls_share.urlpatterns)),
    path("take-back/", include(urls_take_back.urlpatterns)),
    path("wordings/", include(urls_wordings.urlpatterns)),
]
