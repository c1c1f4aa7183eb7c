"""Addresses of the ways to partners' organisations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

channels = late("kuramori.work.partners.views.channels")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", channels.channels, name="channels"),
    path("connect/<uuid:id>/", channels.connect, name="connect"),
    path("connect/<uuid:id>/offer/", channels.offer, name="offer_channel"),
    path("connect/<uuid:id>/use/", channels.use, name="use_number"),
    path("<uuid:id>/", channels.channel, name="channel"),
    path("<uuid:id>/confirm/", channels.confirm, name="confirm_channel"),
    path("<uuid:id>/close/", channels.close, name="close_channel"),
]
