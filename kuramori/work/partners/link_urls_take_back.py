"""What people of a partner see behind a link for 返還・廃棄, below `/link/<secret>/take-back/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.partners.views.take_back_link")

app_name = "taken_back"

urlpatterns = [
    path("", pages.taken_back, name="page"),
    path("certificates/<uuid:id>/", pages.certificate, name="paper"),
]
