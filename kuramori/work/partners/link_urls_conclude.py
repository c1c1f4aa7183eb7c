"""What a partner's signatory sees behind a link, below `/link/<secret>/agreement/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.partners.views.conclude_link")

app_name = "concluded"

urlpatterns = [
    path("", pages.concluded, name="page"),
    path("paper/", pages.paper, name="paper"),
]
