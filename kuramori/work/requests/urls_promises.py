"""お客様から求められたこと: inquiries, our replies, promises."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
