"""The page on which anybody checks whether a request is genuine: `/genuine/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.requests.views.genuine")

app_name = "genuine"

urlpatterns = [path("", pages.page, name="page")]
