"""確認のお願い: drafts, approval, sending, who was asked."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
