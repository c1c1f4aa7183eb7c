"""Addresses below `/o/<short name>/requests/`. Each part of the room has a list of its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kuramori.work.requests import (
    urls_asking,
    urls_bulk,
    urls_gaps,
    urls_inquiries,
    urls_portfolio,
    urls_profiles,
    urls_promises,
    urls_replies,
)

app_name = "requests"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(urls_asking.urlpatterns)),
    path("workbooks/", include(urls_bulk.urlpatterns)),
    path("gaps/", include(urls_gaps.urlpatterns)),
    path("portfolio/", include(urls_portfolio.urlpatterns)),
    path("profiles/", include(urls_profiles.urlpatterns)),
    path("inquiries/", include(urls_inquiries.urlpatterns)),
    path("promises/", include(urls_promises.urlpatterns)),
    path("replies/", include(urls_replies.urlpatterns)),
]
