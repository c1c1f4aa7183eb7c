"""取引先の状況: overview, list, map, one partner."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
