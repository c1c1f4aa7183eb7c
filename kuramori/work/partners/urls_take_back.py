"""Addresses of 返還・廃棄, storage confirmations, channels."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
