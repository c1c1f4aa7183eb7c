"""Addresses for who comes in from the office network, below /lan/."""

from django.urls import path

from kuramori.site.lan import views

app_name = "lan"

urlpatterns = [
    path("", views.page, name="page"),
    path("certificate/", views.authority, name="authority"),
]
