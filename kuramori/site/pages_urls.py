"""Addresses of the pages in front of every room."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late
from kuramori.site import look, pages

views_verify = late("kuramori.site.trail.views_verify")

app_name = "pages"

urlpatterns = [
    path("", pages.front, name="front"),
    path("guide/", pages.guide, name="guide"),
    path("privacy/", pages.privacy, name="privacy"),
    path("look/", look.choose, name="look"),
    path("verify/", views_verify.page, name="verify"),
    path("verify/<str:file>/", views_verify.checker, name="verify_file"),
]
