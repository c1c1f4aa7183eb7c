"""Excel の回答表: making and reading them by thousands."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
