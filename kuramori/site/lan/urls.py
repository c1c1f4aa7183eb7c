"""Addresses for who comes in from the office network, below /lan/."""

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.site.lan.views")


app_name = "lan"

urlpatterns = [
    path("", views.page, name="page"),
    path("certificate/", views.authority, name="authority"),
]
