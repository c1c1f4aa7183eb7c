"""Addresses of the guest's check, below `/check/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.work.checks.guest.views")


app_name = "check"

urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("load/", views.load, name="load"),
    path("item/", views.item, name="item"),
    path("all/", views.everything, name="all"),
    path("paper/", views.paper, name="paper"),
    path("result/", views.result, name="result"),
    path("file/", views.file, name="file"),
]
