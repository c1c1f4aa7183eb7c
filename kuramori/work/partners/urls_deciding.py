"""Addresses of the layered decision, assurance, the house's table, the simulator."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
