"""Addresses of the tablet at the entrance, below `/reception/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

reception = late("kuramori.work.places.views.reception")


app_name = "reception"

urlpatterns = [
    path("", reception.desk, name="desk"),
    path("come/", reception.come, name="come"),
    path("ask/", reception.ask, name="ask"),
    path("sign-in/", reception.sign_in, name="sign_in"),
    path("leave/", reception.leave, name="leave"),
    path("<str:secret>/", reception.elsewhere, name="elsewhere"),
]
