"""Addresses of the envelope."""

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.site.envelope.views")


app_name = "envelope"

urlpatterns = [
    path("operator/envelope/", views.make, name="make"),
    path("account/envelope/", views.opened, name="opened"),
]
