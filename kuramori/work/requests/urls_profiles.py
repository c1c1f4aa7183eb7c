"""求める水準 and 区分け."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
