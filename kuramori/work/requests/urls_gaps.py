"""ギャップ, 協議, 支援, 訪問."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
