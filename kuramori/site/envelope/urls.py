"""Addresses of the envelope."""

from django.urls import path

from kuramori.site.envelope import views

app_name = "envelope"

urlpatterns = [
    path("operator/envelope/", views.make, name="make"),
    path("account/envelope/", views.opened, name="opened"),
]
