"""確認のお願い: drafts, approval, sending, who was asked."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

asking = late("kuramori.work.requests.views.asking")

urlpatterns: list[URLPattern] = [
    path("", asking.requests, name="requests"),
]
