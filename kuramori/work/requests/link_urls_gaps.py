"""What people of a partner see behind the link to their gaps, below `/link/<secret>/gaps/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

pages = late("kuramori.work.requests.views.gaps_link")

app_name = "gap_link"

urlpatterns = [
    path("", pages.gaps, name="page"),
    path("<uuid:id>/", pages.gap, name="gap"),
    path("<uuid:id>/move/<slug:step>/", pages.move, name="move"),
    path("<uuid:id>/note/", pages.note, name="note"),
]
