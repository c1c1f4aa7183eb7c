"""Addresses of the pages in front of every room."""

from __future__ import annotations

from django.urls import path

from kuramori.site import look, pages

app_name = "pages"

urlpatterns = [
    path("", pages.front, name="front"),
    path("guide/", pages.guide, name="guide"),
    path("privacy/", pages.privacy, name="privacy"),
    path("look/", look.choose, name="look"),
]
